"""Floor 0, text: source files as bytes, spans and edits of them, and positions for people and for machines."""

from golint_conn.source.edit import Edit, edited
from golint_conn.source.file import ReadFile, SourceFile
from golint_conn.source.reader import Reader
from golint_conn.source.span import Position, Span

__all__ = ["Edit", "Position", "ReadFile", "Reader", "SourceFile", "Span", "edited"]
