"""Parsing a source file into a tree."""

from __future__ import annotations

import gc
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.source import Span
from golint_conn.syntax.node import Node
from golint_conn.syntax.parsed import Parsed
from golint_conn.syntax.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.source import SourceFile
    from golint_conn.syntax.parsed import Effort

_NEW = re.compile(rb"\bnew\(")
_OTHER = b"neW"
_LONGEST_ARGUMENT = 2_000

_COMMENTS = "(comment) @comment"
_ERRORS = "[(ERROR) (MISSING)] @error"


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """A parsed file, or a span of one: its nodes, its comments, and what was not understood."""

    parsed: Parsed
    _comments: list[Node] = field(default_factory=list, init=False, repr=False)

    @property
    def source(self) -> SourceFile:
        """The file."""
        return self.parsed.source

    @property
    def root(self) -> Node:
        """The node that all others are in."""
        return Node(self.parsed.root(), self.parsed)

    @property
    def has_error(self) -> bool:
        """Whether any part of the file was not understood."""
        return self.parsed.has_error

    def errors(self) -> list[Span]:
        """Return the spans that were not understood, in source order."""
        if not self.has_error:
            return []
        found = [match.captures["error"][0].span for match in Query.of(_ERRORS).matches(self.root)]
        # A token that is missing at the top level is no node of its own.
        return found or [Span(self.root.start, self.root.start)]

    def comments(self) -> list[Node]:
        """Return all comments in source order."""
        # Each fix asks for them, and a file may be full of both.
        if not self._comments:
            self._comments.extend(match.captures["comment"][0] for match in Query.of(_COMMENTS).matches(self.root))
        return self._comments


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


def let_go(trees: Iterable[Tree]) -> None:
    """Free the memory of some trees; each is parsed again when more than the place of one of its nodes is asked for.

    A tree with errors stays: where something is missing, several nodes may share a place and a kind.
    """
    chosen = frozenset(tree.parsed for tree in trees if not tree.has_error)
    # Python knows all its objects. A list of our own would cost each of millions of nodes more than it spares.
    for each in gc.get_objects():
        if type(each) is Node:
            each.let_go_of(chosen)
    for parsed in chosen:
        parsed.let_go()


def _with_new_as_a_name(tree: Tree) -> bytes:
    """Return the text with another name of the same length for each `new` whose argument was not understood.

    Since Go 1.26 `new` takes values as well as types; the grammar knows of types only. To it, any other name is that of
    a function. Nodes read their text from the source as it is.
    """
    data = bytearray(tree.source.data)
    errors = tree.errors()
    for match in _NEW.finditer(tree.source.data):
        end = _closing(tree.source.data, match.end() - 1)
        if any(match.start() <= error.start < end or match.start() < error.end <= end for error in errors):
            data[match.start() : match.start() + len(_OTHER)] = _OTHER
    return bytes(data)


def _closing(data: bytes, opening: int) -> int:
    """Return where the parenthesis that is opened at an offset is closed, by counting alone."""
    depth = 0
    for at in range(opening, min(len(data), opening + _LONGEST_ARGUMENT)):
        depth += {0x28: 1, 0x29: -1}.get(data[at], 0)
        if depth == 0:
            return at + 1
    return opening + 1
