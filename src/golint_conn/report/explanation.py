"""Explanations as text: what happens to each obligation of a line, exit by exit, and what the rules report about it."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from golint_conn.flow.obligation import OutcomeKind
from golint_conn.report.frame import Frame, Mark
from golint_conn.report.terminal import Painter, display_width, visible
from golint_conn.report.text import finding_lines
from golint_conn.report.totals import counted
from golint_conn.report.view import View
from golint_conn.run.line_verdicts import Line
from golint_conn.run.result import RunResult
from golint_conn.run.why import End, Exit, Explanation, Known, NoResource, Place, RuleVerdict, Witness
from golint_conn.source import Reader, SourceFile, Span

_NARROWEST_TEXT = 30
_WIDEST_CODE = 44
_MOST_CALLERS = 8
_MOST_PATHS = 5
_GOOD = frozenset({OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED, OutcomeKind.VOID})


def render(explanations: Iterable[Explanation | NoResource], reader: Reader, view: View) -> str:
    """Return all explanations, separated by an empty line."""
    return "\n\n".join("\n".join(_lines(each, reader, view)) for each in explanations) + "\n"


def findings_text(result: RunResult, verdicts: Iterable[RuleVerdict], view: View) -> Iterator[str]:
    """Yield the text of each finding of a result that a verdict has, and why it is not shown if it is not."""
    painter = Painter(color=view.color)
    for verdict in verdicts:
        if verdict.finding is not None:
            lines = [*finding_lines(result, view, painter, verdict.finding)]
            if verdict.silence and verdict.finding.suppression is None:
                lines.append(f"  {painter.paint('=', 'gutter')} not shown: {visible(verdict.silence)}")
            yield "\n".join(lines) + "\n"


def quiet_text(line: Line, verdicts: Iterable[RuleVerdict], view: View) -> Iterator[str]:
    """Yield what the rules say that look at a line and report nothing there."""
    listed = list(verdicts)
    if listed:
        painter = Painter(color=view.color)
        path = painter.paint(visible(view.path(line.file.display)), "path")
        rows = [f"  {painter.paint('=', 'gutter')} {each.rule} {visible(each.silence)}" for each in listed]
        yield "\n".join([f"{path}:{line.number}: {counted(len(listed), 'rule')} without a finding here", *rows]) + "\n"


def _lines(account: Explanation | NoResource, reader: Reader, view: View) -> Iterator[str]:
    if isinstance(account, Explanation):
        return _AccountText(account, reader, view).lines()
    return _nothing(account, reader, view)


class _Text:
    """What all explanations need: places, a frame around a call, and text wrapped next to a margin."""

    def __init__(self, call: Place, reader: Reader, view: View) -> None:
        self.call, self.reader, self.view = call, reader, view
        self.painter = Painter(color=view.color)
        self.sources: dict[str, SourceFile] = {}
        self.gutter = len(str(self.line(call)))
        self.margin = " " * (self.gutter + 1)

    def source(self, path: str) -> SourceFile:
        """Return a file by its absolute path."""
        if path not in self.sources:
            self.sources[path] = SourceFile(self.reader.display(path), self.reader.read(path))
        return self.sources[path]

    def line(self, place: Place) -> int:
        """Return the line of a place."""
        return self.source(place.path).line_number(place.span.start)

    def at(self, place: Place) -> str:
        """Return a place for a sentence: its line, preceded by the file if that is not the file of the call."""
        file = "" if place.path == self.call.path else f"{visible(self.view.path(self.source(place.path).path))}:"
        return f"{file}{self.line(place)}" if file else f"line {self.line(place)}"

    def header(self, text: str) -> str:
        """Return the first line: the place of the call, and what it is."""
        source = self.source(self.call.path)
        position = source.byte_position(self.call.span.start)
        path = self.painter.paint(visible(self.view.path(source.path)), "path")
        return f"{path}:{position.line}:{position.column}: {text}"

    def frame(self) -> Iterator[str]:
        """Yield the code of the call."""
        source = self.source(self.call.path)
        first = source.line_span(self.line(self.call))
        mark = Mark(Span(self.call.span.start, min(self.call.span.end, first.end)), "^", "related")
        yield from Frame(source, (mark,), self.gutter, self.view.width, self.painter).rows()

    def detail(self, word: str, text: str, style: str = "help") -> Iterator[str]:
        """Yield `= word: text`, wrapped so that the text forms one column."""
        lead = f"{self.margin}{self.painter.paint('=', 'gutter')} {self.painter.paint(word, style)}: "
        indent = " " * (len(self.margin) + len(word) + 4)
        first, *rest = self.wrapped(visible(text), len(indent))
        yield lead + first
        yield from (indent + line for line in rest)

    def wrapped(self, text: str, indent: int) -> list[str]:
        """Return the lines of a text that fit next to an indent."""
        room = max(self.view.width - indent, _NARROWEST_TEXT) if self.view.width else len(text) + 1
        return wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]

    def known(self, known: Known) -> str:
        """Return how something is known, as one sentence without its period."""
        place = f" at {self.at(known.place)}" if known.place is not None else ""
        reference = f" ({known.reference.rstrip('.')})" if known.reference else ""
        return f"{known.text}{place}{reference}"


def _nothing(nothing: NoResource, reader: Reader, view: View) -> Iterator[str]:
    text = _Text(nothing.call, reader, view)
    name = f"{visible(nothing.callee)} " if nothing.callee else "this call "
    yield text.header(f"{name}returns nothing that must be closed")
    yield from text.frame()
    for kind, known in nothing.reasons:
        yield from text.detail(f"no {kind}" if kind else "reason", text.known(known))


class _AccountText(_Text):
    """Turns one explanation into text."""

    def __init__(self, account: Explanation, reader: Reader, view: View) -> None:
        super().__init__(account.call, reader, view)
        self.account = account

    def lines(self) -> Iterator[str]:
        """Yield the lines of the explanation."""
        account = self.account
        yield self.header(f"{self.painter.paint(account.kind, 'message')} from {visible(account.callee) or 'a call'}")
        yield from self.frame()
        yield from self.detail("known by", self.known(account.source))
        if account.lines is not None:
            yield from self.detail("function", self._function(account.lines))
        if account.exits:
            yield from self._heading(counted(len(account.exits), "exit"))
            yield from self._table(account.exits)
        lost = sorted(account.witnesses, key=lambda each: each.place.span.start)
        for witness in lost[:_MOST_PATHS]:
            yield from self._path(witness)
        if len(lost) > _MOST_PATHS:
            yield f"{self.margin}  and {counted(len(lost) - _MOST_PATHS, 'more path')}"
        if account.callers:
            shown = [self.at(place) for place in account.callers[:_MOST_CALLERS]]
            more = len(account.callers) - len(shown)
            text = ", ".join(shown) + (f" and {more} more" if more else "")
            yield from self.detail("returned to callers", text)
        yield from self._said()

    def _function(self, lines: Place) -> str:
        source = self.source(lines.path)
        first, last = source.line_number(lines.span.start), source.line_number(max(lines.span.end - 1, 0))
        name = self.account.function
        return f"{name}, lines {first} to {last}" if last > first else f"{name}, line {first}"

    def _heading(self, text: str) -> Iterator[str]:
        yield f"{self.margin}{self.painter.paint('=', 'gutter')} {self.painter.paint(text, 'help')}:"

    # Exits

    def _table(self, exits: tuple[Exit, ...]) -> Iterator[str]:
        """Yield a row for each exit: its line, its code, and what happens on the paths to it, one below the other."""
        room = min(_WIDEST_CODE, self.view.width // 3) if self.view.width else _WIDEST_CODE
        codes = [_cut(visible(each.code), room) for each in exits]
        widest = max(map(display_width, codes))
        digits = max(len(str(self.line(each.place))) for each in exits)
        for each, code in zip(exits, codes, strict=True):
            lead = f"{self.margin}  {self.line(each.place):>{digits}}  {code}{' ' * (widest - display_width(code))}  "
            indent = len(self.margin) + digits + widest + 6
            for kind, text in self._happened(each):
                first, *rest = self.wrapped(visible(text), indent)
                yield lead + self.painter.paint(first, _style(kind))
                yield from (" " * indent + self.painter.paint(line, _style(kind)) for line in rest)
                lead = " " * indent

    def _happened(self, at: Exit) -> Iterator[tuple[OutcomeKind, str]]:
        """Yield what happens to the obligation on the paths to an exit, with the lines if they are elsewhere."""
        together: dict[tuple[OutcomeKind, str], list[str]] = {}
        for end in at.ends:
            is_there = self.line(end.place) == self.line(at.place) and end.kind is not OutcomeKind.VOID
            places = together.setdefault((end.kind, self._reason(end)), [])
            places += [] if is_there else [self.at(end.place)]
        for (kind, reason), places in together.items():
            word = ", by the condition at " if kind is OutcomeKind.VOID else " at "
            yield kind, kind.value + (word + " or ".join(dict.fromkeys(places)) if places else "") + reason

    def _reason(self, end: End) -> str:
        """Return why it is not followed further if another function decides that, and the calls that lead there."""
        *through, last = [self.at(place) for place in end.through] or [""]
        passed = f", through {', '.join(through)}" if through else ""
        reason = end.reason.rstrip(".")
        return f": {reason}{f' ({last}{passed})' if last else ''}" if reason else ""

    # Paths

    def _path(self, witness: Witness) -> Iterator[str]:
        """Yield the conditions on a path to the place where the obligation is lost."""
        start = self.line(self.call)
        yield from self._heading(f"how it {witness.kind.value} at {self.at(witness.place)}")
        steps = [(start, "acquired"), *((self.line(place), text) for place, text in witness.choices)]
        steps.append((self.line(witness.place), witness.kind.value))
        digits = max(len(str(line)) for line, _ in steps)
        for line, text in steps:
            yield f"{self.margin}  {line:>{digits}}  {visible(text)}"

    # Rules

    def _said(self) -> Iterator[str]:
        """Yield what the rules report, or why they report nothing."""
        for verdict in self.account.verdicts:
            if verdict.finding is not None:
                yield from self._finding(verdict)
        is_reported = any(verdict.finding is not None for verdict in self.account.verdicts)
        for verdict in self.account.verdicts:
            if verdict.finding is None and not is_reported:
                yield from self.detail(f"{verdict.rule} reports nothing", verdict.silence)
        for silence in self.account.silences:
            yield from self.detail("not reported", silence)

    def _finding(self, verdict: RuleVerdict) -> Iterator[str]:
        finding = verdict.finding
        if finding is not None:
            label = finding.severity.label
            held_back = f" Not shown: {verdict.silence}." if verdict.silence else ""
            yield from self.detail(label, f"{finding.message} ({verdict.rule}){held_back}", label)


def _cut(code: str, room: int) -> str:
    return code if display_width(code) <= room else f"{code[: room - 1]}…"


def _style(kind: OutcomeKind) -> str:
    if kind in _GOOD:
        return "good"
    return "error" if kind.is_open or kind is OutcomeKind.PREMATURE else "warning"
