"""A deprecated dial or cancel hook of net/http or net is used

`Transport.Dial` and `DialTLS` know nothing of the request's context: a request that is cancelled, or whose deadline
passes, goes on dialling, and its connection may be made for nobody. `Request.Cancel` and `Transport.CancelRequest`
cannot cancel HTTP/2 requests. `Dialer.DualStack` has no effect any more, and `Dialer.Cancel` is replaced by the
context.

## Bad

```go
package fetch

import (
        "net"
        "net/http"
        "time"
)

var transport = &http.Transport{
        Dial:            (&net.Dialer{Timeout: 5 * time.Second}).Dial, // want "^warning: .*deprecated-transport-dial"
        IdleConnTimeout: 90 * time.Second,
}
```

## Good

```go
package fetch

import (
        "net"
        "net/http"
        "time"
)

var transport = &http.Transport{
        DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
        IdleConnTimeout: 90 * time.Second,
}
```

## Limits

Reading the fields is not reported. In test files the finding is a note.

## References

- https://pkg.go.dev/net/http#Transport, fields Dial and DialTLS
- https://pkg.go.dev/net/http#Request, field Cancel
- https://pkg.go.dev/net#Dialer, fields DualStack and Cancel
"""

from golint_conn.rule.api import Context, Finding, Findings, Match, Needs, QueryRule, Severity, Site

IGNORES_CONTEXT = "it does not end when the request's context does"
FIELDS = {
    # field: (why it is deprecated, what to do)
    "net/http.Transport.Dial": (IGNORES_CONTEXT, "use DialContext"),
    "net/http.Transport.DialTLS": (IGNORES_CONTEXT, "use DialTLSContext"),
    "net/http.Request.Cancel": (
        "it cannot cancel HTTP/2 requests",
        "make the request with http.NewRequestWithContext and cancel its context",
    ),
    "net.Dialer.DualStack": (
        "it has no effect, because fast fallback is on by default",
        "leave it out; a negative FallbackDelay turns fast fallback off",
    ),
    "net.Dialer.Cancel": ("the context takes its place", "use DialContext and cancel its context"),
}
CANCEL_REQUEST = "net/http.Transport.CancelRequest"


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        if context.callee(context.site(match["call"])).qualified == CANCEL_REQUEST:
            why, advice = "it cannot cancel HTTP/2 requests", "cancel the context that the request was made with"
            yield report(context.site(match["call"]), CANCEL_REQUEST, why, advice, context)
        return
    if match["value"].kind == "nil":
        return
    if "key" in match.captures:
        place, name = match["element"], f"{context.type_name(context.site(match['literal']))}.{match['key'].text}"
    else:
        place, name = match["target"], context.field_name(context.site(match["target"]))
    # The package that deprecates a field has to go on carrying it.
    if name in FIELDS and not name.startswith(f"{context.package_path(context.site(place))}."):
        yield report(context.site(place), name, *FIELDS[name], context)


def report(site: Site, name: str, reason: str, advice: str, context: Context) -> Finding:
    short = name.removeprefix("net/http.").removeprefix("net.")
    return context.finding(
        site,
        f"{short} is deprecated: {reason}.",
        hint=advice,
        severity=Severity.NOTE if site.in_test else Severity.WARNING,
    )


RULE = QueryRule(
    id="deprecated-transport-dial",
    category="deprecated",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http", "net"), words=("Dial", "DialTLS", "Cancel", "CancelRequest", "DualStack")),
    query="""
    (composite_literal body: (literal_value (keyed_element
        key: (literal_element (identifier) @key (#any-of? @key "Dial" "DialTLS" "Cancel" "DualStack"))
        value: (literal_element (_) @value)) @element)) @literal
    (literal_element (literal_value (keyed_element
        key: (literal_element (identifier) @key (#any-of? @key "Dial" "DialTLS" "Cancel" "DualStack"))
        value: (literal_element (_) @value)) @element) @literal)
    (assignment_statement
        left: (expression_list (selector_expression field: (field_identifier) @field
            (#any-of? @field "Dial" "DialTLS" "Cancel" "DualStack")) @target)
        right: (expression_list . (_) @value))
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#eq? @name "CancelRequest"))) @call
    """,
    check=check,
    tests=True,
    cwe=(477,),
    tags=("deprecated",),
)
