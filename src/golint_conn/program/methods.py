"""Methods: the names of a type's methods, and what they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Named, dereferenced
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.names.symbol import Symbol

_CALLED = "(call_expression function: (selector_expression field: (field_identifier) @name))"


class Methods:
    """Answers these questions about types whose source is available; remembers what methods call."""

    def __init__(self, shapes: TypeInfo) -> None:
        self.shapes = shapes
        self._called: Memory[tuple[str, str], frozenset[str]] = Memory(shapes.workspace.ledger)

    def names(self, shape: Type) -> frozenset[str]:
        """Return the names of the methods that a named type, or the type it points to, declares itself."""
        return frozenset(method.name for method in self._declared(shape))

    def called(self, shape: Type) -> frozenset[str]:
        """Return the names of the methods and qualified functions that the methods of a named type call."""
        base = dereferenced(shape)
        if not isinstance(base, Named):
            return frozenset()
        return self._called.of((base.path, base.name), self._called_by, base)

    def _called_by(self, base: Named) -> frozenset[str]:
        query = Query.of(_CALLED)
        matches = (match for method in self._declared(base) for match in query.matches(method.declaration))
        return frozenset(match["name"].text for match in matches)

    def _declared(self, shape: Type) -> list[Symbol]:
        base = dereferenced(shape)
        scope = self.shapes.names.known_package(base.path) if isinstance(base, Named) else None
        return scope.methods(base.name) if scope is not None and isinstance(base, Named) else []
