"""The parser's result for a file or a span of it: its memory can be freed, and is filled again on demand."""

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

    `masked` is given to the parser instead of the source: the same text with other names of the same length.
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
        """Return the parser's own root; parse now if there is none."""
        if self._root is None:
            data = self._masked if self._masked is not None else self.source.data
            started = perf_counter()
            self._root = tree_of(data, self._span).root_node
            self._effort.seconds += perf_counter() - started
            self._effort.bytes += len(data) if self._span is None else self._span.end - self._span.start
        return self._root

    def evict(self) -> None:
        """Free the memory, except what nodes still hold."""
        self._root = None
