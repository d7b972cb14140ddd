"""A connection is read or written in a loop without a deadline

`Read` on a `net.Conn` waits until something comes, and nothing has to come: a peer that was cut off, or that means
harm, says nothing and does not close. Without a deadline the goroutine that waits holds its stack, its buffers and a
file descriptor for ever. Behind `Accept` anybody who can connect decides how many of these there are. `Write` waits
in the same way once the peer stops reading and the buffers between the two are full. A deadline is absolute, so one
that is set anew before each operation is an idle timeout. Measured with Go 1.27.3, a hundred clients that say
nothing: without a deadline the server holds 100 connections and 100 goroutines; with one of 50 ms, none a moment
later.

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

Any deadline anywhere counts, even one that covers only the handshake or only writing. Quiet is a connection that
leaves for code we do not see, that somebody else may close (a context, a timer, another goroutine, the `Close` of the
type that holds it, a table of connections), and one that `io.Copy` moves: a tunnel lasts as long as its ends want.
Reads outside of a loop are not looked at. A listener on a constant loopback address or a Unix socket makes it a note;
connections dialled to such an address, or to a listener that the program itself opened, are left alone, and so is
writing to UDP, which does not wait.

## References

- https://pkg.go.dev/net#Conn, SetDeadline: "A zero value for t means I/O operations will not time out."
- https://blog.cloudflare.com/the-complete-guide-to-golang-net-http-timeouts/
"""

import re
from typing import NamedTuple

from golint_conn.rule.api import (
    Context,
    Finding,
    Findings,
    Match,
    Needs,
    Node,
    Placement,
    QueryRule,
    Severity,
    Site,
    Trace,
    Use,
    UseKind,
)

API = 3

ACCEPTS = {f"net.{name}" for name in ("Listener.Accept", "TCPListener.Accept", "TCPListener.AcceptTCP")}
LISTENS = {"net.Listen", "net.ListenTCP", "net.ListenUnix", "net.ListenConfig.Listen", "crypto/tls.Listen"}
DIALS = {
    # callee: the place of the network, behind which the address stands
    "net.Dial": 0,
    "net.DialTimeout": 0,
    "net.DialTCP": 0,
    "net.DialUnix": 0,
    "net.DialUDP": 0,
    "net.Dialer.Dial": 0,
    "net.Dialer.DialContext": 1,
    "crypto/tls.Dial": 0,
    "crypto/tls.DialWithDialer": 1,
    "crypto/tls.Dialer.Dial": 0,
    "crypto/tls.Dialer.DialContext": 1,
}
NAMES = sorted({each.rpartition(".")[2] for each in (*ACCEPTS, *DIALS)})
DEADLINES = {"SetDeadline", "SetReadDeadline", "SetWriteDeadline"}
CONNECTIONS = {"crypto/tls.Server", "crypto/tls.Client"}
STREAMS = {
    *(f"bufio.{name}" for name in ("NewReader", "NewReaderSize", "NewScanner", "NewWriter", "NewWriterSize")),
    *("bufio.NewReadWriter", "io.LimitReader", "net/textproto.NewReader", "net/textproto.NewWriter"),
    *(f"encoding/{name}" for name in ("json.NewDecoder", "json.NewEncoder", "gob.NewDecoder", "gob.NewEncoder")),
    *("encoding/xml.NewDecoder", "encoding/xml.NewEncoder"),
}
READERS = {
    *("io.ReadFull", "io.ReadAtLeast", "io.ReadAll", "io.CopyN", "encoding/binary.Read"),
    *("net/http.ReadRequest", "net/http.ReadResponse", "fmt.Fscan", "fmt.Fscanf", "fmt.Fscanln"),
}
WRITERS = {"io.WriteString", "encoding/binary.Write", *(f"fmt.{name}" for name in ("Fprint", "Fprintf", "Fprintln"))}
READS = re.compile(r"(?:Read(?!From)\w*|Scan|Decode|Peek|Discard|Token|RawToken|Buffered)$")
WRITES = re.compile(r"(?:Write(?!To)\w*|Encode|Flush|PrintfLine)$")
COPIES = re.compile(r"(?:ReadFrom|WriteTo)$")
ENDS = re.compile(r"(?:Close|Shutdown|Stop|Disconnect|Quit|Kill|Hangup)(?![a-z])", re.IGNORECASE)
LOOPBACK = ("localhost:", "127.", "[::1]:", "/", "@")
FUNCTIONS = ("func_literal", "function_declaration", "method_declaration")
PEERS = {"read": "says nothing", "written": "does not read"}
SETTERS = {"read": "SetReadDeadline", "written": "SetWriteDeadline"}
STREAM_DEPTH = 3


class Waits(NamedTuple):
    """The reads and writes of a connection, and what else is known to be done with it."""

    reads: list[Use]
    writes: list[Use]


def check(match: Match, context: Context) -> Findings:
    made = context.site(match["call"])
    name = context.code.callee_name(made)
    if name not in ACCEPTS and (name not in DIALS or is_local(made, context)):
        return
    traces = traced(made, context)
    if not traces or any(is_settled(trace, context) for trace in traces.values()):
        return
    streams = streams_of(traces, context)
    waits = waits_of([*traces.values(), *streams], is_datagram=is_datagram(made, context))
    waiting = [use for use in (*waits.reads, *waits.writes) if is_looped(use, made, [*traces.values(), *streams])]
    if not waiting or is_ended_elsewhere(traces, waits):
        return
    if name in ACCEPTS and is_plain_listener(made, context) and not is_dialled_here(made, context):
        is_open = loop_around(made.node) is not None and not is_local(made, context)
        yield report(made, waiting[0], waits, context, Severity.WARNING if is_open else Severity.NOTE)
    elif name in DIALS:
        yield report(made, waiting[0], waits, context, Severity.NOTE)


def report(made: Site, wait: Use, waits: Waits, context: Context, severity: Severity) -> Finding:
    """Return the finding for a connection that is waited for in a loop."""
    what = "read" if wait in waits.reads else "written"
    return context.finding(
        made,
        f"This connection is {what} in a loop with no deadline: a peer that {PEERS[what]} holds it for ever.",
        hint=f"call SetDeadline, or {SETTERS[what]} before each operation",
        severity=severity,
        related=[(wait.site, f"it is {what} here, again and again")],
    )


def traced(made: Site, context: Context) -> dict[Site, Trace]:
    """Return where a connection goes, and where the connections go that are put around it."""
    found: dict[Site, Trace] = {}
    pending = [made]
    while pending:
        site = pending.pop()
        found[site] = context.values.trace(site, wide=True)
        passed = (use.site for use in found[site].of(UseKind.PASSED) if use.name in CONNECTIONS)
        pending += [each for each in passed if each not in found]
    return found


def streams_of(traces: dict[Site, Trace], context: Context) -> list[Trace]:
    """Return where the readers, writers and coders go that are put around a connection."""
    found: list[Trace] = []
    level = list(traces.values())
    for _ in range(STREAM_DEPTH):
        passed = [use for trace in level for use in trace.of(UseKind.PASSED) if use.name in STREAMS]
        level = [context.values.trace(use.site, wide=True) for use in passed]
        found += level
    return found


def is_settled(trace: Trace, context: Context) -> bool:
    """Return whether a deadline is set, or the connection goes where one may be set or where it may be closed."""
    if not trace.complete:
        return True
    for use in trace.uses:
        if use.kind in {UseKind.CALLED, UseKind.READ} and (use.name in DEADLINES or COPIES.match(use.name)):
            return True
        if use.kind is UseKind.READ and ENDS.match(use.name):
            return True
        if use.kind is UseKind.PASSED and is_given_away(use):
            return True
        if use.kind is UseKind.RETURNED and not use.inner:
            return True
        if use.kind in {UseKind.PART, UseKind.KEPT} and may_be_closed_by(use, context):
            return True
    return False


def is_given_away(use: Use) -> bool:
    """Return whether an argument goes to a function that may do anything with a connection."""
    return not use.followed and use.name not in STREAMS | READERS | WRITERS | CONNECTIONS


def may_be_closed_by(use: Use, context: Context) -> bool:
    """Return whether what holds a connection may close it or limit it: a type with a method that does, or a table."""
    if use.shape is None or not context.code.methods(use.shape):
        return True
    return any(ENDS.match(name) for name in context.code.methods(use.shape)) or bool(
        context.code.called_by_methods(use.shape) & DEADLINES
    )


def waits_of(traces: list[Trace], *, is_datagram: bool) -> Waits:
    """Return the calls that read and write, of the connection or of what is put around it."""
    called = [use for trace in traces for use in trace.of(UseKind.CALLED)]
    passed = [use for trace in traces for use in trace.of(UseKind.PASSED)]
    reads = [use for use in called if READS.match(use.name)] + [use for use in passed if use.name in READERS]
    writes = [use for use in called if WRITES.match(use.name)] + [use for use in passed if use.name in WRITERS]
    return Waits(reads, [] if is_datagram else writes)


def is_looped(use: Use, made: Site, traces: list[Trace]) -> bool:
    """Return whether a read or write stands in a loop, or its function is called in one, with the same connection."""
    if loop_around(use.site.node, inside=made) is not None:
        return True
    function = enclosing(use.site.node)
    name = function.field("name") if function is not None else None
    if name is None:
        return False
    passed = (each for trace in traces for each in trace.of(UseKind.PASSED, UseKind.CALLED))
    calls = [each for each in passed if each.name.rpartition(".")[2] == name.text]
    return any(loop_around(each.site.node, inside=made) is not None for each in calls)


def loop_around(node: Node, *, inside: Site | None = None) -> Node | None:
    """Return the nearest loop around a node in its function, no loop that the connection is made in."""
    for outer in node.ancestors():
        if outer.kind in FUNCTIONS:
            return None
        if outer.kind == "for_statement":
            holds = inside is not None and outer.source == inside.node.source and outer.span.contains(inside.node.span)
            return None if holds else outer
    return None


def is_ended_elsewhere(traces: dict[Site, Trace], waits: Waits) -> bool:
    """Return whether other code than that which waits may close the connection: after a signal, or by a timer."""
    waiting = {enclosing(use.site.node) for use in (*waits.reads, *waits.writes)}
    for use in (each for trace in traces.values() for each in trace.of(UseKind.CALLED)):
        function = enclosing(use.site.node)
        if not ENDS.match(use.name) or function is None or function in waiting:
            continue
        if function.kind == "func_literal" or waits_for_signal(function):
            return True
    return False


def waits_for_signal(function: Node) -> bool:
    """Return whether a function receives from a channel."""
    return any(
        node.kind in {"select_statement", "receive_statement"}
        or (node.kind == "unary_expression" and node.operator() == "<-")
        for node in function.walk()
    )


def enclosing(node: Node) -> Node | None:
    """Return the function around a node; a literal that is deferred belongs to the function that defers it."""
    for outer in node.ancestors():
        if outer.kind in FUNCTIONS:
            call = outer.parent
            holder = call.parent if call is not None and call.kind == "call_expression" else None
            if outer.kind != "func_literal" or holder is None or holder.kind != "defer_statement":
                return outer
    return None


def is_plain_listener(accept: Site, context: Context) -> bool:
    """Return whether nothing is known to stand around a listener that could limit what it accepts."""
    origins = listeners(accept, context)
    calls = [each for each in origins if each.node.kind == "call_expression"]
    if any(context.code.callee_name(each) not in LISTENS for each in calls):
        return False
    return not any(each.node.kind == "composite_literal" for each in origins)


def listeners(accept: Site, context: Context) -> list[Site]:
    """Return where the listener may come from that accepts; what TLS is put around stands for itself."""
    selector = accept.node.field("function")
    operand = selector.field("operand") if selector is not None else None
    found, pending = [], context.values.sources(accept.at(operand)) if operand is not None else []
    while pending:
        origin = pending.pop()
        if context.code.callee_name(origin) == "crypto/tls.NewListener":
            pending += context.values.sources(context.code.arguments(origin)[0])
        else:
            found.append(origin)
    return found


def is_local(made: Site, context: Context) -> bool:
    """Return whether the other end can only be on this machine, by the constant address that is used."""
    name = context.code.callee_name(made)
    if name in DIALS:
        return is_local_address(context.code.arguments(made)[DIALS[name] :], context)
    opened = [each for each in listeners(made, context) if context.code.callee_name(each) in LISTENS]
    place = {each: 1 if "ListenConfig" in context.code.callee_name(each) else 0 for each in opened}
    return bool(opened) and all(
        is_local_address(context.code.arguments(each)[place[each] :], context) for each in opened
    )


def is_local_address(arguments: list[Site], context: Context) -> bool:
    """Return whether a network and an address mean this machine."""
    if not arguments or context.code.text_prefix(arguments[0]).startswith("unix"):
        return True
    origins = context.values.sources(arguments[1]) if len(arguments) > 1 else []
    is_here = [
        context.code.text_prefix(each).startswith(LOOPBACK) or context.net.is_local(None, each) for each in origins
    ]
    return bool(is_here) and all(is_here)


def is_dialled_here(accept: Site, context: Context) -> bool:
    """Return whether the function that accepts, once, dials its own listener: both ends are its business."""
    selector, function = accept.node.field("function"), enclosing(accept.node)
    listener = selector.field("operand") if selector is not None else None
    symbol = context.code.symbol(accept.at(listener)) if listener is not None else None
    if symbol is None or function is None or loop_around(accept.node) is not None:
        return False
    calls = [accept.at(node) for node in function.walk() if node.kind == "call_expression"]
    asked = [each for each in calls if context.code.callee_name(each) in DIALS and is_local(each, context)]
    named = [each.at(node) for each in asked for node in each.node.walk() if node.kind == "identifier"]
    return any(context.code.symbol(each) == symbol for each in named)


def is_datagram(made: Site, context: Context) -> bool:
    """Return whether a dialled connection is one of datagrams, to which writing does not wait."""
    name = context.code.callee_name(made)
    network = context.code.arguments(made)[DIALS[name] :][:1] if name in DIALS else []
    return any(context.code.text_prefix(each).startswith(("udp", "unixgram", "ip")) for each in network)


RULE = QueryRule(
    id="missing-deadline",
    category="timeout",
    severity=Severity.NOTE,
    needs=Needs(imports=("net", "crypto/tls"), words=tuple(NAMES)),
    query=f"""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name {" ".join(f'"{name}"' for name in NAMES)}))) @call
    (call_expression function: (identifier) @name (#any-of? @name {" ".join(f'"{name}"' for name in NAMES)})) @call
    """,
    check=check,
    placement=Placement.MATCH,
    cwe=(400, 1088),
    tags=("timeout",),
)
