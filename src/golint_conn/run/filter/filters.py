"""The filter: from everything that the rules have found to what is shown.

In order: directives in the code, the baseline, an older revision, and then severities, test files and the level.
Suppressed findings keep their reason. Fingerprints are computed before anything is removed: no setting changes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING

from golint_conn.finding import LocationKind, Notice, NoticeKind, with_fingerprints
from golint_conn.run.filter.grading import graded
from golint_conn.run.suppression_rule import INFO
from golint_conn.run.suppression_words import mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.finding import Finding
    from golint_conn.rule.about.rule_info import RuleInfo
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.filter.baseline import Entry
    from golint_conn.run.filter.coverage import Coverage
    from golint_conn.run.filter.suppression.judge import Judge
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.work.text_digests import Digests
    from golint_conn.source.reader import Reader


@dataclass(frozen=True, slots=True)
class Sieved:
    """The shown and the suppressed findings in report order, and the stale entries of the baseline.

    `digests` are those of the texts whose directives were evaluated.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    notices: tuple[Notice, ...] = ()
    stale: tuple[Entry, ...] = ()
    digests: Digests = field(default_factory=dict)


class FindingFilter:
    """Decides which findings of one run are shown."""

    def __init__(self, request: CheckRequest, settings: Settings, infos: Sequence[RuleInfo], reader: Reader) -> None:
        self._request = request
        self._settings = settings
        self._known = frozenset(info.id for info in infos) | settings.sources.absent
        self._reader = reader
        self._day = request.today or strftime("%Y-%m-%d")

    @cached_property
    def _judge(self) -> Judge:
        from golint_conn.run.filter.suppression.judge import Judge  # noqa: PLC0415 (it loads the parser)

        return Judge(self._reader, self._known, self._day)

    def sieved(self, distinct: Sequence[Finding], directed: Sequence[str], coverage: Coverage) -> Sieved:
        """Return the filtered findings; `directed` are the absolute paths of files with our own directives."""
        found = self._against_directives(with_fingerprints(distinct))
        found += with_fingerprints(self._complaints(directed, coverage))
        notices: list[Notice] = []
        stale: list[Entry] = []
        if self._settings.baseline is not None:
            found, stale = self._against_baseline(self._settings.baseline, found, coverage)
            notices += _told_of_stale(self._reader.display(self._settings.baseline), stale)
        if self._request.is_comparing:
            found = self._new_only(found, notices)
        shown = sorted(graded(found, self._settings, self._reader.root), key=lambda each: each.sort_key)
        return Sieved(
            tuple(each for each in shown if each.suppression is None),
            tuple(each for each in shown if each.suppression is not None),
            tuple(notices),
            tuple(stale),
            self._judge.digests if "_judge" in self.__dict__ else {},
        )

    def _against_directives(self, findings: list[Finding]) -> list[Finding]:
        """Return the findings, with the suppression of each that a directive suppresses."""
        places = (place for finding in findings for place in finding.locations)
        paths = {place.path for place in places if place.kind is not LocationKind.RELATED}
        return self._judge.suppressed(findings) if any(map(self._mentions, paths)) else findings

    def _mentions(self, path: str) -> bool:
        """Return whether a file can hold a directive, by its path in findings."""
        try:
            return mentions(self._reader.read(str(Path(self._reader.root, path))))
        except OSError:
            return False

    def _complaints(self, directed: Sequence[str], coverage: Coverage) -> list[Finding]:
        if INFO.id not in self._settings.rules or not directed:
            return []
        ran = frozenset(self._settings.rules)
        return list(self._judge.complaints(map(self._reader.display, directed), ran, coverage.is_whole))

    def _against_baseline(
        self, path: str, found: list[Finding], coverage: Coverage
    ) -> tuple[list[Finding], list[Entry]]:
        from golint_conn.run.filter.baseline import read_baseline  # noqa: PLC0415 (few runs have one)

        baseline = read_baseline(path)
        ran = frozenset(self._settings.rules)
        open_ones = {each.fingerprint for each in found if each.suppression is None}

        def is_judged(entry: Entry) -> bool:
            return coverage.is_gone(entry.path) or (entry.rule in ran and coverage.is_whole(entry.path))

        stale = baseline.stale(open_ones, is_judged)
        place = self._reader.display(path)
        return [baseline.marked(each, place) for each in found], stale

    def _new_only(self, found: list[Finding], notices: list[Notice]) -> list[Finding]:
        from golint_conn.run.filter.base_revision import before, trouble, without_old  # noqa: PLC0415 (few runs look back)

        if all(each.suppression is not None for each in found):
            return found
        past = before(self._request, self._settings, self._known, self._day)
        notices += trouble(past)
        return without_old(found, past, self._reader.root)


def _told_of_stale(path: str, stale: Sequence[Entry]) -> list[Notice]:
    if not stale:
        return []
    first = stale[0]
    where = f"{first.path}: {first.rule}" + (f" in {first.symbol}" if first.symbol else "")
    more = f", and {len(stale) - 1:,} more" if len(stale) > 1 else ""
    text = f"no longer found: {where}{more}; golint-conn baseline update removes that"
    return [Notice(path, 0, text, NoticeKind.BASELINE)]
