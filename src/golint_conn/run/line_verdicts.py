"""Verdicts on a line: the findings that a run reports there, and what every other rule that looks at the line says.

Obligation rules look at what calls acquire; `golint_conn.run.why` explains them path by path. The others look at
structs, calls, fields and whatever their queries find.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from golint_conn.flow.graph.events import shortened
from golint_conn.rule.checking.prefilter import Needed
from golint_conn.rule.context import Context
from golint_conn.rule.model import CallRule, FieldRule, NamedRule, ObligationRule, QueryRule, StructRule
from golint_conn.run.check import check
from golint_conn.run.filter.grading import graded
from golint_conn.run.request import Level
from golint_conn.run.why import RuleVerdict
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.finding import Finding, Location
    from golint_conn.names.gofile import GoFile
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.result import RunResult
    from golint_conn.run.why import Explanations
    from golint_conn.syntax import Match


_Looking: TypeAlias = StructRule | CallRule | FieldRule | QueryRule
"""The rules that look at code, rather than at what happens to a value."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, counted from 1; a column other than 0 leaves only what begins there."""

    file: GoFile
    number: int
    column: int = 0

    def holds(self, offset: int) -> bool:
        """Return whether the line, or its column, is where something begins."""
        position = self.file.source.byte_position(offset)
        return position.line == self.number and self.column in {0, position.column}


def reported(line: Line, request: CheckRequest, settings: Settings) -> tuple[RunResult, list[RuleVerdict]]:
    """Return what a run over the file finds, and the verdicts of the findings whose primary location is the line."""
    wanted = replace(request, paths=(line.file.path,), show_suppressed=True, cache=False)
    result = check(wanted, settings=replace(settings, level=Level.PEDANTIC))
    here = (each for each in result.findings if each.primary.path == line.file.display)
    return result, [verdict_of(each, settings, result.root) for each in here if line.holds(each.primary.span.start)]


def verdict_of(finding: Finding, settings: Settings, root: str) -> RuleVerdict:
    """Return what a rule says with a finding, at the severity of the settings, and why it is not shown if it is not."""
    held = finding.suppression
    if held is not None:
        return RuleVerdict(finding.rule, finding, f"suppressed by {held.kind.value}: {held.reason}")
    shown = graded([finding], settings, root)
    if shown:
        return RuleVerdict(finding.rule, shown[0])
    if finding.rule not in settings.rules:
        return RuleVerdict(finding.rule, finding, "the settings leave this rule out")
    is_level = finding.pedantic or settings.tests != "off"
    level = f"level {settings.level.value} does not show it" if is_level else "tests are off in the settings"
    return RuleVerdict(finding.rule, finding, level)


def silent(line: Line, explanations: Explanations, settings: Settings) -> list[RuleVerdict]:
    """Return what the rules say that look at the line and report nothing on it, each once."""
    found: dict[str, RuleVerdict] = {}
    data, library = line.file.source.data, explanations.checker.library
    for rule in explanations.checker.rules:
        model = rule.model
        if rule.id not in settings.rules or isinstance(model, ObligationRule):
            continue
        if Needed(rule.terms, library).holds(data):
            for verdict in _verdicts(model, line, explanations):
                found.setdefault(rule.id, verdict)
    return list(found.values())


def _verdicts(
    model: StructRule | CallRule | FieldRule | QueryRule, line: Line, explanations: Explanations
) -> Iterator[RuleVerdict]:
    context = Context(explanations.checker.network, line.file, model)
    whole = line.file.source.line_span(line.number)
    for top in line.file.top_level:
        if top.end < whole.start or whole.end < top.start:
            continue
        for place, (query, run) in enumerate(model.looks):
            for match in Query.of(query).matches(top):
                nodes = [each for found in match.captures.values() for each in found]
                begun = [each for each in nodes if line.holds(each.start)]
                if begun and _is_meant(model, place, match, context):
                    barred = explanations.barred(model, context.site(begun[0]))
                    elsewhere = [] if barred else [each.primary for each in run(match, context)]
                    yield RuleVerdict(model.id, None, barred or _says(begun[0].text, elsewhere, line))


def _is_meant(model: _Looking, place: int, match: Match, context: Context) -> bool:
    """Return whether a match is what a rule is about, by its names."""
    return not isinstance(model, NamedRule) or any(model.subjects[place].named(match, context))


def _says(code: str, elsewhere: list[Location], line: Line) -> str:
    """Return what a rule says that looks at some code and reports nothing on its line."""
    looks = f"looks at {shortened(code)}"
    if not elsewhere:
        return f"{looks} and finds nothing wrong"
    place = elsewhere[0]
    if place.path != line.file.display:
        return f"{looks} and reports it in {place.path}"
    return f"{looks} and reports it on line {line.file.source.line_number(place.span.start)}"
