"""A response body is closed unread, again and again

A connection can serve the next request only when nothing of the last response is left on it. Before Go 1.27, closing a
body that was not read to its end closes the connection too: code that checks only the status opens a new connection,
with a TLS handshake, for each request, and leaves the old one in TIME_WAIT. From Go 1.27 on, Close itself reads the
rest, up to 256 KiB of it, and this rule reports nothing. Measured with Go 1.27.3, a hundred requests: 1 MB closed
unread opens 100 connections, 1 MB drained and closed opens 1; for 1 KB closed unread, which Close drains by itself, one
or two are opened.

## Bad

```go
// go.mod: go 1.24
package probe

import (
        "net/http"
        "time"
)

func Watch(client *http.Client, url string, report func(status int)) {
        for range time.Tick(time.Second) {
                resp, err := client.Get(url) // want "^note: .*body-not-drained"
                if err != nil {
                        continue
                }
                resp.Body.Close()
                report(resp.StatusCode)
        }
}
```

## Good

```go
// go.mod: go 1.24
package probe

import (
        "io"
        "net/http"
        "time"
)

func Watch(client *http.Client, url string, report func(status int)) {
        for range time.Tick(time.Second) {
                resp, err := client.Get(url)
                if err != nil {
                        continue
                }
                io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
                resp.Body.Close()
                report(resp.StatusCode)
        }
}
```

## Fixed

```go
// go.mod: go 1.24
package probe

import (
        "io"
        "net/http"
        "time"
)

func Watch(client *http.Client, url string, report func(status int)) {
        for range time.Tick(time.Second) {
                resp, err := client.Get(url)
                if err != nil {
                        continue
                }
                io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
                resp.Body.Close()
                report(resp.StatusCode)
        }
}
```

## Limits

The rule reports a request in a loop or a handler if no path on which it succeeds reads the response. A body that is
read in part, by a decoder say, counts as read: the rest has often arrived by then, but need not have. So does what an
unknown function returns, unless its name is that of a function of net/http. The rule does not recognize responses
without a body (204, Content-Length 0) and HTTP/2, where closing costs only one stream; it does recognize a client that
keeps no connections anyway, where it is made. The go line stands for the version that the program is built with.

## References

- https://pkg.go.dev/net/http#Response, field Body
- https://github.com/golang/go/blob/release-branch.go1.26/src/net/http/transport.go, earlyCloseFn in readLoop
- https://github.com/golang/go/blob/release-branch.go1.27/src/net/http/transport.go, maxPostCloseReadBytes
"""

from golint_conn.rule.api import (
    RESPONSE_BODY,
    Asks,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    drained,
)

API = 3


def grade(followed: Followed, context: Context) -> Severity | None:
    # From Go 1.27 on, Close reads the rest.
    if context.code.has_go(followed.call, 1, 27) or followed.has(OutcomeKind.CLOSED_READ):
        return None
    if not is_repeated(followed, context) or context.http.asks_for_headers(followed.call):
        return None
    if context.http.closes_connection(followed.call):
        return None
    # An unknown function may have read the body before it returns: libraries do that with the answers of services.
    is_known = str(context.code.callee(followed.call).shape) != "?" or context.http.request(followed.call) is not None
    return Severity.NOTE if is_known else None


def is_repeated(followed: Followed, context: Context) -> bool:
    """Return whether another request follows one that succeeded: a loop may continue only while requests fail."""
    loop = context.flow.own_loop(followed.call)
    if loop is None:
        return context.flow.reach(followed.call).is_repeated and context.flow.goes_on(followed.call)
    return followed.has(OutcomeKind.AGAIN) or not loop.node.span.contains(followed.call.node.span)


RULE = ObligationRule(
    id="body-not-drained",
    category="reuse",
    severity=Severity.NOTE,
    needs=Needs(
        imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "Do", "RoundTrip", "Response", "Body")
    ),
    kinds=(RESPONSE_BODY,),
    asks=Asks.READ,
    notes={OutcomeKind.CLOSED_UNREAD: "closed here, with nothing read"},
    message="The {thing} is closed unread, which before Go 1.27 closes the connection too: each request opens another.",
    hint="read the rest before the Close: io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))",
    grade=grade,
    fix=drained,
    cwe=(400,),
    tags=("connection-pool",),
)
