"""A response is thrown away with its body open

The response that nobody looks at has a body all the same, and behind it a connection that cannot be used again
until the body is closed. Assigning it to `_`, or calling for the side effect only, loses the one handle by which it
could be closed.

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

## Limits

A function that returns a response closed on some paths and open on others is left alone.

## References

- https://pkg.go.dev/net/http#Response, field Body
"""

from golint_conn.rule.api import RESPONSE_BODY, Context, Followed, Needs, ObligationRule, OutcomeKind, Severity


def grade(followed: Followed, context: Context) -> Severity:
    return Severity.NOTE if context.callee(followed.call).name == "Head" else Severity.ERROR


RULE = ObligationRule(
    id="response-discarded",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(imports=("net/http",), words=("Get", "Head", "Post", "PostForm", "Do", "RoundTrip", "Response")),
    kinds=(RESPONSE_BODY,),
    words={OutcomeKind.DISCARDED: "the response is dropped here"},
    message="The response is thrown away, so that its body is never closed.",
    hint="keep the response and close its body once the error is checked",
    grade=grade,
    cwe=(772, 404),
    tags=("leak",),
)
