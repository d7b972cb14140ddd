"""TLS certificates are not verified

`InsecureSkipVerify: true` accepts any certificate from anybody: the connection is encrypted, but to whom is
unknown, so everything that is sent over it can be read and changed by whoever stands in between. It is often a
left-over of a test against a self-signed certificate.

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
behind a flag, option or parameter, under a name that says insecure, and in tests. A variable that is always true is
not followed.

## References

- https://pkg.go.dev/crypto/tls#Config, field InsecureSkipVerify
- https://cwe.mitre.org/data/definitions/295.html
"""

import re

from golint_conn.rule.api import Context, Findings, Match, Needs, QueryRule, Severity, Site

CONFIG = "crypto/tls.Config"
FIELD = "InsecureSkipVerify"
VERIFIERS = ("VerifyConnection", "VerifyPeerCertificate")
SAYS_SO = re.compile(
    r"insecure(?!skipverify\b)|skip_?(?:tls_?)?verif|no_?verif|unverified|without_?verif", re.IGNORECASE
)


def check(match: Match, context: Context) -> Findings:
    place = context.site(match["place"])
    value = context.site(match["value"])
    if context.constant(value) is not True or not is_config(match, context):
        return
    names = [name for name in context.names_around(place) if name != FIELD and not name.endswith(f".{FIELD}")]
    if any(SAYS_SO.search(name) for name in names) or context.is_chosen(place) or verifies(match, context):
        return
    yield context.finding(
        place,
        "InsecureSkipVerify is always true, so any certificate from anybody is accepted.",
        hint="trust the right authority with RootCAs, or check the certificate in VerifyConnection",
    )


def is_config(match: Match, context: Context) -> bool:
    if "target" in match.captures:
        return context.field_name(context.site(match["target"])) == f"{CONFIG}.{FIELD}"
    return context.type_name(context.site(match["literal"])) == CONFIG


def verifies(match: Match, context: Context) -> bool:
    """Return whether the configuration checks the certificate in a way of its own, here or where it goes."""
    if "literal" in match.captures:
        return verifies_at(context.site(match["literal"]), context)
    operand = match["operand"]
    for name, value in context.assignments_around(context.site(operand)):
        if is_set(value) and any(name == f"{operand.text}.{verifier}" for verifier in VERIFIERS):
            return True
    return any(verifies_at(origin, context) for origin in context.origins(context.site(operand)))


def verifies_at(made: Site, context: Context) -> bool:
    creation = context.creation(made, CONFIG)
    written = [creation.fields[name] for name in VERIFIERS if creation is not None and name in creation.fields]
    return any(is_set(value) for value in written) or verified_later(made, context)


def verified_later(made: Site, context: Context) -> bool:
    if context.creation(made, CONFIG) is None:
        return False
    trace = context.trace(made, wide=True)
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
    cwe=(295,),
    tags=("tls",),
    security_severity=7.4,
)
