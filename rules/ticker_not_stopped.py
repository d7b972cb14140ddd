"""A ticker is not stopped

A ticker ticks until it is stopped, whether anything listens or not. Before Go 1.23 a forgotten one was never collected:
each call of such a function leaves a timer behind that wakes the process forever. time.Tick hides its ticker, so that
nothing can stop it; it is for functions that never return. From Go 1.23 on, if go.mod says `go 1.23` or newer, the
garbage collector frees tickers that nothing refers to, and this rule reports nothing. Measured with Go 1.27.3, a
thousand tickers that are not stopped and not referred to: nothing stays, as if they had been stopped. Go 1.27 removed
`GODEBUG=asynctimerchan`, so the harm of older versions can no longer be measured with this toolchain.

## Bad

```go
// go.mod: go 1.22
package poll

import "time"

func Until(done <-chan struct{}, ask func()) {
        ticker := time.NewTicker(time.Second) // want "^note: .*ticker-not-stopped"
        for {
                select {
                case <-ticker.C:
                        ask()
                case <-done:
                        return
                }
        }
}
```

## Good

```go
// go.mod: go 1.22
package poll

import "time"

func Until(done <-chan struct{}, ask func()) {
        ticker := time.NewTicker(time.Second)
        defer ticker.Stop()
        for {
                select {
                case <-ticker.C:
                        ask()
                case <-done:
                        return
                }
        }
}
```

## Fixed

```go
// go.mod: go 1.22
package poll

import "time"

func Until(done <-chan struct{}, ask func()) {
        ticker := time.NewTicker(time.Second)
        defer ticker.Stop()
        for {
                select {
                case <-ticker.C:
                        ask()
                case <-done:
                        return
                }
        }
}
```

## Limits

A library is built with the go line of the program that uses it, which is not seen here; and a toolchain of Go 1.27 or
newer collects tickers whatever go.mod says. A ticker that is stored, returned or passed to code that we do not see is
assumed to be stopped there. Code that runs once, such as main, may leave its tickers.

## References

- https://go.dev/doc/go1.23#timer-changes
- https://pkg.go.dev/time#Tick
"""

from golint_conn.rule.api import (
    TICKER,
    TICKS,
    Asks,
    Context,
    Followed,
    Frequency,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
    deferred,
)

API = 3


def grade(followed: Followed, context: Context) -> Severity | None:
    # From Go 1.23 on, a ticker that nothing refers to is collected.
    if context.code.has_go(followed.call, 1, 23):
        return None
    return None if context.flow.reach(followed.call).frequency <= Frequency.ONCE else Severity.NOTE


RULE = ObligationRule(
    id="ticker-not-stopped",
    category="leak",
    severity=Severity.NOTE,
    needs=Needs(handing=(TICKER, TICKS)),
    kinds=(TICKER, TICKS),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns with the ticker running",
        OutcomeKind.READ_ONLY: "this path returns with the ticker running",
        OutcomeKind.OVERWRITTEN: "another ticker replaces it here while it is running",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="The {thing} from this call is never stopped, and before Go 1.23 it ticks on forever.",
    partly="The {thing} from this call is not stopped on every path, and before Go 1.23 it ticks on forever.",
    hint="make it with time.NewTicker and defer its Stop, or stop it on each path that neither stores nor returns it",
    grade=grade,
    fix=deferred,
    cwe=(772,),
    tags=("leak",),
)
