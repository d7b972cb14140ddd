"""Definitions: what a variable or an expression may hold, by looking backward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.budgets import SOURCES
from golint_conn.names.fieldpaths import selected
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.scopes import FUNCTIONS
from golint_conn.names.shape import UNKNOWN, Named, dereferenced
from golint_conn.names.shapes import CalleeKind
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program.creation import literal_fields
from golint_conn.program.functions import callee_body, declared_symbol, parameter_place, returned, values
from golint_conn.program.places import assigned_at_declaration, assigned_value
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.program.references import References
    from golint_conn.syntax import Node

_ASSIGNABLE = frozenset({SymbolKind.VARIABLE, SymbolKind.RESULT, SymbolKind.PARAMETER, SymbolKind.RECEIVER})


class Definitions:
    """Answers what is assigned where."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes
        self._reached: Memory[tuple[str, int, int], tuple[Site, ...]] = Memory(references.ledger)

    def of_symbol(self, symbol: Symbol) -> list[Site]:
        """Return the expressions that are assigned to a variable, its declaration first."""
        found = [Site(node, symbol.file) for node in assigned_at_declaration(symbol)]
        if not found and symbol.declaration.kind == "var_spec":
            found.append(Site(symbol.declaration, symbol.file))
        for reference in self.references.of(symbol):
            assigned = assigned_value(reference.node) or self._redeclared(reference)
            if assigned is not None:
                found.append(reference.at(assigned))
        return found

    @staticmethod
    def _redeclared(reference: Site) -> Node | None:
        """Return what `a, err := f()` assigns to a name that already existed."""
        left = reference.node.parent
        statement = left.parent if left is not None and left.kind == "expression_list" else None
        if left is None or statement is None or statement.kind != "short_var_declaration":
            return None
        if statement.field("left") != left:
            return None
        right = values(statement.field("right"))
        place = next((i for i, each in enumerate(left.children) if each == reference.node), 0)
        return right[place] if len(right) == len(left.children) else (right[0] if right else None)

    def origins(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from: through variables, `&`, parentheses and module functions.

        An expression that cannot be followed further is its own origin: a parameter, a field, a call of a function
        without a body. Each is listed once.
        """
        return list(self._reaching(site)) or [site]

    def _reaching(self, site: Site) -> tuple[Site, ...]:
        """Return the origins of an expression; none if it comes from nothing but itself."""
        return self._reached.of(site.key, lambda: tuple(dict.fromkeys(self._origins_of(site))), bottom=(), top=(site,))

    def _origins_of(self, site: Site) -> Sequence[Site]:
        node = site.node
        while node.kind in {
            "parenthesized_expression",
            "unary_expression",
            "type_assertion_expression",
            "literal_element",
        }:
            if node.kind == "unary_expression" and node.operator() != "&":
                return [site.at(node)]
            inner = node.field("operand") or (node.children[0] if node.children else None)
            if inner is None:
                break
            node = inner
        here = site.at(node)
        if node.kind == "identifier":
            symbol = self.shapes.names.symbol_of(node, site.file)
            if symbol is None or symbol.kind not in _ASSIGNABLE or self.shapes.names.is_standard(symbol.file):
                return [here]
            assigned = self.of_symbol(symbol)
            found = [o for each in assigned for o in self._further(each, here)]
            return found if symbol.kind is SymbolKind.VARIABLE and assigned else [*found, here]
        if node.kind == "selector_expression":
            return self._selected(here)
        if node.kind == "call_expression":
            return self._returned(here)
        return [here]

    def sources(self, site: Site) -> list[Site]:
        """Return where a value may come from in the whole module.

        Like `origins`, and further: from a parameter to the arguments of all calls, from a field of a named type to
        everything that the type's package puts into it. A value without a known source is its own source.
        """
        found: list[Site] = []
        seen: set[Site] = set()
        pending = [site]
        while pending and len(seen) <= SOURCES.most:
            for origin in self.origins(pending.pop()):
                if origin in seen:
                    continue
                seen.add(origin)
                behind = self.behind(origin)
                pending += behind
                if not behind:
                    found.append(origin)
        return [*found, *pending]

    def behind(self, origin: Site) -> list[Site]:
        """Return what callers pass for a parameter, or what the module puts into a field; empty for other origins."""
        node = origin.node
        if node.kind == "selector_expression":
            member = self.shapes.member(node, origin.file)
            owner = dereferenced(member.owner) if member is not None and not member.is_method else None
            if member is None or not isinstance(owner, Named) or not owner.path:
                return []
            return self.references.field_values(owner, member.name)
        symbol = self.shapes.names.symbol_of(node, origin.file) if node.kind == "identifier" else None
        if symbol is None or symbol.kind is not SymbolKind.PARAMETER:
            return []
        return self._arguments(symbol)

    def _arguments(self, parameter: Symbol) -> list[Site]:
        """Return what the calls in the module pass for a parameter of a declared function."""
        function = next((each for each in parameter.node.ancestors() if each.kind in FUNCTIONS), None)
        symbol = declared_symbol(function, parameter.file) if function is not None else None
        if function is None or symbol is None:
            return []
        place = parameter_place(function, parameter.node)
        found = []
        for call in self.references.calls(symbol):
            arguments = self.shapes.arguments(call.node)
            if place is not None and place < len(arguments):
                found.append(call.at(arguments[place]))
        return found

    def _further(self, each: Site, before: Site) -> Sequence[Site]:
        return [each] if each == before or each.node.kind == "var_spec" else self._reaching(each)

    def _selected(self, site: Site) -> list[Site]:
        """Return where a field comes from, if everything that its owner may be is a literal that sets it."""
        operand = site.node.field("operand")
        if operand is None or self.shapes.of(operand, site.file) == UNKNOWN:
            return [site]
        if operand.kind not in {"identifier", "selector_expression"}:
            return [site]
        found = [*self._reaching(site.at(operand))]
        for name in selected(site.node, site.file, self.shapes):
            owners = [each for each in found if each.node.kind != "nil"]
            if found and not owners:
                return [site]
            found = []
            for owner in owners:
                is_literal = owner.node.kind == "composite_literal"
                fields = literal_fields(owner.node, owner.file, self.shapes) if is_literal else {}
                if name not in fields:
                    return [site]
                found += self._reaching(fields[name])
        return found

    def _returned(self, site: Site) -> list[Site]:
        body = callee_body(site, self.shapes)
        callee = self.shapes.callee(site.node, site.file)
        if body is None or callee.kind not in {CalleeKind.FUNCTION, CalleeKind.METHOD}:
            return [site]
        results = [Site(values(each.children[0])[0], body[1]) for each in returned(body[0]) if each.children]
        found = [] if results else [site]
        for result in results:
            for origin in self._reaching(result):
                # What the function returns of a parameter is what this call passes, whatever other calls do.
                passed = self._passed(origin, body[0], site)
                found += [origin] if passed is None else self._reaching(passed)
        return found

    def _passed(self, origin: Site, function: Node, call: Site) -> Site | None:
        """Return what a call passes for an origin that is a parameter of its function; None for other origins."""
        symbol = self.shapes.names.symbol_of(origin.node, origin.file) if origin.node.kind == "identifier" else None
        is_one = symbol is not None and symbol.declaration.kind == "parameter_declaration"
        place = parameter_place(function, symbol.node) if symbol is not None and is_one else None
        arguments = self.shapes.arguments(call.node)
        return call.at(arguments[place]) if place is not None and place < len(arguments) else None
