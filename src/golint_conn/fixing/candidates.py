"""Candidates: which fixes can be applied together, and the resulting text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Applicability
from golint_conn.source import edited

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from golint_conn.finding import Finding, Fix
    from golint_conn.run.result import RunResult
    from golint_conn.source import Edit

SAFE = frozenset({Applicability.SAFE})
UNSAFE = frozenset({Applicability.SAFE, Applicability.UNSAFE})

Key = tuple[str, str, str]
"""Identifies a finding while text around it changes, or while it moves: rule, path and reported code."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding with the fix to try."""

    finding: Finding
    fix: Fix

    @property
    def key(self) -> Key:
        """The key of the finding."""
        return key(self.finding)

    @property
    def identity(self) -> tuple[object, ...]:
        """Identifies the fix in later rounds, when its place may have moved."""
        return (self.key, self.finding.symbol, self.fix.title, tuple(edit.text for edit in self.fix.edits))

    @property
    def paths(self) -> set[str]:
        """The files that the fix changes."""
        return {edit.path for edit in self.fix.edits}


def key(finding: Finding) -> Key:
    """Return the key of a finding."""
    return (finding.rule, finding.primary.path, " ".join(finding.anchor.split()))


def keys(findings: Iterable[Finding]) -> Counter[Key]:
    """Return how many findings there are of each key."""
    return Counter(key(finding) for finding in findings)


def applicable(finding: Finding, allowed: Container[Applicability]) -> Fix | None:
    """Return the first fix of a finding that may be applied; None if the finding is suppressed."""
    if finding.suppression is not None:
        return None
    return next((fix for fix in finding.fixes if fix.applicability in allowed), None)


def together(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return as many candidates as can be applied at once, in order of priority; a shared edit is made once."""
    chosen: list[Candidate] = []
    made: dict[str, set[Edit]] = {}
    claimed: set[str] = set()
    for candidate in candidates:
        edits, claims = candidate.fix.edits, candidate.fix.claims
        is_free = not any(edit != each and edit.overlaps(each) for edit in edits for each in made.get(edit.path, ()))
        if is_free and claimed.isdisjoint(claims):
            chosen.append(candidate)
            claimed.update(claims)
            for edit in edits:
                made.setdefault(edit.path, set()).add(edit)
    return chosen


def applied(candidates: Iterable[Candidate], result: RunResult) -> dict[str, bytes]:
    """Return the changed files, by their paths in findings, after applying candidates."""
    edits: dict[str, set[Edit]] = {}
    for candidate in candidates:
        for edit in candidate.fix.edits:
            edits.setdefault(edit.path, set()).add(edit)
    return {path: edited(result.source(path).data, each) for path, each in edits.items()}
