"""Creations: the expressions that make a new value of a struct type, in any form.

&http.Transport{...}   http.Transport{...}   new(http.Transport)   var t http.Transport
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.fieldpaths import elements
from golint_conn.names.shape import Named, Type, dereferenced
from golint_conn.names.shapes import CalleeKind, TypeInfo
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node


@dataclass(frozen=True, slots=True)
class Creation:
    """A new value: the type, where it is made, and the fields that the literal sets, by name."""

    type: Named
    site: Site
    fields: dict[str, Site]


def creation(node: Node, file: GoFile, shapes: TypeInfo) -> Creation | None:
    """Return what a literal, a call of `new` or a variable specification without a value creates; None for others."""
    match node.kind:
        case "composite_literal":
            spelled, fields = node.field("type"), literal_fields(node, file, shapes)
        case "literal_value":
            return _made(dereferenced(shapes.of(node, file)), node, file, literal_fields(node, file, shapes))
        case "call_expression":
            callee = shapes.callee(node, file)
            arguments = shapes.arguments(node)
            is_new = callee.kind is CalleeKind.BUILTIN and callee.name == "new" and len(arguments) == 1
            spelled, fields = (arguments[0] if is_new else None), {}
        case "var_spec":
            spelled, fields = (node.field("type") if node.field("value") is None else None), {}
        case _:
            return None
    return _made(shapes.type_named(spelled, file), node, file, fields)


def _made(shape: Type | None, node: Node, file: GoFile, fields: dict[str, Site]) -> Creation | None:
    return Creation(shape, Site(node, file), fields) if isinstance(shape, Named) and shape.path else None


def literal_fields(literal: Node, file: GoFile, shapes: TypeInfo) -> dict[str, Site]:
    """Return the values that a struct literal gives to its fields; one without keys by position."""
    inside = elements(literal, file, shapes)
    return {each.field: Site(each.value, file) for each in inside if each.field}
