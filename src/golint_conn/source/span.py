"""Spans and positions: where something is in a file.

A span is a half-open range of bytes, because the parser reports bytes and an edit replaces bytes. People and tools want
lines and columns, and they disagree on columns: Go's tools count bytes, SARIF and LSP count UTF-16 units, terminals
show code points. Only the method that made a `Position` says which unit it is in.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of bytes, `start <= offset < end`.

    >>> Span(2, 5).length
    3
    >>> Span(5, 2)
    Traceback (most recent call last):
    ...
    ValueError: span 5..2 is not a range of bytes
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            message = f"span {self.start}..{self.end} is not a range of bytes"
            raise ValueError(message)

    @property
    def length(self) -> int:
        """The number of bytes in the span."""
        return self.end - self.start

    def contains(self, other: "Span") -> bool:
        """Return whether `other` lies entirely inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line and a column, both counted from 1."""

    line: int
    column: int

    def __post_init__(self) -> None:
        if self.line < 1 or self.column < 1:
            message = f"position {self.line}:{self.column} does not count from 1"
            raise ValueError(message)
