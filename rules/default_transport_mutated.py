"""The process-wide http.DefaultTransport or http.DefaultClient is changed at run time

Every library in the program that uses http.Get, http.DefaultClient or a Client without a Transport shares these two.
Changing them after startup changes timeouts, TLS settings and proxies of unrelated code, and races with every request
that is under way. Measured with Go 1.27.3, a hundred calls of http.Get by another part of the program: after
`DisableKeepAlives = true` on http.DefaultTransport they open 100 connections, after the same on a clone of it 1.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

func Configure(timeout time.Duration) {
        http.DefaultClient.Timeout = timeout // want "^warning: .*default-transport-mutated"
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

func Configure(timeout time.Duration) *http.Client {
        transport := http.DefaultTransport.(*http.Transport).Clone()
        transport.ResponseHeaderTimeout = timeout
        return &http.Client{Transport: transport, Timeout: 2 * timeout}
}
```

## Limits

Changes in `init`, in `main` and in functions that only these call are not reported. A value that reaches the assignment
through a field or a function's result is not followed.

## References

- https://pkg.go.dev/net/http#pkg-variables
"""

from golint_conn.rule.api import Context, Findings, Frequency, Match, Needs, Node, Placement, QueryRule, Severity, Site

API = 3

DEFAULTS = ("net/http.DefaultTransport", "net/http.DefaultClient")
UNWRAPPED = ("selector_expression", "parenthesized_expression", "type_assertion_expression", "unary_expression")


def check(match: Match, context: Context) -> Findings:
    target = context.site(match["target"])
    name = changed_default(target, context)
    if name is None or context.flow.reach(target).frequency is Frequency.START:
        return
    short = name.rpartition("/")[2]
    yield context.finding(
        target,
        f"{short} is shared by the whole process and is changed while it is in use.",
        hint="change a Clone() of the Transport, or your own Client, and use that",
    )


def changed_default(target: Site, context: Context) -> str | None:
    """Return the name of the default that an assignment changes, or None if it changes something else."""
    node: Node | None = target.node
    while node is not None:
        here = target.at(node)
        if context.code.names(here) in DEFAULTS:
            return context.code.names(here)
        if node.kind == "identifier":
            return aliased_default(here, context) if node != target.node else None
        if node.kind not in UNWRAPPED:
            return None
        node = node.field("operand") or (node.children[0] if node.children else None)
    return None


def aliased_default(variable: Site, context: Context) -> str | None:
    """Return the default that a local variable stands for on some path, if no other path gives it a copy."""
    origins = context.values.origins(variable)
    names = [context.code.names(origin) for origin in origins]
    if any(origin.node.kind in {"call_expression", "composite_literal"} for origin in origins):
        return None
    return next((name for name in names if name in DEFAULTS), None)


RULE = QueryRule(
    id="default-transport-mutated",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("DefaultTransport", "DefaultClient")),
    query="(assignment_statement left: (expression_list (_) @target))",
    check=check,
    placement=Placement.MATCH,
    cwe=(362,),
    tags=("connection-pool",),
)
