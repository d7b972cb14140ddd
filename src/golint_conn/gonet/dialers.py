"""Dialers: functions that make a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.scopes import FUNCTIONS
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program.functions import returned, unwrapped, values
from golint_conn.program.places import field_owner
from golint_conn.program.references import occurrences
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.program.references import References
    from golint_conn.syntax import Node


def hands_over(function: Site, shapes: TypeInfo) -> bool | None:
    """Return whether a dial function makes no connection but returns one that is captured or received from a channel.

    None if it returns no connection at all. The code that made the connection owns it, and closes it.
    """
    function = function.at(unwrapped(function.node))
    if function.node.kind != "func_literal":
        return False
    listed = [values(each.children[0]) for each in returned(function.node) if each.children]
    given = [unwrapped(each[0]) for each in listed if unwrapped(each[0]).kind != "nil"]
    return all(_is_from_outside(function.at(each), function, shapes) for each in given) if given else None


def _is_from_outside(value: Site, function: Site, shapes: TypeInfo) -> bool:
    symbol = shapes.names.symbol_of(value.node, value.file) if value.node.kind == "identifier" else None
    if symbol is None or not symbol.is_local:
        return False
    is_captured = not function.node.span.contains(symbol.node.span)
    return is_captured or symbol.declaration.kind == "receive_statement"


HOOKS = frozenset({"Dial", "DialContext", "DialTLS", "DialTLSContext"})
"""The fields of transports that hold a dial function."""

_DEADLINES = frozenset(
    f"{conn}.{name}"
    for conn in ("net.Conn", "net.TCPConn", "crypto/tls.Conn")
    for name in ("SetDeadline", "SetReadDeadline")
)


class Dialers:
    """Answers questions about dial functions, such as those of an http.Transport."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes

    def is_fixed(self, function: Site) -> bool:
        """Return whether a dial function connects to a place of its own, and ignores the address that it gets.

        That is how a client is made to use a socket file, a pipe or a tunnel.
        """
        found = self._body(function)
        if found is None:
            return False
        declaration, file = found
        holder, body = declaration.field("parameters"), declaration.field("body")
        parameters = holder.children if holder is not None else []
        names = parameters[-1].fields("name") if parameters else []
        if body is None or not parameters:
            return False
        if not names or names[-1].text == "_":
            return True
        return not any(node.kind == "identifier" for node in occurrences(file, names[-1].text, body.span))

    def sets_deadline(self, function: Site) -> bool:
        """Return whether a dial function gives its connections a read deadline, which ends idle ones too."""
        found = self._body(function)
        if found is None:
            return False
        calls = (node for node in found[0].walk() if node.kind == "call_expression")
        return any(self.shapes.callee(node, found[1]).qualified in _DEADLINES for node in calls)

    def is_hook_parameter(self, symbol: Symbol) -> bool:
        """Return whether a symbol is a parameter of a function literal that a dial field gets, as a dialer."""
        function = next((each for each in symbol.node.ancestors() if each.kind in FUNCTIONS), None)
        if function is None or function.kind != "func_literal" or symbol.kind is not SymbolKind.PARAMETER:
            return False
        return field_owner(Site(function, symbol.file), HOOKS, self.shapes) is not None

    def _body(self, function: Site) -> tuple[Node, GoFile] | None:
        function = function.at(unwrapped(function.node))
        if function.node.kind in FUNCTIONS:
            return function.node, function.file
        symbol = None
        if function.node.kind == "identifier":
            symbol = self.shapes.names.symbol_of(function.node, function.file)
        elif function.node.kind == "selector_expression":
            member = self.shapes.member(function.node, function.file)
            symbol = member.symbol if member is not None and member.is_method else None
        if symbol is None or symbol.declaration.kind not in FUNCTIONS or self.shapes.names.is_standard(symbol.file):
            return None
        return symbol.declaration, symbol.file
