"""Drift: where a place of an older text is in a newer one, unless its lines were edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.face.server.differences import common
from golint_conn.face.server.positions import with_line_feeds

if TYPE_CHECKING:
    from golint_conn.face.server.jobs import Shown
    from golint_conn.face.server.positions import Place


class Drift:
    """How the lines of one file have moved between two of its texts."""

    def __init__(self, path: str, before: bytes, after: bytes) -> None:
        old, new = (with_line_feeds(data).split(b"\n") for data in (before, after))
        self._path = path
        self._head, tail = common(old, new)
        self._tail = len(old) - tail
        self._delta = len(new) - len(old)

    def moved(self, finding: Shown) -> Shown | None:
        """Return a finding of the older text with its places in the newer one, or None if it has none."""
        place = self._place(finding.place)
        if place is None:
            return None
        related = ((self._place(each), note) for each, note in finding.related)
        return replace(finding, place=place, related=tuple((each, note) for each, note in related if each is not None))

    def _place(self, place: Place) -> Place | None:
        if place.path != self._path or place.end.line < self._head:
            return place
        if place.start.line < self._tail:
            return None
        start, end = (replace(each, line=each.line + self._delta) for each in (place.start, place.end))
        return replace(place, start=start, end=end)
