"""Hoists: turns what a function makes again and again into a package variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.names.calls import CalleeKind
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.shape import Func
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program.functions import enclosing_declaration
from golint_conn.program.uses import UseKind
from golint_conn.rule.fixes.fields import named
from golint_conn.rule.fixes.import_edits import imported
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.literals import Literal, put_in_place
from golint_conn.rule.fixes.naming import unused_package_name
from golint_conn.source import edited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.source import Edit
    from golint_conn.syntax import Node

_ONCE_VALUE = (1, 21)
"""The version of Go that introduced sync.OnceValue."""

_CHANGING = (UseKind.SET, UseKind.COPIED)


def hoisted(made: Site, noun: str, missing: Sequence[tuple[str, str]], context: Context) -> Fix | None:
    """Return the fix that makes a package variable of `&T{...}`, if that depends on nothing but the package.

    The name of the variable ends in the noun. The literal also gets the `missing` fields, with values as for
    `with_fields`: a value that lives as long as the program may need more than one that lives for one call.
    """
    node = made.node.parent
    if made.node.kind != "composite_literal" or node is None or node.kind != "unary_expression":
        return None
    if _is_changed(made, context) or not _is_independent(made.at(node), context):
        return None
    lines, name = Lines(made.file), unused_package_name(noun, made, context)
    body, found = made.node.field("body"), named([value for _, value in missing], made, lines, context)
    if name is None or body is None or found is None:
        return None
    fields = [(field, value) for (field, _), value in zip(missing, found[0], strict=True)]
    edits = Literal(body, lines).setting(fields)
    text = _moved(node, edits, lines) if edits is not None else None
    return None if text is None else _variable(made.at(node), name, text, name, found[1])


def hoisted_call(call: Site, noun: str, context: Context) -> Fix | None:
    """Return the fix that has a function of the package make its value once, at the first call."""
    callee, version = context.code.callee(call), context.code.go_version(call)
    symbol, shape = callee.symbol, callee.shape
    if call.node.kind != "call_expression" or version is None or version < _ONCE_VALUE or context.code.arguments(call):
        return None
    if symbol is None or symbol.kind is not SymbolKind.FUNCTION or not isinstance(shape, Func):
        return None
    function = call.node.field("function")
    if function is None or not _is_package_level(call.at(function), context) or len(shape.results) != 1:
        return None
    if _is_changed(call, context):
        return None
    lines, name = Lines(call.file), unused_package_name(noun, call, context)
    sync = imported("sync", call.node.start, lines, context.program.shapes.names)
    if name is None or sync is None:
        return None
    return _variable(call, name, f"{sync[0]}.OnceValue({function.text})", f"{name}()", sync[1])


def _is_package_level(function: Site, context: Context) -> bool:
    """Return whether a function is called by its name alone, or by that and its package's."""
    operand = function.node.field("operand")
    if function.node.kind != "selector_expression" or operand is None:
        return function.node.kind == "identifier"
    found = context.program.shapes.names.resolve(operand.text, operand.start, function.file)
    return operand.kind == "identifier" and isinstance(found, ImportedPackage)


def _variable(site: Site, name: str, value: str, use: str, imports: list[Edit]) -> Fix | None:
    """Return the fix that declares a package variable before the function around a site, and uses it there."""
    lines, declaration, node = Lines(site.file), enclosing_declaration(site.node), site.node
    while node.parent is not None and node.parent.kind == "parenthesized_expression":
        node = node.parent
    edit = put_in_place(node, use, lines)
    if declaration is None or edit is None or not lines.begins(declaration):
        return None
    start = lines.source.line_starts[_first_with_comment(declaration, lines) - 1]
    declared = lines.edit(start, start, f"var {name} = {value}\n\n")
    title, claim = f"Make it once, in the package variable {name}", f"{site.file.path.rpartition('/')[0]}:{name}"
    return Fix(title, (*imports, declared, edit), Applicability.UNSAFE, (claim,))


def _first_with_comment(declaration: Node, lines: Lines) -> int:
    """Return the line on which a declaration begins, including the comments directly above it."""
    ends = {lines.last(each): line for line, group in lines.comments.items() for each in group}
    at = lines.first(declaration)
    while at - 1 in ends and lines.trailing(ends[at - 1]) is None:
        at = ends[at - 1]
    return at


def _moved(node: Node, edits: list[Edit], lines: Lines) -> str | None:
    """Return the text of an expression after edits inside it, as written at the top level."""
    data = lines.source.data
    after = edited(data, edits)
    text = after[node.start : node.end + len(after) - len(data)].decode("utf-8", "surrogateescape")
    if any(each.kind == "raw_string_literal" and "\n" in each.text for each in node.walk()):
        return None
    first, *rest = text.replace("\r\n", "\n").split("\n")
    indentation = lines.indentation(lines.first(node))
    if any(line.strip() and not line.startswith(indentation) for line in rest):
        return None
    return "\n".join([first, *(line.removeprefix(indentation) for line in rest)])


def _is_changed(made: Site, context: Context) -> bool:
    """Return whether a value is changed where it is used, or its function does more with it than use it."""
    trace = context.values.trace(made)
    return not trace.complete or bool(trace.of(*_CHANGING, owned=False)) or bool(trace.calls("CloseIdleConnections"))


def _is_independent(expression: Site, context: Context) -> bool:
    """Return whether an expression is the same in the whole package and at any time.

    That is so if it mentions only types, functions and constants, and calls nothing.
    """
    literals = [each.span for each in expression.node.walk() if each.kind == "func_literal"]
    for node in expression.node.walk():
        site = expression.at(node)
        is_later = any(span.contains(node.span) for span in literals)
        if node.kind == "call_expression" and not is_later and not _is_conversion(site, context):
            return False
        if node.kind == "unary_expression" and node.operator() == "<-":
            return False
        if node.kind in {"identifier", "type_identifier"} and not _is_lasting(site, expression, context, is_later):
            return False
    return True


def _is_conversion(call: Site, context: Context) -> bool:
    return context.code.callee(call).kind is CalleeKind.CONVERSION


def _is_lasting(name: Site, whole: Site, context: Context, is_later: bool) -> bool:  # noqa: FBT001 - one of four facts
    """Return whether a name in an expression means the same anywhere in the package."""
    holder = name.node.parent
    element = holder.parent if holder is not None and holder.kind == "literal_element" else None
    if element is not None and element.kind == "keyed_element" and element.field("key") == holder:
        return True
    found = context.program.shapes.names.resolve(name.node.text, name.node.start, name.file)
    if isinstance(found, ImportedPackage):
        selected = holder.field("field") if holder is not None and holder.kind == "selector_expression" else None
        if selected is None or found.scope is None:
            return holder is not None and holder.kind == "qualified_type"
        found = found.scope.lookup(selected.text)
        if found is None:
            return False
    if not isinstance(found, Symbol):
        return True
    if found.is_local:
        return found.file == whole.file and whole.node.span.contains(found.node.span)
    return is_later or found.kind is not SymbolKind.VARIABLE
