"""Lifespan: whether anything uses a value after its function has returned, which a deferred release would cut off.

A leak often has two sides: nothing closes the value, and something still reads it, in a goroutine, in a field or
through a reader that is returned. Closing it when the function returns would turn the second side into another defect.
So the value is followed to everything made from it within one function; what cannot be followed lives on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names import fieldpaths
from golint_conn.names.shape import Func, Named, Pointer, Slice, Tuple, dereferenced
from golint_conn.program.functions import enclosing_function, values
from golint_conn.program.places import runs_in_place

if TYPE_CHECKING:
    from golint_conn.names.shape import Type
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.syntax import Node

_CLIMBED = frozenset(
    {
        "parenthesized_expression",
        "selector_expression",
        "type_assertion_expression",
        "index_expression",
        "unary_expression",
    }
)
_LEFT_ALONE = frozenset({"binary_expression", "if_statement", "for_statement", "range_clause", "expression_case"})
_FREE = frozenset({"net/http.Header", "net.Addr", "net/http.Request", "net/url.URL", "time.Time", "time.Duration"})
"""Types whose values do not read from where they come from."""


_Held = tuple["Site", tuple[str, ...]]
"""The name of a variable, and the path from it to the part that counts."""


def ends_with_function(name: Site, part: tuple[str, ...], context: Context) -> bool:
    """Return whether nothing uses a local variable, or the part of it that counts, after its function has returned."""
    made: dict[_Held, None] = {(name, part): None}
    seen = 0
    while seen < len(made):
        holder, rest = [*made][seen]
        seen += 1
        if not _is_over(holder, rest, context, made):
            return False
    return True


def _is_over(name: Site, part: tuple[str, ...], context: Context, made: dict[_Held, None]) -> bool:
    """Return whether all uses of a variable itself are over; adds what is made from it to `made`."""
    symbol, function = context.code.symbol(name), enclosing_function(name.node)
    if symbol is None or not symbol.is_local or function is None:
        return False
    uses = [each for each in context.program.references.of(symbol) if each.node.start > name.node.start]
    return all(_Use(each, part, function, context, made).is_over() for each in uses)


class _Use:
    """One use of a value in a function."""

    def __init__(
        self, site: Site, part: tuple[str, ...], function: Node, context: Context, made: dict[_Held, None]
    ) -> None:
        self.site = site
        self.part = part
        self.function = function
        self.context = context
        self.made = made

    def is_over(self) -> bool:
        """Return whether the use is over when the function returns."""
        if not self._is_here():
            return False
        node, selected = self.site.node, list(self.part)
        holder = node.parent
        while holder is not None and holder.kind in _CLIMBED and _operand(holder) == node:
            if holder.operator() == "<-":
                return True
            field = holder.field("field") if holder.kind == "selector_expression" else None
            outer = holder.parent
            if field is not None and outer is not None and outer.field("function") == holder:
                return self._of_call(outer, is_receiver=True)
            for name in self._selected(holder) if field is not None else ():
                if selected and name != selected.pop(0):
                    # A field other than the one that is closed.
                    return True
            node, holder = holder, outer
        return holder is not None and self._of_value(node, holder, tuple(selected))

    def _selected(self, selector: Node) -> tuple[str, ...]:
        return fieldpaths.selected(selector, self.site.file, self.context.program.shapes)

    def _is_here(self) -> bool:
        """Return whether the use is in the function itself, or in a literal that runs as part of it."""
        for outer in self.site.node.ancestors():
            if outer == self.function:
                return True
            if outer.kind == "go_statement" or (outer.kind == "func_literal" and not runs_in_place(outer)):
                return False
        return False

    def _of_value(self, node: Node, holder: Node, part: tuple[str, ...]) -> bool:
        """Return whether the value in a place is over, depending on the place."""
        if holder.kind in _LEFT_ALONE or holder.field("function") == node or self._is_free(node):
            return True
        if holder.kind == "argument_list" and holder.parent is not None and holder.parent.kind == "call_expression":
            return self._of_call(holder.parent, is_receiver=False)
        statement = holder.parent
        if holder.kind != "expression_list" or statement is None:
            return False
        left = values(statement.field("left"))
        if node in left:
            return True
        right = values(statement.field("right"))
        if len(left) != len(right) or statement.kind not in {"short_var_declaration", "assignment_statement"}:
            return False
        return self._is_target_over(left[right.index(node)], part)

    def _of_call(self, call: Node, *, is_receiver: bool) -> bool:
        """Return whether what a call returns for the value is over too."""
        shape = self.context.code.callee(self.site.at(call)).shape
        results = shape.results if isinstance(shape, Func) else None
        outer = call.parent
        if outer is None or outer.kind == "go_statement" or results is None:
            return is_receiver and outer is not None and outer.kind in {"expression_statement", "defer_statement"}
        if all(_is_free(each) for each in results) or outer.kind in {"expression_statement", "defer_statement"}:
            return True
        if outer.kind == "selector_expression" and outer.parent is not None:
            return outer.parent.field("function") == outer and self._of_call(outer.parent, is_receiver=True)
        statement = outer.parent
        if outer.kind != "expression_list" or statement is None or len(outer.children) > 1:
            return self._is_argument_over(outer)
        targets = values(statement.field("left"))
        if statement.kind not in {"short_var_declaration", "assignment_statement"} or len(targets) != len(results):
            return False
        kept = [target for target, each in zip(targets, results, strict=True) if not _is_free(each)]
        return all(self._is_target_over(target, ()) for target in kept)

    def _is_argument_over(self, holder: Node) -> bool:
        is_argument = holder.kind == "argument_list" and holder.parent is not None
        return is_argument and holder.parent is not None and self._of_call(holder.parent, is_receiver=False)

    def _is_target_over(self, target: Node, part: tuple[str, ...]) -> bool:
        if target.kind != "identifier":
            return False
        if target.text != "_":
            self.made[self.site.at(target), part] = None
        return True

    def _is_free(self, node: Node) -> bool:
        return _is_free(self.context.program.shape(self.site.at(node)))


def _operand(node: Node) -> Node | None:
    return node.field("operand") or (node.children[0] if node.children else None)


def _is_free(shape: Type) -> bool:
    """Return whether a value of a type reads nothing from where it comes from: numbers, text, errors, bytes."""
    if isinstance(shape, Tuple):
        return all(_is_free(each) for each in shape.items)
    base = shape.element if isinstance(shape, Slice) else shape
    base = dereferenced(base) if isinstance(base, Pointer) else base
    return isinstance(base, Named) and (not base.path or str(base) in _FREE)
