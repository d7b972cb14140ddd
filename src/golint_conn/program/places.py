"""Places: what is around an expression and decides where its value goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.fieldpaths import element
from golint_conn.program.functions import values

if TYPE_CHECKING:
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node


def assigned_at_declaration(symbol: Symbol) -> list[Node]:
    """Return the expression that a variable's declaration gives it, in a list that is empty if it gives none."""
    declared = symbol.declaration
    names = values(declared.field("left")) or declared.fields("name")
    right = values(declared.field("right") or declared.field("value"))
    place = next((i for i, each in enumerate(names) if each == symbol.node), None)
    if place is None or not right:
        return []
    return [right[place] if len(right) == len(names) else right[0]]


def runs_in_place(literal: Node) -> bool:
    """Return whether a function literal is called in place, `func() {...}()`, also by `go` or `defer`."""
    parent = literal.parent
    while parent is not None and parent.kind == "parenthesized_expression":
        literal, parent = parent, parent.parent
    return parent is not None and parent.kind == "call_expression" and parent.field("function") == literal


def holding_name(literal: Node) -> Node | None:
    """Return the name that a declaration gives a function literal, `var f = func() {...}`; None for other literals."""
    while literal.parent is not None and literal.parent.kind == "parenthesized_expression":
        literal = literal.parent
    listed = literal.parent
    declared = listed.parent if listed is not None and listed.kind == "expression_list" else None
    if listed is None or declared is None or declared.kind not in {"var_spec", "short_var_declaration"}:
        return None
    names = values(declared.field("left")) or declared.fields("name")
    place = next((i for i, each in enumerate(listed.children) if each == literal), None)
    return names[place] if place is not None and len(names) == len(listed.children) else None


def called_literal(call: Node) -> Node | None:
    """Return the function literal that a call calls in place, `func(x T) {...}(x)`; None for other callees."""
    function = call.field("function")
    while function is not None and function.kind == "parenthesized_expression" and function.children:
        function = function.children[0]
    return function if function is not None and function.kind == "func_literal" else None


def root_of(node: Node) -> Node | None:
    """Return the identifier that a selector, index or dereference begins with: `s` of `s.pool[k].client`."""
    current: Node | None = node
    while current is not None and current.kind != "identifier":
        current = current.field("operand") or (current.children[0] if current.children else None)
    return current


def assigned_value(target: Node) -> Node | None:
    """Return what a plain assignment assigns to an expression, None if it assigns nothing to it."""
    outer = target.parent
    if outer is None or outer.kind != "expression_list":
        return None
    statement = outer.parent
    if statement is None or statement.kind != "assignment_statement" or statement.field("left") != outer:
        return None
    place = next((i for i, each in enumerate(outer.children) if each == target), 0)
    right = values(statement.field("right"))
    return right[place] if len(right) == len(outer.children) and place < len(right) else (right[0] if right else None)


def field_owner(value: Site, fields: frozenset[str], shapes: TypeInfo) -> Site | None:
    """Return the literal, or the owner in an assignment, one of whose named fields gets a value."""
    node, parent = value.node, value.node.parent
    while parent is not None and parent.kind == "parenthesized_expression":
        node, parent = parent, parent.parent
    if parent is not None and parent.kind == "literal_element":
        found = element(parent, value.file, shapes)
        return value.at(found.literal) if found is not None and found.field in fields else None
    statement = parent.parent if parent is not None and parent.kind == "expression_list" else None
    if parent is None or statement is None or statement.kind != "assignment_statement":
        return None
    place = next((i for i, each in enumerate(parent.children) if each == node), 0)
    targets = values(statement.field("left")) if statement.field("right") == parent else []
    target = targets[place] if place < len(targets) else None
    name = target.field("field") if target is not None and target.kind == "selector_expression" else None
    owner = target.field("operand") if target is not None and name is not None and name.text in fields else None
    return value.at(owner) if owner is not None else None
