"""Rounds: fixes are applied until none is left that can be.

Fixes that touch the same text cannot be applied at once; the later ones wait for the next round and are recomputed from
the changed text. Each round first tries all fixes together. If something goes wrong, the suspects are divided until
each culprit is isolated.

While fixes are tried, only the packages that they change are analyzed; a last run over everything confirms the result.
If it does not, everything is redone with a run over everything each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.fixing import gate
from golint_conn.fixing.candidates import UNSAFE, Candidate, applicable, applied, together
from golint_conn.fixing.verify import failures, unparsable
from golint_conn.run.work.text_digests import agree

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from golint_conn.finding import Applicability, Finding
    from golint_conn.fixing.verify import Failures
    from golint_conn.run.result import RunResult

    Analyse = Callable[[Mapping[str, bytes], Container[str] | None], RunResult]

MOST_ROUNDS = 10
_MOST_TRIALS = 40
"""How many analyses one round may make before it gives up on the fixes that are left."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that was not made, or was taken back, and why."""

    candidate: Candidate
    reason: str
    line: int
    done: str = "taken back"

    @property
    def notice(self) -> Notice:
        """The notice about it."""
        finding = self.candidate.finding
        text = f"a fix of {finding.rule} was {self.done}, because {self.reason}: {self.candidate.fix.title}"
        return Notice(finding.primary.path, self.line, text, NoticeKind.FIX)


@dataclass(slots=True)
class Fixed:
    """The result of fixing: the last run, the files before and after by their paths, and what was done."""

    result: RunResult
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    made: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    rounds: int = 0

    @property
    def fixed(self) -> list[Finding]:
        """The findings that were fixed."""
        return [candidate.finding for candidate in self.made]


def fix(result: RunResult, analyse: Analyse, allowed: Container[Applicability] = UNSAFE) -> Fixed:
    """Apply the allowed fixes of a run, in memory.

    `analyse` repeats the run with some files replaced, over all folders or over some of them.
    """
    quick = _rounds(result, analyse, allowed)
    if not quick.after:
        return _told(quick)
    whole = analyse(quick.after, None)
    if not failures(quick.made, result, whole):
        quick.result = _with_lost(whole, result)
        return _told(quick)
    slow = _rounds(result, lambda overlay, _: analyse(overlay, None), allowed, is_whole=True)
    slow.result = _with_lost(slow.result, result)
    return _told(slow)


def _rounds(result: RunResult, analyse: Analyse, allowed: Container[Applicability], *, is_whole: bool = False) -> Fixed:
    """Apply fixes round after round."""
    state = Fixed(result)
    refused: set[tuple[object, ...]] = set()
    while state.rounds < MOST_ROUNDS:
        candidates = [candidate for candidate in _candidates(state, allowed) if candidate.identity not in refused]
        barred = [each for candidate in candidates if (each := _barred(candidate, state.result)) is not None]
        state.refused += barred
        refused.update(each.candidate.identity for each in barred)
        candidates = [candidate for candidate in candidates if candidate.identity not in refused]
        if not candidates:
            break
        state.rounds += 1
        trial = _Round(state, analyse, is_whole=is_whole)
        trial.settle(together(candidates))
        refused.update(refusal.candidate.identity for refusal in trial.refused)
        trial.finish()
    return state


def _with_lost(last: RunResult, first: RunResult) -> RunResult:
    """Return the last run with notices about files that were not fixed because the first run lost them."""
    lost = {path: reason for path, reason in first.lost.items() if path not in last.lost}
    notices = (Notice(path, 0, f"not fixed: {reason}", NoticeKind.FIX) for path, reason in lost.items())
    return replace(last, notices=(*last.notices, *notices))


def _told(state: Fixed) -> Fixed:
    """Return the outcome, with notices about it in its last run."""
    unfixable = {refusal.candidate.identity for refusal in state.refused}
    state.result = replace(
        state.result,
        findings=tuple(_without_refused(each, unfixable) for each in state.result.findings),
        notices=(*state.result.notices, *(refusal.notice for refusal in state.refused)),
        fixed=len(state.fixed),
    )
    return state


def _candidates(state: Fixed, allowed: Container[Applicability]) -> list[Candidate]:
    held_back = set(state.result.suppressed)
    found = ((each, applicable(each, allowed)) for each in state.result.findings if each not in held_back)
    return [Candidate(finding, fix) for finding, fix in found if fix is not None]


def _barred(candidate: Candidate, result: RunResult) -> Refusal | None:
    """Return the refusal of a fix that changes a file it may not change; None if it changes no such file."""
    reasons = ((path, gate.refusal(result, path)) for path in sorted(candidate.paths))
    barred = next(((path, reason) for path, reason in reasons if reason), None)
    if barred is None:
        return None
    return _refusal(candidate, f"{barred[0]} may not be changed ({barred[1]})", result, "not made")


def _refusal(candidate: Candidate, reason: str, result: RunResult, done: str = "taken back") -> Refusal:
    place = candidate.finding.primary
    return Refusal(candidate, reason, result.source(place.path).line_number(place.span.start), done)


def _without_refused(finding: Finding, refused: Container[tuple[object, ...]]) -> Finding:
    kept = tuple(fix for fix in finding.fixes if Candidate(finding, fix).identity not in refused)
    return finding if len(kept) == len(finding.fixes) else replace(finding, fixes=kept)


class _Round:
    """One round: what was tried on the text from the previous round."""

    def __init__(self, state: Fixed, analyse: Analyse, *, is_whole: bool) -> None:
        self.state = state
        self.is_whole = is_whole
        self.analyse = analyse
        self.accepted: list[Candidate] = []
        self.result = state.result
        self.refused: list[Refusal] = []
        self.trials = 0

    def settle(self, batch: list[Candidate]) -> None:
        """Accept the fixes of a batch that do what they should, and refuse the others."""
        if not batch:
            return
        wrong = self._try(batch)
        if not wrong:
            return
        if len(batch) == 1 or self.trials >= _MOST_TRIALS:
            base = self.state.result
            self.refused += [
                _refusal(each, wrong.get(at, "others fail with it"), base) for at, each in enumerate(batch)
            ]
            return
        suspects = [each for at, each in enumerate(batch) if at in wrong]
        innocent = [each for at, each in enumerate(batch) if at not in wrong]
        self.settle(innocent)
        middle = (len(suspects) + 1) // 2
        self.settle(suspects[:middle])
        self.settle(suspects[middle:])

    def _try(self, batch: list[Candidate]) -> Failures:
        """Accept a batch if nothing is wrong with it; otherwise return what is wrong, by position in the batch."""
        base, known = self.state.result, len(self.accepted)
        tried = [*self.accepted, *batch]
        texts = applied(tried, base)
        wrong = unparsable(tried, base, texts)
        if not wrong:
            self.trials += 1
            folders = {_folder(path) for path in texts}
            result = self.analyse({**self.state.after, **texts}, folders)
            result = result if self.is_whole else _merged(base, result, folders)
            wrong = failures(tried, base, result)
            if not wrong:
                self.accepted, self.result = tried, result
                return {}
        own = {at - known: reason for at, reason in wrong.items() if at >= known}
        return own or dict.fromkeys(range(len(batch)), next(iter(wrong.values())))

    def finish(self) -> None:
        """Make the accepted fixes the state that the next round starts from."""
        state = self.state
        for path, data in applied(self.accepted, state.result).items():
            state.before.setdefault(path, state.result.source(path).data)
            state.after[path] = data
        state.made += self.accepted
        state.refused += self.refused
        state.result = self.result


def _merged(before: RunResult, result: RunResult, folders: Container[str]) -> RunResult:
    """Return a run over some folders merged with the earlier findings in the others."""
    findings = [each for each in before.findings if _folder(each.primary.path) not in folders]
    findings += [each for each in result.findings if _folder(each.primary.path) in folders]
    notices = [each for each in before.notices if _folder(each.path) not in folders]
    notices += [each for each in result.notices if _folder(each.path) in folders]
    ordered = tuple(sorted(findings, key=lambda each: each.sort_key))
    digests = dict(before.digests)
    agree(digests, result.digests)
    lost = {**before.lost, **result.lost}
    return replace(
        result,
        findings=ordered,
        notices=tuple(notices),
        digests=digests,
        lost=lost,
        # They were read for the digests of one run.
        _sources={},
        _losses={},
    )


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
