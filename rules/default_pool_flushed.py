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

Functions that shut something down, and main, are left alone. A Client from a parameter or a field is unknown and
left alone.

## References

- https://pkg.go.dev/net/http#Client.CloseIdleConnections
"""

from golint_conn.rule.api import (
    Applicability,
    Context,
    Findings,
    Frequency,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    without_statement,
)

API = 3

CLIENT = "net/http.Client"
DEFAULTS = ("net/http.DefaultClient", "net/http.DefaultTransport")


def check(match: Match, context: Context) -> Findings:
    call, operand = context.site(match["call"]), context.site(match["operand"])
    if context.code.type_name(operand) != CLIENT:
        return
    origins = context.values.origins(operand)
    if not origins or not all(uses_default_pool(origin, context) for origin in origins):
        return
    if context.flow.reach(call).frequency <= Frequency.ONCE or context.flow.is_shutdown(call):
        return
    related = [(origins[0], "this Client has no Transport of its own")]
    yield context.finding(
        call,
        "CloseIdleConnections on a Client without its own Transport closes idle connections of the whole process.",
        hint="leave the call out, or give the Client a Transport of its own and keep both",
        related=related,
        fix=without_statement(call, "Remove the call", Applicability.SAFE, context),
    )


def uses_default_pool(origin: Site, context: Context) -> bool:
    """Return whether a value is a Client on the default Transport: made without one, or http.DefaultClient itself."""
    if context.code.names(origin) in DEFAULTS:
        return True
    node = origin.node
    if node.kind == "unary_expression" and node.operator() == "*":
        inner = node.field("operand")
        return inner is not None and all(
            uses_default_pool(each, context) for each in context.values.origins(origin.at(inner))
        )
    made = context.values.creation(origin, CLIENT)
    if made is None:
        return False
    written = [made.fields["Transport"]] if "Transport" in made.fields else []
    trace = context.values.trace(origin, wide=True)
    written += [use.value for use in trace.sets("Transport") if use.value is not None]
    return all(each.node.kind == "nil" or context.code.names(each) in DEFAULTS for each in written)


RULE = QueryRule(
    id="default-pool-flushed",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("CloseIdleConnections",)),
    query="""
    (call_expression function: (selector_expression operand: (_) @operand field: (field_identifier) @name
        (#eq? @name "CloseIdleConnections"))) @call
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400,),
    tags=("connection-pool",),
)
