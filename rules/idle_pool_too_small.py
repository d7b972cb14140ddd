"""Many goroutines ask one host through a pool that keeps two connections

`MaxIdleConnsPerHost` is 2 unless it is set. When fifty goroutines ask the same host and are done, forty-eight of
their connections are closed at once, and opened again for the next fifty requests: handshakes, and sockets in
TIME_WAIT until ports run out, in a program that seems to share its Transport as it should. Only requests over HTTP/1
need more than one connection. Measured with Go 1.27.3, ten times twenty requests at the same moment: with
`MaxIdleConnsPerHost` left at 2, 182 connections are opened, and 180 end in TIME_WAIT; with 100, 20 are opened and
kept.

## Bad

```go
package fetch

import (
        "net/http"
        "time"
)

type Service struct{ client *http.Client }

func New() *Service {
        transport := &http.Transport{IdleConnTimeout: time.Minute} // want "^note: .*idle-pool-too-small"
        return &Service{client: &http.Client{Transport: transport, Timeout: time.Minute}}
}

func (s *Service) All(ids []string) {
        for _, id := range ids {
                go func() {
                        resp, err := s.client.Get("http://storage.internal/objects/" + id)
                        if err == nil {
                                resp.Body.Close()
                        }
                }()
        }
}
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
        transport := &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}
        return &Service{client: &http.Client{Transport: transport, Timeout: time.Minute}}
}

func (s *Service) All(ids []string) {
        for _, id := range ids {
                go func() {
                        resp, err := s.client.Get("http://storage.internal/objects/" + id)
                        if err == nil {
                                resp.Body.Close()
                        }
                }()
        }
}
```

## Limits

Seen are goroutines that a loop starts, up to three calls from the request, where the loop is known to start more than
two. The address must begin with the same host each time: a constant, or a field or variable from outside of the loop.
Where it begins with `https://`, or with nothing that is known, the Transport must be one that speaks HTTP/1 only (see
`http2-lost`). Handlers of a server, which run in many goroutines too, and http.DefaultTransport itself, are not
reported: how busy they are is not to be seen.

## References

- https://pkg.go.dev/net/http#Transport, field MaxIdleConnsPerHost, and DefaultMaxIdleConnsPerHost
- https://github.com/golang/go/blob/master/src/net/http/transport.go, func (t *Transport) tryPutIdleConn
"""

from golint_conn.rule.api import (
    Context,
    Findings,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    Trace,
    Use,
    UseKind,
)

API = 3

TRANSPORT = "net/http.Transport"
CLIENT = "net/http.Client"
DEFAULT = "net/http.DefaultTransport"
METHODS = ("Get", "Head", "Post", "PostForm")
REQUEST_MAKERS = {"net/http.NewRequest": 1, "net/http.NewRequestWithContext": 2}
HTTP1_SETTINGS = ("TLSClientConfig", "Dial", "DialContext", "DialTLS", "DialTLSContext")
HTTP2_SETTINGS = ("ForceAttemptHTTP2", "Protocols", "TLSNextProto")
SETTINGS = ("MaxIdleConnsPerHost", "MaxConnsPerHost", "DisableKeepAlives", *HTTP1_SETTINGS, *HTTP2_SETTINGS)
DEPTH = 6


def check(match: Match, context: Context) -> Findings:
    made = context.site(match["made"])
    if not context.http.makes_pool(made) or (made.node.kind == "call_expression" and not is_fresh(made, context)):
        return
    trace = context.values.trace(made, wide=True)
    written = settings(made, trace, context)
    if written is None or not is_small(written, context) or not context.values.outlives_calls(made, trace):
        return
    for use in trace.calls(*METHODS, "Do"):
        is_request = context.code.callee(use.site).qualified == f"{CLIENT}.{use.name}" and not use.site.in_test
        crowd = context.flow.fan_out(use.site) if is_request else None
        if crowd is not None and is_one_http1_host(use, written, made, context):
            yield context.finding(
                made,
                "Many goroutines ask one host through an http.Transport that keeps 2 idle connections for it.",
                hint="set MaxIdleConnsPerHost to the number of requests that run at a time",
                related=[(use.site, "this request"), (crowd.loop, "is sent by goroutines that this loop starts")],
            )
            return


def is_fresh(call: Site, context: Context) -> bool:
    """Return whether a call is `new(http.Transport)`, or a clone of http.DefaultTransport, whose settings are known."""
    if context.values.creation(call, TRANSPORT) is not None:
        return True
    function = call.node.field("function")
    operand = function.field("operand") if function is not None else None
    origins = context.values.origins(call.at(operand)) if operand is not None else []
    return any(context.code.names(origin) == DEFAULT for origin in origins)


def settings(made: Site, trace: Trace, context: Context) -> dict[str, list[Site]] | None:
    """Return what the fields of a Transport are given that matter here; None where that is not to be seen."""
    passed = [use for use in trace.of(UseKind.PASSED, owned=False) if not use.followed]
    if not trace.complete or trace.of(UseKind.COPIED, owned=False):
        return None
    if any(context.values.may_change(use, TRANSPORT) for use in passed):
        return None
    literal = context.values.creation(made, TRANSPORT)
    fields = literal.fields if literal is not None else {}
    found = {name: [fields[name]] if name in fields else [] for name in SETTINGS}
    for name in SETTINGS:
        found[name] += [use.value for use in trace.sets(name) if use.value is not None]
    return found


def is_small(written: dict[str, list[Site]], context: Context) -> bool:
    """Return whether the pool keeps two connections for a host, and more than two may be open."""
    if any(context.code.constant(value) != 0 for value in written["MaxIdleConnsPerHost"]):
        return False
    # A limit on all connections is kept to by waiting, and whoever sets one has counted.
    return not written["MaxConnsPerHost"] and not written["DisableKeepAlives"]


def is_one_http1_host(use: Use, written: dict[str, list[Site]], made: Site, context: Context) -> bool:
    """Return whether a request goes to the same host each time, and needs a connection for itself."""
    hosts = [host(url, context) for url in addresses(use, context)]
    if not hosts or None in hosts:
        return False
    # A clone of http.DefaultTransport asks for HTTP/2 whatever it is given.
    is_clone = made.node.kind == "call_expression" and context.values.creation(made, TRANSPORT) is None
    asks_for_http2 = is_clone or any(written[name] for name in HTTP2_SETTINGS)
    if not asks_for_http2 and any(written[name] for name in HTTP1_SETTINGS):
        return True
    return all(each is not None and each.startswith("http://") for each in hosts)


def addresses(use: Use, context: Context) -> list[Site]:
    """Return the expressions for the address of a request."""
    arguments = context.code.arguments(use.site)
    if use.name in METHODS or not arguments:
        return arguments[:1]
    found = []
    for origin in context.values.origins(arguments[0]):
        place = REQUEST_MAKERS.get(context.code.callee_name(origin))
        if place is not None:
            found.append(context.code.arguments(origin)[place])
    return found


def host(url: Site, context: Context, depth: int = DEPTH) -> str | None:
    """Return the text that an address begins with, as far as known, if it names the same host each time; else None."""
    while url.node.kind == "parenthesized_expression":
        url = url.at(url.node.children[0])
    text = context.code.text_prefix(url)
    first, second = first_parts(url, context)
    if "/" in text.partition("://")[2] or (text and first is None):
        return text
    if text and first is not None and context.code.constant(first) is not None:
        return text if second is not None and not context.values.varies(second) else None
    if first is not None:
        return host(first, context, depth - 1) if depth > 0 else None
    symbol = context.code.symbol(url) if url.node.kind == "identifier" else None
    if symbol is not None and symbol.declaration.kind == "range_clause":
        return None
    behind = [each for each in context.values.sources(url) if each != url] if symbol is not None else []
    if not behind or depth <= 0:
        return None if context.values.varies(url) else ""
    found = [host(each, context, depth - 1) for each in behind]
    return None if None in found else min(each for each in found if each is not None)


def first_parts(url: Site, context: Context) -> tuple[Site | None, Site | None]:
    """Return the two parts that a text begins with, where it is put together from parts."""
    left, right = url.node.field("left"), url.node.field("right")
    if url.node.kind == "binary_expression" and left is not None and right is not None:
        return url.at(left), url.at(right)
    name, arguments = context.code.callee_name(url), []
    if name in {"fmt.Sprintf", "net/url.JoinPath"}:
        arguments = context.code.arguments(url)
    if name == "fmt.Sprintf" and context.code.text_prefix(url) == "":
        arguments = arguments[1:]
    return (arguments[0], arguments[1] if len(arguments) > 1 else None) if arguments else (None, None)


RULE = QueryRule(
    id="idle-pool-too-small",
    category="reuse",
    severity=Severity.NOTE,
    needs=Needs(imports=("net/http",), words=("Transport", "DefaultTransport")),
    query="""
    (composite_literal type: (_) @type (#match? @type "[Tt]ransport$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    (call_expression function: (selector_expression field: (field_identifier) @clone (#eq? @clone "Clone"))) @made
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400,),
    tags=("connection-pool",),
)
