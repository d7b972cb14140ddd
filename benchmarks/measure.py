"""Measures one tree: rounds in which the contestants take turns, each run a fresh process."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import rmtree

from benchmarks.contestants import FLOOR, RULE, Contestant, has_cache, options, others, ours
from benchmarks.plan import Plan, plan_for
from benchmarks.process import Timing, peak_memory, timed
from benchmarks.scratch import copy_part, editable, edited

PARTS = (8, 4, 2)
"""Growth is measured over one eighth, one quarter and one half of the tree, and the whole."""

COLD, WARM, CHANGED, UNCACHED = "cold", "warm", "one file changed", "no cache"
FLOOR_NAME = "floor"

_PROCESSES = re.compile(r"^time: .* in (\d+) process", re.MULTILINE)
_SCANNED = re.compile(r"scannedFileCount=(\d+)")


@dataclass(slots=True)
class Series:
    """The results of one contestant: its runs, and its peak memory in bytes."""

    name: str
    runs: list[Timing] = field(default_factory=list)
    peak: int | None = None


@dataclass(slots=True)
class Part:
    """A part of a tree: its fraction (one in N), its size, and the runs over it."""

    one_in: int
    files: int
    size: int
    floor: Series
    cold: Series


@dataclass(slots=True)
class Measured:
    """All figures of one tree; `passing` files were parsed by the floor, and `scanned` read by ast-grep."""

    name: str
    files: int
    size: int
    passing: int
    processes: int
    series: dict[str, Series]
    parts: list[Part] = field(default_factory=list)
    scanned: int | None = None
    statistics: str = ""
    different: list[str] = field(default_factory=list)


class Bench:
    """The measurement of one copied tree, in a scratch folder that holds nothing else of value."""

    def __init__(self, name: str, tree: Path, scratch: Path) -> None:
        self._tree = tree
        self._scratch = scratch
        self._out = scratch / "output"
        self._cache = scratch / "cache"
        self._rule = scratch / "rule.yml"
        self._rule.write_text(RULE, encoding="utf-8")
        self._plan = plan_for(tree)
        self._floor, passing, self.processes = self._prepared(tree, self._plan, "plan.json")
        self._editable = [path for path in (tree / self._plan.files[each] for each in passing) if editable(path)]
        self.measured = Measured(
            name, len(self._plan.files), _size(self._plan), len(passing), self.processes, {}, statistics=self._said
        )

    def _prepared(self, tree: Path, plan: Plan, name: str) -> tuple[Contestant, list[int], int]:
        """Return the floor for a tree, with as many processes as ours uses; this runs both once."""
        contestant = ours(UNCACHED, "--statistics", *_without_cache())
        ran = subprocess.run(contestant.command, cwd=tree, capture_output=True, encoding="utf-8", check=True)
        self._said = ran.stderr
        found = _PROCESSES.search(ran.stderr)
        processes = int(found[1]) if found else 1
        # The process that distributes the work to several others does none itself.
        path = self._scratch / name
        plan.with_workers(max(processes - 1, 1)).write(path)
        floor = Contestant(FLOOR_NAME, (*FLOOR, str(path)))
        passed = subprocess.run(floor.command, cwd=tree, capture_output=True, encoding="utf-8", check=True)
        numbers: list[int] = [int(each) for each in passed.stdout.strip("[]").split(",") if each]
        return floor, numbers, processes

    def warm_up(self) -> None:
        """Run the other programs once, to fill their caches and the machine's."""
        for contestant in others(self._rule):
            timed(contestant.command, self._tree, self._out)

    def round(self, number: int, rounds: int) -> None:
        """Run each contestant once; the order rotates from round to round."""
        turns = [partial(self._run, self._floor), partial(self._ours, number, rounds)]
        turns += [partial(self._run, each) for each in others(self._rule)]
        for place in range(len(turns)):
            turns[(place + number) % len(turns)]()

    def _ours(self, number: int, rounds: int) -> None:
        """Run ours without a cache, with an empty one, with a full one, and with one file changed."""
        if not has_cache():
            self._run(ours(COLD))
            return
        self._run(ours(UNCACHED, *_without_cache()))
        rmtree(self._cache, ignore_errors=True)
        cached = ("--cache-dir", str(self._cache))
        self._run(ours(COLD, *cached))
        cold = self._out.read_bytes()
        self._run(ours(WARM, *cached))
        if self._out.read_bytes() != cold:
            self.measured.different.append(f"round {number}: {WARM}")
        with self._edit(number, rounds):
            self._run(ours(CHANGED, *cached))

    def _edit(self, number: int, rounds: int) -> AbstractContextManager[None]:
        if not self._editable:
            return nullcontext()
        return edited(self._editable[(2 * number + 1) * len(self._editable) // (2 * rounds)], number)

    def _run(self, contestant: Contestant) -> None:
        series = self.measured.series.setdefault(contestant.name, Series(contestant.name))
        series.runs.append(timed(contestant.command, self._tree, self._out))

    def memory(self) -> None:
        """Measure the peak of each contestant, in untimed runs."""
        uncached = ours(UNCACHED if has_cache() else COLD, *_without_cache())
        for contestant in (self._floor, uncached, *others(self._rule)):
            series = self.measured.series[contestant.name]
            series.peak = peak_memory(contestant.command, self._tree, self._out)
        if has_cache():
            rmtree(self._cache, ignore_errors=True)
            for name in (COLD, WARM):
                contestant = ours(name, "--cache-dir", str(self._cache))
                self.measured.series[name].peak = peak_memory(contestant.command, self._tree, self._out)
        self.measured.scanned = self._scanned()

    def _scanned(self) -> int | None:
        """Return how many files ast-grep reads."""
        scan = next((each for each in others(self._rule) if each.name == "ast-grep"), None)
        if scan is None:
            return None
        command = (*scan.command[:-1], "--inspect=summary", ".")
        said = subprocess.run(command, cwd=self._tree, capture_output=True, encoding="utf-8", check=True).stderr
        found = _SCANNED.search(said)
        return int(found[1]) if found else None

    def growth(self, rounds: int) -> None:
        """Measure the floor and ours over parts of the tree."""
        for one_in in PARTS:
            tree = self._scratch / f"part{one_in}"
            copy_part(self._tree, tree, self._plan.files, one_in)
            plan = plan_for(tree)
            floor, _, _ = self._prepared(tree, plan, f"plan{one_in}.json")
            part = Part(one_in, len(plan.files), _size(plan), Series(FLOOR_NAME), Series(COLD))
            for _ in range(rounds):
                part.floor.runs.append(timed(floor.command, tree, self._out))
                part.cold.runs.append(timed(self._cold().command, tree, self._out))
            self.measured.parts.append(part)
            rmtree(tree)

    def _cold(self) -> Contestant:
        if not has_cache():
            return ours(COLD)
        rmtree(self._cache, ignore_errors=True)
        return ours(COLD, "--cache-dir", str(self._cache))


def startup(folder: Path, runs: int) -> dict[str, Series]:
    """Return the whole-process times of an empty Python and of a check of one small file, in alternation."""
    (folder / "go.mod").write_text("module example.org/small\n\ngo 1.24\n", encoding="utf-8")
    (folder / "small.go").write_text(_SMALL, encoding="utf-8")
    warm = ("--cache-dir", str(folder / "cache")) if has_cache() else ()
    check = ours("").command[:-1]
    commands = {"python -c pass": (sys.executable, "-c", "pass"), COLD: (*check, *_without_cache(), "small.go")}
    if warm:
        commands[WARM] = (*check, *warm, "small.go")
    series = {name: Series(name) for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            timing = timed(command, folder, folder / "output")
            if number:  # the first round fills our cache and the machine's
                series[name].runs.append(timing)
    return series


def _without_cache() -> tuple[str, ...]:
    return ("--no-cache",) if "--no-cache" in options() else ()


def _size(plan: Plan) -> int:
    return sum(Path(path).stat().st_size for path in plan.files)


_SMALL = """\
package small

import (
	"io"
	"net/http"
)

// Fetch returns what is stored at an address.
func Fetch(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
"""
