"""The work itself, as it is done in one process: reading, the pre-filter, and checking packages.

Tasks and what comes of them are plain data, so that the same code serves in the main process and in workers.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.rule.sources import BUILT_IN, RuleSources
from golint_conn.run.suppression.info import MARKER
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.rule.check import Checker
    from golint_conn.rule.registry import Rule


@dataclass(slots=True)
class Outcome:
    """What came of some tasks; `passing` are the files that the pre-filter let through, with their sizes in bytes.

    `directed` are the files that hold directives of ours.
    """

    passing: list[tuple[str, int]] = field(default_factory=list)
    directed: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    files_parsed: int = 0
    bytes_read: int = 0
    bytes_parsed: int = 0

    def add(self, other: "Outcome") -> None:
        """Add what came of another task."""
        self.passing += other.passing
        self.directed += other.directed
        self.findings += other.findings
        self.notices += other.notices
        self.files_parsed += other.files_parsed
        self.bytes_read += other.bytes_read
        self.bytes_parsed += other.bytes_parsed
        for stage, seconds in other.stage_seconds.items():
            self.stage_seconds[stage] = self.stage_seconds.get(stage, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class Package:
    """The files of one folder that are to be checked, absolute, with their size in bytes."""

    folder: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class SiftTask:
    """Files to read and to put through the pre-filter."""

    files: tuple[str, ...]

    def perform(self, worker: "Worker") -> Outcome:
        """Return the files that pass."""
        return worker.sift(self.files)

    def halves(self) -> tuple["SiftTask", ...]:
        """Return the task as two of half the size, or itself where it cannot be divided."""
        middle = len(self.files) // 2
        return (SiftTask(self.files[:middle]), SiftTask(self.files[middle:])) if middle else (self,)

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
        """Return the task as two of half the size, or itself where it cannot be divided."""
        middle = len(self.packages) // 2
        return (CheckTask(self.packages[:middle]), CheckTask(self.packages[middle:])) if middle else (self,)

    @property
    def size(self) -> int:
        """The number of files."""
        return sum(len(package.files) for package in self.packages)

    @property
    def place(self) -> str:
        """The absolute path that a notice about the task names."""
        return self.packages[0].folder


Task = SiftTask | CheckTask


class Worker:
    """Performs tasks in one process, with rules and caches that live as long as the process."""

    def __init__(self, reader: Reader, rules: tuple[str, ...], sources: RuleSources = BUILT_IN) -> None:
        self.reader = reader
        self._wanted = frozenset(rules)
        self._sources = sources

    def __call__(self, task: Task) -> Outcome:
        """Perform a task."""
        return task.perform(self)

    def sift(self, files: tuple[str, ...]) -> Outcome:
        """Read files and return those that some rule could say something about."""
        from golint_conn.rule.prefilter import Prefilter  # noqa: PLC0415 (--show-files and --help need no rules)

        outcome = Outcome()
        declared = self._sources.declared
        library = declared.library() if declared is not None else None
        wants, read = Prefilter(self._rules, library).wants, self.reader.read
        started, filtering = perf_counter(), 0.0
        for path in files:
            try:
                data = read(path)
            except OSError as error:
                message = f"not read: {error.strerror}"
                outcome.notices.append(Notice(self.reader.display(path), 0, message, NoticeKind.UNREADABLE))
                continue
            outcome.bytes_read += len(data)
            before = perf_counter()
            if MARKER in data:
                outcome.directed.append(path)
            if wants(data):
                outcome.passing.append((path, len(data)))
            filtering += perf_counter() - before
        outcome.stage_seconds = {"read": perf_counter() - started - filtering, "prefilter": filtering}
        return outcome

    def check(self, package: Package) -> Outcome:
        """Check a package; a crash becomes a notice."""
        try:
            checked = self._checker.check(package.files)
        except Exception as error:  # noqa: BLE001 (one bad package must not stop the run, and it does not pass in silence)
            message = f"the analysis of this package crashed: {_account(error)}"
            return Outcome(notices=[Notice(self.reader.display(package.folder), 0, message, NoticeKind.CRASH)])
        return Outcome(
            findings=list(checked.findings),
            notices=list(checked.notices),
            stage_seconds=dict(checked.stage_seconds),
            files_parsed=checked.files_parsed,
            bytes_parsed=checked.bytes_parsed,
        )

    @cached_property
    def _rules(self) -> tuple["Rule", ...]:
        from golint_conn.rule.registry import load_rules  # noqa: PLC0415 (--show-files and --help need no rules)

        return tuple(rule for rule in load_rules(self._sources) if rule.info.id in self._wanted)

    @cached_property
    def _checker(self) -> "Checker":
        from golint_conn.rule.check import Checker  # noqa: PLC0415 (nothing is parsed where no file passes)

        return Checker(self.reader, self._rules, self._sources.declared)


def _account(error: Exception) -> str:
    """Return what an exception was and where it was raised, on one line."""
    import traceback  # noqa: PLC0415 (only a crash needs it)

    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{where}"
