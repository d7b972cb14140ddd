"""Ownership: whether a variable holds something that its own function made and has not yet shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Struct
from golint_conn.names.shapes import CalleeKind
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program import library_effects as library
from golint_conn.program.places import assigned_at_declaration, assigned_value

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.program.references import References
    from golint_conn.syntax import Node


class Ownership:
    """Answers the question."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes

    def is_own(self, symbol: Symbol) -> bool:
        """Return whether a local variable holds something that its function made itself."""
        if symbol.kind not in {SymbolKind.VARIABLE, SymbolKind.RESULT}:
            return False
        if isinstance(self.shapes.types.underlying(self.shapes.of_symbol(symbol)), Struct):
            return True
        made = self.values(symbol)
        return bool(made) and all(self._is_made(each, symbol.file) for each in made)

    def values(self, symbol: Symbol) -> list[Node]:
        """Return the expressions that a local variable gets as its values, where it is declared and later on."""
        found = [assigned_value(reference.node) for reference in self.references.of(symbol)]
        return [*assigned_at_declaration(symbol), *(node for node in found if node is not None)]

    def _is_made(self, node: Node, file: GoFile) -> bool:
        """Return whether an expression makes something new: a literal, `new`, `make`, or a library's constructor."""
        while node.kind in {"unary_expression", "parenthesized_expression"}:
            inner = node.field("operand") or (node.children[0] if node.children else None)
            if inner is None:
                return False
            node = inner
        if node.kind == "call_expression":
            callee = self.shapes.callee(node, file)
            if callee.kind is CalleeKind.BUILTIN:
                return callee.name in {"new", "make"}
            return library.makes(callee.qualified)
        return node.kind == "composite_literal"
