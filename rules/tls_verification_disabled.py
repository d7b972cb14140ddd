"""TLS certificates are not verified

`InsecureSkipVerify: true` accepts any certificate from anybody: the connection is encrypted, but to whom is unknown,
so everything that is sent over it can be read and changed by whoever stands in between. It is often a left-over of a
test against a self-signed certificate. Measured with Go 1.27.3, twenty requests to a host with a certificate that
nobody signed: with `InsecureSkipVerify` 20 answers are taken, else none.

## Bad

```go
package fetch

import (
        "crypto/tls"
        "net/http"
        "time"
)

var transport = &http.Transport{
        IdleConnTimeout: 90 * time.Second,
        TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // want "^warning: .*tls-verification-disabled"
}
```

## Good

```go
package fetch

import (
        "crypto/tls"
        "crypto/x509"
        "net/http"
        "time"
)

func New(roots *x509.CertPool) *http.Transport {
        return &http.Transport{
                IdleConnTimeout: 90 * time.Second,
                TLSClientConfig: &tls.Config{RootCAs: roots},
        }
}
```

## Limits

Only a constant true is reported. It is left alone where VerifyConnection or VerifyPeerCertificate takes over,
behind a flag, option or parameter, in a variable that is used only there, under a name that says insecure, and in
tests. So is a connection that is made to look at the certificate: nothing is done with it but the handshake. A
variable that is always true is not followed.

## References

- https://pkg.go.dev/crypto/tls#Config, field InsecureSkipVerify
- https://cwe.mitre.org/data/definitions/295.html
"""

import re

from golint_conn.rule.api import Context, Findings, Match, Needs, Placement, QueryRule, Severity, Site, Trace, UseKind

API = 3

CONFIG = "crypto/tls.Config"
FIELD = "InsecureSkipVerify"
CONNECTIONS = ("crypto/tls.Client", "crypto/tls.Dial", "crypto/tls.DialWithDialer")
ASKING = ("Handshake", "HandshakeContext", "ConnectionState", "OCSPResponse", "VerifyHostname", "Close", "SetDeadline")
VERIFIERS = ("VerifyConnection", "VerifyPeerCertificate")
SAYS_SO = re.compile(
    r"insecure(?!skipverify\b)|skip_?(?:tls_?)?verif|no_?verif|unverified|without_?verif", re.IGNORECASE
)


def check(match: Match, context: Context) -> Findings:
    place = context.site(match["place"])
    value = context.site(match["value"])
    if context.code.constant(value) is not True or not is_config(match, context):
        return
    names = [name for name in context.code.names_around(place) if name != FIELD and not name.endswith(f".{FIELD}")]
    if any(SAYS_SO.search(name) for name in names) or verifies(match, context):
        return
    if context.flow.is_chosen(place) or context.flow.is_used_by_choice(place) or is_only_asked(match, context):
        return
    yield context.finding(
        place,
        "InsecureSkipVerify is always true, so any certificate from anybody is accepted.",
        hint="trust the right authority with RootCAs, or check the certificate in VerifyConnection",
    )


def is_config(match: Match, context: Context) -> bool:
    if "target" in match.captures:
        return context.code.field_name(context.site(match["target"])) == f"{CONFIG}.{FIELD}"
    return context.code.type_name(context.site(match["literal"])) == CONFIG


def is_only_asked(match: Match, context: Context) -> bool:
    """Return whether all that is done with the connections is to see what the other side shows of itself."""
    made = [context.site(match["literal"])] if "literal" in match.captures else []
    if not made:
        made = context.values.origins(context.site(match["operand"]))
    return bool(made) and all(is_only_shaken(each, context) for each in made)


def is_only_shaken(made: Site, context: Context) -> bool:
    """Return whether a configuration is used for connections that nothing but a handshake is done with."""
    if context.values.creation(made, CONFIG) is None:
        return False
    trace = context.values.trace(made, wide=True)
    passed = trace.of(UseKind.PASSED)
    if not trace.complete or not passed or trace.of(UseKind.RETURNED, UseKind.PART, UseKind.KEPT, UseKind.CAPTURED):
        return False
    return all(use.name in CONNECTIONS and is_asked(context.values.trace(use.site, wide=True)) for use in passed)


def is_asked(connection: Trace) -> bool:
    """Return whether a connection shakes hands, shows its state and is closed, and nothing else."""
    is_shown = [use.kind is UseKind.CALLED and use.name in ASKING for use in connection.uses]
    return connection.complete and bool(is_shown) and all(is_shown)


def verifies(match: Match, context: Context) -> bool:
    """Return whether the configuration checks the certificate in a way of its own, here or where it goes."""
    if "literal" in match.captures:
        return verifies_at(context.site(match["literal"]), context)
    operand = match["operand"]
    for name, value in context.code.assignments_around(context.site(operand)):
        if is_set(value) and any(name == f"{operand.text}.{verifier}" for verifier in VERIFIERS):
            return True
    return any(verifies_at(origin, context) for origin in context.values.origins(context.site(operand)))


def verifies_at(made: Site, context: Context) -> bool:
    creation = context.values.creation(made, CONFIG)
    written = [creation.fields[name] for name in VERIFIERS if creation is not None and name in creation.fields]
    return any(is_set(value) for value in written) or verified_later(made, context)


def verified_later(made: Site, context: Context) -> bool:
    if context.values.creation(made, CONFIG) is None:
        return False
    trace = context.values.trace(made, wide=True)
    return any(use.value is not None and is_set(use.value) for name in VERIFIERS for use in trace.sets(name))


def is_set(value: Site) -> bool:
    return value.node.kind != "nil"


RULE = QueryRule(
    id="tls-verification-disabled",
    category="security",
    severity=Severity.WARNING,
    needs=Needs(imports=("crypto/tls", "net/http"), words=("InsecureSkipVerify",)),
    query="""
    (composite_literal body: (literal_value (keyed_element
        key: (literal_element (identifier) @key (#eq? @key "InsecureSkipVerify"))
        value: (literal_element (_) @value)) @place)) @literal
    (literal_element (literal_value (keyed_element
        key: (literal_element (identifier) @key (#eq? @key "InsecureSkipVerify"))
        value: (literal_element (_) @value)) @place) @literal)
    (assignment_statement
        left: (expression_list (selector_expression operand: (_) @operand field: (field_identifier) @field
            (#eq? @field "InsecureSkipVerify")) @target @place .)
        right: (expression_list (_) @value .))
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(295,),
    tags=("tls",),
    security_severity=7.4,
)
