"""A pool of idle connections is bounded neither in number nor in time

`MaxIdleConnsPerHost` is a limit for each host. How many idle connections a Transport keeps for all hosts together is
`MaxIdleConns`, and how long it keeps them is `IdleConnTimeout`; zero means no limit for both. With a raised limit per
host and none of the others, a program that speaks to many hosts collects connections that it may never use again: the
number of hosts times the limit. http.DefaultTransport has 100 and 90 seconds. Measured with Go 1.27.3, ten requests
at a time to each of ten hosts: without `MaxIdleConns` 100 idle connections stay, with `MaxIdleConns: 20` 20.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: time.Minute,
        Transport: &http.Transport{
                MaxIdleConnsPerHost: 100, // want "^note: .*idle-pool-unbounded"
        },
}

func Fetch(req *http.Request) (*http.Response, error) { return client.Do(req) }
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: time.Minute,
        Transport: &http.Transport{
                MaxIdleConns:        500,
                MaxIdleConnsPerHost: 100,
                IdleConnTimeout:     90 * time.Second,
        },
}

func Fetch(req *http.Request) (*http.Response, error) { return client.Do(req) }
```

## Limits

`missing-idle-timeout` reports every long-lived Transport without IdleConnTimeout; this rule is about the pool's size,
and only if the code has made it larger: `MaxIdleConnsPerHost` above the default of 2, or `MaxIdleConns: 0` written out.
A value from configuration may be any, so a raised limit is only seen if it is constant. A dialer that ignores its
address connects to one place only, and one that sets a deadline on its connections ends idle ones too.

## References

- https://pkg.go.dev/net/http#Transport, fields MaxIdleConns, MaxIdleConnsPerHost and IdleConnTimeout
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) tryPutIdleConn
"""

from golint_conn.rule.api import Configured, Context, Findings, Placement, Severity, Site, StructRule

API = 3

TOTAL, PER_HOST, TIMEOUT = "MaxIdleConns", "MaxIdleConnsPerHost", "IdleConnTimeout"
DEFAULT_PER_HOST = 2


def check(transport: Configured, context: Context) -> Findings:
    if transport.is_settled_elsewhere or is_bounded(transport, context):
        return
    widened = widening(transport, context)
    if widened is None or not context.values.outlives_calls(transport.site, transport.trace):
        return
    where, what = widened
    yield context.finding(
        where,
        f"{what} with neither {TOTAL} nor {TIMEOUT}: the pool of idle connections grows with every host.",
        hint=f"set {TOTAL} and {TIMEOUT}, for example to 100 and 90 * time.Second as http.DefaultTransport does",
        related=[(transport.site, "the Transport is made here")],
    )


def widening(transport: Configured, context: Context) -> tuple[Site, str] | None:
    """Return what makes the pool larger than it need be: the value, and words for it."""
    for value in transport.values(PER_HOST):
        limit = context.code.constant(value)
        if isinstance(limit, int) and limit > DEFAULT_PER_HOST:
            return value, f"Up to {limit} idle connections are kept for each host,"
    return next(((value, f"{TOTAL}: 0 means no limit, and it comes") for value in transport.values(TOTAL)), None)


def is_bounded(transport: Configured, context: Context) -> bool:
    """Return whether something limits the pool: a total, a timeout, no keep-alives, one target, or being emptied."""
    if transport.sets(TOTAL, TIMEOUT, other_than=0) or transport.sets("DisableKeepAlives", other_than=False):
        return True
    dialers = transport.values("Dial", "DialContext", "DialTLSContext")
    if any(context.net.is_fixed_dialer(each) or context.net.is_deadline_dialer(each) for each in dialers):
        return True
    return any(use.name == "CloseIdleConnections" for use in transport.trace.uses)


RULE = StructRule(
    id="idle-pool-unbounded",
    category="reuse",
    severity=Severity.NOTE,
    type="net/http.Transport",
    check=check,
    placement=Placement.MODULE,
    elsewhere=(TOTAL, PER_HOST),
    cwe=(772, 400),
    tags=("connection-pool",),
)
