"""Incremental state: the files that need no new look, because nothing relevant has changed since earlier runs.

First the files are compared with their records, and those that are not certainly the same are read again. Then each
input of the last run is checked against the files that have changed. A file's findings are taken from the cache if all
of its inputs still hold; everything else is dropped.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

from golint_conn.finding import NoticeKind
from golint_conn.names.incremental.inputs import OfModule, OnDisk, input_of
from golint_conn.names.incremental.world import Change, Disk
from golint_conn.run.cache.codec import decoded, encoded
from golint_conn.run.cache.dependencies import Numbering
from golint_conn.run.cache.records import CheckRecord, FileRecord, RecordedInput, Snapshot
from golint_conn.run.cache.stat import changed_ns, fresh
from golint_conn.run.work.text_digests import agree
from golint_conn.source.digest import DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from golint_conn.finding import Finding, Notice
    from golint_conn.names.incremental.inputs import Input
    from golint_conn.run.cache.store import Store
    from golint_conn.run.work.text_digests import Digests
    from golint_conn.run.work.worker import Outcome
    from golint_conn.source import Reader

_FEW = 100
"""How many changed files are examined in detail; after more changes than this and a tenth, little can be kept."""

_UNKNOWN = bytes(DIGEST_BYTES)
"""Represents unknown content; no content has this digest."""


class IncrementalState:
    """What one run takes from earlier ones, and leaves to later ones.

    With `anew` it takes no findings from them, only that there are none: cached data must not change a file.
    """

    def __init__(self, store: Store, reader: Reader, *, anew: bool = False) -> None:
        self.store = store
        self.reader = reader
        self._anew = anew
        self._started_ns = time_ns()
        self._snapshot = store.load()
        self._records: dict[str, FileRecord] = {}
        self._checks: dict[str, CheckRecord] = {}
        self._is_changed = False

    def stale(self, files: Sequence[str]) -> list[str]:
        """Return the files that have to be read, of those given and those that the cache depends on.

        A text that replaces a file has its own record, which never matches a file on disk.
        """
        known, given = self._snapshot.files, self.reader.overlay
        there = dict.fromkeys([*files, *given, *known, *_needed(self._snapshot.inputs.values(), self.reader)])
        on_disk = (path for path in there if path in known and path not in given)
        self._records = {path: known[path] for path in on_disk if fresh(path, known[path])}
        return [path for path in there if path not in self._records]

    def settle(self, outcome: Outcome, files: Iterable[str]) -> None:
        """Add what was read, and drop what depends on anything that has changed.

        The outcome gets what is known about all of the files; other files that cannot be read are not reported.
        """
        wanted = frozenset(map(self.reader.display, files))
        outcome.notices = [notice for notice in outcome.notices if notice.path in wanted]
        known, is_read = self._snapshot.files, bool(outcome.records)
        outcome.records = self._records = self._records | outcome.records
        changed = {path for path in {*known, *self._records} if _digest(known, path) != _digest(self._records, path)}
        if len(changed) > max(_FEW, len(known) // 10):
            self._is_changed = True
            return
        broken = self._broken(changed)
        checks = self._snapshot.checks.items()
        self._checks = {path: each for path, each in checks if broken.isdisjoint(each.inputs)}
        self._is_changed = bool(changed or is_read or broken)

    def _broken(self, changed: set[str]) -> set[int]:
        """Return the numbers of the inputs that no longer hold."""
        asked = [(number, each.answer, _question(each)) for number, each in self._snapshot.inputs.items()]
        disk = Disk(self.reader)
        broken = {number for number, _, question in asked if question is None}
        broken |= {n for n, answer, question in asked if isinstance(question, OnDisk) and question.of(disk) != answer}
        if changed:
            # All others are about the content of Go files, and still have the same answers where none has changed.
            from golint_conn.names.workspace import Workspace  # noqa: PLC0415 (it loads the parser)

            change = Change(Workspace(self.reader), changed)
            others = ((n, answer, each) for n, answer, each in asked if each and not isinstance(each, OnDisk))
            broken |= {number for number, answer, question in others if not question.holds(answer, change)}
        return broken

    def serves(self, path: str, outcome: Outcome) -> bool:
        """Add what is known about a file to an outcome; return False if it has to be checked."""
        record = self._checks.get(path)
        if record is None:
            return False
        try:
            found = decoded(record.outcome)
        except ValueError:
            return False
        if self._anew and found.findings:
            return False
        outcome.found[path] = found.findings
        outcome.notices += found.notices
        agree(outcome.digests, self._digests(path, found.findings))
        return True

    def _digests(self, path: str, findings: Iterable[Finding]) -> Digests:
        """Return the digests of a file and of those that its findings name, by their paths in findings."""
        named = {self.reader.display(path)}.union(*(each.paths for each in findings))
        records = ((each, self._records.get(str(Path(self.reader.root, each)))) for each in named)
        return {each: record.digest for each, record in records if record is not None}

    def save(self, outcome: Outcome, prefilter: Callable[[Sequence[str]], Outcome]) -> list[Notice]:
        """Keep what was found for the next run; return notices if that failed.

        `prefilter` reads files that have no record yet.
        """
        numbering = Numbering(dict(self._snapshot.inputs))
        for numbered in outcome.numbered:
            numbering.learn(numbered)
        for dependency in outcome.dependencies:
            self._is_changed = True
            if any(notice.kind is NoticeKind.CRASH for notice in dependency.outcome.notices):
                # The cause of a rule's failure need not be in the code: the rule gets another chance.
                self._checks.pop(dependency.path, None)
                continue
            self._checks[dependency.path] = CheckRecord(numbering.numbers(dependency), encoded(dependency.outcome))
        if not self._is_changed:
            return []
        self._doubt(outcome.digests)
        used = {number for each in self._checks.values() for number in each.inputs}
        inputs = {number: item for number, item in numbering.inputs.items() if number in used}
        needed = _needed(inputs.values(), self.reader)
        further = [path for path in dict.fromkeys(needed) if path not in self._records]
        for path, each in prefilter(further).records.items():
            self._records[path] = self._judged(path, each)
        notice = self.store.save(Snapshot(self._records, inputs, self._checks))
        return [notice] if notice is not None else []

    def _doubt(self, digests: Digests) -> None:
        """Make the next run re-examine files whose analyzed text is not the one on record."""
        for path, analysed in digests.items():
            place = str(Path(self.reader.root, path))
            record = self._records.get(place)
            if record is not None and record.digest != analysed:
                self._records[place] = replace(record, mtime_ns=0, digest=_UNKNOWN)

    def _judged(self, path: str, record: FileRecord) -> FileRecord:
        """Return the record of a file that others read earlier; if it has since changed, its content is unknown."""
        try:
            is_old = changed_ns(os.stat(path)) < self._started_ns  # noqa: PTH116 - as in `stat`
        except OSError:
            is_old = False
        if is_old:
            return record
        return replace(record, mtime_ns=0, digest=_UNKNOWN)


def _digest(records: dict[str, FileRecord], path: str) -> bytes:
    """Return the digest of a file, or no bytes if it has no record."""
    record = records.get(path)
    return record.digest if record is not None else b""


def _question(recorded: RecordedInput) -> Input | None:
    return input_of(recorded.kind, recorded.arguments)


def _needed(inputs: Iterable[RecordedInput], reader: Reader) -> Iterable[str]:
    """Yield the paths of the files that inputs depend on."""
    modules: set[str] = set()
    for question in map(_question, inputs):
        if isinstance(question, OfModule):
            if question.module in modules:
                continue
            modules.add(question.module)
        yield from question.needs(reader) if question is not None else ()
