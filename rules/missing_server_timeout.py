"""An HTTP server reads requests without any time limit

A server without ReadHeaderTimeout (or ReadTimeout) waits forever for the rest of a request's header. A client that
sends one byte a minute holds a connection, a goroutine and a file descriptor each; a few thousand such connections,
cheap to open, and the service is out of descriptors. http.ListenAndServe and the like build such a server and leave no
way to set a limit. Measured with Go 1.27.3, a hundred clients that send half a header: without a timeout the server
holds 100 connections, goroutines and descriptors; with ReadHeaderTimeout, none when it has passed.

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

A Server that is passed, as a `*http.Server`, to code we do not see is not reported. One that listens on a loopback
address or a socket file, if the code or the default of a flag says so, is a note.

## References

- https://pkg.go.dev/net/http#Server, fields ReadTimeout and ReadHeaderTimeout
- https://blog.cloudflare.com/the-complete-guide-to-golang-net-http-timeouts/
"""

from golint_conn.rule.api import Call, Calls, Configured, Context, Findings, Severity, Site, StructRule, with_fields

API = 3

TIMEOUTS = ("ReadHeaderTimeout", "ReadTimeout")
FUNCTIONS = tuple(f"net/http.{name}" for name in ("ListenAndServe", "ListenAndServeTLS", "Serve", "ServeTLS"))
TEST_SERVER = "net/http/httptest.Server"


def check(server: Configured, context: Context) -> Findings:
    if any(is_limit(value, context) for value in server.values(*TIMEOUTS)) or server.is_settled_elsewhere:
        return
    uses = server.trace.uses
    if not uses or any(str(use.shape).lstrip("*") == TEST_SERVER for use in uses):
        return
    local = [context.net.is_here(address) for address in server.values("Addr")]
    # The listener decides who can connect, if there is one.
    listeners = [context.code.arguments(use.site)[0] for use in server.trace.calls("Serve", "ServeTLS")]
    local = [context.net.is_listener_here(each) for each in listeners] or local
    yield context.finding(
        server.site,
        "An http.Server has neither ReadHeaderTimeout nor ReadTimeout, so slow clients can hold connections forever.",
        hint="set ReadHeaderTimeout, for example to 10 * time.Second",
        severity=graded(local),
        fix=with_fields(server.site, [("ReadHeaderTimeout", "10 * {time}.Second")], context),
    )


def is_limit(value: Site, context: Context) -> bool:
    """Return whether a field is set to a limit: zero and negative constants are none, a variable may be one."""
    constant = context.code.constant(value)
    return constant is None or (isinstance(constant, int | float) and constant > 0)


def function(call: Call, context: Context) -> Findings:
    is_here = context.net.is_here if "Listen" in call.callee.name else context.net.is_listener_here
    yield context.finding(
        call.site,
        f"http.{call.callee.name} sets no ReadHeaderTimeout: slow clients can hold connections forever.",
        hint="make an http.Server with ReadHeaderTimeout, and call its method of that name",
        severity=graded([is_here(each) for each in call.arguments[:1]]),
    )


def graded(local: list[bool]) -> Severity | None:
    """Return a note if only this machine can reach any of the places that are served on, else nothing."""
    return Severity.NOTE if local and all(local) else None


RULE = StructRule(
    id="missing-server-timeout",
    category="timeout",
    severity=Severity.WARNING,
    type="net/http.Server",
    check=check,
    also=(Calls(FUNCTIONS, function),),
    cwe=(400, 1088),
    tags=("timeout",),
)
