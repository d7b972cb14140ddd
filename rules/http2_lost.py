"""An http.Transport speaks HTTP/1 only, because of its TLS settings or dialer

A Transport speaks HTTP/2 by itself, until one of `TLSClientConfig`, `Dial` or `DialContext` is set: net/http then
assumes that the code does not expect HTTP/2 and silently turns it off. Requests that used to share one connection now
take one connection each while in flight, each with a TLS handshake. `ForceAttemptHTTP2: true`, or `Protocols`, gets it
back; http.DefaultTransport, which has its own dialer, sets it too. Measured with Go 1.27.3, twenty requests at a time
to a host that speaks HTTP/2: with `TLSClientConfig` alone 20 connections, all answers over HTTP/1.1; with
`ForceAttemptHTTP2` 1 connection, all over HTTP/2.

## Bad

```go
package fetch

import (
        "crypto/tls"
        "crypto/x509"
        "net/http"
        "time"
)

func New(roots *x509.CertPool) *http.Client {
        transport := &http.Transport{ // want "^note: .*http2-lost"
                TLSClientConfig: &tls.Config{RootCAs: roots},
                IdleConnTimeout: 90 * time.Second,
        }
        return &http.Client{Transport: transport, Timeout: 30 * time.Second}
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

func New(roots *x509.CertPool) *http.Client {
        transport := &http.Transport{
                TLSClientConfig:   &tls.Config{RootCAs: roots},
                ForceAttemptHTTP2: true,
                IdleConnTimeout:   90 * time.Second,
        }
        return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}
```

## Fixed

```go
package fetch

import (
        "crypto/tls"
        "crypto/x509"
        "net/http"
        "time"
)

func New(roots *x509.CertPool) *http.Client {
        transport := &http.Transport{
                TLSClientConfig:   &tls.Config{RootCAs: roots},
                IdleConnTimeout:   90 * time.Second,
                ForceAttemptHTTP2: true,
        }
        return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}
```

## Limits

A Transport that sets `ForceAttemptHTTP2`, `Protocols` or `TLSNextProto` to anything has made its choice, and so has one
whose TLS settings list `NextProtos`, or that turns keep-alives off. One with `DialTLS` or `DialTLSContext` is not
reported, because then that function decides on the protocol. A dialer that ignores its address, such as one for socket
files, and a client whose visible requests all go to `http://`, have no HTTP/2 to lose. A dial function that is not a
method of a `net.Dialer` is reported only next to TLS settings: alone it mostly leads through a tunnel, in the clear. A
Transport made for a single call is left to `transport-per-call`.

## References

- https://pkg.go.dev/net/http#Transport, fields ForceAttemptHTTP2 and Protocols
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) protocols
"""

from golint_conn.rule.api import Configured, Context, Findings, Severity, StructRule, UseKind, with_fields

API = 3

DIALERS = ("Dial", "DialContext")
SWITCHES = ("TLSClientConfig", *DIALERS)
CHOICES = ("ForceAttemptHTTP2", "Protocols", "TLSNextProto", "DialTLS", "DialTLSContext")
CONFIGURES = ("golang.org/x/net/http2.ConfigureTransport", "golang.org/x/net/http2.ConfigureTransports")


def check(transport: Configured, context: Context) -> Findings:
    if transport.is_settled_elsewhere or is_chosen(transport, context):
        return
    switches = [name for name in SWITCHES if transport.values(name)]
    if not switches or not context.values.outlives_calls(transport.site, transport.trace):
        return
    if is_special(transport, context) or is_plain(transport, context):
        return
    yield context.finding(
        transport.site,
        f"An http.Transport with {' and '.join(switches)} and no ForceAttemptHTTP2 speaks HTTP/1 only.",
        hint="set ForceAttemptHTTP2: true, or Protocols if HTTP/1 is intended",
        related=[(transport.values(switches[0])[0], f"{switches[0]} turns HTTP/2 off")],
        fix=with_fields(transport.site, [("ForceAttemptHTTP2", "true")], context),
    )


def is_chosen(transport: Configured, context: Context) -> bool:
    """Return whether the protocol is a deliberate choice, or HTTP/2 is set up by other means."""
    written = {*transport.fields, *(use.name for use in transport.trace.of(UseKind.SET, owned=False))}
    if not written.isdisjoint(CHOICES) or transport.sets("DisableKeepAlives", other_than=False):
        return True
    if any(use.name in CONFIGURES for use in transport.trace.of(UseKind.PASSED)):
        return True
    origins = [origin for value in transport.values("TLSClientConfig") for origin in context.values.sources(value)]
    configs = [context.values.configured(origin, "crypto/tls.Config") for origin in origins]
    return any(config is not None and config.values("NextProtos") for config in configs)


def is_special(transport: Configured, context: Context) -> bool:
    """Return whether a dialer leads elsewhere than to hosts: it ignores addresses, or is alone and not a Dialer's.

    A function that dials by itself without TLS settings speaks through a tunnel or to a neighbor, mostly in the clear.
    """
    dialers = transport.values(*DIALERS)
    if any(context.net.is_fixed_dialer(dialer) for dialer in dialers):
        return True
    origins = [origin for dialer in dialers for origin in context.values.origins(dialer)]
    of_dialers = [context.code.type_name(context.code.operand(origin)) == "net.Dialer" for origin in origins]
    return not transport.values("TLSClientConfig") and not any(of_dialers)


def is_plain(transport: Configured, context: Context) -> bool:
    """Return whether all visible requests go to addresses that begin with `http://`."""
    urls = [context.http.url_prefix(use.site) for use in context.http.sent(transport.trace)]
    return bool(urls) and all(each.startswith("http://") for each in urls)


RULE = StructRule(
    id="http2-lost",
    category="reuse",
    severity=Severity.NOTE,
    type="net/http.Transport",
    check=check,
    cwe=(400,),
    tags=("connection-pool", "http2"),
)
