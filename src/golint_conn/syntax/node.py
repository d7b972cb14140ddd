"""Nodes of a Go syntax tree, as the upper floors see them.

A `Node` is a thin view: it is made when asked for and compared by place, so that floors above never hold the parser's
own objects. Comments are named siblings anywhere in the grammar; `children` leaves them out, for no reader of code
wants them. Nothing here recurses: a hostile file may nest ten thousand levels deep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.source import SourceFile, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as RawNode


class Node:
    """One named node: its kind, its span and its neighbours."""

    __slots__ = ("_kind", "_raw", "_root", "source")

    def __init__(self, raw: RawNode, root: RawNode, source: SourceFile) -> None:
        self._raw = raw
        self._root = root
        self._kind: str | None = None
        self.source = source

    @property
    def kind(self) -> str:
        """The grammar's name for this kind of node, such as `call_expression`."""
        if self._kind is None:
            self._kind = self._raw.type
        return self._kind

    @property
    def start(self) -> int:
        """The offset of the first byte."""
        return self._raw.start_byte

    @property
    def end(self) -> int:
        """The offset behind the last byte."""
        return self._raw.end_byte

    @property
    def span(self) -> Span:
        """The bytes that the node covers."""
        return Span(self._raw.start_byte, self._raw.end_byte)

    @property
    def text(self) -> str:
        """The source text of the node; bad bytes become U+FFFD."""
        return self.source.data[self._raw.start_byte : self._raw.end_byte].decode("utf-8", "replace")

    @property
    def has_error(self) -> bool:
        """Whether the parser failed somewhere inside this node."""
        return self._raw.has_error

    @property
    def parent(self) -> Node | None:
        """The enclosing node, None for the root."""
        return self._wrap(self._raw.parent)

    @property
    def children(self) -> list[Node]:
        """The named children in source order, without comments."""
        root, source = self._root, self.source
        return [Node(raw, root, source) for raw in self._raw.named_children if raw.type != "comment"]

    @property
    def tokens(self) -> list[str]:
        """The kinds of all children, anonymous ones included: operators, keywords and punctuation."""
        return [raw.type for raw in self._raw.children]

    def field(self, name: str) -> Node | None:
        """Return the child in a field of the grammar, None where it is empty."""
        return self._wrap(self._raw.child_by_field_name(name))

    def fields(self, name: str) -> list[Node]:
        """Return all named children in a field of the grammar."""
        root, source = self._root, self.source
        return [Node(raw, root, source) for raw in self._raw.children_by_field_name(name) if raw.is_named]

    def operator(self) -> str:
        """Return the token in the field `operator`, empty where there is none."""
        raw = self._raw.child_by_field_name("operator")
        return "" if raw is None else raw.type

    def ancestors(self) -> Iterator[Node]:
        """Yield the enclosing nodes, nearest first."""
        # The parser finds a parent by descending from the root, so climbing costs the depth squared; descend once.
        chain: list[RawNode] = []
        raw: RawNode | None = self._root
        while raw is not None and raw != self._raw:
            chain.append(raw)
            raw = raw.child_with_descendant(self._raw)
        for outer in reversed(chain):
            yield Node(outer, self._root, self.source)

    def descendant_at(self, start: int, end: int) -> Node | None:
        """Return the smallest named node that covers a range of bytes."""
        return self._wrap(self._raw.named_descendant_for_byte_range(start, end))

    def walk(self) -> Iterator[Node]:
        """Yield this node and all named nodes below it, in source order, without recursion."""
        cursor = self._raw.walk()
        while True:
            raw = cursor.node
            if raw is not None and raw.is_named and raw.type != "comment":
                yield Node(raw, self._root, self.source)
            if cursor.goto_first_child():
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return

    def raw(self) -> RawNode:
        """Return the parser's own node; only for this floor."""
        return self._raw

    def wrap(self, raw: RawNode) -> Node:
        """Return the view of another of the parser's nodes in the same tree; only for this floor."""
        return Node(raw, self._root, self.source)

    def _wrap(self, raw: RawNode | None) -> Node | None:
        return None if raw is None else Node(raw, self._root, self.source)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self._raw == other._raw

    def __hash__(self) -> int:
        return hash(self._raw)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.source.path}:{self.start}..{self.end}>"
