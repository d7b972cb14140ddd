"""The work itself, done in one process: reading, the pre-filter, and checking packages.

Tasks and their outcomes are plain data, so the same code serves the main process and workers.
"""

import gc
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter, time_ns
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleSources
from golint_conn.run.cache.dependencies import Dependencies, Numbered
from golint_conn.run.cache.records import FileOutcome, FileRecord
from golint_conn.run.cache.stat import noted
from golint_conn.run.suppression_words import MARKER
from golint_conn.run.work.crash import account
from golint_conn.run.work.text_digests import Digests, agree
from golint_conn.source.digest import digest
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.names.module_index import ModuleIndex
    from golint_conn.rule.checking.checker import Checker
    from golint_conn.rule.loading.registry import Rule


@dataclass(slots=True)
class Outcome:
    """The outcome of some tasks: `records` of the files that were read, `dependencies` of those that were checked.

    `found` has the findings by the absolute path of the file that led to them, wherever their places are. `digests`
    are those of the texts that were analyzed, by the paths of findings.
    """

    records: dict[str, FileRecord] = field(default_factory=dict)
    dependencies: list[Dependencies] = field(default_factory=list)
    numbered: list[Numbered] = field(default_factory=list)
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    digests: Digests = field(default_factory=dict)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    files_parsed: int = 0
    bytes_read: int = 0
    bytes_parsed: int = 0

    def passing(self, files: Iterable[str]) -> list[tuple[str, int]]:
        """Return those of some files that pass the pre-filter, with their sizes in bytes."""
        known = ((path, self.records.get(path)) for path in files)
        return [(path, record.size) for path, record in known if record is not None and record.passes]

    def directed(self, files: Iterable[str]) -> list[str]:
        """Return those of some files that hold our own directives."""
        known = ((path, self.records.get(path)) for path in files)
        return [path for path, record in known if record is not None and record.directed]

    def add(self, other: "Outcome") -> None:
        """Add the outcome of another task."""
        self.records |= other.records
        self.dependencies += other.dependencies
        self.numbered += other.numbered
        self.found |= other.found
        self.notices += other.notices
        agree(self.digests, other.digests)
        self.files_parsed += other.files_parsed
        self.bytes_read += other.bytes_read
        self.bytes_parsed += other.bytes_parsed
        for stage, seconds in other.stage_seconds.items():
            self.stage_seconds[stage] = self.stage_seconds.get(stage, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class Package:
    """Files of one folder to check, absolute, with their size in bytes."""

    folder: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class PrefilterTask:
    """Files to read and to run through the pre-filter."""

    files: tuple[str, ...]

    def perform(self, worker: "Worker") -> Outcome:
        """Return the files that pass."""
        return worker.prefilter(self.files)

    def halves(self) -> tuple["PrefilterTask", ...]:
        """Return the task as two of half the size, or itself if it cannot be divided."""
        middle = len(self.files) // 2
        return (PrefilterTask(self.files[:middle]), PrefilterTask(self.files[middle:])) if middle else (self,)

    @property
    def size(self) -> int:
        """The number of files."""
        return len(self.files)

    @property
    def place(self) -> str:
        """The absolute path that a notice about the task names."""
        return self.files[0]


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Packages to check."""

    packages: tuple[Package, ...]

    def perform(self, worker: "Worker") -> Outcome:
        """Return the findings in the packages."""
        outcome = Outcome()
        for package in self.packages:
            outcome.add(worker.check(package))
        return outcome

    def halves(self) -> tuple["CheckTask", ...]:
        """Return the task as two of half the size, or itself if it cannot be divided."""
        middle = len(self.packages) // 2
        return (CheckTask(self.packages[:middle]), CheckTask(self.packages[middle:])) if middle else (self,)

    @property
    def size(self) -> int:
        """Return the task as two of half the size, or itself if it cannot be divided."""
        return sum(len(package.files) for package in self.packages)

    @property
    def place(self) -> str:
        """The absolute path that a notice about the task names."""
        return self.packages[0].folder


Task = PrefilterTask | CheckTask

_EVICT_AT = 1_000_000
"""After how many bytes of parsed source a process frees texts and trees, which take thirty times as much."""

_FORGET_AT = 30_000_000
"""After how many bytes of parsed source a process forgets everything, which takes some ten times as much."""


class Worker:
    """Performs tasks in one process, with rules and caches that live as long as the process."""

    def __init__(
        self, reader: Reader, rules: tuple[str, ...], sources: RuleSources = BUILT_IN, *, is_recording: bool = False
    ) -> None:
        self.reader = reader
        self._is_recording = is_recording
        self._wanted = frozenset(rules)
        self._sources = sources
        self._told: dict[str, int] = {}
        self._evicted_at = 0
        self._generation = 0

    def __call__(self, task: Task) -> Outcome:
        """Perform a task."""
        return task.perform(self)

    def load(self) -> None:
        """Load the rules and everything that checking needs, so that forked processes share it."""
        import golint_conn.rule.checking.checker  # noqa: F401, PLC0415 (nothing is parsed if no file passes)

        self._rules  # noqa: B018 (the access loads it)

    def prefilter(self, files: tuple[str, ...]) -> Outcome:
        """Read files and report for each whether some rule could find something in it."""
        from golint_conn.rule.checking.prefilter import Prefilter  # noqa: PLC0415 (as above)
        from golint_conn.rule.loading.descriptions import terms_of  # noqa: PLC0415 (--show-files and --help need no rules)

        outcome = Outcome()
        declared = self._sources.declared
        library = declared.library() if declared is not None else None
        wants, reader = Prefilter(terms_of(self._wanted, self._sources), library).wants, self.reader
        started, filtering = perf_counter(), 0.0
        for path in files:
            looked_at = time_ns()
            try:
                status = reader.status(path)
                data = reader.read(path)
            except OSError as error:
                message = f"not read: {error.strerror}"
                outcome.notices.append(Notice(reader.display(path), 0, message, NoticeKind.UNREADABLE))
                continue
            outcome.bytes_read += len(data)
            before = perf_counter()
            passes, directed = wants(data), MARKER in data
            filtering += perf_counter() - before
            told = digest(data)
            if status is None:
                outcome.records[path] = FileRecord(0, len(data), 0, told, passes, directed)
            else:
                outcome.records[path] = noted(status, looked_at, told, passes=passes, directed=directed)
        outcome.stage_seconds = {"read": perf_counter() - started - filtering, "prefilter": filtering}
        return outcome

    def check(self, package: Package) -> Outcome:
        """Check the files of a package one by one; a crash costs one file and becomes a notice."""
        if "_checker" in self.__dict__ and self._checker.bytes_parsed > _FORGET_AT:
            # No finding depends on what was looked at before, so everything can be forgotten at any time; the tables
            # are small, and rebuilding them would read all files.
            del self._checker
            self._told.clear()
            self._evicted_at = 0
            self._generation += 1
            gc.collect()
        outcome = Outcome()
        for path in package.files:
            outcome.add(self._checked(path))
        return outcome

    def _checked(self, path: str) -> Outcome:
        try:
            if self._checker.bytes_parsed - self._evicted_at > _EVICT_AT:
                self._checker.evict()
                self._evicted_at = self._checker.bytes_parsed
            checker = self._checker.of(path)
            checked = checker.check((path,))
        except Exception as error:  # noqa: BLE001 (one bad file must not stop the run, and it does not pass silently)
            message = f"the analysis of this file crashed: {account(error)}"
            return Outcome(notices=[Notice(self.reader.display(path), 0, message, NoticeKind.CRASH)])
        worker = f"{os.getpid()}.{self._generation}.{checker.key}"
        first = self._told.get(worker, 0)
        inputs = checker.ledger.since(first)
        self._told[worker] = first + len(inputs)
        found = FileOutcome(tuple(checked.findings), tuple(checked.notices))
        return Outcome(
            dependencies=[Dependencies(path, worker, checked.depends_on, found)],
            numbered=[Numbered(worker, first, inputs)] if inputs else [],
            found={path: found.findings},
            notices=list(checked.notices),
            digests=checked.texts,
            stage_seconds=dict(checked.stage_seconds),
            files_parsed=checked.files_parsed,
            bytes_parsed=checked.bytes_parsed,
        )

    @cached_property
    def _rules(self) -> tuple["Rule", ...]:
        from golint_conn.rule.loading.registry import load_rules  # noqa: PLC0415 (--show-files and --help need no rules)

        return tuple(rule for rule in load_rules(self._sources) if rule.info.id in self._wanted)

    @cached_property
    def _checker(self) -> "Checker":
        from golint_conn.rule.checking.checker import Checker  # noqa: PLC0415 (nothing is parsed if no file passes)

        return Checker(self.reader, self._rules, self._sources.declared, self._tables, is_recording=self._is_recording)

    @cached_property
    def _tables(self) -> "ModuleIndex":
        from golint_conn.names.module_index import ModuleIndex  # noqa: PLC0415 (as above)

        return ModuleIndex(self.reader)
