"""Field paths: which fields of a struct a selector or an element of a literal means.

Go lets code leave names out: `s.Body` may mean `s.Response.Body`, and `T{resp}` means `T{Response: resp}`. This module
fills in the omitted names, so that all spellings of a place become one path.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from golint_conn.names.shape import UNKNOWN, Struct, dereferenced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.syntax import Node


@dataclass(frozen=True, slots=True)
class Element:
    """A value in a literal, and the field of a struct that it fills.

    The field is empty if the value is an element of a slice, an array or a map, or if the type is unknown.
    """

    literal: Node
    field: str
    value: Node
    is_item: bool = False


def selected(selector: Node, file: GoFile, shapes: TypeInfo) -> tuple[str, ...]:
    """Return the fields that a selector selects, in order: embedded fields that it leaves out, then the named one."""
    name = selector.field("field")
    member = shapes.member(selector, file)
    through = member.through if member is not None else ()
    return (*through, name.text) if name is not None else through


def full(shape: Type, path: tuple[str, ...], shapes: TypeInfo) -> tuple[str, ...]:
    """Return a path from a value of a type with all the embedded fields that its spelling leaves out."""
    found: list[str] = []
    for name in path:
        member = shapes.members.find(shape, name)
        found += (*member.through, name) if member is not None else (name,)
        shape = member.shape if member is not None else UNKNOWN
    return tuple(found)


def short(shape: Type, path: tuple[str, ...], shapes: TypeInfo) -> tuple[str, ...]:
    """Return a path from a value of a type without the embedded fields that Go code may leave out."""
    found: list[str] = []
    while path:
        promoted = ((at, shapes.members.find(shape, path[at])) for at in reversed(range(1, len(path))))
        at = next((at for at, member in promoted if member is not None and member.through == path[:at]), 0)
        member = shapes.members.find(shape, path[at])
        found.append(path[at])
        shape, path = member.shape if member is not None else UNKNOWN, path[at + 1 :]
    return tuple(found)


def elements(literal: Node, file: GoFile, shapes: TypeInfo) -> Iterator[Element]:
    """Yield the values in a composite literal, or in the `{...}` that leaves out its type."""
    body = literal if literal.kind == "literal_value" else literal.field("body")
    entries = body.children if body is not None else []
    fields = _fields(literal, file, shapes) if entries else None
    for place, entry in enumerate(entries):
        holder = entry.field("value") if entry.kind == "keyed_element" else entry
        if holder is not None and holder.children:
            yield Element(literal, _named(entry, place, fields), holder.children[0], is_item=fields == ())


def element(holder: Node | None, file: GoFile, shapes: TypeInfo) -> Element | None:
    """Return the element whose value a `literal_element` holds; None for one that is a key."""
    if holder is None:
        return None
    entry, body = holder, holder.parent
    if body is not None and body.kind == "keyed_element":
        if body.field("value") != holder:
            return None
        entry, body = body, body.parent
    if body is None or body.kind != "literal_value" or body.parent is None or not holder.children:
        return None
    literal = body.parent if body.parent.kind == "composite_literal" else body
    fields, place = _fields(literal, file, shapes), 0
    if entry is holder and fields:
        place = next((at for at, each in enumerate(islice(body.children, len(fields))) if each == entry), len(fields))
    return Element(literal, _named(entry, place, fields), holder.children[0], is_item=fields == ())


def keyed(name: Node, file: GoFile, shapes: TypeInfo) -> Element | None:
    """Return the element whose field an identifier names before a colon; None for an identifier that names no field."""
    key = name.parent
    entry = key.parent if key is not None and key.kind == "literal_element" else None
    if entry is None or entry.kind != "keyed_element" or entry.field("key") != key:
        return None
    found = element(entry.field("value"), file, shapes)
    return found if found is not None and found.field else None


def _fields(literal: Node, file: GoFile, shapes: TypeInfo) -> tuple[str, ...] | None:
    """Return the fields of a literal's type in order: none if it is not a struct, None if the type is unknown."""
    underlying = shapes.types.underlying(dereferenced(shapes.of(literal, file)))
    if isinstance(underlying, Struct):
        return tuple(each.name for each in underlying.fields)
    return None if underlying == UNKNOWN else ()


def _named(entry: Node, place: int, fields: tuple[str, ...] | None) -> str:
    """Return the field that an entry fills; in an unknown type, a name before a colon is assumed to be a field."""
    if entry.kind != "keyed_element":
        return fields[place] if fields is not None and place < len(fields) else ""
    key = entry.field("key")
    name = key.children[0] if key is not None and key.children else None
    if name is None or fields == () or (fields is None and name.kind != "identifier"):
        return ""
    return name.text
