"""Parsing a source file into a tree."""

from dataclasses import dataclass

from golint_conn.source import SourceFile, Span
from golint_conn.syntax.grammar import parser
from golint_conn.syntax.node import Node
from golint_conn.syntax.query import Query

_COMMENTS = "(comment) @comment"
_ERRORS = "[(ERROR) (MISSING)] @error"


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    """A parsed file: its source and the root of its tree."""

    source: SourceFile
    root: Node

    @property
    def has_error(self) -> bool:
        """Whether any part of the file was not understood."""
        return self.root.has_error

    def errors(self) -> list[Span]:
        """Return the spans that were not understood, in source order."""
        if not self.has_error:
            return []
        found = [match.captures["error"][0].span for match in Query.of(_ERRORS).matches(self.root)]
        # A token that is missing at the top level is no node of its own.
        return found or [Span(self.root.start, self.root.start)]

    def comments(self) -> list[Node]:
        """Return all comments in source order."""
        return [match.captures["comment"][0] for match in Query.of(_COMMENTS).matches(self.root)]


def parse(source: SourceFile) -> Tree:
    """Return the tree of a Go file; syntax errors are parts of the tree, never an exception."""
    root = parser().parse(source.data).root_node
    return Tree(source, Node(root, root, source))
