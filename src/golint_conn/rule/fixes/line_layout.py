"""Lines: how the text of a file is laid out around its nodes, so that edits fit in.

gofmt aligns the comments at the ends of consecutive lines in one column. If a change would move such a column, the
answer here is that nothing can be written.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.source import Edit, Span

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

_BLANK = b" \t\r"


class Lines:
    """The lines of one file, counted from 1."""

    def __init__(self, file: GoFile) -> None:
        self.file = file
        self.source = file.source

    @cached_property
    def newline(self) -> str:
        """How the file ends its lines."""
        data = self.source.data
        first = data.find(b"\n")
        return "\r\n" if first > 0 and data[first - 1 : first] == b"\r" else "\n"

    @cached_property
    def comments(self) -> dict[int, list[Node]]:
        """The comments of the file by the line on which they begin."""
        found: dict[int, list[Node]] = {}
        for comment in self.file.comments:
            found.setdefault(self.first(comment), []).append(comment)
        return found

    def first(self, node: Node) -> int:
        """Return the line on which a node begins."""
        return self.source.line_number(node.start)

    def last(self, node: Node) -> int:
        """Return the line on which a node ends."""
        return self.source.line_number(max(node.end - 1, node.start))

    def text(self, start: int, end: int) -> str:
        """Return a piece of the file, with invalid bytes as surrogates so that they can be written back."""
        return self.source.data[start:end].decode("utf-8", "surrogateescape")

    def end(self, line: int) -> int:
        """Return where the text of a line ends, without trailing white space and the line ending."""
        span = self.source.line_span(line)
        return span.start + len(self.source.data[span.start : span.end].rstrip(_BLANK))

    def is_blank(self, line: int) -> bool:
        """Return whether a line holds only white space; lines past the end of the file do."""
        if not 1 <= line <= len(self.source.line_starts):
            return True
        span = self.source.line_span(line)
        return not self.source.data[span.start : span.end].strip(_BLANK)

    def indentation(self, line: int) -> str:
        """Return the white space at the beginning of a line."""
        span = self.source.line_span(line)
        text = self.source.data[span.start : span.end]
        return text[: len(text) - len(text.lstrip(b" \t"))].decode("ascii")

    def begins(self, node: Node) -> bool:
        """Return whether a node is the first thing on its line."""
        start = self.source.line_span(self.first(node)).start
        return not self.source.data[start : node.start].strip(_BLANK)

    def trailing(self, line: int) -> Node | None:
        """Return the comment at the end of a line that holds code too."""
        if not 1 <= line <= len(self.source.line_starts):
            return None
        start = self.source.line_span(line).start
        for comment in self.comments.get(line, ()):
            if self.source.data[start : comment.start].strip(_BLANK) and comment.end >= self.end(line):
                return comment
        return None

    def ends(self, node: Node) -> bool:
        """Return whether nothing but a comment follows a node on the line on which it ends."""
        line = self.last(node)
        rest = self.source.data[node.end : self.end(line)].strip(_BLANK)
        comment = self.trailing(line)
        return not rest or (comment is not None and not self.source.data[node.end : comment.start].strip(_BLANK))

    def stands_alone(self, node: Node) -> bool:
        """Return whether the lines of a node hold only the node, and perhaps a comment at the end."""
        return self.begins(node) and self.ends(node)

    def shares_comments(self, line: int) -> bool:
        """Return whether the comment at the end of a line shares a column with that of an adjacent line."""
        return self.trailing(line) is not None and bool(self.trailing(line - 1) or self.trailing(line + 1))

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit that replaces a piece of the file by a text, with the line endings of the file."""
        if self.newline != "\n":
            text = text.replace("\r\n", "\n").replace("\n", self.newline)
        return Edit(self.source.path, Span(start, end), text)
