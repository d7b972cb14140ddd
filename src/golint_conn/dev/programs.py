"""Runs the evidence programs: Go code under fixtures/evidence that does what rules warn about, and counts connections.

Each variant of each case is a separate process, so that no variant sees leftovers of another.
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
# A process mostly waits: for timeouts, and for the kernel to clean up.
WORKERS = 6
_SUMS = {"time_wait": ("time_wait_client", "time_wait_server")}


class ProgramError(Exception):
    """An evidence program could not be built or did not finish; the message holds its output."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a case's program; the verdict is wrong, right or other."""

    name: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Case:
    """One harm, caused and avoided. `metric` is the count that shows it, `tally` what it counts besides sockets."""

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
        """Return a case from the JSON in which the programs describe it."""
        variants = tuple(Variant(each["name"], each["verdict"]) for each in data["variants"])
        plain = {key: data[key] for key in ("about", "unit", "requests", "metric", "tally")}
        return cls(name=data["case"], rules=tuple(data["rules"]), variants=variants, **plain)


@dataclass(frozen=True, slots=True)
class Run:
    """The counts of one variant's run: during the run, and finally after a pause."""

    case: Case
    variant: Variant
    samples: tuple[Mapping[str, int | None], ...]

    @property
    def requests(self) -> int:
        """The number of requests."""
        return self.samples[-1]["requests"] or 0

    def count(self, name: str, sample: Mapping[str, int | None] | None = None) -> int | None:
        """Return a count, after the pause unless another sample is given; None if the system cannot tell."""
        found = sample or self.samples[-1]
        parts = [found[part] for part in _SUMS.get(name, (name,))]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def points(self, name: str) -> list[tuple[int, int]]:
        """Return a count by number of requests, without the last one, after the pause."""
        counted = ((sample["requests"] or 0, self.count(name, sample)) for sample in self.samples[:-1])
        return [(requests, count) for requests, count in counted if count is not None]

    def most(self, name: str) -> int | None:
        """Return the maximum of a count; None if it is missing from a sample."""
        counts = [self.count(name, sample) for sample in self.samples]
        known = [count for count in counts if count is not None]
        return max(known) if len(known) == len(counts) else None


def build(go: str, module: Path, binary: Path, environment: Mapping[str, str]) -> None:
    """Build the programs of a module into one binary; raise ProgramError if they do not compile."""
    _output([go, "build", "-o", str(binary), "."], cwd=module, environment=environment)


def cases(binary: Path) -> list[Case]:
    """Return the cases of a binary; raise ProgramError if it does not run."""
    return [Case.of(data) for data in _documents([str(binary), "list"])]


def run(binary: Path, case: Case, variant: Variant, requests: int = 0) -> Run:
    """Run one variant, with the case's own number of requests unless one is given; raises ProgramError."""
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
    """Return the output of a command; the programs themselves stop after five minutes."""
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
