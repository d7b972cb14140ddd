"""Who does the work: this process if there is little of it, workers if there is more.

A worker costs tens of milliseconds to start and has its own caches to fill, so a few files or a few hundred kilobytes
are faster without one. Packages go to workers in batches of neighboring folders, which share imports, and large ones in
parts; both are small enough that no worker waits for another at the end.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleSources
from golint_conn.run.work.pool import Lost, Pool
from golint_conn.run.work.worker import CheckTask, Outcome, Package, PrefilterTask, Task, Worker
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.run.work.incremental import IncrementalState

Progress = Callable[[str, int, int], None]
"""Called with the stage ("reading", "checking"), how much of it is done, and the total."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The amounts of work above which workers are worth their start, and the sizes of their shares."""

    files_to_read: int = 3_000
    bytes_to_check: int = 1_000_000
    batches_per_worker: int = 8
    smallest_batch: int = 100_000


MOST_WORKERS = 8
"""The default limit of workers: more would find out the same things many times over."""


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class Schedule:
    """Performs all the work on some files; `processes` says afterwards how many processes worked.

    With `is_recording` it also finds out what the result of each file depends on, for the cache.
    """

    def __init__(  # noqa: PLR0913 - the options of a run, each by name
        self,
        reader: Reader,
        rules: tuple[str, ...],
        *,
        sources: RuleSources = BUILT_IN,
        workers: int | None = None,
        thresholds: Thresholds | None = None,
        is_recording: bool = False,
    ) -> None:
        self.processes = 1
        self._make_worker = partial(Worker, reader, rules, sources, is_recording=is_recording)
        self._worker = self._make_worker()
        self._workers = workers or min(processors(), MOST_WORKERS)
        self._thresholds = thresholds or Thresholds()

    def run(
        self, files: Sequence[str], progress: Progress | None = None, kept: "IncrementalState | None" = None
    ) -> Outcome:
        """Return the outcome of reading the files and of checking the packages of those that pass the pre-filter.

        What is `kept` of earlier runs and still holds is neither read nor checked again.
        """
        outcome = Outcome()
        say = progress or _silent
        stale = kept.stale(files) if kept is not None else files
        with Pool[Task, Outcome](self._make_worker, self._workers) as pool:
            self._perform(self._prefiltering(stale), pool, outcome, partial(say, "reading"))
            if kept is not None:
                kept.settle(outcome, files)
            passing = outcome.passing(files)
            if kept is not None:
                passing = [(path, size) for path, size in passing if not kept.serves(path, outcome)]
            self._perform(self._checking(passing), pool, outcome, partial(say, "checking"))
        return outcome

    def prefilter(self, files: Sequence[str]) -> Outcome:
        """Return the outcome of reading some files, in this process."""
        return self._worker.prefilter(tuple(files))

    def _prefiltering(self, files: Sequence[str]) -> "_Plan":
        heavy = self._workers > 1 and len(files) > self._thresholds.files_to_read
        # Each share takes every n-th file: neighbors have similar sizes, so the shares do too.
        count = self._workers * self._thresholds.batches_per_worker if heavy else 1
        shares = (tuple(files[start::count]) for start in range(count))
        return _Plan(tuple(PrefilterTask(share) for share in shares if share), heavy)

    def _checking(self, files: Sequence[tuple[str, int]]) -> "_Plan":
        total = sum(size for _, size in files)
        heavy = self._workers > 1 and total > self._thresholds.bytes_to_check
        share = max(total // (self._workers * self._thresholds.batches_per_worker), self._thresholds.smallest_batch)
        # A package that is half of everything would keep one worker busy after the others are done.
        packages = _packages(files, 2 * share if heavy else total)
        batches = _batches(packages, share if heavy else 0)
        if heavy:
            self._worker.load()
        tasks = [CheckTask(batch) for batch in batches]
        if heavy:
            # The longest first, so that no worker begins it when the others are about to end.
            tasks.sort(key=lambda task: -sum(package.size for package in task.packages))
        return _Plan(tuple(tasks), heavy)

    def _perform(
        self, plan: "_Plan", pool: Pool[Task, Outcome], outcome: Outcome, say: Callable[[int, int], None]
    ) -> None:
        """Perform the tasks of a plan and add their outcomes."""
        total, done = sum(task.size for task in plan.tasks), 0
        in_workers = plan.heavy and len(plan.tasks) > 1
        if in_workers:
            self.processes = max(self.processes, 1 + min(self._workers, len(plan.tasks)))
        answers = self._by_workers(plan.tasks, pool) if in_workers else self._alone(plan.tasks)
        for size, answer in answers:
            outcome.add(answer)
            done += size
            say(done, total)

    def _alone(self, tasks: Iterable[Task]) -> Iterator[tuple[int, Outcome]]:
        for task in tasks:
            yield task.size, self._worker(task)

    def _by_workers(self, tasks: Iterable[Task], pool: Pool[Task, Outcome]) -> Iterator[tuple[int, Outcome]]:
        """Yield the answers of the workers; a task that kills one is halved until the culprit is isolated."""
        waiting = deque(tasks)
        for task, answer in pool.run(waiting):
            if not isinstance(answer, Lost):
                yield task.size, answer
                continue
            halves = task.halves()
            if len(halves) > 1:
                waiting.extend(halves)
            else:
                place = self._worker.reader.display(task.place)
                message = f"not analyzed: {answer.reason}"
                yield task.size, Outcome(notices=[Notice(place, 0, message, NoticeKind.CRASH)])


@dataclass(frozen=True, slots=True)
class _Plan:
    """Tasks, and whether they are enough work for workers."""

    tasks: tuple[Task, ...]
    heavy: bool


def _packages(passing: Iterable[tuple[str, int]], most: int) -> Iterator[Package]:
    """Yield the packages of some files, sorted by folder, in parts if one has more than `most` bytes."""
    folders: dict[str, list[tuple[str, int]]] = {}
    for path, size in passing:
        folders.setdefault(str(Path(path).parent), []).append((path, size))
    for folder, files in sorted(folders.items()):
        part: list[str] = []
        bytes_in_part = 0
        for path, size in sorted(files):
            if part and bytes_in_part + size > most:
                yield Package(folder, tuple(part), bytes_in_part)
                part, bytes_in_part = [], 0
            part.append(path)
            bytes_in_part += size
        yield Package(folder, tuple(part), bytes_in_part)


def _batches(packages: Iterable[Package], size: int) -> Iterator[tuple[Package, ...]]:
    """Yield the packages in order, in batches of at least `size` bytes except for the last."""
    batch: list[Package] = []
    for package in packages:
        batch.append(package)
        if sum(each.size for each in batch) >= size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _silent(_done: object, *_rest: object) -> None:
    """Say nothing."""
