"""Listeners: which calls open what a server listens on, through any wrappers.

    inner, err := net.Listen("tcp", address)                // opened here
    outer := tls.NewListener(limited{inner}, config)        // and so is this

A value that asks a listener for its address counts as a wrapper of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Tuple, dereferenced
from golint_conn.program.creation import literal_fields
from golint_conn.program.functions import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

_OPENERS = {
    # function: the place of the network, which the address follows
    "net.Listen": 0,
    "net.ListenTCP": 0,
    "net.ListenUnix": 0,
    "net.ListenConfig.Listen": 1,
    "crypto/tls.Listen": 0,
}
_LISTENERS = frozenset({"net.Listener", "net.TCPListener", "net.UnixListener"})
ADDRESSES = frozenset(f"{each}.Addr" for each in _LISTENERS)
"""Methods that return the address of a listener."""


class Listeners:
    """Answers where listeners listen."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self._opened: Memory[tuple[str, int, int], list[Site]] = Memory(definitions.references.ledger)

    def place(self, call: Site) -> tuple[Site, Site] | None:
        """Return the network and the address that a call opens a listener on, None if it opens none."""
        if call.node.kind != "call_expression":
            return None
        first = _OPENERS.get(self.shapes.callee(call.node, call.file).qualified)
        arguments = self.shapes.arguments(call.node)
        if first is None or len(arguments) < first + 2:
            return None
        return call.at(arguments[first]), call.at(arguments[first + 1])

    def opened(self, listener: Site) -> list[Site]:
        """Return the calls that open a listener, through any wrappers; an unknown expression counts as one."""
        return self._opened.of(listener.key, self._opening, listener, bottom=[], top=[listener])

    def _opening(self, listener: Site) -> list[Site]:
        found: list[Site] = []
        for origin in self.definitions.sources(listener):
            if origin.node.kind in {"nil", "var_spec"}:
                continue
            inside = self._wrapped(origin) if self.place(origin) is None else ()
            found += [each for inner in inside for each in self.opened(inner)] or [origin]
        return list(dict.fromkeys(found))

    def _wrapped(self, origin: Site) -> Iterator[Site]:
        """Yield the listeners that a call gets or a literal contains; one asked for its address counts."""
        for node in self._parts(origin):
            part = origin.at(unwrapped(node))
            shape = self.shapes.of(part.node, part.file)
            first = shape.items[0] if isinstance(shape, Tuple) and shape.items else shape
            if str(dereferenced(first)) in _LISTENERS:
                yield part
            elif part.node.kind == "call_expression":
                function = part.node.field("function")
                operand = function.field("operand") if function is not None else None
                if operand is not None and self.shapes.callee(part.node, part.file).qualified in ADDRESSES:
                    yield part.at(operand)

    def _parts(self, origin: Site) -> list[Node]:
        if origin.node.kind == "call_expression":
            return self.shapes.arguments(origin.node)
        if origin.node.kind != "composite_literal":
            return []
        fields = literal_fields(origin.node, origin.file, self.shapes)
        return [each.node for each in fields.values()]
