r"""A source file as bytes, with the line index that turns byte offsets into positions.

Lines end at `\n` only, as Go's scanner, git and GitHub count them; a `\r` before it belongs to the line but is not
shown. A byte order mark at the start is part of the bytes (offsets are those of the file on disk) but of no column.
Bytes that are not UTF-8 count as one character each, so a bad byte shifts a column by at most one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.source.digest import digest
from golint_conn.source.span import Position, Span

if TYPE_CHECKING:
    from collections.abc import Callable

_BASIC_PLANE = 0xFFFF
"""The last code point that UTF-16 writes as one unit."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One file: the path it is reported under, and its bytes as they are on disk."""

    path: str
    data: bytes = field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        """The byte offset at which each line starts; the first is 0."""
        starts = [0]
        find, at = self.data.find, 0
        while (at := find(b"\n", at) + 1) > 0:
            starts.append(at)
        return starts

    @cached_property
    def digest(self) -> bytes:
        """The digest of the bytes."""
        return digest(self.data)

    def line_number(self, offset: int) -> int:
        """Return the line, counted from 1, that holds the byte at `offset`."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, line: int) -> Span:
        """Return the span of a line without its line ending; raise IndexError if the file has no such line."""
        starts = self.line_starts
        if not 1 <= line <= len(starts):
            message = f"{self.path} has no line {line}"
            raise IndexError(message)
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.data)
        if line < len(starts) and end > start and self.data[end - 1 : end] == b"\r":
            end -= 1
        if line == 1 and self.data.startswith(BYTE_ORDER_MARK):
            start = min(len(BYTE_ORDER_MARK), end)
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """Return the text of a line without its line ending; bad bytes become U+FFFD."""
        return self.text(self.line_span(line))

    def text(self, span: Span) -> str:
        """Return the text of a span; bad bytes become U+FFFD."""
        return self.data[span.start : span.end].decode("utf-8", "replace")

    def byte_position(self, offset: int) -> Position:
        """Return the position with its column in bytes, as Go's own tools and editors count."""
        return Position(self.line_number(offset), len(self._before(offset)) + 1)

    def utf16_position(self, offset: int) -> Position:
        """Return the position with its column in UTF-16 code units, as SARIF and LSP count."""
        before = self._before(offset).decode("utf-8", "surrogateescape")
        units = sum(2 if ord(character) > _BASIC_PLANE else 1 for character in before)
        return Position(self.line_number(offset), units + 1)

    def character_position(self, offset: int) -> Position:
        """Return the position with its column in Unicode code points."""
        return Position(self.line_number(offset), len(self._before(offset).decode("utf-8", "surrogateescape")) + 1)

    def _before(self, offset: int) -> bytes:
        """Return the bytes of the line before `offset`; an offset past the line's text stops at its end."""
        span = self.line_span(self.line_number(offset))
        return self.data[span.start : min(max(offset, span.start), span.end)]


class ReadFile(SourceFile):
    """A file whose bytes can be freed; they are read again on the next access."""

    def __init__(self, path: str, read: Callable[[], bytes]) -> None:
        super().__init__(path, read())
        self.__dict__["_read"] = read

    def evict(self) -> None:
        """Free the memory of the bytes."""
        if "data" in self.__dict__:
            self.digest  # noqa: B018 (the access caches it)
            del self.__dict__["data"]

    def __getattr__(self, name: str) -> bytes:
        """Read the bytes again; raise ChangedError if they have changed."""
        if name != "data":
            raise AttributeError(name)
        data: bytes = self.__dict__["_read"]()
        if digest(data) != self.digest:
            message = f"{self.path} changed while it was being analyzed"
            raise ChangedError(message)
        self.__dict__["data"] = data
        return data


class ChangedError(Exception):
    """A file has changed since it was first read; the message names it."""
