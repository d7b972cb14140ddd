"""HTTP requests are sent without any time limit

A Client without a Timeout waits for ever: for the connection, the headers and each byte of the body. One server that
accepts and then says nothing holds the goroutine, its connection and everything that waits for it. http.Get and the
other package functions use http.DefaultClient, which has no Timeout. A deadline on the request's context bounds a
request just as well. Measured with Go 1.27.3, a hundred requests to a host that does not answer: without a Timeout
100 callers wait, with 100 connections and 300 goroutines; with one, none is left when it has passed.

## Bad

```go
package fetch

import "net/http"

func Fetch(url string) (*http.Response, error) {
        return http.Get(url) // want "^warning: .*missing-client-timeout"
}
```

```go
package fetch

import "net/http"

type Service struct{ client *http.Client }

func New(jar http.CookieJar) *Service {
        return &Service{client: &http.Client{Jar: jar}} // want "^warning: .*missing-client-timeout"
}

func (s *Service) Fetch(url string) (*http.Response, error) { return s.client.Get(url) }
```

## Good

```go
package fetch

import (
        "context"
        "net/http"
        "time"
)

var client = &http.Client{Timeout: 10 * time.Second}

func Fetch(url string) (*http.Response, error) { return client.Get(url) }

func FetchFor(ctx context.Context, url string) (*http.Response, error) {
        req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
        if err != nil {
                return nil, err
        }
        return http.DefaultClient.Do(req)
}
```

## Fixed

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New(jar http.CookieJar) *Service {
        return &Service{client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

func (s *Service) Fetch(url string) (*http.Response, error) { return s.client.Get(url) }
```

## Limits

A context from a parameter counts as a limit, whether or not it has a deadline: that is its owner's business. So does a
deadline that the Transport's dial function sets on each connection. A Client that is handed to code we do not see is
left alone.

## References

- https://pkg.go.dev/net/http#Client, field Timeout: "A Timeout of zero means no timeout."
"""

from golint_conn.rule.api import (
    Bound,
    Context,
    Findings,
    Frequency,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    Trace,
    Use,
    UseKind,
    with_fields,
)

API = 3

CLIENT = "net/http.Client"
TRANSPORT = "net/http.Transport"
DEFAULT_CLIENT = "net/http.DefaultClient"
FUNCTIONS = tuple(f"net/http.{name}" for name in ("Get", "Head", "Post", "PostForm"))
METHODS = ("Get", "Head", "Post", "PostForm")
DIALERS = ("Dial", "DialContext", "DialTLS", "DialTLSContext")
HINT = "give the Client a Timeout, or make the request with a context that has a deadline"


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        call = context.site(match["call"])
        if context.code.callee(call).qualified in FUNCTIONS and not context.http.is_default_client_bounded(call):
            name = context.code.callee(call).name
            message = f"http.{name} sends a request that may wait for ever."
            yield context.finding(call, message, hint=HINT, severity=graded([call], context))
    elif "default" in match.captures:
        yield from default_client(context.site(match["default"]), context)
    else:
        yield from own_client(context.site(match["made"]), context)


def default_client(site: Site, context: Context) -> Findings:
    if context.code.names(site) != DEFAULT_CLIENT or context.http.is_default_client_bounded(site):
        return
    trace = context.values.trace(site)
    if is_bounded_later(trace, context):
        return
    for use in unbounded(trace, context):
        # In a function that it is passed to, the request is like any other: what is wrong is to pass it.
        where = site if use.inner else use.site
        message = "http.DefaultClient has no Timeout and this request no deadline, so it may wait for ever."
        yield context.finding(where, message, hint=HINT, severity=graded([use.site], context))


def own_client(made: Site, context: Context) -> Findings:
    client = context.values.creation(made, CLIENT)
    if client is None or context.code.constant(client.fields.get("Timeout")) not in {None, 0}:
        return
    if "Timeout" in client.fields and context.code.constant(client.fields["Timeout"]) is None:
        return
    trace = context.values.trace(made, wide=True)
    if not trace.complete or is_bounded_later(trace, context) or is_out_of_sight(trace, context):
        return
    waiting = unbounded(trace, context)
    requests = sent(trace, context)
    if requests and not waiting:
        return
    if not requests and not is_at_hand(trace):
        return
    transport = client.fields.get("Transport")
    if ends_connections(transport, context):
        return
    severity = (
        Severity.NOTE if waits_for_headers(transport, context) else graded([use.site for use in waiting], context)
    )
    related = [(waiting[0].site, "this request has no deadline either")] if waiting else []
    yield context.finding(
        made,
        "An http.Client has no Timeout, so a request through it may wait for ever.",
        hint=HINT,
        severity=severity,
        related=related,
        fix=with_fields(made, [("Timeout", "30 * {time}.Second")], context),
    )


def is_at_hand(trace: Trace) -> bool:
    """Return whether code that we do not see may send through a Client: it leaves, and not only in a hidden field."""
    if trace.of(UseKind.KEPT, UseKind.RETURNED, owned=False):
        return True
    hidden = [use.name for use in trace.of(UseKind.PART, owned=False) if use.name[:1].islower()]
    return not hidden and bool(trace.of(UseKind.KEPT, UseKind.RETURNED))


def graded(requests: list[Site], context: Context) -> Severity | None:
    """Return a note where a program asks once, before or outside of its work: somebody waits, and can interrupt."""
    asks_once = [
        context.flow.reach(site).frequency <= Frequency.ONCE and site.file.package_name == "main" for site in requests
    ]
    return Severity.NOTE if asks_once and all(asks_once) else None


def sent(trace: Trace, context: Context) -> list[Use]:
    """Return the requests through a Client; a Get of something else that carries the Client is none."""
    return [use for use in trace.calls(*METHODS, "Do") if context.http.is_answered(use.site)]


def unbounded(trace: Trace, context: Context) -> list[Use]:
    """Return the requests through a Client that nothing ends."""
    found = []
    for use in sent(trace, context):
        if use.site.in_test or context.code.is_own_method(use.site):
            continue
        arguments = context.code.arguments(use.site)
        if use.name != "Do" or (arguments and context.http.request_bound(arguments[0]) is Bound.ENDLESS):
            found.append(use)
    return found


def is_bounded_later(trace: Trace, context: Context) -> bool:
    """Return whether the Timeout is set, or the whole Client replaced, somewhere that it goes."""
    values = [use.value for use in trace.sets("Timeout") if use.value is not None]
    return any(context.code.constant(value) != 0 for value in values) or bool(trace.of(UseKind.COPIED, owned=False))


def is_out_of_sight(trace: Trace, context: Context) -> bool:
    """Return whether the Client is handed to code that we do not see, as an argument or in a field of its types."""
    if any(not use.followed and not is_inside_own(use, context) for use in trace.of(UseKind.PASSED)):
        return True
    return any(context.values.is_foreign(use) for use in trace.of(UseKind.PART, UseKind.KEPT))


def is_inside_own(use: Use, context: Context) -> bool:
    """Return whether a Client is passed inside of a value of the module's own, or of its method, as a handler is."""
    # What a context carries comes out of it in code that we do not know, however it is wrapped.
    if not use.owned or use.value is None or use.name == "context.WithValue":
        return False
    return context.code.is_module_type(use.value) or context.code.is_function(use.value)


def waits_for_headers(transport: Site | None, context: Context) -> bool:
    """Return whether the Client's own Transport bounds at least the wait for the headers."""
    return any(context.code.constant(value) != 0 for value in settings(transport, context, "ResponseHeaderTimeout"))


def ends_connections(transport: Site | None, context: Context) -> bool:
    """Return whether the dial function of the Client's own Transport gives connections a deadline, which ends all."""
    return any(context.net.is_deadline_dialer(value) for value in settings(transport, context, *DIALERS))


def settings(transport: Site | None, context: Context, *names: str) -> list[Site]:
    """Return what fields of the Client's own Transport, wrapped or not, are set to."""
    if transport is None:
        return []
    origins = context.values.sources(transport)
    inside = [value for origin in origins for value in context.http.round_trippers_inside(origin)]
    found: list[Site | None] = []
    for origin in [*origins, *(each for value in inside for each in context.values.sources(value))]:
        made = context.values.creation(origin, TRANSPORT)
        found += [made.fields.get(name) for name in names] if made is not None else []
        if context.http.makes_pool(origin):
            trace = context.values.trace(origin, wide=True)
            found += [use.value for name in names for use in trace.sets(name)]
    return [value for value in found if value is not None]


RULE = QueryRule(
    id="missing-client-timeout",
    category="timeout",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "DefaultClient", "Client")),
    query="""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name "Get" "Head" "Post" "PostForm"))) @call
    (call_expression function: (identifier) @name (#any-of? @name "Get" "Head" "Post" "PostForm")) @call
    (selector_expression field: (field_identifier) @name (#eq? @name "DefaultClient")) @default
    ((identifier) @default (#eq? @default "DefaultClient"))
    (composite_literal type: (_) @type (#match? @type "Client$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    (literal_element (literal_value) @made)
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400, 1088),
    tags=("timeout",),
)
