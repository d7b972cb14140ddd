"""Obligation rules at work: from a call to the findings about what becomes of what it hands out.

A function that hands an obligation on to its callers makes acquisitions of their calls. Where a caller's file gives the
rule nothing to look at (it need not even import the package whose values it gets), the caller is looked at from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Location, LocationKind
from golint_conn.flow.engine import Acquisition, Engine
from golint_conn.flow.obligation import Outcome, OutcomeKind
from golint_conn.names.shape import Func, Named, dereferenced
from golint_conn.program.functions import declared_symbol, enclosing_function
from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.search import Result
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.rule.model import ObligationRule
    from golint_conn.syntax import Match

_CALLER_DEPTH = 4
"""Through how many functions an obligation is followed that each hands on to its callers."""

_SHOWN = 5
_AT_EXIT = frozenset({OutcomeKind.LEAK, OutcomeKind.READ_ONLY, OutcomeKind.WRAPPER_ONLY, OutcomeKind.DISCARDED})
"""What the end of the process makes harmless."""


@dataclass(frozen=True, slots=True)
class Followed:
    """An acquisition that was followed, and those of its outcomes that the rule reports."""

    acquisition: Acquisition
    result: Result
    reported: tuple[Outcome, ...]

    @property
    def call(self) -> Site:
        """The call that hands the obligation out."""
        return self.acquisition.site

    def has(self, *kinds: OutcomeKind) -> bool:
        """Return whether some path ends in one of these ways."""
        return bool(self.result.of(*kinds))

    @property
    def only(self) -> OutcomeKind | None:
        """The one kind of outcome that is reported, None where there are several."""
        kinds = {outcome.kind for outcome in self.reported}
        return next(iter(kinds)) if len(kinds) == 1 else None


class Obligations:
    """Checks obligation rules; remembers which callers it has looked at."""

    def __init__(self, program: Program, engine: Engine) -> None:
        self.program = program
        self.engine = engine

    def check(self, rule: ObligationRule, match: Match, context: Context) -> Iterator[Finding]:
        """Yield the findings of a rule about one call, and about the calls that it hands its obligation on to."""
        for acquisition in self.engine.acquisitions(context.site(match["call"]), rule.kinds):
            yield from self._judge(rule, acquisition, context)
            yield from self._callers(rule, acquisition, context, _CALLER_DEPTH)

    def _judge(self, rule: ObligationRule, acquisition: Acquisition, context: Context) -> Iterator[Finding]:
        result = self.engine.follow(acquisition)
        if result is None or result.is_capped:
            return
        reported = tuple(outcome for outcome in result.outcomes if outcome.kind in rule.words)
        if context.is_end_of_main(acquisition.site):
            reported = tuple(outcome for outcome in reported if outcome.kind not in _AT_EXIT)
        if not reported:
            return
        followed = Followed(acquisition, result, reported)
        severity = rule.grade(followed, context) if rule.grade is not None else rule.severity
        if severity is None:
            return
        met = any(outcome.kind.is_met or outcome.kind is OutcomeKind.TRANSFERRED for outcome in result.outcomes)
        message = rule.partly if met and rule.partly else rule.message
        call = acquisition.site
        yield context.finding(
            call,
            message.format(thing=acquisition.kind.name),
            hint=rule.hint.format(thing=acquisition.kind.name),
            severity=severity,
            confidence=None if acquisition.is_resolved else Confidence.MEDIUM,
            related=[(context.place(each.where, call), rule.words[each.kind]) for each in reported[:_SHOWN]],
            flow=self._flow(rule, reported[0], context, call),
            exits=self._exits(acquisition),
        )

    @staticmethod
    def _flow(rule: ObligationRule, outcome: Outcome, context: Context, call: Site) -> list[tuple[Site, str]]:
        steps = [(call, "acquired here")]
        steps += [(context.place(span, call), "decided here") for span in outcome.path]
        return [*steps, (context.place(outcome.where, call), rule.words[outcome.kind])]

    def _exits(self, acquisition: Acquisition) -> tuple[Location, ...]:
        """Return what happens at each exit of the function that is reached with the obligation, in their order."""
        result = self.engine.follow(acquisition, beyond=True)
        found = []
        for where, kinds in sorted(result.exits.items(), key=lambda item: item[0].start) if result else ():
            worst = min(kinds, key=lambda each: (not each[0].is_open, list(OutcomeKind).index(each[0]), each[1]))
            span = Span(where.start, where.start) if where.end - where.start > 1 else where
            path = acquisition.site.file.source.path
            found.append(Location(path, span, LocationKind.RELATED, worst[0].value))
        return tuple(found)

    # Callers

    def _callers(
        self, rule: ObligationRule, acquisition: Acquisition, context: Context, depth: int
    ) -> Iterator[Finding]:
        """Yield the findings about the calls of the function that hands the obligation on."""
        function = enclosing_function(acquisition.site.node)
        if depth <= 0 or function is None or function.kind == "func_literal":
            return
        symbol = declared_symbol(function, acquisition.site.file)
        handed = self.engine.handed_to_callers(acquisition) if symbol is not None else []
        if symbol is None or not handed:
            return
        shape = self.program.shapes.of_symbol(symbol)
        results = shape.results if isinstance(shape, Func) else ()
        for returned in handed:
            held = results[returned.index] if returned.index < len(results) else None
            if held is None or not self._can_discharge(held, returned.rest, acquisition):
                continue
            for call in self.program.references.calls(symbol):
                if call.in_test and not acquisition.site.in_test:
                    continue
                callee = self.program.callee(call)
                may_fail = self.engine.may_fail(callee, returned.index)
                further = Acquisition(call, acquisition.kind, returned.index, returned.rest, may_fail=may_fail)
                yield from self._judge(rule, further, context)
                yield from self._callers(rule, further, context, depth - 1)

    def _can_discharge(self, shape: object, rest: tuple[str, ...], acquisition: Acquisition) -> bool:
        """Return whether a caller has a way to discharge what a result holds at a path."""
        base = dereferenced(shape)  # type: ignore[arg-type]
        if str(base) in acquisition.kind.types and rest == acquisition.kind.part:
            return True
        if not rest:
            return True
        if not isinstance(base, Named):
            return False
        return self.engine.discharges_field(base, rest, acquisition.kind, acquisition.site)
