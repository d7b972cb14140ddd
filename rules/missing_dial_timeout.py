"""A connection is dialed without any time limit

`net.Dial` and a `net.Dialer` without `Timeout` try for as long as the system does, which on Linux is about two minutes
for a host that drops packets. `tls.Dial` and `smtp.Dial` go on to wait for the other side to speak, and that wait has
no end at all. Until then the goroutine is held, with everything that waits for it. `net.DialTimeout`, a Dialer's
`Timeout` or `Deadline`, or `DialContext` with a context that ends, bound it. Measured with Go 1.27.3, a hundred calls
of `tls.Dial` to a host that accepts and says nothing: 100 callers wait; with a Dialer's `Timeout`, none is left when it
has passed.

## Bad

```go
package peer

import (
        "context"
        "net"
)

func Connect(address string) (net.Conn, error) {
        return net.Dial("tcp", address) // want "^note: .*missing-dial-timeout"
}

func ConnectFrom(source net.Addr, address string) (net.Conn, error) {
        dialer := &net.Dialer{LocalAddr: source}
        return dialer.DialContext(context.Background(), "tcp", address) // want "^note: .*missing-dial-timeout"
}
```

## Good

```go
package peer

import (
        "context"
        "net"
        "time"
)

func Connect(address string) (net.Conn, error) {
        return net.DialTimeout("tcp", address, 5*time.Second)
}

func ConnectFrom(ctx context.Context, source net.Addr, address string) (net.Conn, error) {
        dialer := &net.Dialer{LocalAddr: source, Timeout: 5 * time.Second}
        return dialer.DialContext(ctx, "tcp", address)
}
```

## Limits

A context from a parameter counts as a limit: that is up to its owner. Socket files, UDP (which has no handshake),
loopback addresses and networks that are not known to be TCP are not reported, and neither is what a program's main does
once. The dialer of an `http.Transport` is not reported if a Client with a `Timeout` uses it. A Transport without its
own dialer has no dial timeout either; it is not reported. A limit around the call, such as a `select` with a timer, is
not seen.

## References

- https://pkg.go.dev/net#Dialer, field Timeout: "With or without a timeout, the operating system may impose its
  own earlier timeout."
- https://pkg.go.dev/net#DialTimeout
"""

from golint_conn.rule.api import (
    Bound,
    Call,
    Calls,
    Configured,
    Context,
    Finding,
    Findings,
    Placement,
    Severity,
    Site,
    StructRule,
    Use,
    UseKind,
)

API = 3

FUNCTIONS = (
    *("net.Dial", "net.DialTCP", "crypto/tls.Dial", "net/smtp.Dial", "net/textproto.Dial"),
    *("net/rpc.Dial", "net/rpc.DialHTTP", "net/rpc/jsonrpc.Dial"),
)
METHODS = ("Dial", "DialContext")
NET_DIALER, TLS_DIALER = "net.Dialer", "crypto/tls.Dialer"
WITH_DIALER = "crypto/tls.DialWithDialer"
LIMITS = {NET_DIALER: ("Timeout", "Deadline", "Cancel"), TLS_DIALER: ("NetDialer",)}
HOOKS = ("Dial", "DialContext", "DialTLS", "DialTLSContext")
# Functions that wait for the other side to say something, after the connection is made.
TALKING = ("crypto/tls.Dial", "net/smtp.Dial", "net/rpc.DialHTTP")


def check(dialer: Configured, context: Context) -> Findings:
    if dialer.is_settled_elsewhere or dialer.sets(*LIMITS[dialer.type], other_than=0):
        return
    short, made = dialer.type.rpartition("/")[2], dialer.site
    for use in dialer.trace.uses:
        if use.owned:
            continue
        if use.kind is UseKind.CALLED and is_unlimited(use, context) and is_awaited(use.site, context):
            what = f"{use.name} of a {short} without Timeout"
            yield report(use.site, what, context, made, is_endless=dialer.type == TLS_DIALER)
        elif use.kind is UseKind.PASSED and use.name == WITH_DIALER and is_awaited(use.site, context):
            yield report(use.site, "tls.DialWithDialer with a Dialer without Timeout", context, made, is_endless=True)
        elif use.kind is UseKind.READ and use.name in METHODS and is_transport_hook(use.site, context):
            yield report(made, f"The {short} of an http.Transport has no Timeout and", context)


def function(call: Call, context: Context) -> Findings:
    if is_awaited(call.site, context):
        yield report(call.site, call.name.rpartition("/")[2], context, is_endless=call.name in TALKING)


def is_unlimited(use: Use, context: Context) -> bool:
    """Return whether a Dialer's method gets no context, or one that never ends."""
    bounds = [context.flow.context_bound(each) for each in context.code.arguments(use.site)[:1]]
    return use.name == "Dial" or (use.name == "DialContext" and bounds == [Bound.ENDLESS])


def is_awaited(call: Site, context: Context) -> bool:
    """Return whether a call makes a TCP connection to another machine, while something waits for it."""
    place = context.net.dialing(call)
    if place is None or context.net.is_dialed_here(call) or context.flow.is_once_in_main(call):
        return False
    network = place[0]
    names = [context.code.text_prefix(each) for each in context.values.sources(network)] if network is not None else []
    return network is None or all(each.startswith("tcp") for each in names) or context.net.is_dial_parameter(network)


def is_transport_hook(method: Site, context: Context) -> bool:
    """Return whether a method value becomes the dialer of a Transport, and no Client with a Timeout uses that."""
    owner = context.values.field_owner(method, HOOKS)
    if owner is None or context.code.type_name(owner) != "net/http.Transport":
        return False
    clients = [client for origin in context.values.origins(owner) for client in context.http.clients_of(origin)]
    configured = [context.values.configured(client, "net/http.Client") for client in clients]
    return not any(client is not None and client.values("Timeout") for client in configured)


def report(site: Site, what: str, context: Context, dialer: Site | None = None, *, is_endless: bool = False) -> Finding:
    wait = "forever for one that answers and says nothing" if is_endless else "minutes for a host that does not answer"
    return context.finding(
        site,
        f"{what} may wait {wait}.",
        hint="use net.DialTimeout, a net.Dialer with Timeout, or DialContext with a context that ends",
        related=[(dialer, "the Dialer is made here")] if dialer is not None and dialer != site else [],
    )


RULE = StructRule(
    id="missing-dial-timeout",
    category="timeout",
    severity=Severity.NOTE,
    type=(NET_DIALER, TLS_DIALER),
    check=check,
    also=(Calls(FUNCTIONS, function),),
    placement=Placement.MODULE,
    elsewhere=(*METHODS, "DialWithDialer"),
    cwe=(400, 1088),
    tags=("timeout",),
)
