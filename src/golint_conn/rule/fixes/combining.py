"""Combining: two changes that are a cure only together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from golint_conn.finding import Fix

if TYPE_CHECKING:
    from golint_conn.source import Edit


def combined(fix: Fix | None, other: Fix | None) -> Fix | None:
    """Return a fix that does what both do, under the title of the first; None if both change the same text."""
    if fix is None or other is None:
        return None
    edits: list[Edit] = []
    for edit in sorted({*fix.edits, *other.edits}):
        if edits and _are_lines(edits[-1], edit):
            edits[-1] = type(edit)(edit.path, edit.span, edits[-1].text + edit.text)
        else:
            edits.append(edit)
    if any(first.overlaps(second) for first, second in pairwise(edits)):
        return None
    return Fix(fix.title, tuple(edits), fix.applicability, (*fix.claims, *other.claims))


def _are_lines(first: Edit, second: Edit) -> bool:
    """Return whether both edits write lines of their own after the same line, as imports do."""
    is_same = (first.path, first.span) == (second.path, second.span) and not first.span.length
    return is_same and all(edit.text.lstrip("\r").startswith("\n") for edit in (first, second))
