"""The text format: each finding with its code, the places that explain it, and what to do.

The first line of a finding is `path:line:column: severity: message (rule-id)`, with the column in bytes as Go's own
tools count, so that editors and terminals can jump to it.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from golint_conn.finding import Applicability, Finding, Location, LocationKind
from golint_conn.report.frame import Frame, Mark
from golint_conn.report.terminal import Painter, visible
from golint_conn.report.totals import fixes_line, held_back, notice_line, summary_line
from golint_conn.report.view import COMMANDS, View
from golint_conn.run.result import RunResult

_NARROWEST_TEXT = 30
_OPTIONS = {Applicability.SAFE: "--fix", Applicability.UNSAFE: "--fix --unsafe-fixes"}
_COMMAND = re.compile(rf" (?={'|'.join(map(re.escape, COMMANDS))})")
_GLUE = "\xa0"
"""Marks a space at which a line must not be broken."""


def render(result: RunResult, view: View) -> str:
    """Return all findings with their code frames, the notices and the summary."""
    painter = Painter(color=view.color)
    lines: list[str] = []
    for finding in result.findings:
        lines.extend(finding_lines(result, view, painter, finding))
        lines.append("")
    if result.notices:
        lines.extend(notice_line(notice, view, painter) for notice in result.notices)
        lines.append("")
    lines.append(summary_line(result, painter))
    if fixes := fixes_line(result):
        lines.append(fixes)
    return "\n".join(lines) + "\n"


def finding_lines(result: RunResult, view: View, painter: Painter, finding: Finding) -> Iterator[str]:
    """Yield the lines about one finding of a result."""
    return _FindingText(result, view, painter, finding).lines()


class _FindingText:
    """Turns one finding into text; all its frames share one gutter."""

    def __init__(self, result: RunResult, view: View, painter: Painter, finding: Finding) -> None:
        self._result, self._view, self._painter, self._finding = result, view, painter, finding
        self._gutter = max(len(str(self._last_line(each))) for each in (finding.primary, *finding.related))
        self._margin = " " * (self._gutter + 1)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the finding."""
        yield self._header()
        yield from self._frames()
        yield from self._flow()
        yield from self._exits()
        if self._finding.suppression is not None:
            yield from self._detail("suppressed", visible(held_back(self._finding.suppression, self._view)))
        if self._finding.hint:
            yield from self._detail("help", visible(self._finding.hint))
        for fix in self._finding.fixes:
            option = _OPTIONS.get(fix.applicability)
            yield from self._detail("fix", f"{visible(fix.title)}{f' ({option})' if option else ''}")

    def _header(self) -> str:
        finding, paint = self._finding, self._painter.paint
        path, _, position = self._place(finding.primary).partition("\0")
        severity = paint(finding.severity.label, finding.severity.label)
        message = paint(visible(finding.message), "message")
        return f"{paint(path, 'path')}{position}: {severity}: {message} {paint(f'({finding.rule})', 'rule')}"

    def _frames(self) -> Iterator[str]:
        primary = self._finding.primary
        related = self._finding.related
        here = [primary, *(each for each in related if each.path == primary.path)]
        yield from self._frame(here)
        elsewhere = (each for each in related if each.path != primary.path)
        for _, group in groupby(elsewhere, key=lambda each: each.path):
            places = list(group)
            place = self._place(places[0]).replace("\0", "")
            yield f"{self._margin[:-1]}{self._painter.paint(':::', 'gutter')} {place}"
            yield from self._frame(places)

    def _frame(self, places: list[Location]) -> Iterator[str]:
        source = self._result.source(places[0].path)
        if any(place.span.end > len(source.data) for place in places):
            # The file has changed or is gone since it was read; the notes are still useful.
            for place in places:
                if place.note:
                    yield from self._detail("note", visible(place.note))
            return
        marks = tuple(self._mark(place) for place in places)
        yield from Frame(source, marks, self._gutter, self._view.width, self._painter).rows()

    def _mark(self, place: Location) -> Mark:
        if place.kind is LocationKind.PRIMARY:
            return Mark(place.span, "^", self._finding.severity.label, place.note)
        return Mark(place.span, "-", "related", place.note)

    def _flow(self) -> Iterator[str]:
        steps = self._finding.flow
        if not steps:
            return
        yield f"{self._margin}{self._painter.paint('=', 'gutter')} {self._painter.paint('flow', 'help')}:"
        places = [self._place(step).replace("\0", "") for step in steps]
        longest = max(map(len, places))
        for number, (step, place) in enumerate(zip(steps, places, strict=True), 1):
            text = visible(step.note) or self._code(step)
            yield f"{self._margin}  {number:>{len(str(len(steps)))}}. {place:<{longest}}  {text}".rstrip()

    def _exits(self) -> Iterator[str]:
        """Yield the number of exits, and the line of each with what happens on the way there."""
        exits = self._finding.exits
        if exits:
            lines = [self._result.source(each.path).line_number(each.span.start) for each in exits]
            told = [f"{line} {each.note}".rstrip() for line, each in zip(lines, exits, strict=True)]
            kept_together = ", ".join(visible(each).replace(" ", _GLUE) for each in told)
            yield from self._detail("exits", f"{len(exits)}: {kept_together}")

    def _detail(self, word: str, text: str) -> Iterator[str]:
        """Yield `= word: text`, wrapped so that the text forms one column."""
        lead = f"{self._margin}{self._painter.paint('=', 'gutter')} {self._painter.paint(word, 'help')}: "
        indent = " " * (len(self._margin) + len(word) + 4)
        room = max(self._view.width - len(indent), _NARROWEST_TEXT) if self._view.width else len(text) + 1
        # No line may begin with something that a runner obeys.
        text = _COMMAND.sub(_GLUE, text)
        first, *rest = wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
        yield lead + first.replace(_GLUE, " ")
        yield from (indent + line.replace(_GLUE, " ") for line in rest)

    def _place(self, place: Location) -> str:
        """Return the path, a NUL byte that no path can hold, and `:line:column`."""
        position = self._result.source(place.path).byte_position(place.span.start)
        return f"{visible(self._view.path(place.path))}\0:{position.line}:{position.column}"

    def _code(self, place: Location) -> str:
        source = self._result.source(place.path)
        return visible(source.line_text(source.line_number(place.span.start)).strip())

    def _last_line(self, place: Location) -> int:
        return self._result.source(place.path).line_number(max(place.span.end - 1, place.span.start))
