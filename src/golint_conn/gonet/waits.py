"""Waits: the reads and writes of a connection that repeat in a loop and that no deadline ends.

A connection is followed through the module, with its wrappers: TLS, readers, writers and coders. Library models say
what a function does over a connection that it gets (`talks`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.libraries.entries import Talk
from golint_conn.names.scopes import FUNCTIONS
from golint_conn.program.site import Site
from golint_conn.program.uses import Trace, Use, UseKind

if TYPE_CHECKING:
    from golint_conn.program.loops import Loops
    from golint_conn.program.methods import Methods
    from golint_conn.program.trace import Tracer
    from golint_conn.syntax import Node

_DEADLINES = frozenset({"SetDeadline", "SetReadDeadline", "SetWriteDeadline"})
_CONNECTIONS = frozenset({"crypto/tls.Server", "crypto/tls.Client"})
_READS = re.compile(r"(?:Read(?!From)\w*|Scan|Decode|Peek|Discard|Token|RawToken|Buffered)$")
_WRITES = re.compile(r"(?:Write(?!To)\w*|Encode|Flush|PrintfLine)$")
_COPIES = re.compile(r"(?:ReadFrom|WriteTo)$")
_ENDS = re.compile(r"(?:Close|Shutdown|Stop|Disconnect|Quit|Kill|Hangup)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wait:
    """A read or a write of a connection that repeats without a deadline."""

    site: Site
    is_read: bool


class Waits:
    """Answers questions about code that waits for the other side of a connection."""

    def __init__(self, tracer: Tracer, methods: Methods, loops: Loops) -> None:
        self.tracer = tracer
        self.methods = methods
        self.loops = loops
        self.library = tracer.shapes.workspace.library

    def endless(self, made: Site, *, is_datagram: bool = False) -> Wait | None:
        """Return the first wait in a loop for the connection that a site makes; None if something may end it.

        A write of a datagram does not wait.
        """
        traces = self._traced(made)
        if any(self._is_settled(trace) for trace in traces):
            return None
        every = [*traces, *self._streams(traces)]
        called = [use for trace in every for use in trace.of(UseKind.CALLED)]
        passed = [use for trace in every for use in trace.of(UseKind.PASSED)]
        reads = [each for each in called if _READS.match(each.name)]
        reads += [each for each in passed if self._talks(each) is Talk.READS]
        writes = [each for each in called if _WRITES.match(each.name)]
        writes += [each for each in passed if self._talks(each) is Talk.WRITES]
        uses = [*reads, *([] if is_datagram else writes)]
        waiting = next((use for use in uses if self._is_looped(use, made, [*called, *passed])), None)
        if waiting is None or _is_ended_elsewhere(traces, uses):
            return None
        return Wait(waiting.site, waiting in reads)

    def _talks(self, use: Use) -> Talk | None:
        model = self.library.named(use.name)
        return model.talks if model is not None else None

    def _traced(self, made: Site) -> list[Trace]:
        """Return where a connection goes, and where the connections around it go."""
        found: dict[Site, Trace] = {}
        pending = [made]
        while pending:
            site = pending.pop()
            found[site] = self.tracer.trace(site, wide=True)
            passed = (use.site for use in found[site].of(UseKind.PASSED) if use.name in _CONNECTIONS)
            pending += [each for each in passed if each not in found]
        return [*found.values()]

    def _streams(self, traces: list[Trace]) -> list[Trace]:
        """Return where the readers, writers and coders around a connection go."""
        found: list[Trace] = []
        pending, seen = [*traces], set[Site]()
        while pending:
            passed = pending.pop(0).of(UseKind.PASSED)
            through = {use.site: None for use in passed if use.site not in seen and self._talks(use) is Talk.THROUGH}
            seen.update(through)
            fresh = [self.tracer.trace(site, wide=True) for site in through]
            found += fresh
            pending += fresh
        return found

    def _is_settled(self, trace: Trace) -> bool:
        """Return whether a deadline is set, or the connection goes where one may be set or where it may be closed."""
        return not trace.complete or any(self._may_settle(use) for use in trace.uses)

    def _may_settle(self, use: Use) -> bool:
        match use.kind:
            case UseKind.CALLED:
                return use.name in _DEADLINES or bool(_COPIES.match(use.name))
            case UseKind.READ:
                return use.name in _DEADLINES or bool(_COPIES.match(use.name) or _ENDS.match(use.name))
            case UseKind.PASSED:
                return not use.followed and self._talks(use) is None and use.name not in _CONNECTIONS
            case UseKind.RETURNED:
                return not use.inner
            case UseKind.PART | UseKind.KEPT:
                return self._may_be_closed_by(use)
        return False

    def _is_looped(self, use: Use, made: Site, others: list[Use]) -> bool:
        """Return whether a read or write is in a loop, or its function is called in one, with one connection."""
        if self._is_in_loop(use, made):
            return True
        function = running_function(use.site.node)
        name = function.field("name") if function is not None else None
        if name is None:
            return False
        return any(self._is_in_loop(each, made) for each in others if each.name.rpartition(".")[2] == name.text)

    def _is_in_loop(self, use: Use, made: Site) -> bool:
        """Return whether a use is in a loop of its function, and not in the one that makes the connection."""
        loop = self.loops.around(use.site)
        return loop is not None and not loop.holds(made)

    def _may_be_closed_by(self, use: Use) -> bool:
        """Return whether what holds a connection may close it or limit it: a type with such a method, or a table."""
        names = self.methods.names(use.shape) if use.shape is not None else frozenset()
        if use.shape is None or not names:
            return True
        return any(map(_ENDS.match, names)) or not _DEADLINES.isdisjoint(self.methods.called(use.shape))


def running_function(node: Node) -> Node | None:
    """Return the function around a node; a literal that is deferred belongs to the function that defers it."""
    for outer in node.ancestors():
        if outer.kind in FUNCTIONS:
            call = outer.parent
            holder = call.parent if call is not None and call.kind == "call_expression" else None
            if outer.kind != "func_literal" or holder is None or holder.kind != "defer_statement":
                return outer
    return None


def _is_ended_elsewhere(traces: list[Trace], waits: list[Use]) -> bool:
    """Return whether code other than the waiting functions may close the connection: after a signal, or by a timer."""
    waiting = {running_function(use.site.node) for use in waits}
    for use in (each for trace in traces for each in trace.of(UseKind.CALLED)):
        function = running_function(use.site.node)
        if not _ENDS.match(use.name) or function is None or function in waiting:
            continue
        if function.kind == "func_literal" or _waits_for_signal(function):
            return True
    return False


def _waits_for_signal(function: Node) -> bool:
    """Return whether a function receives from a channel."""
    return any(
        node.kind in {"select_statement", "receive_statement"}
        or (node.kind == "unary_expression" and node.operator() == "<-")
        for node in function.walk()
    )
