"""A response body is not closed on some path

A response's body is the connection. Until it is closed, the connection can neither be used again nor be given up, and
two goroutines wait with it. The path that forgets is seldom the main one: it is the early return on a status, the
failed decode, the retry that overwrites the response. Measured with Go 1.27.3, a hundred requests: not closed and not
read, 100 connections and 200 goroutines of the client stay; a streamed answer decoded and not closed, the same; closed,
one connection serves all.

## Bad

```go
package fetch

import (
        "encoding/json"
        "fmt"
        "net/http"
)

func Fetch(client *http.Client, url string, into any) error {
        resp, err := client.Get(url) // want "^error: .*response-body-not-closed"
        if err != nil {
                return err
        }
        if resp.StatusCode != http.StatusOK {
                return fmt.Errorf("status %s", resp.Status)
        }
        defer resp.Body.Close()
        return json.NewDecoder(resp.Body).Decode(into)
}
```

## Good

```go
package fetch

import (
        "encoding/json"
        "fmt"
        "net/http"
)

func Fetch(client *http.Client, url string, into any) error {
        resp, err := client.Get(url)
        if err != nil {
                return err
        }
        defer resp.Body.Close()
        if resp.StatusCode != http.StatusOK {
                return fmt.Errorf("status %s", resp.Status)
        }
        return json.NewDecoder(resp.Body).Decode(into)
}
```

## Fixed

```go
package fetch

import (
        "encoding/json"
        "fmt"
        "net/http"
)

func Fetch(client *http.Client, url string, into any) error {
        resp, err := client.Get(url)
        if err != nil {
                return err
        }
        defer resp.Body.Close()
        if resp.StatusCode != http.StatusOK {
                return fmt.Errorf("status %s", resp.Status)
        }
        return json.NewDecoder(resp.Body).Decode(into)
}
```

## Limits

If everything was read, or reading has failed, net/http has given up the connection already: the first is a warning, the
second a note. A response that is passed to code we do not see, or stored, is assumed to be closed there. A function
that returns a response closed on some paths and open on others is not followed to its callers, and neither is a
response that is received from a channel.

## References

- https://pkg.go.dev/net/http#Response, field Body: "It is the caller's responsibility to close Body."
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
    Site,
    deferred,
)

API = 3

READ = {OutcomeKind.READ_ONLY, OutcomeKind.READ_FAILED}


def grade(followed: Followed, context: Context) -> Severity | None:
    if followed.has(OutcomeKind.PREMATURE, OutcomeKind.DISCARDED):
        return None
    # Without a body there is nothing to close, although Go asks for it.
    if context.http.asks_for_headers(followed.call) or ends_by_itself(followed.call, context):
        return Severity.NOTE
    if followed.only is OutcomeKind.READ_FAILED:
        return Severity.NOTE
    return Severity.WARNING if followed.kinds <= READ else Severity.ERROR


def ends_by_itself(call: Site, context: Context) -> bool:
    """Return whether the request's context is sure to end, and the connection with it."""
    bounds = [context.http.request_bound(argument) for argument in context.code.arguments(call)]
    return Bound.BOUNDED in bounds or context.flow.ends_with_function(call)


RULE = ObligationRule(
    id="response-body-not-closed",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(
        imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "Do", "RoundTrip", "Response", "Body")
    ),
    kinds=(RESPONSE_BODY,),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns without closing the body",
        OutcomeKind.READ_ONLY: "this path reads the body to its end and never closes it",
        OutcomeKind.READ_FAILED: "reading the body has failed on this path, which never closes it",
        OutcomeKind.WRAPPER_ONLY: "this path closes what reads the body, and not the body",
        OutcomeKind.OVERWRITTEN: "the response is overwritten here while its body is open",
    },
    message="The response body from this call is never closed.",
    partly="The response body from this call is not closed on every path.",
    hint="put defer resp.Body.Close() right after the error check, or close it on each path that neither stores nor "
    "returns it",
    grade=grade,
    fix=deferred,
    cwe=(772, 404),
    tags=("leak",),
)
