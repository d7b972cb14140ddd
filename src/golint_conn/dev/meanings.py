"""Meanings: what an identifier resolves to, in words.

An identifier is a name in one of three positions: a name by itself, a name after a dot, or a name that is only a label
(a field in a struct type or literal, a method in an interface, a package clause, a jump's target).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.constants import unquoted
from golint_conn.names.fieldpaths import keyed
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.shape import Named, Package, dereferenced, universe_type
from golint_conn.names.shapes import BUILTINS, TypeInfo
from golint_conn.names.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

_IDENTIFIERS = frozenset(
    {"identifier", "type_identifier", "field_identifier", "package_identifier", "label_name", "blank_identifier", "dot"}
)
_LABELS = {
    ("package_clause", "package_identifier"): "package clause",
    ("field_declaration", "field_identifier"): "field, declared here",
    ("method_elem", "field_identifier"): "method of an interface, declared here",
    ("method_declaration", "field_identifier"): "method, declared here",
}
_BLANK = {"_": "blank"}
_NIL = "nil"
"""In a type switch the grammar reads `nil` as the name of a type."""

UNKNOWN = "unknown"


def identifiers(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the identifiers among some nodes."""
    return (node for node in nodes if node.kind in _IDENTIFIERS)


def meaning(node: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return what an identifier means: the kind and position of its declaration, an import path, or Go's universe."""
    parent = node.parent
    around = parent.kind if parent is not None else ""
    label = _LABELS.get((around, node.kind))
    if label is not None:
        return label
    if node.kind == "label_name":
        return "label"
    if parent is not None and around == "import_spec":
        return _imported(parent)
    if node.text in _BLANK:
        return _BLANK[node.text]
    if parent is not None and parent.kind in {"selector_expression", "qualified_type"} and node == _behind_dot(parent):
        return _selected(parent, file, shapes)
    return _label_of_field(node, file, shapes) or _plain(node, file, shapes)


def _behind_dot(parent: Node) -> Node | None:
    return parent.field("field") if parent.kind == "selector_expression" else parent.field("name")


def _imported(spec: Node) -> str:
    path = spec.field("path")
    return f"import {unquoted(path.text)}" if path is not None else UNKNOWN


def _plain(node: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return the meaning of a name by itself."""
    found = shapes.names.resolve(node.text, node.start, file)
    if isinstance(found, ImportedPackage):
        return f"import {found.path}"
    if isinstance(found, Symbol):
        return _declared(found, node, file, shapes)
    if universe_type(node.text) is not None or node.text in BUILTINS or node.text == _NIL:
        return "universe"
    return UNKNOWN


def _declared(symbol: Symbol, node: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return the kind of a symbol and the position of its declaration."""
    if symbol.file is file and symbol.node == node:
        return f"{symbol.kind.value}, declared here"
    if shapes.names.is_standard(symbol.file):
        return f"{symbol.kind.value} {shapes.names.package_path(symbol.file)}.{symbol.name}"
    position = symbol.file.source.byte_position(symbol.node.start)
    place = f"{position.line}:{position.column}"
    return f"{symbol.kind.value} of {place if symbol.file is file else f'{symbol.file.source.path}:{place}'}"


def _selected(parent: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return the meaning of a name after a dot: a name of another package, or a field or method."""
    operand, name = parent.field("operand") or parent.field("package"), _behind_dot(parent)
    if operand is None or name is None:
        return UNKNOWN
    if operand.kind == "package_identifier":
        found = shapes.names.resolve(operand.text, operand.start, file)
        return _qualified(found.path, name.text, shapes) if isinstance(found, ImportedPackage) else UNKNOWN
    base = shapes.of(operand, file)
    if isinstance(base, Package):
        return _qualified(base.path, name.text, shapes)
    member = shapes.member(parent, file)
    if member is None:
        return UNKNOWN
    return f"{'method' if member.is_method else 'field'} of {dereferenced(member.owner)}"


def _qualified(path: str, name: str, shapes: TypeInfo) -> str:
    scope = shapes.names.known_package(path)
    symbol = scope.lookup(name) if scope is not None else None
    return f"{symbol.kind.value if symbol is not None else 'unknown name'} {path}.{name}"


def _label_of_field(node: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return the meaning of a key in a struct literal; empty for any other node."""
    found = keyed(node, file, shapes)
    if found is None or shapes.members.fields(shapes.of(found.literal, file)) is None:
        return ""
    base = dereferenced(shapes.of(found.literal, file))
    return f"field of {base}" if isinstance(base, Named) else "field of an unnamed struct"
