"""Many goroutines ask one host through a pool that keeps two connections

`MaxIdleConnsPerHost` is 2 unless it is set. When fifty goroutines ask the same host and are done, forty-eight of their
connections are closed at once, and opened again for the next fifty requests: handshakes, and sockets in TIME_WAIT until
ports run out, in a program that seems to share its Transport as it should. Only requests over HTTP/1 need more than one
connection. Measured with Go 1.27.3, ten times twenty requests at the same moment: with `MaxIdleConnsPerHost` left at 2,
182 connections are opened, and 180 end in TIME_WAIT; with 100, 20 are opened and kept.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{IdleConnTimeout: time.Minute} // want "^note: .*idle-pool-too-small"
        return &Service{client: &http.Client{Transport: transport, Timeout: time.Minute}}
}

func (s *Service) All(ids []string) {
        for _, id := range ids {
                go func() {
                        resp, err := s.client.Get("http://storage.internal/objects/" + id)
                        if err == nil {
                                resp.Body.Close()
                        }
                }()
        }
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}
        return &Service{client: &http.Client{Transport: transport, Timeout: time.Minute}}
}

func (s *Service) All(ids []string) {
        for _, id := range ids {
                go func() {
                        resp, err := s.client.Get("http://storage.internal/objects/" + id)
                        if err == nil {
                                resp.Body.Close()
                        }
                }()
        }
}
```

## Limits

The rule sees goroutines that a loop starts, if the loop is known to start more than two. The address must begin with
the same host each time: a constant, or a field or variable from outside the loop. If it begins with `https://`, or with
nothing known, the Transport must be one that speaks only HTTP/1 (see `http2-lost`). Handlers of a server, which run in
many goroutines too, and http.DefaultTransport itself are not reported: the code does not show how busy they are.

## References

- https://pkg.go.dev/net/http#Transport, field MaxIdleConnsPerHost, and DefaultMaxIdleConnsPerHost
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) tryPutIdleConn
"""

from golint_conn.rule.api import Configured, Context, Findings, Severity, StructRule, Use

API = 3

DEFAULT = "net/http.DefaultTransport"
HTTP1_SETTINGS = ("TLSClientConfig", "Dial", "DialContext", "DialTLS", "DialTLSContext")
HTTP2_SETTINGS = ("ForceAttemptHTTP2", "Protocols", "TLSNextProto")


def check(transport: Configured, context: Context) -> Findings:
    if (transport.is_clone and not is_of_default(transport, context)) or transport.is_settled_elsewhere:
        return
    if not is_small(transport) or not context.values.outlives_calls(transport.site, transport.trace):
        return
    for use in context.http.sent(transport.trace):
        is_request = context.code.callee_name(use.site) == f"net/http.Client.{use.name}" and not use.site.in_test
        crowd = context.flow.fan_out(use.site) if is_request else None
        if crowd is not None and is_one_http1_host(use, transport, context):
            yield context.finding(
                transport.site,
                "Many goroutines ask one host through an http.Transport that keeps 2 idle connections for it.",
                hint="set MaxIdleConnsPerHost to the number of requests that run at a time",
                related=[(use.site, "this request"), (crowd.loop, "is sent by goroutines that this loop starts")],
            )
            return


def is_of_default(transport: Configured, context: Context) -> bool:
    """Return whether a clone is one of http.DefaultTransport, whose settings are known."""
    original = context.code.operand(transport.site)
    origins = context.values.origins(original) if original is not None else []
    return any(context.code.names(origin) == DEFAULT for origin in origins)


def is_small(transport: Configured) -> bool:
    """Return whether the pool keeps two connections for a host, and more than two may be open."""
    # Requests wait for a limit on all connections, and its author has counted.
    is_limited = bool(transport.values("MaxConnsPerHost", "DisableKeepAlives"))
    return not is_limited and not transport.sets("MaxIdleConnsPerHost", other_than=0)


def is_one_http1_host(use: Use, transport: Configured, context: Context) -> bool:
    """Return whether a request goes to the same host each time, and needs its own connection."""
    hosts = [context.http.steady_host(url) for url in context.http.urls(use.site)]
    known = [host for host in hosts if host is not None]
    if not hosts or known != hosts:
        return False
    # A clone of http.DefaultTransport asks for HTTP/2 whatever is set.
    asks_for_http2 = transport.is_clone or bool(transport.values(*HTTP2_SETTINGS))
    if not asks_for_http2 and transport.values(*HTTP1_SETTINGS):
        return True
    return all(host.startswith("http://") for host in known)


RULE = StructRule(
    id="idle-pool-too-small",
    category="reuse",
    severity=Severity.NOTE,
    type="net/http.Transport",
    check=check,
    clones=True,
    cwe=(400,),
    tags=("connection-pool",),
)
