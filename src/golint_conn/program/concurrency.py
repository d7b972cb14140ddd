"""Concurrency: code that many goroutines run at a time, because a loop starts them.

    for _, id := range ids {
        go s.fetch(id)              // as many calls of fetch run at a time as there are ids
    }

A loop that waits for a channel, or never ends, starts goroutines as work comes in, perhaps one by one; that proves
nothing, and neither does a loop that is known to start only a few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.scopes import FUNCTIONS
from golint_conn.program.functions import declared_symbol, enclosing_declaration, enclosing_function
from golint_conn.program.loops import Ending, Loops
from golint_conn.program.places import root_of, runs_in_place
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.program.loops import Loop
    from golint_conn.program.references import References
    from golint_conn.syntax import Node

FEW = 2
"""Up to this many goroutines are few."""

_STARTERS = frozenset({"Go", "TryGo"})
"""Methods of groups that run a function in a goroutine: those of sync.WaitGroup, errgroup.Group and the like."""


@dataclass(frozen=True, slots=True)
class FanOut:
    """A loop that starts goroutines, and what it starts: a `go` statement, or a call of a group's method."""

    loop: Site
    start: Site


@dataclass(frozen=True, slots=True)
class _Way:
    """A step of a search: a place, what starts a goroutine on the way there, and the calls on the way."""

    site: Site
    start: Site | None = None
    calls: tuple[Site, ...] = ()


class Concurrency:
    """Answers the question."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes
        self.loops = Loops(self.shapes)

    def fan_out(self, site: Site) -> FanOut | None:
        """Return the loop that makes many goroutines run the code at a site, on one and the same receiver."""
        ways = [_Way(site)]
        seen: set[tuple[Site, Site | None]] = set()
        while ways:
            found = self._climb(ways.pop())
            if isinstance(found, FanOut):
                return found
            if found is not None and (found.site, found.start) not in seen:
                seen.add((found.site, found.start))
                ways += reversed([*self._callers(found)])
        return None

    def _climb(self, way: _Way) -> FanOut | _Way | None:
        """Return the loop around a place, or the way up to the function around it; None if neither counts."""
        site, start, calls = way.site, way.start, way.calls
        for outer in site.node.ancestors():
            if outer.kind == "go_statement":
                start = site.at(outer)
            elif start is not None and (loop := self.loops.repeating(site.at(outer), site.node)) is not None:
                is_one = all(self._is_outside(call, loop) for call in calls)
                return FanOut(loop.site, start) if is_one and self._is_many(loop) else None
            elif outer.kind == "func_literal" and not runs_in_place(outer):
                start = self._started(site.at(outer))
                if start is None:
                    return None
            elif outer.kind in FUNCTIONS - {"func_literal"}:
                return _Way(site.at(outer), start, calls)
        return None

    def _started(self, literal: Site) -> Site | None:
        """Return the call that runs a function literal in a goroutine."""
        listed = literal.node.parent
        while listed is not None and listed.kind == "parenthesized_expression":
            listed = listed.parent
        call = listed.parent if listed is not None and listed.kind == "argument_list" else None
        if call is None or call.kind != "call_expression":
            return None
        return literal.at(call) if self.shapes.callee(call, literal.file).name in _STARTERS else None

    def _callers(self, way: _Way) -> Iterator[_Way]:
        """Yield the ways that continue through the calls of a function."""
        symbol = declared_symbol(way.site.node, way.site.file)
        for call in self.references.calls(symbol) if symbol is not None else ():
            if not call.in_test:
                yield _Way(call, way.start, (*way.calls, call))

    def _is_outside(self, call: Site, loop: Loop) -> bool:
        """Return whether the receiver of a call is the same in all iterations of a loop."""
        function = call.node.field("function")
        operand = function.field("operand") if function is not None else None
        root = root_of(operand) if operand is not None else None
        symbol = self.shapes.names.symbol_of(root, call.file) if root is not None else None
        return symbol is None or not loop.holds(Site(symbol.node, symbol.file))

    def _is_many(self, loop: Loop) -> bool:
        """Return whether a loop has more than a few iterations, and nothing limits its goroutines to a few."""
        if loop.ending not in {Ending.COUNTED, Ending.RANGE} or (loop.count is not None and loop.count <= FEW):
            return False
        site = loop.site
        declaration = enclosing_declaration(site.node)
        found = Query.of("(call_expression) @call").matches(declaration) if declaration is not None else ()
        return not any(self._limits(site.at(match["call"])) or self._waits(match["call"], loop) for match in found)

    def _is_few(self, number: Node, near: Site) -> bool:
        value = self.shapes.types.constants.value(number, near.file)
        return isinstance(value, int) and value <= FEW

    def _waits(self, call: Node, loop: Loop) -> bool:
        """Return whether a call makes the loop itself wait before its next iteration."""
        site = loop.site
        is_direct = site.node.span.contains(call.span) and enclosing_function(call) == enclosing_function(site.node)
        return is_direct and self.shapes.callee(call, site.file).qualified == "time.Sleep"

    def _limits(self, call: Site) -> bool:
        """Return whether a call limits goroutines to a few: a group's limit, or a channel that lets a few pass."""
        arguments = self.shapes.arguments(call.node)
        name = self.shapes.callee(call.node, call.file).name
        if name == "SetLimit":
            return bool(arguments) and self._is_few(arguments[0], call)
        is_channel = name == "make" and len(arguments) > 1 and arguments[0].kind == "channel_type"
        return is_channel and self._is_few(arguments[1], call)
