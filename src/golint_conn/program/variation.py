"""Variation: whether an expression may mean something else each time its code runs.

A connection to an address that a caller chooses cannot be made in advance; one to an address from the configuration
can. A parameter varies if the argument of any caller in the module does, or if no caller is known; a loop's variables
vary. Constants, package variables and a receiver that stays the same do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.budgets import VARYING_NAMES
from golint_conn.names.symbol import SymbolKind
from golint_conn.program.functions import declared_symbol, enclosing_function

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site

_STEADY_TYPES = frozenset({"context.Context"})
"""Types of values that say how long something may take, and nothing about what it is."""

_TYPED = frozenset({"identifier", "selector_expression", "call_expression"})

_CHANGING = frozenset({"range_clause", "receive_statement"})
"""Declarations whose variables have another value each time."""


class Variations:
    """Answers the question."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.references = definitions.references
        self.shapes = definitions.shapes

    def covers(self, site: Site) -> bool:
        """Return whether an expression may have another value each time."""
        pending, seen = [site], {site}
        while pending:
            if len(seen) > VARYING_NAMES.most:
                return True
            here = pending.pop()
            for part in self._parts(here):
                behind = self._behind(part, site)
                if behind is None:
                    return True
                pending += [each for each in behind if each not in seen]
                seen.update(behind)
        return False

    def _behind(self, part: Site, asked: Site) -> list[Site] | None:
        """Return the expressions that a name may mean, nothing for a steady one; None if it varies by itself."""
        if part.node.kind == "unary_expression":
            return None
        symbol = self.shapes.names.symbol_of(part.node, part.file)
        if symbol is None or not symbol.is_local:
            return []
        match symbol.kind:
            case SymbolKind.PARAMETER:
                return self.definitions.behind(part) or None
            case SymbolKind.RECEIVER:
                return self._receivers(symbol)
            case SymbolKind.VARIABLE | SymbolKind.RESULT:
                if symbol.declaration.kind in _CHANGING or self._is_filled(symbol, asked):
                    return None
                return [each for each in self.definitions.of_symbol(symbol) if each.node.kind != "var_spec"]
            case _:
                return []

    def _receivers(self, symbol: Symbol) -> list[Site]:
        """Return what the method of a receiver is called on."""
        function = enclosing_function(symbol.node) or symbol.declaration
        method = declared_symbol(function, symbol.file) if function.kind == "method_declaration" else None
        found = []
        for call in self.references.calls(method) if method is not None else ():
            selector = call.node.field("function")
            operand = selector.field("operand") if selector is not None else None
            if operand is not None:
                found.append(call.at(operand))
        return found

    def _is_filled(self, symbol: Symbol, asked: Site) -> bool:
        """Return whether a call gets a variable's address, and may write anything into it."""
        for reference in self.references.of(symbol):
            outer = reference.node.parent
            if outer is None or outer.kind != "unary_expression" or outer.operator() != "&":
                continue
            holder = outer.parent
            is_own = reference.file == asked.file and asked.node.span.contains(outer.span)
            if holder is not None and holder.kind == "argument_list" and not is_own:
                return True
        return False

    def _parts(self, site: Site) -> list[Site]:
        """Return what an expression depends on: identifiers that are not fields or keys, and receives; no contexts."""
        found, pending = [], [site.node]
        while pending:
            node = pending.pop()
            if node.kind in _TYPED and str(self.shapes.of(node, site.file)) in _STEADY_TYPES:
                continue
            if node.kind == "identifier" or (node.kind == "unary_expression" and node.operator() == "<-"):
                found.append(site.at(node))
            elif node.kind == "keyed_element":
                pending += node.fields("value")
            elif node.kind != "func_literal":
                pending += node.children
        return found
