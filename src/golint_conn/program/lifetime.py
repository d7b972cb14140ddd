"""Lifetimes: whether a value that is made again and again dies with the call that made it.

A pool of connections is meant to outlive the calls that use it. One that is made in a function, used there and then
dropped has pooled nothing. The questions here are asked of any such value: is it used and dropped; and where do the
values come from that a function makes afresh for each caller?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.memory import Memory
from golint_conn.names.shape import Chan
from golint_conn.program.creation import literal_fields
from golint_conn.program.functions import declared_symbol, enclosing_function, may_hand_on, returned, values
from golint_conn.program.pools import Pools
from golint_conn.program.reach import Frequency, Reach, Reaches
from golint_conn.program.uses import Trace, Use, UseKind

if TYPE_CHECKING:
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.program.trace import Tracer
    from golint_conn.syntax import Node

_BRANCHES = frozenset(
    {"if_statement", "for_statement", "expression_case", "type_case", "default_case", "communication_case"}
)


@dataclass(frozen=True, slots=True)
class ShortLife:
    """A value that is made, used and dropped: where it is made, how often, and the first use of it."""

    site: Site
    reach: Reach
    use: Use
    trace: Trace


@dataclass(frozen=True, slots=True)
class Handout:
    """A call that hands out a value made afresh for it.

    `owned` says that the value is inside of what the call returns, `is_last` that the caller does not pass it on.
    """

    call: Site
    owned: bool
    is_last: bool


class Lifetimes:
    """Answers questions about how long values live."""

    def __init__(self, tracer: Tracer, reaches: Reaches, definitions: Definitions) -> None:
        self.tracer = tracer
        self.reaches = reaches
        self.definitions = definitions
        self.pools = Pools(tracer.shapes)
        self.shapes = tracer.shapes
        self._handouts: Memory[tuple[tuple[str, int, int], bool], list[Handout]] = Memory(tracer.references.ledger)

    def short(self, site: Site, *, owned: bool = False) -> ShortLife | None:
        """Return how a value is used and dropped in the function that makes it, None where it is kept or not used.

        With `owned` the value is carried by what the site makes. Code that runs once, or that sets something up, makes
        as many values as it should.
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

    def handouts(self, site: Site, *, owned: bool = False) -> list[Handout]:
        """Return the calls that hand out a value made at a site, through functions that do nothing else with it.

        A function that returns a fresh value on some paths and another on others hands out neither for certain.
        """
        return self._handouts.of((site.key, owned), self._handed_out, site, owned, bottom=[])

    def _handed_out(self, site: Site, owned: bool) -> list[Handout]:  # noqa: FBT001 - part of the key
        function = enclosing_function(site.node)
        if function is None or not may_hand_on(function):
            return []
        trace = self.tracer.trace(site, wide=False, owned=owned)
        returns = [use for use in trace.of(UseKind.RETURNED) if not use.inner]
        others = [use for use in trace.uses if use.keeps and use.kind is not UseKind.RETURNED]
        symbol = declared_symbol(function, site.file)
        if not returns or others or trace.is_fallback or symbol is None:
            return []
        if not self._is_certain(site, [use.site.node for use in returns], function):
            return []
        is_inside = all(use.owned for use in returns)
        found = []
        for call in self.tracer.references.calls(symbol):
            further = self.handouts(call, owned=is_inside)
            found += [Handout(call, is_inside, is_last=not further), *further]
        return list(dict.fromkeys(found))

    def _is_certain(self, site: Site, places: list[Node], function: Node) -> bool:
        """Return whether a function returns what is made at a site, or else something just made."""
        branch = next((o for o in site.node.ancestors() if o.kind in _BRANCHES or o == function), function)
        if branch != function and not any(branch.span.contains(place.span) for place in places):
            return False
        statements = [each for each in returned(function) if each.children and each not in places]
        return all(self._is_fresh(site.at(value)) for each in statements for value in values(each.children[0])[:1])

    def _is_fresh(self, value: Site) -> bool:
        """Return whether everything that a returned value may be is nothing, or has just been made with a pool."""
        return all(self._brings_pool(origin) for origin in self.definitions.origins(value))

    def _brings_pool(self, origin: Site) -> bool:
        if origin.node.kind != "composite_literal":
            return origin.node.kind in {"nil", "call_expression"}
        held = literal_fields(origin.node, origin.file, self.shapes).values()
        inside = [each for value in held for each in self.definitions.origins(value)]
        return self.pools.is_made(origin) or any(self.pools.is_made(each) for each in inside)

    def _lasts(self, use: Use, site: Site) -> bool:
        """Return whether a use stands in an endless loop that begins after the value was made."""
        for outer in use.site.node.ancestors():
            if outer.start <= site.node.start and use.site.file == site.file:
                return False
            if outer.kind == "for_statement" and self._is_endless(use.site.at(outer)):
                return True
        return False

    def _is_endless(self, loop: Site) -> bool:
        clauses = [each for each in loop.node.children if each.kind != "block"]
        if not clauses:
            return True
        over = clauses[0].field("right") if clauses[0].kind == "range_clause" else None
        return over is not None and isinstance(self.shapes.types.underlying(self.shapes.value(over, loop.file)), Chan)
