"""Parsing a source file into a tree."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.source import Span
from golint_conn.syntax.node import Node, descended
from golint_conn.syntax.parsed import Parsed
from golint_conn.syntax.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.source import SourceFile
    from golint_conn.syntax.parsed import Effort

_NEW = b"new("
_NEW_OR_PARENTHESIS = re.compile(rb"\bnew\(|[()]")
_OTHER = b"neW"
_LONGEST_ARGUMENT = 2_000

_COMMENTS = "(comment) @comment"


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """A parsed file, or a span of one: its nodes, its comments, and its syntax errors."""

    parsed: Parsed
    _comments: list[Node] = field(default_factory=list, init=False, repr=False)

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.parsed.source

    @property
    def root(self) -> Node:
        """The node that contains all others."""
        return Node(self.parsed.root(), self.parsed)

    @property
    def has_error(self) -> bool:
        """Whether any part of the file has a syntax error."""
        return self.parsed.has_error

    def errors(self) -> list[Span]:
        """Return the spans of syntax errors, in source order."""
        if not self.has_error:
            return []
        inside = descended(self.parsed.root(), into_errors_only=True)
        found = [Span(raw.start_byte, raw.end_byte) for raw in inside if raw.is_error or raw.is_missing]
        # A token that is missing at the top level has no node of its own.
        return found or [Span(self.root.start, self.root.start)]

    def comments(self) -> list[Node]:
        """Return all comments in source order."""
        # Every fix needs the comments, and a file may have many of both.
        if not self._comments:
            self._comments.extend(self._all_comments())
        return self._comments

    def _all_comments(self) -> Iterable[Node]:
        if self.has_error:
            # With a query, each of ten thousand unclosed brackets would scan everything after it.
            return (Node(raw, self.parsed) for raw in descended(self.parsed.root()) if raw.type == "comment")
        return (match["comment"] for match in Query.of(_COMMENTS).matches(self.root))


def parse(source: SourceFile, span: Span | None = None, effort: Effort | None = None) -> Tree:
    """Return the tree of a Go file, or of a span of it that holds whole declarations.

    Syntax errors are parts of the tree, never an exception. Offsets are those of the file.
    """
    tree = Tree(Parsed(source, span, effort))
    masked = _with_new_as_a_name(tree) if tree.has_error else source.data
    if masked == source.data:
        return tree
    second = Tree(Parsed(source, span, effort, masked))
    return second if len(second.errors()) < len(tree.errors()) else tree


def evict(trees: Iterable[Tree]) -> None:
    """Free the memory of some trees; each is parsed again when more than the place of one of its nodes is needed.

    A tree with errors stays: around a missing token, several nodes may share a place and a kind.
    """
    chosen = frozenset(tree.parsed for tree in trees if not tree.has_error)
    # Python tracks all objects. A list of our own would cost more for each of millions of nodes than it saves.
    for each in gc.get_objects():
        if type(each) is Node:
            each.let_go_of(chosen)
    for parsed in chosen:
        parsed.evict()


def _with_new_as_a_name(tree: Tree) -> bytes:
    """Return the text with another name of the same length for each `new` whose argument was not understood.

    Since Go 1.26, `new` takes values as well as types; the grammar knows only types. To the grammar, any other name is
    that of a function. Nodes read their text from the unmasked source.
    """
    data = bytearray(tree.source.data)
    errors = tree.errors()
    starts, ends = sorted(error.start for error in errors), sorted(error.end for error in errors)
    for start, end in _new_calls(tree.source.data):
        is_broken = bisect_left(starts, start) < bisect_left(starts, end)
        if is_broken or bisect_right(ends, start) < bisect_right(ends, end):
            data[start : start + len(_OTHER)] = _OTHER
    return bytes(data)


def _new_calls(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each apparent call of `new` begins and ends, by counting parentheses only.

    A call that is not closed, or is too long, ends at its opening parenthesis.
    """
    open_calls: list[int | None] = []
    for match in _NEW_OR_PARENTHESIS.finditer(data):
        if match[0] != b")":
            open_calls.append(match.start() if match[0] != b"(" else None)
        elif open_calls and (start := open_calls.pop()) is not None:
            opened = start + len(_NEW)
            yield start, match.end() if match.end() - opened < _LONGEST_ARGUMENT else opened
    yield from ((start, start + len(_NEW)) for start in open_calls if start is not None)
