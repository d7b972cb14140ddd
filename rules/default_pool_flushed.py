"""CloseIdleConnections empties the pool of the whole process

A Client without a Transport of its own uses http.DefaultTransport. `CloseIdleConnections` on such a Client closes the
idle connections of every other user of the default pool too, so that all of them have to connect again. Measured with
Go 1.27.3, a hundred requests: `CloseIdleConnections` after each opens 100 connections and leaves 100 sockets in
TIME_WAIT, where 1 would do.

## Bad

```go
package fetch

import "net/http"

func Fetch(url string) (int, error) {
        client := &http.Client{}
        defer client.CloseIdleConnections() // want "^warning: .*default-pool-flushed"
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

func Fetch(url string) (int, error) {
        client := &http.Client{Timeout: 10 * time.Second}
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Fixed

```go
package fetch

import "net/http"

func Fetch(url string) (int, error) {
        client := &http.Client{}
        resp, err := client.Get(url)
        if err != nil {
                return 0, err
        }
        defer resp.Body.Close()
        return resp.StatusCode, nil
}
```

## Limits

Functions that shut something down, and main, are not reported. Neither is a Client from a parameter or a field, which
is unknown.

## References

- https://pkg.go.dev/net/http#Client.CloseIdleConnections
"""

from golint_conn.rule.api import (
    Applicability,
    Call,
    CallRule,
    Context,
    Findings,
    Frequency,
    Severity,
    Site,
    without_statement,
)

API = 3

DEFAULTS = ("net/http.DefaultClient", "net/http.DefaultTransport")


def check(call: Call, context: Context) -> Findings:
    origins = context.values.origins(call.receiver) if call.receiver is not None else []
    if not origins or not all(uses_default_pool(origin, context) for origin in origins):
        return
    if context.flow.reach(call.site).frequency <= Frequency.ONCE or context.flow.is_shutdown(call.site):
        return
    yield context.finding(
        call.site,
        "CloseIdleConnections on a Client without its own Transport closes idle connections of the whole process.",
        hint="leave the call out, or give the Client its own Transport and keep both",
        related=[(origins[0], "this Client has no Transport of its own")],
        fix=without_statement(call.site, "Remove the call", Applicability.SAFE, context),
    )


def uses_default_pool(origin: Site, context: Context) -> bool:
    """Return whether a value is a Client on the default Transport: made without one, or http.DefaultClient itself."""
    if context.code.names(origin) in DEFAULTS:
        return True
    inner = context.code.operand(origin) if origin.node.kind == "unary_expression" else None
    if inner is not None and origin.node.operator() == "*":
        return all(uses_default_pool(each, context) for each in context.values.origins(inner))
    client = context.values.made(origin, "net/http.Client")
    return client is not None and all(context.code.names(each) in DEFAULTS for each in client.values("Transport"))


RULE = CallRule(
    id="default-pool-flushed",
    category="reuse",
    severity=Severity.WARNING,
    calls="net/http.Client.CloseIdleConnections",
    check=check,
    cwe=(400,),
    tags=("connection-pool",),
)
