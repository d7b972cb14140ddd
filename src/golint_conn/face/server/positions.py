r"""Places in the two languages: paths and URIs, byte offsets and positions of the language server protocol.

The protocol also ends lines at a lone `\r`; Go's tools do not. A text with line feeds in their place has the same
offsets and the lines that an editor shows.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from golint_conn.source import SourceFile

if TYPE_CHECKING:
    from golint_conn.source import Span

_LONE_RETURN = re.compile(rb"\r(?!\n)")
_DRIVE = re.compile(r"/[A-Za-z]:(?=/|$)")

_COLUMNS = {
    "utf-8": SourceFile.byte_position,
    "utf-16": SourceFile.utf16_position,
    "utf-32": SourceFile.character_position,
}
"""How columns are counted in each encoding of the protocol."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A line and a column, both counted from 0, the column in units of the negotiated encoding."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A range of a file, by its absolute path; the end is exclusive."""

    path: str
    start: Point
    end: Point


def with_line_feeds(data: bytes) -> bytes:
    r"""Return a text with `\n` for each `\r` that ends a line by itself.

    >>> with_line_feeds(b"a\rb\r\nc")
    b'a\nb\r\nc'
    """
    return _LONE_RETURN.sub(b"\n", data)


class Places:
    """Turns byte offsets of one file into points."""

    def __init__(self, path: str, data: bytes, encoding: str) -> None:
        self.path = path
        self._source = SourceFile(path, with_line_feeds(data))
        self._position = _COLUMNS[encoding]

    def point(self, offset: int) -> Point:
        """Return the place of a byte; an offset inside a line ending counts as before it."""
        position = self._position(self._source, offset)
        return Point(position.line - 1, position.column - 1)

    def place(self, span: Span) -> Place:
        """Return the place of a span."""
        return Place(self.path, self.point(span.start), self.point(span.end))


def path_of(uri: str) -> str | None:
    """Return the absolute path of a file URI, with the links of its folder resolved, or None for any other URI.

    >>> path_of("untitled:Untitled-1"), path_of("file:///no/such%20dir/a.go")
    (None, '/no/such dir/a.go')
    """
    try:
        parts = urlsplit(uri)
        name = os.fsdecode(unquote_to_bytes(parts.path))
    except ValueError:
        return None
    if parts.scheme != "file" or "\0" in name or not name.startswith("/"):
        return None
    if os.name == "nt":
        name = f"//{parts.netloc}{name}" if parts.netloc else name[1:] if _DRIVE.match(name) else name
    elif parts.netloc not in {"", "localhost"}:
        return None
    path = Path(os.path.normpath(name))
    try:
        return str(Path(os.path.realpath(path.parent), path.name))
    except OSError:
        return str(path)


def uri_of(path: str) -> str:
    """Return the URI of an absolute path.

    >>> uri_of("/code/a b.go")
    'file:///code/a%20b.go'
    """
    return Path(path).as_uri()
