"""Places: what stands around an expression that decides where its value goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.program.functions import values

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol
    from golint_conn.syntax import Node


def assigned_at_declaration(symbol: Symbol) -> list[Node]:
    """Return the expression that a variable's declaration gives it, in a list that is empty where it gives none."""
    declared = symbol.declaration
    names = values(declared.field("left")) or declared.fields("name")
    right = values(declared.field("right") or declared.field("value"))
    place = next((i for i, each in enumerate(names) if each == symbol.node), None)
    if place is None or not right:
        return []
    return [right[place] if len(right) == len(names) else right[0]]


def runs_in_place(literal: Node) -> bool:
    """Return whether a function literal is called where it stands, `func() {...}()`, also by `go` or `defer`."""
    parent = literal.parent
    while parent is not None and parent.kind == "parenthesized_expression":
        literal, parent = parent, parent.parent
    return parent is not None and parent.kind == "call_expression" and parent.field("function") == literal


def root_of(node: Node) -> Node | None:
    """Return the identifier that a selector, index or dereference begins with: `s` of `s.pool[k].client`."""
    current: Node | None = node
    while current is not None and current.kind != "identifier":
        current = current.field("operand") or (current.children[0] if current.children else None)
    return current


def assigned_value(target: Node) -> Node | None:
    """Return what a plain assignment assigns to an expression, None where it assigns nothing to it."""
    outer = target.parent
    if outer is None or outer.kind != "expression_list":
        return None
    statement = outer.parent
    if statement is None or statement.kind != "assignment_statement" or statement.field("left") != outer:
        return None
    place = next((i for i, each in enumerate(outer.children) if each == target), 0)
    right = values(statement.field("right"))
    return right[place] if len(right) == len(outer.children) and place < len(right) else (right[0] if right else None)
