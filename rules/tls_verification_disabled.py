"""TLS certificates are not verified

`InsecureSkipVerify: true` accepts any certificate from anyone: the connection is encrypted, but to whom is unknown, so
everything that is sent over it can be read and changed by anyone in between. It is often left over from a test against
a self-signed certificate. Measured with Go 1.27.3, twenty requests to a host with a certificate that no authority
signed: with `InsecureSkipVerify` 20 answers are accepted, else none.

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

Only a constant true is reported. It is not reported if VerifyConnection or VerifyPeerCertificate takes over, if a flag,
option or parameter chooses it, in a variable that is used only then, under a name that says insecure, or in tests. Nor
is a connection that is made only to see the certificate: nothing but the handshake is done with it. A variable that is
always true is not followed.

## References

- https://pkg.go.dev/crypto/tls#Config, field InsecureSkipVerify
- https://cwe.mitre.org/data/definitions/295.html
"""

import re

from golint_conn.rule.api import Context, FieldRule, Findings, Setting, Severity, Site, UseKind

API = 3

CONFIG = "crypto/tls.Config"
FIELD = "InsecureSkipVerify"
CONNECTIONS = ("crypto/tls.Client", "crypto/tls.Dial", "crypto/tls.DialWithDialer")
ASKING = ("Handshake", "HandshakeContext", "ConnectionState", "OCSPResponse", "VerifyHostname", "Close", "SetDeadline")
VERIFIERS = ("VerifyConnection", "VerifyPeerCertificate")
SAYS_SO = re.compile(
    r"insecure(?!skipverify\b)|skip_?(?:tls_?)?verif|no_?verif|unverified|without_?verif", re.IGNORECASE
)


def check(setting: Setting, context: Context) -> Findings:
    place = setting.site
    if context.code.constant(setting.value) is not True:
        return
    around = context.code.names_around(place)
    names = [name for name in around if name != FIELD and not name.endswith(f".{FIELD}")]
    if any(SAYS_SO.search(name) for name in names) or verifies(setting, context):
        return
    if context.flow.is_chosen(place) or context.flow.is_used_by_choice(place):
        return
    made = context.values.owners(setting)
    if made and all(is_only_asked(each, context) for each in made):
        return
    yield context.finding(
        place,
        "InsecureSkipVerify is always true, so any certificate from anyone is accepted.",
        hint="trust the right authority with RootCAs, or check the certificate in VerifyConnection",
    )


def verifies(setting: Setting, context: Context) -> bool:
    """Return whether the configuration checks the certificate in its own way, here or where it goes."""
    own = [f"{setting.owner.node.text}.{verifier}" for verifier in VERIFIERS]
    beside = context.code.assignments_around(setting.owner) if not setting.in_literal else []
    if any(name in own and value.node.kind != "nil" for name, value in beside):
        return True
    made = [context.values.made(each, CONFIG) for each in context.values.owners(setting)]
    return any(config is not None and config.values(*VERIFIERS) for config in made)


def is_only_asked(made: Site, context: Context) -> bool:
    """Return whether the connections are made only to see what the other side shows of itself."""
    config = context.values.made(made, CONFIG)
    passed = config.trace.of(UseKind.PASSED) if config is not None else []
    if config is None or not config.trace.complete or not passed:
        return False
    if config.trace.of(UseKind.RETURNED, UseKind.PART, UseKind.KEPT, UseKind.CAPTURED):
        return False
    connections = [context.values.trace(use.site, wide=True) for use in passed if use.name in CONNECTIONS]
    asked = [each.complete and each.uses and all(use.name in ASKING for use in each.uses) for each in connections]
    called = [use.kind is UseKind.CALLED for each in connections for use in each.uses]
    return len(connections) == len(passed) and all(asked) and all(called)


RULE = FieldRule(
    id="tls-verification-disabled",
    category="security",
    severity=Severity.WARNING,
    fields=f"{CONFIG}.{FIELD}",
    check=check,
    imports=("net/http",),
    cwe=(295,),
    tags=("tls",),
    security_severity=7.4,
)
