"""Floor 0, text: source files as bytes, spans in them, and positions for people and for machines."""

from golint_conn.source.file import SourceFile
from golint_conn.source.reader import Reader
from golint_conn.source.span import Position, Span

__all__ = ["Position", "Reader", "SourceFile", "Span"]
