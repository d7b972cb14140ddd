"""Verifying: whether fixes did what they should, and nothing else.

Findings before and after are compared by rule, path and reported code, which stay the same while lines move. A mismatch
is blamed on the fixes that can have caused it: those of the finding itself, those of the same file, or all. A milder
finding about the same code as a fixed one is not new but the rest of the defect: for example, a response that was not
closed is now closed unread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import NoticeKind
from golint_conn.fixing.candidates import key as key_of
from golint_conn.fixing.candidates import keys
from golint_conn.source import SourceFile
from golint_conn.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from golint_conn.fixing.candidates import Candidate, Key
    from golint_conn.run.result import RunResult

_TROUBLE = frozenset({NoticeKind.SYNTAX, NoticeKind.CRASH, NoticeKind.UNREADABLE})

Failures = dict[int, str]
"""What is wrong with fixes, by their position among those tried."""


def unparsable(tried: Sequence[Candidate], before: RunResult, after: Mapping[str, bytes]) -> Failures:
    """Return the fixes of files that parsed before and no longer do."""
    broken = {
        path
        for path, data in after.items()
        if parse(SourceFile(path, data)).has_error and not parse(before.source(path)).has_error
    }
    return {at: "the file would not parse" for at, each in enumerate(tried) if each.paths & broken}


def failures(tried: Sequence[Candidate], before: RunResult, after: RunResult) -> Failures:
    """Return the fixes whose finding is still there, or that may have caused something new."""
    found: Failures = {}
    had, has = keys(before.findings), keys(after.findings)
    for each in tried:
        had[each.key] -= 1
    for key, count in has.items():
        # The earlier trouble of a text that was not analyzed is not known.
        if key[1] in before.lost or count <= had[key] + _left_over(key, tried, after):
            continue
        own = [at for at, each in enumerate(tried) if each.key == key]
        reason = "its finding would stay" if own else f"a finding of {key[0]} would appear"
        _lay(reason, own, key[1], tried, found)
    new = {(each.path, each.kind, each.message) for each in after.notices if each.kind in _TROUBLE}
    new -= {(each.path, each.kind, each.message) for each in before.notices}
    for path, _, message in sorted(new, key=str):
        _lay(f"there would be trouble: {message}", [], path, tried, found)
    return found


def _left_over(key: Key, tried: Sequence[Candidate], after: RunResult) -> int:
    """Return how many findings of a key may be the rest of worse defects."""
    severity = max(finding.severity for finding in after.findings if key_of(finding) == key)
    same_code = [each for each in tried if each.key[1:] == key[1:] and each.key != key]
    return sum(each.finding.severity > severity for each in same_code)


def _lay(reason: str, own: list[int], path: str, tried: Sequence[Candidate], found: Failures) -> None:
    """Blame a problem on the fixes that can have caused it."""
    near = own or [at for at, each in enumerate(tried) if path in each.paths] or list(range(len(tried)))
    for at in near:
        found.setdefault(at, reason)
