"""Loops: whether one goes on as long as the program does, or comes to an end with its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Chan

if TYPE_CHECKING:
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

_LEAVING = frozenset({"return_statement", "break_statement", "goto_statement"})
_BREAKABLE = frozenset({"for_statement", "expression_switch_statement", "type_switch_statement", "select_statement"})
_FORCED = frozenset({"communication_case", "default_case"})


def runs_on(loop: Site, inside: Node, shapes: TypeInfo) -> bool:
    """Return whether a loop is left only when something forces it, as seen from a node inside of it.

    Such a loop has no condition, or receives from a channel. An error forces it, or what arrives on another channel:

    for {
        conn, err := listener.Accept()
        if err != nil {
            return err
        }
        select {
        case <-ctx.Done(): return
        ...
    """
    clauses = [each for each in loop.node.children if each.kind not in {"block", "comment"}]
    if clauses:
        over = clauses[0].field("right") if clauses[0].kind == "range_clause" else None
        if over is None or not isinstance(shapes.types.underlying(shapes.value(over, loop.file)), Chan):
            return False
    return all(_is_forced(each, inside, loop.node) for each in _exits(loop.node))


def _exits(loop: Node) -> list[Node]:
    """Return the statements by which control leaves a loop."""
    found, pending = [], [(child, False) for child in loop.children]
    while pending:
        node, is_inside = pending.pop()
        if node.kind == "func_literal":
            continue
        if node.kind in _LEAVING and not (node.kind == "break_statement" and is_inside and not node.children):
            found.append(node)
        pending += [(child, is_inside or node.kind in _BREAKABLE) for child in node.children]
    return found


def _is_forced(leaving: Node, inside: Node, loop: Node) -> bool:
    """Return whether a statement runs only because of an error or of what a channel gave."""
    for outer in leaving.ancestors():
        if outer == loop:
            return False
        if outer.kind in _FORCED:
            return not outer.span.contains(inside.span)
        condition = outer.field("condition") if outer.kind == "if_statement" else None
        if condition is not None and any(each.kind == "nil" for each in condition.walk()):
            return True
    return False
