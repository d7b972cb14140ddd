"""Nodes of a Go syntax tree, as the upper floors see them.

A `Node` is a thin view: it is made on demand and compared by place, so floors above never hold the parser's own
objects. It can drop the parser's node, and finds it again when more than its place and kind is needed. Comments are
named siblings anywhere in the grammar; `children` leaves them out, because no reader of code wants them. Nothing here
recurses: a hostile file may nest ten thousand levels deep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tree_sitter import Node as RawNode

    from golint_conn.source import SourceFile
    from golint_conn.syntax.parsed import Parsed

_HALF = 32
"""A place is one number with the end in its lower half: the parser's offsets have no more bits."""
_LOWER = (1 << _HALF) - 1


class Node:
    """One named node: its kind, its span and its neighbors."""

    __slots__ = ("_kind", "_parsed", "_place", "_raw")

    def __init__(self, raw: RawNode, parsed: Parsed) -> None:
        self._raw: RawNode | None = raw
        self._parsed = parsed
        self._kind: str | None = None

    @property
    def source(self) -> SourceFile:
        """The file of the node."""
        return self._parsed.source

    @property
    def kind(self) -> str:
        """The grammar's name for this kind of node, such as `call_expression`."""
        if self._kind is None:
            self._kind = self.raw().type
        return self._kind

    @property
    def start(self) -> int:
        """The offset of the first byte."""
        raw = self._raw
        return raw.start_byte if raw is not None else self._place >> _HALF

    @property
    def end(self) -> int:
        """The offset after the last byte."""
        raw = self._raw
        return raw.end_byte if raw is not None else self._place & _LOWER

    @property
    def span(self) -> Span:
        """The bytes that the node covers."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """The source text of the node; bad bytes become U+FFFD."""
        return self._parsed.source.data[self.start : self.end].decode("utf-8", "replace")

    @property
    def has_error(self) -> bool:
        """Whether the parser failed somewhere inside this node."""
        return self.raw().has_error

    @property
    def parent(self) -> Node | None:
        """The enclosing node, None for the root."""
        return self._wrap(self.raw().parent)

    @property
    def children(self) -> list[Node]:
        """The named children in source order, without comments."""
        parsed = self._parsed
        # The parser's nodes cache their children; a fresh node of the same place does not, so they can be freed.
        fresh = self.raw().walk().node
        return [Node(raw, parsed) for raw in fresh.named_children if raw.type != "comment"] if fresh is not None else []

    @property
    def tokens(self) -> list[str]:
        """The kinds of all children, anonymous ones included: operators, keywords and punctuation."""
        return [raw.type for raw in self.raw().children]

    def field(self, name: str) -> Node | None:
        """Return the child in a field of the grammar, or None if it is empty."""
        return self._wrap(self.raw().child_by_field_name(name))

    def fields(self, name: str) -> list[Node]:
        """Return all named children in a field of the grammar."""
        parsed = self._parsed
        return [Node(raw, parsed) for raw in self.raw().children_by_field_name(name) if raw.is_named]

    def operator(self) -> str:
        """Return the token in the field `operator`, or an empty text if there is none."""
        raw = self.raw().child_by_field_name("operator")
        return "" if raw is None else raw.type

    def ancestors(self) -> Iterator[Node]:
        """Yield the enclosing nodes, nearest first."""
        # The parser finds a parent by descending from the root, so climbing costs the depth squared; descend once.
        chain: list[RawNode] = []
        inner, parsed = self.raw(), self._parsed
        raw: RawNode | None = parsed.root()
        while raw is not None and raw != inner:
            chain.append(raw)
            raw = raw.child_with_descendant(inner)
        for outer in reversed(chain):
            yield Node(outer, parsed)

    def descendant_at(self, start: int, end: int) -> Node | None:
        """Return the smallest named node that covers a range of bytes."""
        return self._wrap(self.raw().named_descendant_for_byte_range(start, end))

    def walk(self) -> Iterator[Node]:
        """Yield this node and all named nodes below it, in source order, without recursion."""
        for raw in descended(self.raw()):
            if raw.is_named and raw.type != "comment":
                yield Node(raw, self._parsed)

    def raw(self) -> RawNode:
        """Return the parser's own node; only for this floor."""
        if self._raw is None:
            self._raw = self._found_again()
        return self._raw

    def wrap(self, raw: RawNode) -> Node:
        """Return a view of another of the parser's nodes in the same tree; only for this floor."""
        return Node(raw, self._parsed)

    def let_go_of(self, chosen: Container[Parsed]) -> None:
        """Keep only the place of a node if its tree is one of the chosen ones; only for this floor."""
        raw = self._raw
        if raw is not None and self._parsed in chosen:
            self._kind = raw.type
            self._place = raw.start_byte << _HALF | raw.end_byte
            self._raw = None

    def _found_again(self) -> RawNode:
        start, end = self.start, self.end
        raw = self._parsed.root().descendant_for_byte_range(start, end)
        # No two nodes of the same place have the same kind.
        while raw is not None and (raw.type != self._kind or raw.start_byte != start or raw.end_byte != end):
            raw = raw.parent
        if raw is None:
            message = f"{self!r} is no longer in its tree"
            raise LookupError(message)
        return raw

    def _wrap(self, raw: RawNode | None) -> Node | None:
        return None if raw is None else Node(raw, self._parsed)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Node)
            and self._parsed is other._parsed
            and self.start == other.start
            and self.end == other.end
            and self.kind == other.kind
        )

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.source.path}:{self.start}..{self.end}>"


def descended(root: RawNode, *, into_errors_only: bool = False) -> Iterator[RawNode]:
    """Yield one of the parser's own nodes and those below it, in source order; only for this floor."""
    cursor = root.walk()
    while True:
        raw = cursor.node
        if raw is None:
            return
        yield raw
        if (raw.has_error or not into_errors_only) and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
