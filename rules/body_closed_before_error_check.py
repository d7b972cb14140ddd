"""A response body is closed before the error is checked

When a request fails the response is nil. A Close, or a deferred Close, that stands before the check of the error
dereferences it and panics, just when the network does not work.

## Bad

```go
package fetch

import (
        "io"
        "net/http"
)

func Fetch(client *http.Client, url string) ([]byte, error) {
        resp, err := client.Get(url) // want "^error: .*body-closed-before-error-check"
        defer resp.Body.Close()
        if err != nil {
                return nil, err
        }
        return io.ReadAll(resp.Body)
}
```

## Good

```go
package fetch

import (
        "io"
        "net/http"
)

func Fetch(client *http.Client, url string) ([]byte, error) {
        resp, err := client.Get(url)
        if err != nil {
                return nil, err
        }
        defer resp.Body.Close()
        return io.ReadAll(resp.Body)
}
```

## Limits

Only a Close that stands in the same function is seen. These defects are missed: reading the body before the check, a
helper that closes it, `resp.Body.Close` taken as a value, an error that is only logged before the Close, and an error
that is assigned to `_`.

## References

- https://pkg.go.dev/net/http#Client.Do: "On error, any Response can be ignored."
"""

from golint_conn.rule.api import RESPONSE_BODY, Context, Findings, Match, Needs, OutcomeKind, QueryRule, Severity


def check(match: Match, context: Context) -> Findings:
    call = context.site(match["call"])
    followed = context.follow(call, RESPONSE_BODY)
    early = followed.of(OutcomeKind.PREMATURE) if followed is not None else []
    if not early:
        return
    yield context.finding(
        call,
        "The response body is closed before the error is checked, which panics when the request fails.",
        hint="check the error first, and defer the Close behind it",
        related=[(context.place(early[0].where, call), "closed here, where the response may be nil")],
    )


RULE = QueryRule(
    id="body-closed-before-error-check",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(imports=("net/http",), words=("Body",)),
    query="(call_expression) @call",
    check=check,
    cwe=(476,),
    tags=("leak",),
)
