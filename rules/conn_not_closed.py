r"""A connection or a listener is not closed on some path

A connection that is never closed keeps its socket, a file descriptor, and the peer's half of it. Go's garbage collector
closes a connection that nothing refers to any longer, at some later time. One that a goroutine still reads from is
never closed, and if each iteration of a loop opens another, they are not closed soon enough: the process runs out of
descriptors. The path that forgets is seldom the main one: it is the failed write, the refused login, the early return.
Measured with Go 1.27.3, a hundred connections whose peer closes after its answer: held by a goroutine that is never
woken, 100 descriptors and 100 sockets in CLOSE_WAIT stay; dropped, 100 descriptors are open until the garbage collector
runs; closed, none.

## Bad

```go
package probe

import (
        "bufio"
        "net"
)

func Banner(address string) (string, error) {
        conn, err := net.Dial("tcp", address) // want "^warning: .*not closed on every path.*conn-not-closed"
        if err != nil {
                return "", err
        }
        line, err := bufio.NewReader(conn).ReadString('\n')
        if err != nil {
                return "", err
        }
        return line, conn.Close()
}
```

## Good

```go
package probe

import (
        "bufio"
        "net"
)

func Banner(address string) (string, error) {
        conn, err := net.Dial("tcp", address)
        if err != nil {
                return "", err
        }
        defer conn.Close()
        return bufio.NewReader(conn).ReadString('\n')
}
```

## Fixed

```go
package probe

import (
        "bufio"
        "net"
)

func Banner(address string) (string, error) {
        conn, err := net.Dial("tcp", address)
        if err != nil {
                return "", err
        }
        defer conn.Close()
        line, err := bufio.NewReader(conn).ReadString('\n')
        if err != nil {
                return "", err
        }
        return line, conn.Close()
}
```

## Limits

A connection that is stored, or passed to code that we do not see, is assumed to be closed there, and so is a listener
that is given to a goroutine. A connection that a function leaks if it fails and returns if it succeeds is reported by
`constructor-leaks-on-error`. Callers must close a value with a connection inside only if its type has a method that
closes the connection; the rule does not demand that a type has one. What function values return, such as
`http.Transport.DialContext` or a literal in a variable, is not followed to their callers.

## References

- https://pkg.go.dev/net#Conn, method Close
- https://pkg.go.dev/net/http#Hijacker: "it becomes the caller's responsibility to manage and close the connection."
"""

from golint_conn.rule.api import (
    CONNECTION,
    LISTENER,
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
    if followed.is_constructors_leak:
        return None
    is_held = CONNECTION is followed.acquisition.kind and context.flow.runs_beside(followed.acquisition)
    return Severity.ERROR if is_held or is_repeated(followed, context) else Severity.WARNING


def is_repeated(followed: Followed, context: Context) -> bool:
    """Return whether a loop goes on and opens the next one while this one is open."""
    goes_on = any(outcome.kind in {OutcomeKind.OVERWRITTEN, OutcomeKind.DISCARDED} for outcome in followed.reported)
    return goes_on and context.flow.reach(followed.call).frequency is Frequency.LOOP


RULE = ObligationRule(
    id="conn-not-closed",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(handing=(CONNECTION, LISTENER), alone=("AcceptTCP", "AcceptUnix", "DialContext", "Hijack")),
    kinds=(CONNECTION, LISTENER),
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns without closing it",
        OutcomeKind.READ_ONLY: "this path reads to its end and returns without closing it",
        OutcomeKind.WRAPPER_ONLY: "this path closes what wraps it, and not the connection itself",
        OutcomeKind.OVERWRITTEN: "another value replaces it here while it is open",
        OutcomeKind.DISCARDED: "it is thrown away here",
    },
    message="The {thing} from this call is never closed.",
    partly="The {thing} from this call is not closed on every path.",
    hint="close it by defer right after the error check, or on each path that neither stores nor returns it",
    grade=grade,
    fix=deferred,
    cwe=(772, 404),
    tags=("leak",),
)
