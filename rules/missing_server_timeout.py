"""An HTTP server reads requests without any time limit

A server without ReadHeaderTimeout (or ReadTimeout) waits for ever for the rest of a request's header. A client that
sends one byte a minute holds a connection, a goroutine and a file descriptor each; a few thousand such connections,
cheap to open, and the service is out of descriptors. http.ListenAndServe and its relatives build such a server and
leave no way to set a limit. Measured with Go 1.27.3, a hundred clients that send half a header: without a timeout the
server holds 100 connections, goroutines and descriptors; with ReadHeaderTimeout, none when it has passed.

## Bad

```go
package main

import (
        "log"
        "net/http"
)

func main() {
        log.Fatal(http.ListenAndServe(":8080", nil)) // want "^warning: .*missing-server-timeout"
}
```

```go
package main

import (
        "log"
        "net/http"
)

func main() {
        server := &http.Server{ // want "^warning: .*missing-server-timeout"
                Addr:    ":8080",
                Handler: http.DefaultServeMux,
        }
        log.Fatal(server.ListenAndServe())
}
```

## Good

```go
package main

import (
        "log"
        "net/http"
        "time"
)

func main() {
        server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 10 * time.Second}
        log.Fatal(server.ListenAndServe())
}
```

## Fixed

```go
package main

import (
        "log"
        "net/http"
        "time"
)

func main() {
        server := &http.Server{
                Addr:              ":8080",
                Handler:           http.DefaultServeMux,
                ReadHeaderTimeout: 10 * time.Second,
        }
        log.Fatal(server.ListenAndServe())
}
```

## Limits

A Server that is handed, as a `*http.Server`, to code we do not see is left alone. One that listens on a loopback
address or a socket file, by what is written in the code or is the default of a flag, is a note.

## References

- https://pkg.go.dev/net/http#Server, fields ReadTimeout and ReadHeaderTimeout
- https://blog.cloudflare.com/the-complete-guide-to-golang-net-http-timeouts/
"""

import re

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
    UseKind,
    with_fields,
)

API = 3

SERVER = "net/http.Server"
TIMEOUTS = ("ReadHeaderTimeout", "ReadTimeout")
FUNCTIONS = tuple(f"net/http.{name}" for name in ("ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS"))
UNIX = "unix"
LOOPBACK = re.compile(r"localhost(?::|$)|127\.|\[::1\]|::1$")


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        call = context.site(match["call"])
        if context.code.callee(call).qualified not in FUNCTIONS:
            return
        yield context.finding(
            call,
            f"http.{context.code.callee(call).name} sets no ReadHeaderTimeout: slow clients can hold connections for ever.",
            hint="make an http.Server with ReadHeaderTimeout, and call that method of it",
            severity=graded(serving(call, context)),
        )
    else:
        yield from server(context.site(match["made"]), context)


def server(made: Site, context: Context) -> Findings:
    creation = context.values.creation(made, SERVER)
    if creation is None or any(is_limit(creation.fields.get(name), context) for name in TIMEOUTS):
        return
    trace = context.values.trace(made, wide=True)
    if not trace.complete or not trace.uses or is_settled(trace, context):
        return
    written = [creation.fields.get("Addr"), *(use.value for use in trace.sets("Addr"))]
    local = [is_local(each, context) for each in written if each is not None]
    listeners = trace.calls("Serve", "ServeTLS")
    if listeners:
        # The listener decides who can connect; Addr is not looked at.
        local = [each for use in listeners for each in serving(use.site, context)]
    yield context.finding(
        made,
        "An http.Server has neither ReadHeaderTimeout nor ReadTimeout, so slow clients can hold connections for ever.",
        hint="set ReadHeaderTimeout, for example to 10 * time.Second",
        severity=graded(local),
        fix=with_fields(made, [("ReadHeaderTimeout", "10 * {time}.Second")], context),
    )


def is_limit(value: Site | None, context: Context) -> bool:
    """Return whether a field is given a limit: zero and negative constants are none, a variable may be one."""
    if value is None:
        return False
    constant = context.code.constant(value)
    return constant is None or (isinstance(constant, int | float) and constant > 0)


def is_settled(trace: Trace, context: Context) -> bool:
    """Return whether a limit is set somewhere that the Server goes, or may be set by code that we do not see."""
    if any(is_limit(use.value, context) for name in TIMEOUTS for use in trace.sets(name)):
        return True
    for use in trace.uses:
        if use.kind is UseKind.COPIED and not use.owned:
            return True
        if use.kind is UseKind.PASSED and not use.followed and not use.owned and context.values.may_change(use, SERVER):
            return True
        if use.shape is not None and str(use.shape).lstrip("*") == "net/http/httptest.Server":
            return True
    return False


def serving(call: Site, context: Context) -> list[bool]:
    """Return of each place that a function of net/http may serve on whether only this machine can reach it."""
    arguments = context.code.arguments(call)
    if not arguments:
        return []
    if "Listen" in context.code.callee(call).name:
        return [is_local(arguments[0], context)]
    places = [context.net.listening(opened) for opened in context.net.opened(arguments[0])]
    return [place is not None and (is_file(place[0], context) or is_local(place[1], context)) for place in places]


def is_file(network: Site, context: Context) -> bool:
    """Return whether a network is one of socket files, as far as it is known."""
    return any(context.code.text_prefix(each).startswith(UNIX) for each in context.values.sources(network))


def is_local(address: Site, context: Context) -> bool:
    """Return whether an address is of this machine only, wherever it may come from; of a flag the default counts."""
    written = context.values.written(address)
    return bool(written) and all(LOOPBACK.match(context.code.text_prefix(each)) for each in written)


def graded(local: list[bool]) -> Severity | None:
    """Return a note where only this machine can reach any of the places that are served on, else nothing."""
    return Severity.NOTE if local and all(local) else None


RULE = QueryRule(
    id="missing-server-timeout",
    category="timeout",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS", "Server")),
    query="""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name "ListenAndServe" "ListenAndServeTLS" "Serve" "ServeTLS"))) @call
    (call_expression function: (identifier) @name
        (#any-of? @name "ListenAndServe" "ListenAndServeTLS" "Serve" "ServeTLS")) @call
    (composite_literal type: (_) @type (#match? @type "Server$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    (literal_element (literal_value) @made)
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400, 1088),
    tags=("timeout",),
)
