"""Checks: the statement that assigns the results of a call, and the check of its error after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.program.functions import enclosing_function, unwrapped, values
from golint_conn.rule.fixes.statements import following

if TYPE_CHECKING:
    from golint_conn.flow.engine import Acquisition
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.syntax import Node

_ASSIGNING = frozenset({"short_var_declaration", "assignment_statement"})
_PASSED_OVER = _ASSIGNING | {"expression_statement", "var_declaration", "inc_statement", "dec_statement"}
_NAMES = frozenset({"identifier", "field_identifier"})


@dataclass(frozen=True, slots=True)
class Assigned:
    """A statement that only assigns the results of one call, and the targets of the assignment."""

    statement: Node
    targets: list[Node]

    def target(self, index: int) -> Node | None:
        """Return the variable that a result is assigned to, or None if it goes elsewhere."""
        node = self.targets[index] if 0 <= index < len(self.targets) else None
        return node if node is not None and node.kind == "identifier" and node.text != "_" else None


def assigned(call: Site) -> Assigned | None:
    """Return the statement in a sequence of statements that assigns the results of a call."""
    holder = call.node.parent
    while holder is not None and holder.kind == "parenthesized_expression":
        holder = holder.parent
    if holder is None or holder.kind != "expression_list" or len(holder.children) != 1:
        return None
    statement = holder.parent
    if statement is None or statement.kind not in _ASSIGNING or statement.field("right") != holder:
        return None
    if "=" not in statement.tokens and ":=" not in statement.tokens:
        return None
    outer = statement.parent
    if outer is None or outer.kind not in {"statement_list", "block"}:
        return None
    return Assigned(statement, values(statement.field("left")))


def handle_of(acquisition: Acquisition, found: Assigned, context: Context) -> Node | None:
    """Return the local variable of the same function that holds what a call acquires."""
    target = found.target(acquisition.index)
    symbol = context.code.symbol(acquisition.site.at(target)) if target is not None else None
    if symbol is None or not symbol.is_local:
        return None
    same = enclosing_function(symbol.node) == enclosing_function(acquisition.site.node)
    return target if same else None


def error_check(acquisition: Acquisition, found: Assigned, context: Context) -> Node | None:
    """Return the `if err != nil` after a call that leaves the function if the call has failed.

    The statements in between must not mention the error or the handle.
    """
    error = found.target(len(found.targets) - 1)
    if error is None or len(found.targets) < acquisition.index + 2:
        return None
    symbol = context.code.symbol(acquisition.site.at(error))
    handle = found.targets[acquisition.index].text
    for statement in following(found.statement):
        if statement.kind == "if_statement":
            return statement if is_guard(acquisition.site.at(statement), error.text, symbol, context) else None
        if statement.kind not in _PASSED_OVER or {error.text, handle} & mentioned(statement):
            return None
    return None


def mentioned(node: Node) -> set[str]:
    """Return the names that code mentions."""
    return {each.text for each in node.walk() if each.kind in _NAMES}


def is_guard(check: Site, error: str, symbol: object, context: Context) -> bool:
    """Return whether a statement is `if err != nil { ... }` for the error of a symbol, and leaves the function."""
    node = check.node
    condition, body = node.field("condition"), node.field("consequence")
    if condition is None or body is None or node.field("initializer") or node.field("alternative"):
        return False
    condition = unwrapped(condition)
    if condition.kind != "binary_expression" or condition.operator() != "!=":
        return False
    sides = [each for each in (condition.field("left"), condition.field("right")) if each is not None]
    tested = [each for each in sides if each.kind == "identifier" and each.text == error]
    if len(tested) != 1 or not any(each.kind == "nil" for each in sides):
        return False
    return context.code.symbol(check.at(tested[0])) == symbol and leaves(check.at(body), context)


def leaves(block: Site, context: Context) -> bool:
    """Return whether a block ends by leaving the function, or the process."""
    statements = [each for child in block.node.children for each in _sequence(child)]
    if not statements:
        return False
    last = statements[-1]
    if last.kind == "return_statement":
        return True
    call = last.children[0] if last.kind == "expression_statement" and last.children else None
    if call is None or call.kind != "call_expression":
        return False
    return context.engine.effects.never_returns(context.code.callee(block.at(call)))


def _sequence(node: Node) -> list[Node]:
    return node.children if node.kind == "statement_list" else [node]
