"""A cancel function is not called on some path

A context that is derived from another one holds on to it, with its timer and sometimes a goroutine, until it is
canceled, until its deadline passes, or until its parent ends. If the parent lives as long as the server, each call that
forgets to cancel leaves one more child in the parent's list. A deadline bounds that, and hides it: the timers of an
hour of requests may be pending at any time. Measured with Go 1.27.3, a thousand calls of `context.WithTimeout` for an
hour, below a parent that lives: without cancel 3,000 objects stay in memory; if the parent is a context type of another
package, 7,000 objects and 1,000 goroutines. With cancel nothing stays.

## Bad

```go
package poll

import (
        "context"
        "net/http"
        "time"
)

func Alive(ctx context.Context, client *http.Client, url string) bool {
        ctx, cancel := context.WithTimeout(ctx, time.Minute) // want "^error: .*cancel-not-called"
        req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
        if err != nil {
                return false
        }
        defer cancel()
        resp, err := client.Do(req)
        if err != nil {
                return false
        }
        return resp.Body.Close() == nil
}
```

## Good

```go
package poll

import (
        "context"
        "net/http"
        "time"
)

func Alive(ctx context.Context, client *http.Client, url string) bool {
        ctx, cancel := context.WithTimeout(ctx, time.Minute)
        defer cancel()
        req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
        if err != nil {
                return false
        }
        resp, err := client.Do(req)
        if err != nil {
                return false
        }
        return resp.Body.Close() == nil
}
```

## Fixed

```go
package poll

import (
        "context"
        "net/http"
        "time"
)

func Alive(ctx context.Context, client *http.Client, url string) bool {
        ctx, cancel := context.WithTimeout(ctx, time.Minute)
        defer cancel()
        req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
        if err != nil {
                return false
        }
        resp, err := client.Do(req)
        if err != nil {
                return false
        }
        return resp.Body.Close() == nil
}
```

## Limits

A cancel function that is stored, sent, returned inside a value or passed to code that we do not see is assumed to be
called there. `_ = cancel` does not count as a call. Without a deadline, and if no parent can end, nothing is held, and
a forgotten cancel is a note.

## References

- https://pkg.go.dev/context#WithTimeout: "Canceling this context releases resources associated with it, so code should
  call cancel as soon as the operations running in this Context complete."
"""

from golint_conn.rule.api import (
    CANCEL,
    Asks,
    Context,
    Followed,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    deferred_cancel,
)

API = 3


def grade(followed: Followed, context: Context) -> Severity | None:
    hangs = context.flow.hangs(followed.call)
    return Severity.ERROR if hangs else Severity.NOTE


RULE = ObligationRule(
    id="cancel-not-called",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(
        imports=("context", "os/signal", "golang.org/x/net/context"),
        words=(
            *("WithCancel", "WithCancelCause", "WithDeadline", "WithDeadlineCause", "WithTimeout", "WithTimeoutCause"),
            *("NotifyContext", "CancelFunc", "CancelCauseFunc"),
        ),
    ),
    kinds=(CANCEL,),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns without calling it",
        OutcomeKind.OVERWRITTEN: "it is overwritten here and was not called",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="The {thing} from this call is never called, so what its context holds is not released.",
    partly="The {thing} from this call is not called on every path, so what its context holds is not released.",
    hint="put defer cancel() right after the call, or call it on each path that neither stores nor returns it",
    grade=grade,
    fix=deferred_cancel,
    cwe=(772,),
    tags=("leak",),
)
