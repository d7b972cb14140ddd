"""Keep-alives are disabled

With keep-alives off, each request opens a connection of its own and closes it: a TCP handshake (and a TLS one) per
request, and a socket that lingers in TIME_WAIT. Ports run out long before the network does. Measured with Go 1.27.3,
a hundred requests: one shared Transport opens 1 connection; with `DisableKeepAlives` or `Request.Close` it opens 100,
of which nearly all are then in TIME_WAIT on the server.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: 10 * time.Second,
        Transport: &http.Transport{
                DisableKeepAlives: true, // want "^warning: .*keep-alives-disabled"
        },
}

func Fetch(req *http.Request) (*http.Response, error) {
        req.Close = true // want "^warning: .*keep-alives-disabled"
        return client.Do(req)
}
```

## Good

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout:   10 * time.Second,
        Transport: &http.Transport{IdleConnTimeout: 90 * time.Second},
}

func Fetch(req *http.Request) (*http.Response, error) {
        return client.Do(req)
}
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

var client = &http.Client{
        Timeout: 10 * time.Second,
        Transport: &http.Transport{
                IdleConnTimeout: 90 * time.Second,
        },
}

func Fetch(req *http.Request) (*http.Response, error) {
        return client.Do(req)
}
```

## Limits

Only settings that are constant are reported; one that comes from configuration is somebody's decision. A Transport
that is built for one call is left alone: there the setting is what keeps `transport-per-call` from leaking.

## References

- https://pkg.go.dev/net/http#Transport, field DisableKeepAlives
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) tryPutIdleConn
"""

from golint_conn.rule.api import (
    Applicability,
    Context,
    Finding,
    Findings,
    Fix,
    Frequency,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    with_exchanged_field,
    without_field,
    without_statement,
)

API = 3

TRANSPORT = "net/http.Transport"
REQUEST = "net/http.Request"
SERVER = "net/http.Server"

IDLE_TIMEOUT = ("IdleConnTimeout", "90 * {time}.Second")

SETTINGS = {
    # field: what a constant must be to disable keep-alives
    f"{TRANSPORT}.DisableKeepAlives": lambda value: value is True,
    f"{TRANSPORT}.MaxIdleConnsPerHost": lambda value: isinstance(value, int) and value < 0,
    f"{REQUEST}.Close": lambda value: value is True,
}

CALLS = {f"{SERVER}.SetKeepAlivesEnabled", "net/http.Header.Set", "net/http.Header.Add"}


def check(match: Match, context: Context) -> Findings:
    if "key" in match.captures:
        yield from literal(match, context)
    elif "target" in match.captures:
        yield from assignment(match, context)
    else:
        yield from call(match, context)


def literal(match: Match, context: Context) -> Findings:
    made = context.site(match["literal"])
    element = context.site(match["element"])
    disables = SETTINGS.get(f"{context.code.type_name(made)}.{match['key'].text}")
    if disables is None or not disables(context.code.constant(context.site(match["value"]))):
        return
    if not is_remedy(made, context):
        fix = without(made, match["key"].text, context)
        yield report(element, f"{match['key'].text} turns keep-alives off", fix, context)


def assignment(match: Match, context: Context) -> Findings:
    target = context.site(match["target"])
    field, operand = match["field"].text, context.site(match["operand"])
    disables = SETTINGS.get(context.code.field_name(target))
    if (
        disables is None
        or not disables(context.code.constant(context.site(match["value"])))
        or context.flow.is_chosen(target)
    ):
        return
    made = context.values.origins(operand)
    if not any(is_remedy(origin, context) or is_handed_remedy(origin, target, context) for origin in made):
        fix = without_statement(target, f"Leave {field} as it is", Applicability.UNSAFE, context)
        yield report(target, f"{field} turns keep-alives off", fix, context)


def call(match: Match, context: Context) -> Findings:
    site = context.site(match["call"])
    name = context.code.callee(site).qualified
    if name not in CALLS:
        return
    values = [context.code.constant(each) for each in context.code.arguments(site)]
    if name == f"{SERVER}.SetKeepAlivesEnabled":
        what = "SetKeepAlivesEnabled(false)"
        is_wrong = values == [False] and not is_shutdown(site, context)
    else:
        what = "The header Connection: close"
        is_wrong = [str(each).lower() for each in values] == ["connection", "close"] and any(
            is_request_header(origin, context) for origin in context.values.origins(context.site(match["operand"]))
        )
    if is_wrong:
        fix = without_statement(site, "Leave keep-alives on", Applicability.UNSAFE, context)
        yield report(site, f"{what} turns keep-alives off", fix, context)


def is_request_header(header: Site, context: Context) -> bool:
    """Return whether an expression is the Header field of a request that is not upgraded to another protocol."""
    operand, field = header.node.field("operand"), header.node.field("field")
    if (
        operand is None
        or field is None
        or field.text != "Header"
        or context.code.type_name(header.at(operand)) != REQUEST
    ):
        return False
    return "Upgrade" not in context.code.strings_around(header)


def is_remedy(made: Site, context: Context) -> bool:
    """Return whether a Transport serves one call only, so that closing its connection is what it needs."""
    if not context.http.makes_pool(made):
        return False
    trace = context.values.trace(made)
    return not trace.is_kept and bool(trace.calls()) and context.flow.reach(made).frequency > Frequency.SETUP


def is_handed_remedy(made: Site, target: Site, context: Context) -> bool:
    """Return whether a setting is made on a Transport that another function made and that serves one call only."""
    handouts = context.values.handouts(made) if context.http.makes_pool(made) else []
    lives = [context.values.short_life(handout.call, owned=handout.owned) for handout in handouts]
    return any(use.site == target for life in lives if life is not None for use in life.trace.uses)


def is_shutdown(site: Site, context: Context) -> bool:
    """Return whether a server is told so because it is about to stop."""
    names = {each.rpartition(".")[2] for each in context.code.calls_around(site)}
    return "Close" in names or context.flow.is_shutdown(site)


def without(literal: Site, field: str, context: Context) -> Fix | None:
    """Return the fix that takes a setting out; a Transport whose connections live on then gets an end for idle ones."""
    if context.code.type_name(literal) == TRANSPORT:
        fix = with_exchanged_field(literal, field, IDLE_TIMEOUT, context, Applicability.UNSAFE)
        if fix is not None:
            return fix
    return without_field(literal, field, Applicability.UNSAFE)


def report(site: Site, what: str, fix: Fix | None, context: Context) -> Finding:
    return context.finding(
        site,
        f"{what}, so that each request opens and closes a connection of its own.",
        hint="leave keep-alives on and bound the pool with IdleConnTimeout and MaxConnsPerHost instead",
        fix=fix,
    )


RULE = QueryRule(
    id="keep-alives-disabled",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(
        imports=("net/http",),
        words=("DisableKeepAlives", "MaxIdleConnsPerHost", "Close", "Connection", "connection", "SetKeepAlivesEnabled"),
    ),
    query="""
    (composite_literal body: (literal_value (keyed_element
        key: (literal_element (identifier) @key (#any-of? @key "DisableKeepAlives" "MaxIdleConnsPerHost" "Close"))
        value: (literal_element (_) @value)) @element)) @literal
    (literal_element (literal_value (keyed_element
        key: (literal_element (identifier) @key (#any-of? @key "DisableKeepAlives" "MaxIdleConnsPerHost" "Close"))
        value: (literal_element (_) @value)) @element) @literal)
    (assignment_statement
        left: (expression_list . (selector_expression operand: (_) @operand field: (field_identifier) @field
            (#any-of? @field "DisableKeepAlives" "MaxIdleConnsPerHost" "Close")) @target .)
        right: (expression_list . (_) @value .))
    (call_expression function: (selector_expression operand: (_) @operand field: (field_identifier) @name
        (#any-of? @name "Set" "Add" "SetKeepAlivesEnabled"))) @call
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400,),
    tags=("connection-pool",),
)
