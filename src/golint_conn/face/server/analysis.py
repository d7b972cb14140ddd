"""Analysis: performs the jobs of the server, in a process of its own.

A fix is offered only if it passes the same test as for `--fix`: the files are parsed and analyzed again, and its
finding must be gone without a new one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.face.server.differences import file_change
from golint_conn.face.server.jobs import (
    Checked,
    CheckJob,
    Failed,
    FixAllJob,
    Message,
    Offer,
    Offered,
    Shown,
    Urgency,
)
from golint_conn.face.server.positions import Places
from golint_conn.finding import Applicability, NoticeKind
from golint_conn.fixing import fix
from golint_conn.fixing.candidates import SAFE
from golint_conn.run.check import check
from golint_conn.run.filter.suppression.adding import with_directives
from golint_conn.run.request import UsageError
from golint_conn.run.suppression_rule import CATEGORY, INFO

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from golint_conn.face.server.jobs import Answer, FileChange, Identity, Job, OffersJob, Scope
    from golint_conn.face.server.positions import Place
    from golint_conn.finding import Finding, Fix, Location
    from golint_conn.fixing import Fixed
    from golint_conn.run.result import RunResult

REASON = "TODO: say why this may stay"
"""The reason in a new directive until the user writes a better one: the protocol cannot ask for it."""

FIX_ALL_TITLE = "Apply all safe fixes of golint-conn in this file"

_DEPRECATED = "deprecated"
_MOST_STEPS = 20
_URGENCY = {NoticeKind.CRASH: Urgency.ERROR}


class Analyst:
    """Performs jobs; remembers the last run, because offers for a finding are requested right after it."""

    def __init__(self) -> None:
        self._last: tuple[Scope, RunResult] | None = None

    def perform(self, job: Job) -> Answer:
        """Return the answer to a job."""
        try:
            match job:
                case CheckJob():
                    return self._check(job.scope)
                case FixAllJob():
                    return self._fix_all(job)
                case _:
                    return self._offers(job)
        except UsageError as error:
            return Failed(tuple(Message(Urgency.ERROR, text) for text in error.messages))

    def _check(self, scope: Scope) -> Checked:
        started = perf_counter()
        result = self._result(scope)
        view = _View(result, scope.encoding)
        found = tuple(map(view.shown, result.findings))
        names = {each.rule for each in found}
        return Checked(
            found, {each.id: each for each in result.rules if each.id in names}, _told(result), perf_counter() - started
        )

    def _result(self, scope: Scope) -> RunResult:
        if self._last is None or self._last[0] != scope:
            self._last = (scope, check(scope.request, overlay=scope.buffers))
        return self._last[1]

    def _offers(self, job: OffersJob) -> Offered:
        result = self._result(job.scope)
        view = _View(result, job.scope.encoding)
        trials = _Trials(job.scope, result)
        offers: list[Offer] = []
        messages: list[Message] = []
        for finding in result.findings:
            identity = view.shown(finding).identity
            if identity in job.wanted:
                offers += self._fixes(finding, identity, trials, view, messages)
                offers += _ignoring(finding, identity, view)
        return Offered(tuple(offers), tuple(messages))

    @staticmethod
    def _fixes(
        finding: Finding, identity: Identity, trials: _Trials, view: _View, messages: list[Message]
    ) -> Iterator[Offer]:
        """Yield the fixes of a finding that hold, the safe ones first; report why the others do not."""
        order = (Applicability.SAFE, Applicability.UNSAFE)
        fixes = sorted((each for each in finding.fixes if each.applicability in order), key=_is_unsafe)
        for number, each in enumerate(fixes):
            fixed = trials.of(finding, each)
            messages += [Message(Urgency.LOG, str(refusal.notice)) for refusal in fixed.refused]
            if fixed.made and (files := view.changes(fixed.after)):
                title = f"{each.title} (unsafe: review what it changes)" if _is_unsafe(each) else each.title
                yield Offer(identity, title, files, is_preferred=number == 0 and not _is_unsafe(each))

    def _fix_all(self, job: FixAllJob) -> Offered:
        result = self._result(job.scope)
        path = next((each for each in result.overlay if _View(result, "").absolute(each) == job.path), "")
        trials = _Trials(job.scope, result)
        fixed = trials.all_within(path)
        files = _View(result, job.scope.encoding).changes(fixed.after)
        told = tuple(Message(Urgency.LOG, str(refusal.notice)) for refusal in fixed.refused)
        return Offered((Offer(None, FIX_ALL_TITLE, files),) if files else (), told)


class _Trials:
    """Tries fixes of one run."""

    def __init__(self, scope: Scope, result: RunResult) -> None:
        self._scope = scope
        self._result = result
        self._known: tuple[dict[str, bytes], RunResult] | None = None

    def of(self, finding: Finding, wanted: Fix) -> Fixed:
        """Return the result of one fix."""
        others = {_View(self._result, "").absolute(edit.path) for edit in wanted.edits} - {*self._scope.request.paths}
        if others:
            # New findings in the other files that it changes can only be compared with the current ones there.
            request = replace(self._scope.request, paths=(*self._scope.request.paths, *sorted(others)))
            scope = replace(self._scope, request=request)
            return _Trials(scope, check(request, overlay=scope.buffers)).of(finding, wanted)
        return self._tried(lambda each: (wanted,) if _is_same(each, finding) else (), then=lambda _: ())

    def all_within(self, path: str) -> Fixed:
        """Return the result of all safe fixes for a file's findings that change only this file."""

        def within(finding: Finding) -> tuple[Fix, ...]:
            if finding.primary.path != path:
                return ()
            return tuple(each for each in finding.fixes if all(edit.path == path for edit in each.edits))

        return self._tried(within, then=within, allowed=SAFE)

    def _tried(
        self,
        first: Callable[[Finding], tuple[Fix, ...]],
        *,
        then: Callable[[Finding], tuple[Fix, ...]],
        allowed: Container[Applicability] | None = None,
    ) -> Fixed:
        """Return the result of the fixes that `first` selects, followed by those that `then` selects."""

        def analyse(overlay: Mapping[str, bytes], _: Container[str] | None) -> RunResult:
            return _with_fixes(self._run(dict(overlay)), then)

        start = _with_fixes(self._result, first)
        return fix(start, analyse, allowed) if allowed is not None else fix(start, analyse)

    def _run(self, overlay: dict[str, bytes]) -> RunResult:
        """Return a run over some texts; the confirmation of the last trial requests the same run again."""
        if self._known is None or self._known[0] != overlay:
            # By their paths in findings they come last, so they win over the texts of the editor.
            self._known = (overlay, check(self._scope.request, overlay={**self._scope.buffers, **overlay}))
        return self._known[1]


class _View:
    """Shows the findings of one run to editors."""

    def __init__(self, result: RunResult, encoding: str) -> None:
        self.result = result
        self._encoding = encoding
        self._places: dict[str, Places] = {}

    def absolute(self, path: str) -> str:
        """Return the absolute path of a file by its path in findings."""
        return str(Path(self.result.root, path))

    def shown(self, finding: Finding) -> Shown:
        """Return a finding as editors show it."""
        steps = [(each, each.note) for each in finding.related if each.note]
        steps += [(each, f"{number}. {each.note}") for number, each in enumerate(finding.flow, 1)]
        info = next((each for each in self.result.rules if each.id == finding.rule), None)
        category = info.category if info is not None else ""
        return Shown(
            rule=finding.rule,
            message=finding.message,
            hint=finding.hint,
            severity=finding.severity,
            place=self._place(finding.primary),
            related=tuple((self._place(each), note) for each, note in steps[:_MOST_STEPS]),
            is_deprecated=category == _DEPRECATED,
            is_unnecessary=category == CATEGORY and any(not _is_unsafe(each) for each in finding.fixes),
        )

    def _place(self, location: Location) -> Place:
        if location.path not in self._places:
            data = self.result.source(location.path).data
            self._places[location.path] = Places(self.absolute(location.path), data, self._encoding)
        return self._places[location.path].place(location.span)

    def changes(self, after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
        """Return the changes that produce new texts, or none if one of the texts is not valid Unicode."""
        try:
            found = [
                file_change(self.absolute(path), self.result.source(path).data, data, self._encoding)
                for path, data in sorted(after.items())
            ]
        except UnicodeDecodeError:
            return ()
        return tuple(each for each in found if each.changes)


def _with_fixes(result: RunResult, kept: Callable[[Finding], tuple[Fix, ...]]) -> RunResult:
    return replace(result, findings=tuple(replace(each, fixes=kept(each)) for each in result.findings))


def _is_same(first: Finding, second: Finding) -> bool:
    return (first.rule, first.primary) == (second.rule, second.primary)


def _is_unsafe(each: Fix) -> bool:
    return each.applicability is not Applicability.SAFE


def _ignoring(finding: Finding, identity: Identity, view: _View) -> Iterator[Offer]:
    """Yield the offer to write a directive, if one can be written."""
    if finding.rule == INFO.id:
        return
    data, left = with_directives(view.result.source(finding.primary.path), [finding], REASON)
    files = view.changes({finding.primary.path: data}) if not left else ()
    if files:
        yield Offer(identity, f"Ignore {finding.rule} here, with a reason to fill in", files)


def _told(result: RunResult) -> tuple[Message, ...]:
    return tuple(Message(_URGENCY.get(each.kind, Urgency.LOG), str(each)) for each in result.notices)
