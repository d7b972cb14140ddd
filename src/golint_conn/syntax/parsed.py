"""What the parser made of a file or of a span of it: its memory can be freed, and is filled again when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.syntax.grammar import tree_of

if TYPE_CHECKING:
    from tree_sitter import Node as RawNode

    from golint_conn.source import SourceFile, Span


@dataclass(slots=True)
class Effort:
    """What parsing has cost so far: files, bytes and seconds."""

    files: int = 0
    bytes: int = 0
    seconds: float = 0.0


class Parsed:
    """The parser's own tree of a source.

    `masked` is what the parser is given in the place of the source: the same with other names of the same length.
    """

    __slots__ = ("_effort", "_masked", "_root", "_span", "has_error", "source")

    def __init__(
        self, source: SourceFile, span: Span | None, effort: Effort | None = None, masked: bytes | None = None
    ) -> None:
        self.source = source
        self._masked = masked
        self._span = span
        self._effort = effort if effort is not None else Effort()
        self._root: RawNode | None = None
        self.has_error: bool = self.root().has_error

    def root(self) -> RawNode:
        """Return the parser's own root, parsed now if it is not there."""
        if self._root is None:
            data = self._masked if self._masked is not None else self.source.data
            started = perf_counter()
            self._root = tree_of(data, self._span).root_node
            self._effort.seconds += perf_counter() - started
            self._effort.bytes += len(data) if self._span is None else self._span.end - self._span.start
        return self._root

    def let_go(self) -> None:
        """Free the memory, but for what nodes still hold on to."""
        self._root = None
