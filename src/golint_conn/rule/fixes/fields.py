"""Fields: adds, replaces and removes settings of structs where the struct is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.rule.fixes.import_edits import imported
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.literals import Literal, put_in_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.source import Edit
    from golint_conn.syntax import Node


def with_fields(
    made: Site,
    fields: Sequence[tuple[str, str]],
    context: Context,
    applicability: Applicability = Applicability.UNSAFE,
) -> Fix | None:
    """Return the fix that sets fields where a struct is made: in a literal, by `new(T)`, or by `var x T`.

    In their values `{time}` stands for the name of that package of the standard library; it is imported if needed.
    """
    lines = Lines(made.file)
    found = named([value for _, value in fields], made, lines, context)
    if found is None:
        return None
    values, imports = found
    texts = [(name, value) for (name, _), value in zip(fields, values, strict=True)]
    edits = _setting(made.node, texts, lines)
    title = f"Set {' and '.join(f'{name}: {value}' for name, value in texts)}"
    return None if edits is None else Fix(title, (*imports, *edits), applicability)


def with_exchanged_field(
    literal: Site, old: str, new: tuple[str, str], context: Context, applicability: Applicability
) -> Fix | None:
    """Return the fix that replaces one field of a literal by another: its name, and its value.

    The value is written as for `with_fields`.
    """
    (name, value), lines, body = new, Lines(literal.file), _body(literal.node)
    written = named([value], literal, lines, context)
    element = Literal(body, lines).element(old) if body is not None else None
    if body is None or element is None or written is None or Literal(body, lines).element(name) is not None:
        return None
    (text,), imports = written
    edit = Literal(body, lines).giving(element, name, text)
    return None if edit is None else Fix(f"Set {name}: {text} instead of {old}", (*imports, edit), applicability)


def without_field(literal: Site, name: str, applicability: Applicability) -> Fix | None:
    """Return the fix that removes a field from a literal."""
    body = _body(literal.node)
    edit = Literal(body, Lines(literal.file)).removing(name) if body is not None else None
    return None if edit is None else Fix(f"Remove {name}", (edit,), applicability)


def named(values: Sequence[str], site: Site, lines: Lines, context: Context) -> tuple[list[str], list[Edit]] | None:
    """Return values with the name of the package that they need, and the edits that import it."""
    if not any("{time}" in value for value in values):
        return [*values], []
    found = imported("time", site.node.start, lines, context.program.shapes.names)
    return None if found is None else ([value.replace("{time}", found[0]) for value in values], found[1])


def _body(node: Node) -> Node | None:
    return node.field("body") if node.kind == "composite_literal" else node if node.kind == "literal_value" else None


def _setting(node: Node, fields: Sequence[tuple[str, str]], lines: Lines) -> list[Edit] | None:
    body, inline = _body(node), ", ".join(f"{name}: {value}" for name, value in fields)
    if body is not None:
        return Literal(body, lines).setting(fields)
    if node.kind == "call_expression":
        arguments = node.field("arguments")
        types = arguments.children if arguments is not None else []
        edit = put_in_place(node, f"&{types[0].text}{{{inline}}}", lines) if len(types) == 1 else None
        return None if edit is None else [edit]
    spelled, holder = node.field("type"), node.parent
    is_single = holder is not None and holder.kind == "var_declaration" and len(node.fields("name")) == 1
    if spelled is None or not is_single or lines.shares_comments(lines.last(node)):
        return None
    return [lines.edit(spelled.start, spelled.end, f"= {spelled.text}{{{inline}}}")]
