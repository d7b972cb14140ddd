"""A deprecated dial or cancel hook of net/http or net is used

`Transport.Dial` and `DialTLS` get no context: a dial that nobody waits for any more cannot be ended, not even by
`CloseIdleConnections`, and knows nothing of the request's values. `Request.Cancel` and `Transport.CancelRequest`
cannot cancel HTTP/2 requests. `Dialer.DualStack` has no effect any more, and `Dialer.Cancel` is replaced by the
context. Measured with Go 1.27.3, a hundred requests that were given up while dialling: with `Dial`, all 100 dials go
on after `CloseIdleConnections`, with a connection and a goroutine each; with `DialContext` it ends all of them.

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

## Fixed

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

Reading the fields is not reported. In test files, and for `DualStack`, the finding is a note.

## References

- https://pkg.go.dev/net/http#Transport, fields Dial and DialTLS
- https://pkg.go.dev/net/http#Request, field Cancel
- https://pkg.go.dev/net#Dialer, fields DualStack and Cancel
"""

from golint_conn.rule.api import (
    Applicability,
    Context,
    Finding,
    Findings,
    Fix,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    with_exchanged_field,
    with_texts,
    without_field,
    without_statement,
)

API = 3

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
DIAL = "net/http.Transport.Dial"
DUAL_STACK = "net.Dialer.DualStack"
DIALER = "net.Dialer"


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        if context.code.callee(context.site(match["call"])).qualified == CANCEL_REQUEST:
            why, advice = "it cannot cancel HTTP/2 requests", "cancel the context that the request was made with"
            yield report(context.site(match["call"]), CANCEL_REQUEST, (why, advice), None, context)
        return
    if match["value"].kind == "nil":
        return
    if "key" in match.captures:
        place, name = match["element"], f"{context.code.type_name(context.site(match['literal']))}.{match['key'].text}"
    else:
        place, name = match["target"], context.code.field_name(context.site(match["target"]))
    # The package that deprecates a field has to go on carrying it.
    if name in FIELDS and not name.startswith(f"{context.code.package_path(context.site(place))}."):
        yield report(context.site(place), name, FIELDS[name], cure(match, name, context), context)


def cure(match: Match, name: str, context: Context) -> Fix | None:
    """Return the fix for what has a successor that takes the same place, or no effect at all."""
    is_literal, value = "key" in match.captures, context.site(match["value"])
    if name == DUAL_STACK and value.node.kind in {"true", "false"}:
        if is_literal:
            return without_field(context.site(match["literal"]), "DualStack", Applicability.SAFE)
        return without_statement(context.site(match["target"]), "Leave DualStack out", Applicability.SAFE, context)
    text = successor(value, context) if name == DIAL else ""
    if not text:
        return None
    if is_literal:
        literal = context.site(match["literal"])
        return with_exchanged_field(literal, "Dial", ("DialContext", text), context, Applicability.SAFE)
    texts = [(context.site(match["field"]), "DialContext"), (value, text)]
    return with_texts(texts, "Set DialContext instead of Dial", Applicability.SAFE)


def successor(dial: Site, context: Context) -> str:
    """Return what dials with a context as an expression does without: of a Dialer's method Dial, and of net.Dial."""
    operand, field = dial.node.field("operand"), dial.node.field("field")
    if operand is None or field is None or field.text != "Dial":
        return ""
    if context.code.names(dial) == "net.Dial":
        return f"(&{operand.text}.Dialer{{}}).DialContext"
    return f"{operand.text}.DialContext" if context.code.type_name(dial.at(operand)) == DIALER else ""


def report(site: Site, name: str, what: tuple[str, str], fix: Fix | None, context: Context) -> Finding:
    reason, advice = what
    short = name.removeprefix("net/http.").removeprefix("net.")
    return context.finding(
        site,
        f"{short} is deprecated: {reason}.",
        hint=advice,
        # What has no effect does no harm either.
        severity=Severity.NOTE if site.in_test or name == DUAL_STACK else Severity.WARNING,
        fix=fix,
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
    placement=Placement.MATCH,
    tests=True,
    cwe=(477,),
    tags=("deprecated",),
)
