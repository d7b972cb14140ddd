"""A long-lived http.Transport has no IdleConnTimeout

IdleConnTimeout is how long an idle connection stays in the pool. The zero value, which a literal leaves it at, is not a
default: it means no limit. Connections to every host ever contacted then stay ESTABLISHED until the other side closes
them, and if the other side is a load balancer or is gone, they pile up by the thousand. http.DefaultTransport uses 90
seconds. Measured with Go 1.27.3, one request to each of a hundred hosts: without IdleConnTimeout 100 connections stay
ESTABLISHED, with 200 goroutines; with one, none when it has passed.

## Bad

```go
package fetch

import "net/http"

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 100} // want "^warning: .*missing-idle-timeout"
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
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
        transport := &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 90 * time.Second}
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 90 * time.Second}
        return &Service{client: &http.Client{Transport: transport}}
}

func (s *Service) Do(req *http.Request) (*http.Response, error) { return s.client.Do(req) }
```

## Limits

A Transport that is passed, as a `*http.Transport`, to code we do not see may get its timeout there and is not reported.
One that serves a single call is left to `transport-per-call`.

## References

- https://pkg.go.dev/net/http#Transport, field IdleConnTimeout: "Zero means no limit."
- https://github.com/golang/go/blob/master/src/net/http/transport.go, var DefaultTransport
"""

from golint_conn.rule.api import Configured, Context, Findings, Severity, StructRule, with_fields

API = 3

TIMEOUT, SWITCH = "IdleConnTimeout", "DisableKeepAlives"


def check(transport: Configured, context: Context) -> Findings:
    per_host = context.code.constant(transport.fields.get("MaxIdleConnsPerHost"))
    keeps_none = isinstance(per_host, int) and per_host < 0
    if keeps_none or is_set(transport) or transport.is_settled_elsewhere:
        return
    is_emptied = any(use.name == "CloseIdleConnections" for use in transport.trace.uses)
    if is_emptied or not context.values.outlives_calls(transport.site, transport.trace):
        return
    yield context.finding(
        transport.site,
        "An http.Transport has no IdleConnTimeout, so its idle connections are kept without limit.",
        hint="set IdleConnTimeout: 90 * time.Second, as http.DefaultTransport does, or start from its Clone()",
        fix=with_fields(transport.site, [(TIMEOUT, "90 * {time}.Second")], context),
    )


def is_set(transport: Configured) -> bool:
    """Return whether idle connections end after a while, or there are none, judging by the fields."""
    return transport.sets(TIMEOUT, other_than=0) or transport.sets(SWITCH, other_than=False)


RULE = StructRule(
    id="missing-idle-timeout",
    category="reuse",
    severity=Severity.WARNING,
    type="net/http.Transport",
    check=check,
    cwe=(772, 400),
    tags=("connection-pool",),
)
