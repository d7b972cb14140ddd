"""Obligation rules at work: from a call to the findings about what happens to the value that it returns.

If a function returns an obligation to its callers, their calls are acquisitions too. A caller's file may give the rule
nothing to check (it need not even import the package whose values it gets), so the caller is checked from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Location, LocationKind
from golint_conn.flow.engine import Acquisition, Engine
from golint_conn.flow.graph.events import shortened
from golint_conn.flow.obligation import Outcome, OutcomeKind
from golint_conn.names.budgets import SHOWN_PLACES
from golint_conn.names.shape import Func
from golint_conn.program.functions import declared_symbol, enclosing_function, may_hand_on
from golint_conn.rule.followed import Followed, Verdict
from golint_conn.rule.model import Asks
from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.obligation import Choice, Returned
    from golint_conn.flow.search.reachability import Result
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Type
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.rule.model import ObligationRule
    from golint_conn.syntax import Match

_JUDGED = "the rule itself judges this case harmless, or leaves it to another rule"
_AT_EXIT = frozenset(
    {
        OutcomeKind.LEAK,
        OutcomeKind.READ_ONLY,
        OutcomeKind.READ_FAILED,
        OutcomeKind.WRAPPER_ONLY,
        OutcomeKind.DISCARDED,
    }
)
"""What the end of the process makes harmless."""

_CARED_FOR = frozenset(
    {
        OutcomeKind.DISCHARGED,
        OutcomeKind.SCHEDULED,
        OutcomeKind.TRANSFERRED,
        OutcomeKind.RETURNED_MET,
        OutcomeKind.FAILED,
        OutcomeKind.ESCAPED,
    }
)
"""The ends of paths that speak against reporting that it is never closed."""


class Obligations:
    """Checks obligation rules; remembers which callers it has checked."""

    def __init__(self, program: Program, engine: Engine) -> None:
        self.program = program
        self.engine = engine
        self._looked_at: set[tuple[str, tuple[object, ...]]] = set()

    def forget(self) -> None:
        """Check all callers again from here on."""
        self._looked_at.clear()

    def check(self, rule: ObligationRule, match: Match, context: Context) -> Iterator[Finding]:
        """Yield the findings of a rule about one call, and about the calls of functions that return its obligation."""
        site = context.site(match["call"])
        if rule.asks is Asks.CHECKED_FIRST:
            # Whether a handle is used too early does not depend on whether anything has to be closed.
            handles = [self.engine.handle(site, kind) for kind in rule.kinds]
            for handle in handles:
                if handle is not None:
                    yield from self._judge(rule, handle, context)
            return
        for acquisition in self.engine.acquisitions(site, rule.kinds):
            yield from self._look(rule, acquisition, context)

    def _look(self, rule: ObligationRule, acquisition: Acquisition, context: Context) -> Iterator[Finding]:
        """Yield the findings about an acquisition, and about those of callers; none if it was checked before."""
        pending = [acquisition]
        while pending:
            each = pending.pop()
            key = (rule.id, each.key)
            if key not in self._looked_at:
                self._looked_at.add(key)
                yield from self._judge(rule, each, context)
                pending += reversed([*self._of_callers(each)])

    def _judge(self, rule: ObligationRule, acquisition: Acquisition, context: Context) -> Iterator[Finding]:
        finding = self.verdict(rule, acquisition, context).finding
        if finding is not None:
            yield finding

    def verdict(self, rule: ObligationRule, acquisition: Acquisition, context: Context) -> Verdict:
        """Return what a rule says about an acquisition."""
        is_read = rule.asks is Asks.READ
        result = self.engine.read(acquisition) if is_read else self.engine.follow(acquisition)
        if result is None:
            return Verdict(silence="it is in no function, or in one that nests too deeply")
        # A search that was given up has followed the shortest paths: what it found is true anyway.
        reported = tuple(outcome for outcome in result.outcomes if outcome.kind in rule.notes)
        if not reported and result.is_capped:
            return Verdict(silence="too many paths lead from here to follow them all to the end")
        if not reported:
            return Verdict()
        if context.flow.is_end_of_main(acquisition.site):
            reported = tuple(outcome for outcome in reported if not _is_at_exit(outcome, result))
        if not reported:
            return Verdict(silence="the process ends with main, and that closes everything")
        followed = Followed(acquisition, result, reported)
        severity = rule.grade(followed, context) if rule.grade is not None else rule.severity
        if severity is None:
            is_bad = any(outcome.kind.is_open or outcome.kind is OutcomeKind.PREMATURE for outcome in reported)
            return Verdict(silence=_JUDGED if is_bad else "")
        message = rule.partly if rule.partly and self._is_cared_for(acquisition, result) else rule.message
        call = acquisition.site
        finding = context.finding(
            call,
            message.format(thing=acquisition.kind.name),
            hint=rule.hint.format(thing=acquisition.kind.name),
            severity=severity,
            confidence=None if acquisition.is_resolved else Confidence.MEDIUM,
            related=[
                (context.code.place(each.where, call), rule.notes[each.kind]) for each in reported[: SHOWN_PLACES.most]
            ],
            flow=self._flow(rule, reported[0], context, call),
            exits=self._exits(acquisition),
            fix=rule.fix(followed, context) if rule.fix is not None else None,
        )
        return Verdict(finding)

    def _is_cared_for(self, acquisition: Acquisition, result: Result) -> bool:
        """Return whether the obligation is released, or passed to another owner, on some of the paths."""
        further = self.engine.follow(acquisition, beyond=True)
        exits = further.exits.values() if further is not None else ()
        kinds = {outcome.kind for outcome in result.outcomes} | {kind for found in exits for kind, _ in found}
        return not kinds.isdisjoint(_CARED_FOR)

    @staticmethod
    def _flow(rule: ObligationRule, outcome: Outcome, context: Context, call: Site) -> list[tuple[Site, str]]:
        steps = [(call, "acquired here")]
        steps += [(context.code.place(each.where, call), described(each, call.file)) for each in outcome.path]
        return [*steps, (context.code.place(outcome.where, call), rule.notes[outcome.kind])]

    def _exits(self, acquisition: Acquisition) -> tuple[Location, ...]:
        """Return what happens at each exit of the function that is reached with the obligation, in order."""
        result = self.engine.follow(acquisition, beyond=True)
        found = []
        for where, kinds in sorted(result.exits.items(), key=lambda item: item[0].start) if result else ():
            worst = min(kinds, key=lambda each: (not each[0].is_open, list(OutcomeKind).index(each[0]), each[1]))
            span = Span(where.start, where.start) if where.end - where.start > 1 else where
            path = acquisition.site.file.source.path
            found.append(Location(path, span, LocationKind.RELATED, worst[0].value))
        return tuple(found)

    # Callers

    def _of_callers(self, acquisition: Acquisition) -> Iterator[Acquisition]:
        """Yield what the callers acquire from the function that returns the obligation."""
        function = enclosing_function(acquisition.site.node)
        if function is None or not may_hand_on(function):
            return
        symbol = declared_symbol(function, acquisition.site.file)
        if symbol is None:
            return
        shape = self.program.shapes.of_symbol(symbol)
        results = shape.results if isinstance(shape, Func) else ()
        for call in self.program.references.calls(symbol):
            if call.in_test and not acquisition.site.in_test:
                continue
            for returned in self.handed(acquisition, results, call):
                may_fail = self.engine.may_fail(self.program.callee(call), returned.index)
                yield Acquisition(call, acquisition.kind, returned.index, returned.rest, may_fail=may_fail)

    def handed(self, acquisition: Acquisition, results: tuple[Type, ...], call: Site) -> list[Returned]:
        """Return the results in which a function returns an open obligation that one of its calls can release."""
        handed = self.engine.handed_to_callers(acquisition)
        package = self.program.shapes.names.package_path(call.file)
        return self.engine.owners.reachable(results, handed, acquisition.kind, package)


def _is_at_exit(outcome: Outcome, result: Result) -> bool:
    """Return whether the value is lost when the function returns, not once per iteration of a loop."""
    is_inside = outcome.kind is OutcomeKind.READ_ONLY and outcome.where not in result.exits
    return outcome.kind in _AT_EXIT and not is_inside


def described(choice: Choice, file: GoFile) -> str:
    """Return what a path has chosen, in words for users."""
    code = shortened(file.source.text(choice.where))
    if choice.is_case:
        return f"case is {'' if choice.truth else 'not '}taken: {code}"
    return f"condition is {'true' if choice.truth else 'false'}: {code}"
