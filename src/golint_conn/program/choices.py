"""Choices: whether code runs only because a user asked for it.

`if opts.Insecure { cfg.InsecureSkipVerify = true }` is a user's decision; `if err != nil { ... }` is not. A guard is an
enclosing `if` or `switch`, or an earlier `if` of the same block that leaves. It is a choice unless it only asks whether
something is nil, or whether a lookup or assertion succeeded.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from golint_conn.names.shapes import CalleeKind
from golint_conn.names.symbol import SymbolKind
from golint_conn.program.functions import unwrapped, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.symbol import Symbol
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

_ENVIRONMENT = frozenset({"os", "flag", "strconv", "strings"})
"""Packages whose functions return what a user has set."""

_LEAVING = frozenset({"return_statement", "continue_statement", "break_statement", "goto_statement"})
_AROUND_VALUES = frozenset({"literal_element", "parenthesized_expression", "unary_expression"})
_FUNCTIONS = frozenset({"function_declaration", "method_declaration", "func_literal"})


class Choices:
    """Answers the question."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes

    def is_chosen(self, site: Site) -> bool:
        """Return whether a guard around or before a site is a choice."""
        return any(self._is_choice(site.at(condition)) for condition in guards(site.node))

    def is_used_by_choice(self, symbol: Symbol) -> bool:
        """Return whether every mention of a package variable is a choice: guarded by one, or keyed by true or false.

        A table `map[bool]*http.Client{false: plain, true: lenient}` is indexed by a setting.
        """
        mentions = self.definitions.references.of(symbol) if not symbol.is_local else []
        return bool(mentions) and all(self.is_chosen(each) or _is_filed(each.node) for each in mentions)

    def _is_choice(self, condition: Site) -> bool:
        pending = [condition.node]
        while pending:
            node = pending.pop()
            operator = node.operator() if node.kind in {"binary_expression", "unary_expression"} else ""
            if operator in {"&&", "||", "!"} or node.kind == "parenthesized_expression":
                pending += node.children
            elif operator in {"==", "!="} and any(each.kind == "nil" for each in node.children):
                continue
            elif self._is_setting(condition.at(node)):
                return True
        return False

    def _is_setting(self, atom: Site) -> bool:
        if atom.node.kind == "identifier":
            symbol = self.shapes.names.symbol_of(atom.node, atom.file)
            if symbol is not None and symbol.is_local and symbol.kind is SymbolKind.VARIABLE:
                return any(self._is_setting_value(each) for each in self.definitions.of_symbol(symbol))
        return atom.node.kind not in {"true", "false"}

    def _is_setting_value(self, value: Site) -> bool:
        """Return whether a local variable's value is a setting: not an assertion's `ok`, nor just any call's result."""
        value = value.at(unwrapped(value.node))
        if value.node.kind == "call_expression":
            callee = self.shapes.callee(value.node, value.file)
            if callee.kind is CalleeKind.VALUE:
                return True
            return callee.path in _ENVIRONMENT or (callee.kind is CalleeKind.FUNCTION and callee.symbol is not None)
        return value.node.kind not in {"type_assertion_expression", "index_expression"}


def _is_filed(node: Node) -> bool:
    """Return whether an expression is the value of an element whose key is true or false."""
    for inner, outer in pairwise((node, *node.ancestors())):
        if outer.kind == "keyed_element":
            key = outer.field("key")
            return key is not None and inner != key and key.text in {"true", "false"}
        if outer.kind not in _AROUND_VALUES:
            return False
    return False


def guards(node: Node) -> Iterator[Node]:
    """Yield the conditions that must have held, or failed, for a node to be reached in its function."""
    inner = node
    for outer in node.ancestors():
        if outer.kind in _FUNCTIONS:
            return
        if outer.kind == "if_statement":
            condition = outer.field("condition")
            if condition is not None and inner in {outer.field("consequence"), outer.field("alternative")}:
                yield condition
        elif outer.kind in {"expression_case", "default_case"}:
            yield from _switched(outer)
        elif outer.kind == "statement_list":
            yield from _left_before(outer, inner)
        inner = outer


def _switched(case: Node) -> Iterator[Node]:
    switch = case.parent
    value = switch.field("value") if switch is not None else None
    if value is not None:
        yield value
    else:
        yield from values(case.field("value"))


def _left_before(block: Node, inner: Node) -> Iterator[Node]:
    for statement in block.children:
        if statement.start >= inner.start:
            return
        body = statement.field("consequence") if statement.kind == "if_statement" else None
        condition = statement.field("condition")
        inside = body.children[0].children if body is not None and body.children else []
        if inside and inside[-1].kind in _LEAVING and condition is not None:
            yield condition
