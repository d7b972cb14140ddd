"""Dumps: how the floors see one file, as text for people: its tree, names and shapes, events, flow and summaries.

Each line starts with `line:column`, in bytes as Go's own tools count, so that a dump can be read next to the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.dev.flows import events, flow, summaries
from golint_conn.dev.layout import place, table
from golint_conn.dev.meanings import identifiers, meaning
from golint_conn.names.shape import Package, TypeOf
from golint_conn.names.shapes import CalleeKind, TypeInfo
from golint_conn.names.symbol import SymbolKind
from golint_conn.names.workspace import Workspace
from golint_conn.source import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

FIELDS = tuple(
    "alias alternative arguments body capacity channel communication condition consequence element end field function "
    "index initializer key label left length name operand operator package parameters path receiver result right start "
    "tag type type_arguments type_parameters update value".split()
)
"""The names of fields in the grammar; a test compares them with the grammar's own."""

_CALLS = frozenset({"call_expression", "type_conversion_expression"})
_EXPRESSIONS = _CALLS | {
    "binary_expression",
    "composite_literal",
    "func_literal",
    "index_expression",
    "literal_value",
    "selector_expression",
    "slice_expression",
    "type_assertion_expression",
    "type_instantiation_expression",
    "unary_expression",
}
_DECLARED = frozenset(
    {
        SymbolKind.VARIABLE,
        SymbolKind.CONSTANT,
        SymbolKind.PARAMETER,
        SymbolKind.RESULT,
        SymbolKind.RECEIVER,
    }
)
_INDENT_LIMIT = 40
_TEXT_LIMIT = 48


def dump(kind: str, path: str) -> str:
    """Return one view of a Go file by its absolute path, a key of the table below; an OSError propagates."""
    data = Reader(path.rpartition("/")[0]).read(path)
    reader = Reader(path.rpartition("/")[0], {path: data})
    shapes = TypeInfo(Workspace(reader))
    file = shapes.workspace.file(path)
    lines = _KINDS[kind](shapes, file) if file is not None else ()
    return "".join(f"{line}\n" for line in lines)


def _tree(_shapes: TypeInfo, file: GoFile) -> Iterator[str]:
    """Yield a line for each named node, indented by its depth; leaf nodes show their text."""
    pending: list[tuple[Node, str, int]] = [(file.tree.root, "", 0)]
    while pending:
        node, field, depth = pending.pop()
        below = node.children
        indent = "  " * depth if depth <= _INDENT_LIMIT else f"{'  ' * _INDENT_LIMIT}({depth}) "
        label = f"{field}: " if field else ""
        token = f" {node.operator()}" if node.operator() else ""
        text = "" if below else f" {_excerpt(node)}"
        yield f"{indent}{label}{node.kind} {place(node)}{token}{text}".rstrip()
        labels = _labels(node) if below else {}
        pending += [(child, labels.get(child, ""), depth + 1) for child in reversed(below)]
    for span in file.tree.errors():
        position = file.source.byte_position(span.start)
        yield f"not understood: {position.line}:{position.column}, {span.length} bytes"


def _labels(node: Node) -> dict[Node, str]:
    """Return the field of each child."""
    return {child: name for name in FIELDS for child in node.fields(name)}


def _names(shapes: TypeInfo, file: GoFile) -> Iterable[str]:
    """Return a line for each identifier with its meaning."""
    rows = [(place(node), node.text, meaning(node, file, shapes)) for node in identifiers(file.walk())]
    return table(rows)


def _shapes(shapes: TypeInfo, file: GoFile) -> Iterable[str]:
    """Return a line for each expression, and each declared name, with its shape and callee."""
    rows = []
    for node in file.walk():
        if node.kind == "identifier":
            symbol = shapes.names.symbol_of(node, file)
            if symbol is not None and symbol.node == node and symbol.kind in _DECLARED:
                rows.append(
                    (place(node), f"{symbol.kind.value} {node.text}", str(shapes.of_symbol(symbol, node.start)))
                )
        elif node.kind in _EXPRESSIONS and not _is_body(node):
            shape = shapes.of(node, file)
            callee = _callee(node, file, shapes) if node.kind in _CALLS else ""
            is_value = not isinstance(shape, Package | TypeOf)
            rows.append((place(node), _excerpt(node), f"{shape}{callee}" if is_value else f"({shape}){callee}"))
    return table(rows)


def _is_body(node: Node) -> bool:
    """Return whether a literal value is only the body of a literal that names its type."""
    parent = node.parent if node.kind == "literal_value" else None
    return parent is not None and parent.kind == "composite_literal"


def _callee(node: Node, file: GoFile, shapes: TypeInfo) -> str:
    """Return the callee of a call, as a note after its shape."""
    if node.field("function") is None:
        return ""
    callee = shapes.callee(node, file)
    name = callee.qualified or (callee.name if callee.kind is CalleeKind.UNKNOWN else "")
    return f"  <- {callee.kind.value} {name}".rstrip()


def _excerpt(node: Node) -> str:
    """Return the start of a node's text on one line."""
    text = " ".join(node.source.data[node.start : node.end][: 4 * _TEXT_LIMIT].decode("utf-8", "replace").split())
    return text if len(text) <= _TEXT_LIMIT else f"{text[: _TEXT_LIMIT - 1]}…"


_KINDS: dict[str, Callable[[TypeInfo, GoFile], Iterable[str]]] = {
    "tree": _tree,
    "names": _names,
    "shapes": _shapes,
    "events": events,
    "flow": flow,
    "summaries": summaries,
}
