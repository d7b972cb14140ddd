"""Functions: the function around a piece of code, its parameters, and what it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.callers import hands_on
from golint_conn.names.scopes import FUNCTIONS

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node


def enclosing_function(node: Node) -> Node | None:
    """Return the nearest function (declaration, method or literal) around a node, None at package level."""
    return next((outer for outer in node.ancestors() if outer.kind in FUNCTIONS), None)


def enclosing_declaration(node: Node) -> Node | None:
    """Return the function or method declaration around a node, through function literals."""
    kinds = {"function_declaration", "method_declaration"}
    return next((outer for outer in node.ancestors() if outer.kind in kinds), None)


def declared_symbol(declaration: Node, file: GoFile) -> Symbol | None:
    """Return the symbol of a function or method declaration."""
    name = declaration.field("name")
    if name is None:
        return None
    if declaration.kind == "function_declaration":
        own = file.declaration(name.text)
        return own if own is not None and own.node == name else None
    return file.method_of(declaration)


def may_hand_on(function: Node) -> bool:
    """Return whether a function has callers, and may return more to them than plain values."""
    return function.kind != "func_literal" and hands_on(function.source.data[function.start : function.end])


def parameter(function: Node, file: GoFile, shapes: TypeInfo, place: int) -> Symbol | None:
    """Return the symbol of the parameter at a place (from 0) of a function with a body; a variadic takes the rest."""
    body, holder = function.field("body"), function.field("parameters")
    if body is None or holder is None:
        return None
    at = 0
    for each in holder.children:
        names = each.fields("name")
        if each.kind == "variadic_parameter_declaration" and names:
            return shapes.names.local(names[0].text, names[0].start, file)
        if at <= place < at + len(names):
            name = names[place - at]
            return shapes.names.local(name.text, name.start, file)
        at += max(1, len(names))
    return None


def parameter_place(function: Node, name: Node) -> int | None:
    """Return the place (from 0) of the parameter that a function declares under a name, None if it declares none."""
    holder = function.field("parameters")
    names = [each for declared in (holder.children if holder is not None else []) for each in declared.fields("name")]
    return next((place for place, each in enumerate(names) if each == name), None)


def receiver(method: Node, file: GoFile, shapes: TypeInfo) -> Symbol | None:
    """Return the symbol of the receiver of a method, None if it has no name."""
    holder = method.field("receiver")
    names = [name for each in (holder.children if holder is not None else []) for name in each.fields("name")]
    return shapes.names.local(names[0].text, names[0].start, file) if names else None


def display_name(node: Node) -> str:
    """Return the name of the function around a node as people write it: `Fetch`, `(*Client).Do`, `main.func`."""
    declaration = enclosing_declaration(node)
    if declaration is None:
        return ""
    name = declaration.field("name")
    text = name.text if name is not None else ""
    receiver = declaration.field("receiver")
    for each in receiver.children if receiver is not None else []:
        declared = each.field("type")
        if declared is not None:
            spelled = declared.text.partition("[")[0]
            return f"({spelled}).{text}"
    return text


def returned(function: Node) -> list[Node]:
    """Return the return statements of a function, those of nested function literals left out."""
    body = function.field("body")
    found, pending = [], [body] if body is not None else []
    while pending:
        node = pending.pop()
        if node.kind == "return_statement":
            found.append(node)
        elif node.kind != "func_literal":
            pending += reversed(node.children)
    return found


def values(holder: Node | None) -> list[Node]:
    """Return the expressions of an expression list, or the one expression that takes its place."""
    if holder is None:
        return []
    return holder.children if holder.kind == "expression_list" else [holder]


def unwrapped(node: Node) -> Node:
    """Return an expression without the parentheses around it."""
    while node.kind == "parenthesized_expression" and len(node.children) == 1:
        node = node.children[0]
    return node


def callee_body(site: Site, shapes: TypeInfo) -> tuple[Node, GoFile] | None:
    """Return the declaration with a body that a call calls, and its file; None if it is not available."""
    callee = shapes.callee(site.node, site.file)
    symbol = callee.symbol
    if symbol is None or symbol.declaration.kind not in {"function_declaration", "method_declaration"}:
        return None
    return (symbol.declaration, symbol.file) if symbol.declaration.field("body") is not None else None


def declared_names(node: Node) -> list[str]:
    """Return the names that a declaration, an assignment, a keyed element or a parameter of a method introduces."""
    match node.kind:
        case "short_var_declaration" | "assignment_statement":
            return [each.text for each in values(node.field("left"))]
        case "var_spec" | "const_spec" | "function_declaration":
            return [each.text for each in node.fields("name")]
        case "method_declaration":
            name, receiver = node.field("name"), node.field("receiver")
            return [each.text for each in (name, receiver) if each is not None]
        case "keyed_element":
            key = node.field("key")
            return [key.text] if key is not None else []
    return []
