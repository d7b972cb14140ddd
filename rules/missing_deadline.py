"""A connection is read or written in a loop without a deadline

`Read` on a `net.Conn` waits until something comes, and nothing has to come: a peer that was cut off, or that means
harm, says nothing and does not close. Without a deadline the goroutine that waits holds its stack, its buffers and a
file descriptor forever. After `Accept`, anyone who can connect decides how many of these there are. `Write` waits in
the same way once the peer stops reading and the buffers between the two are full. A deadline is absolute, so one that
is set again before each operation is an idle timeout. Measured with Go 1.27.3, a hundred clients that say nothing:
without a deadline the server holds 100 connections and 100 goroutines; with one of 50 ms, none a moment later.

## Bad

```go
package echo

import "net"

func Serve(listener net.Listener) error {
        for {
                conn, err := listener.Accept() // want "^warning: .*read in a loop.*missing-deadline"
                if err != nil {
                        return err
                }
                go handle(conn)
        }
}

func handle(conn net.Conn) {
        defer conn.Close()
        buffer := make([]byte, 4096)
        for {
                n, err := conn.Read(buffer)
                if err != nil {
                        return
                }
                println(n)
        }
}
```

## Good

```go
package echo

import (
        "net"
        "time"
)

func Serve(listener net.Listener) error {
        for {
                conn, err := listener.Accept()
                if err != nil {
                        return err
                }
                go handle(conn)
        }
}

func handle(conn net.Conn) {
        defer conn.Close()
        buffer := make([]byte, 4096)
        for {
                if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
                        return
                }
                n, err := conn.Read(buffer)
                if err != nil {
                        return
                }
                println(n)
        }
}
```

## Limits

Any deadline anywhere counts, even one that covers only the handshake or only writing. The rule does not report a
connection that goes to code we do not see, that something else may close (a context, a timer, another goroutine, the
`Close` of the type that holds it, a table of connections), or that `io.Copy` moves: a tunnel lasts as long as its ends
want. Nor does it report reads outside a loop. A listener on a loopback address or a socket file, if the code or the
default of a flag says so, makes it a note. Connections that the code dials to this machine, or to a listener that the
program itself opened, are not reported, and neither are writes to UDP, which do not wait.

## References

- https://pkg.go.dev/net#Conn, SetDeadline: "A zero value for t means I/O operations will not time out."
- https://blog.cloudflare.com/the-complete-guide-to-golang-net-http-timeouts/
"""

from golint_conn.rule.api import Call, CallRule, Context, Findings, Severity

API = 3

ACCEPTS = ("net.Listener.Accept", "net.TCPListener.Accept", "net.TCPListener.AcceptTCP")
DIALS = (
    *("net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUnix", "net.DialUDP"),
    *("net.Dialer.Dial", "net.Dialer.DialContext"),
    *("crypto/tls.Dial", "crypto/tls.DialWithDialer", "crypto/tls.Dialer.Dial", "crypto/tls.Dialer.DialContext"),
)


def check(call: Call, context: Context) -> Findings:
    accepts = call.name in ACCEPTS
    if not accepts and context.net.is_dialed_here(call.site):
        return
    wait = context.net.endless_wait(call.site)
    if wait is None or (accepts and not is_from_outside(call, context)):
        return
    is_open = accepts and context.flow.is_looped(call.site) and not context.net.accepts_here(call.site)
    done, peer, setter = ("read", "says nothing", "SetReadDeadline")
    if not wait.is_read:
        done, peer, setter = ("written", "does not read", "SetWriteDeadline")
    yield context.finding(
        call.site,
        f"This connection is {done} in a loop with no deadline: a peer that {peer} holds it forever.",
        hint=f"call SetDeadline, or {setter} before each operation",
        severity=Severity.WARNING if is_open else Severity.NOTE,
        related=[(wait.site, f"it is {done} here, again and again")],
    )


def is_from_outside(call: Call, context: Context) -> bool:
    """Return whether a plain listener accepts, and not the function that dials it."""
    return context.net.accepts_plainly(call.site) and not context.net.accepts_own_dial(call.site)


RULE = CallRule(
    id="missing-deadline",
    category="timeout",
    severity=Severity.NOTE,
    calls=(*ACCEPTS, *DIALS),
    check=check,
    cwe=(400, 1088),
    tags=("timeout",),
)
