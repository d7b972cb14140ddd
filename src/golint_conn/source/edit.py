"""Edits: text that replaces spans of a file.

Text that is moved from one place of a file to another may hold bytes that are not UTF-8; they are carried through as
surrogates and come out unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.source.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Text that replaces a span of a file; an empty span is an insertion. `path` is the path in reports."""

    path: str
    span: Span
    text: str

    def overlaps(self, other: Edit) -> bool:
        """Return whether the two edits conflict: they share bytes, insert at one place, or insert inside each other.

        >>> from golint_conn.source import Span
        >>> after, inside = Edit("a.go", Span(4, 4), "x"), Edit("a.go", Span(2, 4), "")
        >>> after.overlaps(inside), after.overlaps(after), Edit("a.go", Span(3, 3), "x").overlaps(inside)
        (False, True, True)
        """
        if self.path != other.path:
            return False
        if self.span == other.span:
            return True
        first, second = sorted((self.span, other.span))
        return second.start < first.end


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of a file after some edits; raise ValueError if edits overlap or do not fit.

    >>> from golint_conn.source import Span
    >>> edited(b"a := 1", [Edit("a.go", Span(5, 6), "2"), Edit("a.go", Span(0, 1), "b")])
    b'b := 2'
    """
    ordered = sorted(edits)
    if any(first.overlaps(second) for first, second in pairwise(ordered)):
        message = f"edits of {ordered[0].path} overlap"
        raise ValueError(message)
    if ordered and ordered[-1].span.end > len(data):
        message = f"an edit of {ordered[0].path} reaches beyond its end"
        raise ValueError(message)
    pieces, at = [], 0
    for edit in ordered:
        pieces += [data[at : edit.span.start], edit.text.encode("utf-8", "surrogateescape")]
        at = edit.span.end
    return b"".join([*pieces, data[at:]])
