"""Explanations: everything known about the obligations of one line, for users who ask why something is reported or not.

An explanation holds places and words, and nothing of the trees that it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.flow.engine import Acquisition
from golint_conn.flow.graph.events import shortened
from golint_conn.flow.obligation import OutcomeKind
from golint_conn.flow.questions.provenance import acquired, refused, unknown
from golint_conn.names.calls import CalleeKind
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Func
from golint_conn.program.functions import (
    declared_symbol,
    display_name,
    enclosing_declaration,
    enclosing_function,
)
from golint_conn.program.site import Site
from golint_conn.rule.checking.obligations import Obligations, described
from golint_conn.rule.checking.prefilter import Needed
from golint_conn.rule.context import Context
from golint_conn.rule.model import ObligationRule
from golint_conn.rule.terms import Terms
from golint_conn.source import Span
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.finding import Finding
    from golint_conn.flow.obligation import Outcome
    from golint_conn.flow.questions.provenance import Provenance
    from golint_conn.flow.reasons import Reason
    from golint_conn.flow.search.reachability import Result
    from golint_conn.names.gofile import GoFile
    from golint_conn.rule.checking.checker import BuildChecker
    from golint_conn.rule.model import Model
    from golint_conn.syntax import Node

_CALLS = "(call_expression) @call"
_AT_ONCE = frozenset({OutcomeKind.OVERWRITTEN, OutcomeKind.DISCARDED, OutcomeKind.PREMATURE, OutcomeKind.ENDS})
"""What ends a path where it happens, and not at an exit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a file, by the absolute path of the file."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Known:
    """How something is known, or why nothing is: words, the source of a library model, and a place in the code."""

    text: str
    reference: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class End:
    """What happens to an obligation on the paths to an exit.

    `place` is where it happens. If the obligation is passed on, `reason` says why it is not followed further; the last
    of `through` is the place that the reason is about.
    """

    kind: OutcomeKind
    place: Place
    reason: str = ""
    through: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Exit:
    """A place where control leaves, its code, and what happens on the paths to it, the worst first."""

    place: Place
    code: str
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A path on which an obligation is lost: what was chosen on it, in words, and how it ends."""

    kind: OutcomeKind
    place: Place
    choices: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What a rule says: a finding, or why it reports nothing."""

    rule: str
    finding: Finding | None = None
    silence: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An obligation that a call acquires, and what happens to it.

    `callers` are the calls of its function, if the function returns the obligation; `silences` say why nothing is
    reported.
    """

    call: Place
    kind: str
    callee: str
    source: Known
    function: str
    lines: Place | None = None
    exits: tuple[Exit, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    callers: tuple[Place, ...] = ()
    verdicts: tuple[RuleVerdict, ...] = ()
    silences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoResource:
    """A call that acquires no obligation, and why."""

    call: Place
    callee: str
    reasons: tuple[tuple[str, Known], ...] = field(default=())


class Explanations:
    """Explains the calls of a program, by its rules."""

    def __init__(self, checker: BuildChecker) -> None:
        self.checker = checker
        self.program = checker.program
        self.engine = checker.engine
        self.obligations = Obligations(checker.program, checker.engine)
        self._acquisitions: Memory[tuple[str, int, int], list[Acquisition]] = Memory(checker.engine.ledger)

    def calls(self, file: GoFile, line: int, column: int = 0) -> list[Site]:
        """Return the calls that begin on a line, or whose callee is named there; with a column those around it."""
        source = file.source
        found = [match["call"] for top in file.top_level for match in Query.of(_CALLS).matches(top)]
        here = [node for node in found if line in {source.line_number(at) for at in _ends_of_callee(node)}]
        if column:
            exact = [node for node in here if source.byte_position(node.start).column == column]
            offset = source.line_span(line).start + column - 1
            around = [node for node in here if node.start <= offset < node.end]
            here = exact or sorted(around, key=lambda node: node.span.length)[:1]
        return [Site(node, file) for node in sorted(here, key=lambda node: (node.start, node.end))]

    def around(self, file: GoFile, line: int) -> list[tuple[Place, str]]:
        """Return the calls of the function around a line that acquire obligations, each with its kinds."""
        span = file.source.line_span(line)
        text = file.source.data[span.start : span.end]
        inside = span.start + len(text) - len(text.lstrip())
        node = file.node_at(inside, inside)
        function = (enclosing_declaration(node) or node) if node is not None else None
        if function is None or function.kind not in {"function_declaration", "method_declaration"}:
            return []
        sites = [Site(match["call"], file) for match in Query.of(_CALLS).matches(function)]
        found = [(site, [each.kind.name for each in self.acquisitions(site)]) for site in sites]
        return [(_place(site), " and ".join(kinds)) for site, kinds in found if kinds]

    def acquisitions(self, site: Site) -> list[Acquisition]:
        """Return what a call acquires, of all kinds, also inside values that a function of the module returns."""
        return self._acquisitions.of(site.key, self._acquired, site, bottom=[])

    def _acquired(self, site: Site) -> list[Acquisition]:
        found = {each.key: each for each in self.engine.acquisitions(site, self.engine.kinds)}
        kinds = {each.kind.name for each in found.values()}
        for each in self._handed(site):
            if each.kind.name not in kinds:
                found.setdefault(each.key, each)
        for each in self._early(site):
            found.setdefault(each.key, each)
        return list(found.values())

    def _early(self, site: Site) -> Iterator[Acquisition]:
        """Yield the handles that are used before the error is checked, whether or not they have to be closed."""
        for kind in self.engine.kinds:
            handle = self.engine.handle(site, kind)
            result = self.engine.follow(handle) if handle is not None else None
            if handle is not None and result is not None and result.of(OutcomeKind.PREMATURE):
                yield handle

    def _handed(self, site: Site) -> Iterator[Acquisition]:
        """Yield what a function of the module returns to one of its calls."""
        callee = self.program.callee(site)
        symbol = callee.symbol
        if symbol is None or not isinstance(callee.shape, Func) or symbol.declaration.field("body") is None:
            return
        for match in Query.of(_CALLS).matches(symbol.declaration):
            inner = Site(match["call"], symbol.file)
            if enclosing_function(inner.node) != symbol.declaration:
                continue
            for each in self.acquisitions(inner):
                for returned in self.obligations.handed(each, callee.shape.results, site):
                    may_fail = self.engine.may_fail(callee, returned.index)
                    yield Acquisition(site, each.kind, returned.index, returned.rest, may_fail=may_fail)

    def nothing(self, site: Site) -> NoResource:
        """Return why a call acquires nothing."""
        callee = self.program.callee(site)
        reasons = [(kind.name, refused(site, kind, self.engine)) for kind in self.engine.kinds]
        told = tuple((name, _known(reason)) for name, reason in reasons if reason is not None)
        why = unknown(callee) if callee.kind not in {CalleeKind.BUILTIN, CalleeKind.CONVERSION} else ""
        if not told:
            told = (("", Known(why or "nothing that it returns has to be closed")),)
        return NoResource(_place(site), callee.qualified or callee.name or _named(site.node), told)

    def account(self, acquisition: Acquisition) -> Explanation:
        """Return what happens to an obligation, and what the rules say about it."""
        site = acquisition.site
        callee = self.program.callee(site)
        function = enclosing_function(site.node)
        plain, wide = self.engine.follow(acquisition), self.engine.follow(acquisition, beyond=True)
        verdicts = tuple(self._verdicts(acquisition))
        return Explanation(
            _place(site),
            acquisition.kind.name,
            callee.qualified or callee.name,
            _known(acquired(acquisition, self.engine)),
            _name(site, function),
            Place(site.file.path, function.span) if function is not None else None,
            tuple(self._exits(site, plain, wide)),
            tuple(self._witnesses(site, plain, verdicts)),
            tuple(self._callers(acquisition)),
            tuple(each for each in verdicts if each.finding is not None or each.silence),
            tuple(self._silences(acquisition, verdicts, plain)),
        )

    # What happens to it

    def _exits(self, site: Site, plain: Result | None, wide: Result | None) -> Iterator[Exit]:
        if plain is None or wide is None:
            return
        found = {where: set(kinds) for where, kinds in wide.exits.items()}
        for outcome in plain.outcomes:
            if outcome.kind in _AT_ONCE:
                found.setdefault(outcome.where, set()).add((outcome.kind, outcome.where.start))
        order = list(OutcomeKind)
        for where, kinds in sorted(found.items(), key=lambda item: (item[0].start, item[0].end)):
            worst = sorted(kinds, key=lambda each: (not each[0].is_open, order.index(each[0]), each[1]))
            ends = tuple(self._end(kind, at, site, wide) for kind, at in worst)
            yield Exit(Place(site.file.path, where), shortened(site.file.source.text(where)), ends)

    @staticmethod
    def _end(kind: OutcomeKind, at: int, site: Site, result: Result) -> End:
        place = Place(site.file.path, Span(at, at))
        reason = next((reason for where, reason in result.reasons.items() if where.start == at), None)
        if kind is not OutcomeKind.ESCAPED or reason is None:
            return End(kind, place)
        text, through = _flattened(reason)
        return End(kind, place, text, through)

    def _witnesses(self, site: Site, result: Result | None, verdicts: tuple[RuleVerdict, ...]) -> Iterator[Witness]:
        """Yield the paths on which it is lost, and those to what a rule reports."""
        reporting = {verdict.rule for verdict in verdicts if verdict.finding is not None}
        models = [rule.model for rule in self.checker.rules if rule.id in reporting]
        worded = {kind for model in models if isinstance(model, ObligationRule) for kind in model.notes}
        path = site.file.path
        for outcome in result.outcomes if result is not None else ():
            if _is_bad(outcome) or outcome.kind in worded:
                choices = tuple((Place(path, each.where), described(each, site.file)) for each in outcome.path)
                yield Witness(outcome.kind, Place(path, outcome.where), choices)

    def _callers(self, acquisition: Acquisition) -> Iterator[Place]:
        """Yield the calls of the function that returns the obligation."""
        function = enclosing_function(acquisition.site.node)
        symbol = declared_symbol(function, acquisition.site.file) if function is not None else None
        if symbol is None or not self.engine.handed_to_callers(acquisition):
            return
        yield from (_place(call) for call in self.program.references.calls(symbol))

    # What the rules say

    def _verdicts(self, acquisition: Acquisition) -> Iterator[RuleVerdict]:
        site = acquisition.site
        for rule in self.checker.rules:
            model = rule.model
            if not isinstance(model, ObligationRule) or acquisition.kind not in model.kinds:
                continue
            verdict = self.obligations.verdict(model, acquisition, Context(self.checker.network, site.file, model))
            finding, silence = verdict.finding, verdict.silence
            if finding is not None:
                silence = self.barred(model, site)
            yield RuleVerdict(model.id, None if silence else finding, silence)

    def barred(self, rule: Model, site: Site) -> str:
        """Return why a rule reports nothing in a whole file or declaration, or an empty text if it may report."""
        if site.file.is_generated:
            return "the file is generated"
        for_tests = self.program.execution(site).only_tests if not rule.tests else ""
        if for_tests:
            return for_tests
        if any(top.has_error and top.span.contains(site.node.span) for top in site.file.top_level):
            return "there is a syntax error in the declaration around it"
        is_own = isinstance(rule, ObligationRule) and self.engine.has_body(self.program.callee(site))
        if not is_own and not Needed(Terms.of(rule), self.checker.library).holds(site.file.source.data):
            return "the file has none of the imports and words by which the rule chooses files"
        return ""

    def _silences(
        self, acquisition: Acquisition, verdicts: tuple[RuleVerdict, ...], result: Result | None
    ) -> Iterator[str]:
        """Yield why no rule reports anything, apart from what the rules say themselves."""
        if any(each.finding is not None for each in verdicts):
            return
        name = acquisition.kind.name
        if not verdicts:
            yield f"no rule is about the kind {name}"
        if result is None or any(each.silence for each in verdicts):
            return
        if result.of(OutcomeKind.ESCAPED):
            yield "what it is passed to is assumed to close it"
        if result.of(OutcomeKind.TRANSFERRED, OutcomeKind.FAILED):
            handed = self.engine.handed_to_callers(acquisition)
            yield "the callers have to close it" if handed else "whether its callers have to close it is not certain"
        if not result.lost and not result.of(OutcomeKind.ESCAPED, OutcomeKind.TRANSFERRED, OutcomeKind.FAILED):
            yield "no path loses it"


def _ends_of_callee(call: Node) -> tuple[int, int]:
    """Return the first bytes of a call and of the name that it calls, which a chain of calls has on another line."""
    function = call.field("function")
    name = (function.field("field") or function) if function is not None else call
    return call.start, name.start


def _named(call: Node) -> str:
    """Return how a call names what it calls."""
    function = call.field("function")
    return shortened(function.text) if function is not None else ""


def _name(site: Site, function: Node | None) -> str:
    """Return the name that people use for the function around a call."""
    declared = display_name(site.node)
    if function is None or function.kind != "func_literal":
        return declared
    return f"a function literal in {declared}" if declared else "a function literal"


def _is_bad(outcome: Outcome) -> bool:
    return outcome.kind.is_open or outcome.kind in {OutcomeKind.PREMATURE, OutcomeKind.DEFERRED_IN_LOOP}


def _place(site: Site) -> Place:
    return Place(site.file.path, site.node.span)


def _known(provenance: Provenance) -> Known:
    place = Place(*provenance.where) if provenance.where is not None else None
    return Known(provenance.text, provenance.reference, place)


def _flattened(reason: Reason) -> tuple[str, tuple[Place, ...]]:
    """Return the final reason, and the places that lead there through functions."""
    places = []
    at = reason
    while at.further is not None:
        places += [Place(*at.where)] if at.where is not None else []
        at = at.further
    places += [Place(*at.where)] if at.where is not None else []
    return at.text, tuple(places)
