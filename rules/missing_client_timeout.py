"""HTTP requests are sent without any time limit

A Client without a Timeout waits forever: for the connection, the headers and each byte of the body. One server that
accepts and then says nothing holds the goroutine, its connection and everything that waits for it. http.Get and the
other package functions use http.DefaultClient, which has no Timeout. A deadline on the request's context bounds a
request just as well. Measured with Go 1.27.3, a hundred requests to a host that does not answer: without a Timeout 100
callers wait, with 100 connections and 300 goroutines; with one, none is left when it has passed.

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

A context from a parameter counts as a limit, whether or not it has a deadline: that is up to its owner. So does a
deadline that the Transport's dial function sets on each connection. A Client that is passed to code we do not see is
not reported.

## References

- https://pkg.go.dev/net/http#Client, field Timeout: "A Timeout of zero means no timeout."
"""

from golint_conn.rule.api import (
    Call,
    Calls,
    Configured,
    Context,
    Findings,
    Mentions,
    Severity,
    Site,
    StructRule,
    Trace,
    Use,
    UseKind,
    with_fields,
)

API = 3

DEFAULT_CLIENT = "net/http.DefaultClient"
FUNCTIONS = ("net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm")
DIALERS = ("Dial", "DialContext", "DialTLS", "DialTLSContext")
HINT = "give the Client a Timeout, or make the request with a context that has a deadline"


def check(client: Configured, context: Context) -> Findings:
    if client.sets("Timeout", other_than=0) or not client.trace.complete or is_out_of_sight(client.trace, context):
        return
    sent, waiting = context.http.sent(client.trace), context.http.unbounded(client.trace)
    if client.trace.of(UseKind.COPIED, owned=False) or not (waiting if sent else is_at_hand(client.trace)):
        return
    transport = client.fields.get("Transport")
    dialers = context.http.transport_settings(transport, *DIALERS)
    if any(context.net.is_deadline_dialer(dialer) for dialer in dialers):
        return
    headers = context.http.transport_settings(transport, "ResponseHeaderTimeout")
    waits_for_headers = any(context.code.constant(value) != 0 for value in headers)
    yield context.finding(
        client.site,
        "An http.Client has no Timeout, so a request through it may wait forever.",
        hint=HINT,
        severity=Severity.NOTE if waits_for_headers else graded([use.site for use in waiting], context),
        related=[(use.site, "this request has no deadline either") for use in waiting[:1]],
        fix=with_fields(client.site, [("Timeout", "30 * {time}.Second")], context),
    )


def function(call: Call, context: Context) -> Findings:
    if not context.http.is_default_client_bounded(call.site):
        message = f"http.{call.callee.name} sends a request that may wait forever."
        yield context.finding(call.site, message, hint=HINT, severity=graded([call.site], context))


def default_client(site: Site, context: Context) -> Findings:
    trace = context.values.trace(site)
    limits = [context.code.constant(use.value) for use in trace.sets("Timeout")]
    is_replaced = any(limit != 0 for limit in limits) or bool(trace.of(UseKind.COPIED, owned=False))
    if is_replaced or context.http.is_default_client_bounded(site):
        return
    for use in context.http.unbounded(trace):
        # In a function that it is passed to, the request is like any other: passing it is the mistake.
        where = site if use.inner else use.site
        message = "http.DefaultClient has no Timeout and this request no deadline, so it may wait forever."
        yield context.finding(where, message, hint=HINT, severity=graded([use.site], context))


def graded(requests: list[Site], context: Context) -> Severity | None:
    """Return a note if a program sends a request once, before or outside its work."""
    return Severity.NOTE if requests and all(context.flow.is_once_in_main(site) for site in requests) else None


def is_at_hand(trace: Trace) -> bool:
    """Return whether code that we do not see may send through a Client: it leaves, and not only in a hidden field."""
    if trace.of(UseKind.KEPT, UseKind.RETURNED, owned=False):
        return True
    hidden = [use.name for use in trace.of(UseKind.PART, owned=False) if use.name[:1].islower()]
    return not hidden and bool(trace.of(UseKind.KEPT, UseKind.RETURNED))


def is_out_of_sight(trace: Trace, context: Context) -> bool:
    """Return whether the Client is passed to code that we do not see, as an argument or in a field of its types."""
    if any(not use.followed and not is_inside_own(use, context) for use in trace.of(UseKind.PASSED)):
        return True
    return any(context.values.is_foreign(use) for use in trace.of(UseKind.PART, UseKind.KEPT))


def is_inside_own(use: Use, context: Context) -> bool:
    """Return whether a Client is passed inside a value of a type of the module, or of its method, as a handler is."""
    # A value in a context comes out of it in code that we do not know, however it is wrapped.
    if not use.owned or use.value is None or use.name == "context.WithValue":
        return False
    return context.code.is_module_type(use.value) or context.code.is_function(use.value)


RULE = StructRule(
    id="missing-client-timeout",
    category="timeout",
    severity=Severity.WARNING,
    type="net/http.Client",
    check=check,
    also=(Calls(FUNCTIONS, function), Mentions((DEFAULT_CLIENT,), default_client)),
    cwe=(400, 1088),
    tags=("timeout",),
)
