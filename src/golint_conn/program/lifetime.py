"""Lifetimes: whether a value that is made repeatedly dies with the call that made it.

A pool of connections is meant to outlive the calls that use it. One that a function makes, uses and drops has pooled
nothing. The question applies to any such value: is it used and dropped?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.program.loops import LOOP
from golint_conn.program.reach import Frequency, Reach, Reaches
from golint_conn.program.uses import Trace, Use, UseKind

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.program.trace import Tracer


@dataclass(frozen=True, slots=True)
class ShortLife:
    """A value that is made, used and dropped: where it is made, how often, and the first use of it."""

    site: Site
    reach: Reach
    use: Use
    trace: Trace


class Lifetimes:
    """Answers questions about how long values live."""

    def __init__(self, tracer: Tracer, reaches: Reaches) -> None:
        self.tracer = tracer
        self.reaches = reaches

    def short(self, site: Site, *, owned: bool = False) -> ShortLife | None:
        """Return how a value is used and dropped in the function that makes it, None if it is kept or not used.

        With `owned`, what the site makes carries the value. Code that runs once, or that sets something up, makes as
        many values as it should.
        """
        trace = self.tracer.trace(site, wide=False, owned=owned)
        uses = [*trace.of(UseKind.CALLED), *(use for use in trace.of(UseKind.PASSED) if use.followed)]
        if not uses or trace.is_kept or not trace.complete or any(self._lasts(use, site) for use in uses):
            return None
        reach = self.reaches.of(site)
        if not reach.frequency > Frequency.SETUP:
            return None
        return ShortLife(site, reach, next((use for use in uses if use.kind is UseKind.CALLED), uses[0]), trace)

    def lasts(self, site: Site) -> bool:
        """Return whether a local value is used as long as the program runs: in main, or in an endless loop."""
        uses = self.tracer.trace(site, wide=False).of(UseKind.CALLED)
        return self.reaches.of(site).frequency <= Frequency.ONCE or any(self._lasts(use, site) for use in uses)

    def _lasts(self, use: Use, site: Site) -> bool:
        """Return whether a use is in an endless loop that begins after the value was made."""
        for outer in use.site.node.ancestors():
            if outer.start <= site.node.start and use.site.file == site.file:
                return False
            if outer.kind == LOOP and self.reaches.loops.of(use.site.at(outer)).is_unending:
                return True
        return False
