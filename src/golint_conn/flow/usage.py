"""Usage: what a value of an unknown type is, judged by how it is used.

Types are unknown if their source is not available. A value that a call returns for an `*http.Request`, by the names of
net/http's own methods, or whose `StatusCode` and `Body` are selected as fields, is a response anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Func, Tuple, dereferenced
from golint_conn.program.functions import values
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from golint_conn.program.references import References
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

GIVEN_REQUESTS = frozenset({"Do", "RoundTrip"})
"""Names of net/http's methods that get a request and send it."""

_FIELDS = frozenset({"StatusCode", "Body"})
_REQUEST = "net/http.Request"


class Usage:
    """Answers the question."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes

    def is_response(self, call: Site) -> bool:
        """Return whether the first result of a call of an unknown function is a response, by how it is used."""
        callee = self.shapes.callee(call.node, call.file)
        if isinstance(callee.shape, Func):
            return False
        if callee.name in GIVEN_REQUESTS and self._is_given_request(call):
            return True
        is_mentioned = all(call.file.mentions_near(field, call.node.start) for field in _FIELDS)
        return is_mentioned and self._selected(call) >= _FIELDS

    def _is_given_request(self, call: Site) -> bool:
        arguments = self.shapes.arguments(call.node)
        return [str(dereferenced(self.shapes.of(each, call.file))) for each in arguments] == [_REQUEST]

    def _selected(self, call: Site) -> set[str]:
        """Return the fields that are selected from the variable that gets the first result."""
        target = _target(call.node)
        symbol = self.shapes.names.symbol_of(target, call.file) if target is not None else None
        if symbol is None or not symbol.is_local or isinstance(self.shapes.of(call.node, call.file), Tuple):
            return set()
        found = set()
        for reference in self.references.of(symbol):
            selector = reference.node.parent
            name = selector.field("field") if selector is not None and selector.kind == "selector_expression" else None
            if name is not None and called_by(name) is None:
                found.add(name.text)
        return found


def _target(call: Node) -> Node | None:
    """Return the first of several variables that get the results of a call; None if there is only one or none."""
    listed = call.parent
    statement = listed.parent if listed is not None and listed.kind == "expression_list" else None
    left = values(statement.field("left")) if statement is not None else []
    return left[0] if len(left) > 1 and left[0].kind == "identifier" else None
