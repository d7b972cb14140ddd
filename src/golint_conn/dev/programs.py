"""Runs the evidence programs: Go code under fixtures/evidence that does what rules warn of, and counts connections.

Each variant of each case is a process of its own, so that no variant finds anything that another one left behind.
"""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MODULE = "fixtures/evidence"
WRONG, RIGHT = "wrong", "right"
# A process mostly waits: for timeouts, and for the kernel to tidy up.
WORKERS = 6
_SUMS = {"time_wait": ("time_wait_client", "time_wait_server")}


class ProgramError(Exception):
    """An evidence program could not be built or did not run to its end; the message has what it said."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a case's program; the verdict is wrong, right or other."""

    name: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Case:
    """One harm, done and avoided. `metric` is the count that shows it, `tally` what the case counts besides sockets."""

    name: str
    rules: tuple[str, ...]
    about: str
    unit: str
    requests: int
    metric: str
    tally: str
    variants: tuple[Variant, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Case:
        """Return a case from the document in which the programs describe it."""
        variants = tuple(Variant(each["name"], each["verdict"]) for each in data["variants"])
        plain = {key: data[key] for key in ("about", "unit", "requests", "metric", "tally")}
        return cls(name=data["case"], rules=tuple(data["rules"]), variants=variants, **plain)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of one variant counted: on the way, and last of all after a pause."""

    case: Case
    variant: Variant
    samples: tuple[Mapping[str, int | None], ...]

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return self.samples[-1]["requests"] or 0

    def count(self, name: str, sample: Mapping[str, int | None] | None = None) -> int | None:
        """Return a count, after the pause unless another sample is given; None where the system cannot tell."""
        found = sample or self.samples[-1]
        parts = [found[part] for part in _SUMS.get(name, (name,))]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def points(self, name: str) -> list[tuple[int, int]]:
        """Return what a count was after so many requests, without the last one, after the pause."""
        counted = ((sample["requests"] or 0, self.count(name, sample)) for sample in self.samples[:-1])
        return [(requests, count) for requests, count in counted if count is not None]

    def most(self, name: str) -> int | None:
        """Return the most that was counted at one time; None where that was not always counted."""
        counts = [self.count(name, sample) for sample in self.samples]
        known = [count for count in counts if count is not None]
        return max(known) if len(known) == len(counts) else None


def build(go: str, module: Path, binary: Path, environment: Mapping[str, str]) -> None:
    """Build the programs of a module into one binary; raise ProgramError where they do not compile."""
    _output([go, "build", "-o", str(binary), "."], cwd=module, environment=environment)


def cases(binary: Path) -> list[Case]:
    """Return the cases that a binary has; raise ProgramError where it does not run."""
    return [Case.of(data) for data in _documents([str(binary), "list"])]


def run(binary: Path, case: Case, variant: Variant, requests: int = 0) -> Run:
    """Run one variant, with as many requests as the case likes unless a number is given; raises ProgramError."""
    command = [str(binary), "run", "-requests", str(requests), case.name, variant.name]
    return Run(case, variant, tuple(_documents(command)))


def measure(binary: Path, wanted: Iterable[Case], *, workers: int = WORKERS) -> dict[str, list[Run]]:
    """Run all variants of some cases and return their runs by case; raises ProgramError."""
    jobs = [(case, variant) for case in wanted for variant in case.variants]
    found: dict[str, list[Run]] = {}
    with ThreadPoolExecutor(workers) as pool:
        for each in pool.map(lambda job: run(binary, *job), jobs):
            found.setdefault(each.case.name, []).append(each)
    return found


def _documents(command: list[str]) -> Iterator[dict[str, Any]]:
    return map(json.loads, _output(command).splitlines())


def _output(command: list[str], cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """Return what a command prints; the programs themselves stop after five minutes."""
    try:
        done = subprocess.run(  # noqa: S603 - our own programs, and the Go that the caller names
            command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise ProgramError(str(error)) from error
    if done.returncode:
        message = f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr.strip()}"
        raise ProgramError(message)
    return done.stdout
