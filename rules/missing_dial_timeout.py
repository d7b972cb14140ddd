"""A connection is dialled without any time limit

`net.Dial` and a `net.Dialer` without `Timeout` try for as long as the system does, which on Linux is about two
minutes for a host that drops packets. `tls.Dial` and `smtp.Dial` go on to wait for the other side to speak, and that
wait has no end at all. In the meantime the goroutine is held, with all that waits for it. `net.DialTimeout`, a
Dialer's `Timeout` or `Deadline`, or `DialContext` with a context that ends, bound it. Measured with Go 1.27.3, a
hundred calls of `tls.Dial` to a host that accepts and says nothing: 100 callers wait; with a Dialer's `Timeout`, none
is left when it has passed.

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

A context from a parameter counts as a limit: that is its owner's business. Socket files, UDP (which has no handshake),
loopback addresses and networks that are not known to be TCP are left alone, and so is what a program's main does once.
The dialer of an `http.Transport` is not reported where a Client with a `Timeout` uses it. A Transport with no dialer
of its own has no dial timeout either; it is not reported. A limit around the call, such as a `select` with a timer, is
not seen.

## References

- https://pkg.go.dev/net#Dialer, field Timeout: "The default is no timeout. With or without a timeout, the operating
  system may impose its own earlier timeout."
- https://pkg.go.dev/net#DialTimeout
"""

from golint_conn.rule.api import (
    Bound,
    Configured,
    Context,
    Finding,
    Findings,
    Frequency,
    Match,
    Needs,
    Placement,
    QueryRule,
    Severity,
    Site,
    Use,
    UseKind,
)

API = 3

FUNCTIONS = {
    # function: the places of its network (-1: always TCP) and its address
    "net.Dial": (0, 1),
    "net.DialTCP": (0, 2),
    "crypto/tls.Dial": (0, 1),
    "crypto/tls.DialWithDialer": (1, 2),
    "net/smtp.Dial": (-1, 0),
    "net/textproto.Dial": (0, 1),
    "net/rpc.Dial": (0, 1),
    "net/rpc.DialHTTP": (0, 1),
    "net/rpc/jsonrpc.Dial": (0, 1),
}
METHODS = {
    # method of a Dialer: the places of its network and its address
    "Dial": (0, 1),
    "DialContext": (1, 2),
}
NET_DIALER, TLS_DIALER = "net.Dialer", "crypto/tls.Dialer"
WITH_DIALER = "crypto/tls.DialWithDialer"
LIMITS = {NET_DIALER: ("Timeout", "Deadline", "Cancel"), TLS_DIALER: ("NetDialer",)}
TRANSPORT, CLIENT = "net/http.Transport", "net/http.Client"
HOOKS = ("Dial", "DialContext", "DialTLS", "DialTLSContext")
# What waits for the other side to say something, after the connection is made.
TALKING = ("crypto/tls.Dial", "net/smtp.Dial", "net/rpc.DialHTTP")
HINT = "use net.DialTimeout, a net.Dialer with Timeout, or DialContext with a context that ends"


def check(match: Match, context: Context) -> Findings:
    if "call" in match.captures:
        yield from function(context.site(match["call"]), context)
        return
    made = context.site(match["made"])
    for type_name, limits in LIMITS.items():
        dialer = context.values.configured(made, type_name)
        if dialer is not None and not dialer.is_settled_elsewhere and not is_limited(dialer, limits, context):
            yield from uses(dialer, type_name, context)


def function(call: Site, context: Context) -> Findings:
    name = context.code.callee(call).qualified
    if name in FUNCTIONS and name != WITH_DIALER and is_awaited(call, FUNCTIONS[name], context):
        short = name.rpartition("/")[2]
        yield report(call, short, context, is_endless=name in TALKING)


def is_limited(dialer: Configured, limits: tuple[str, ...], context: Context) -> bool:
    """Return whether a Dialer has a limit: any value but a constant zero."""
    return any(context.code.constant(value) != 0 for value in dialer.values(*limits))


def uses(dialer: Configured, type_name: str, context: Context) -> Findings:
    """Yield a finding for each use of an unlimited Dialer that nothing else limits."""
    short = type_name.rpartition("/")[2]
    for use in dialer.trace.uses:
        if use.owned:
            continue
        if use.kind is UseKind.CALLED and use.name in METHODS and is_endless(use, context):
            if is_awaited(use.site, METHODS[use.name], context):
                what = f"{use.name} of a {short} without Timeout"
                yield report(use.site, what, context, dialer.creation.site, is_endless=type_name == TLS_DIALER)
        elif use.kind is UseKind.PASSED and use.name == WITH_DIALER:
            if is_awaited(use.site, FUNCTIONS[WITH_DIALER], context):
                what = "tls.DialWithDialer with a Dialer without Timeout"
                yield report(use.site, what, context, dialer.creation.site, is_endless=True)
        elif use.kind is UseKind.READ and use.name in METHODS and is_transport_hook(use.site, context):
            yield report(dialer.creation.site, f"The {short} of an http.Transport has no Timeout and", context)


def is_endless(use: Use, context: Context) -> bool:
    """Return whether a Dialer's method is given no context, or one that never ends."""
    if use.name != "DialContext":
        return True
    arguments = context.code.arguments(use.site)
    return bool(arguments) and context.flow.context_bound(arguments[0]) is Bound.ENDLESS


def is_awaited(call: Site, places: tuple[int, int], context: Context) -> bool:
    """Return whether a call makes a TCP connection to another machine, while something waits for it."""
    arguments = context.code.arguments(call)
    if len(arguments) <= max(places):
        return False
    network, address = arguments[places[0]] if places[0] >= 0 else None, arguments[places[1]]
    if context.net.is_local(network, address):
        return False
    if call.file.package_name == "main" and context.flow.reach(call).frequency <= Frequency.ONCE:
        return False
    return network is None or is_tcp(network, context)


def is_tcp(network: Site, context: Context) -> bool:
    """Return whether a network is TCP for certain: by constants, or as what an HTTP transport's dialer is asked for."""
    names = [context.code.text_prefix(source) for source in context.values.sources(network)]
    return all(name.startswith("tcp") for name in names) or context.net.is_dial_parameter(network)


def is_transport_hook(method: Site, context: Context) -> bool:
    """Return whether a method value becomes the dialer of a Transport, and no Client with a Timeout uses that."""
    owner = context.values.field_owner(method, HOOKS)
    if owner is None or context.code.type_name(owner) != TRANSPORT:
        return False
    clients = [client for origin in context.values.origins(owner) for client in users(origin, context)]
    configured = [context.values.configured(client, CLIENT) for client in clients]
    return not any(client is not None and client.values("Timeout") for client in configured)


def users(transport: Site, context: Context) -> list[Site]:
    """Return what makes the Clients that use a Transport: those it is put into, or the one that it is taken out of."""
    operand = transport.node.field("operand")
    if operand is not None and context.code.field_name(transport) == f"{CLIENT}.Transport":
        return context.values.sources(transport.at(operand))
    if not context.http.makes_pool(transport):
        return []
    parts = context.values.trace(transport, wide=True).of(UseKind.PART, owned=False)
    return [use.site for use in parts if use.name == "Transport"]


def report(site: Site, what: str, context: Context, dialer: Site | None = None, *, is_endless: bool = False) -> Finding:
    wait = "for ever for one that answers and says nothing" if is_endless else "minutes for a host that does not answer"
    related = [(dialer, "the Dialer is made here")] if dialer is not None and dialer != site else []
    return context.finding(site, f"{what} may wait {wait}.", hint=HINT, related=related)


RULE = QueryRule(
    id="missing-dial-timeout",
    category="timeout",
    severity=Severity.NOTE,
    needs=Needs(
        imports=("net", "crypto/tls", "net/smtp", "net/textproto", "net/rpc", "net/rpc/jsonrpc"),
        words=("Dial", "DialTCP", "DialHTTP", "Dialer"),
    ),
    query="""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name "Dial" "DialTCP" "DialHTTP"))) @call
    (call_expression function: (identifier) @name (#any-of? @name "Dial" "DialTCP" "DialHTTP")) @call
    (composite_literal type: (_) @type (#match? @type "Dialer$")) @made
    (call_expression function: (identifier) @new (#eq? @new "new")) @made
    (var_spec type: (_) !value) @made
    """,
    check=check,
    placement=Placement.MODULE,
    elsewhere=("Dial", "DialContext", "DialWithDialer"),
    cwe=(400, 1088),
    tags=("timeout",),
)
