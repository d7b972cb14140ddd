"""Runs a command as a fresh process: how long it takes, or how much memory it and its children hold at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAMPLE_SECONDS = 0.02
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class RunError(Exception):
    """A measured command failed."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall-clock seconds, and CPU seconds including children."""

    wall: float
    cpu: float

    def raw(self) -> dict[str, float]:
        """Return the figures for JSON."""
        return asdict(self)


def timed(command: Sequence[str], cwd: Path, output: Path) -> Timing:
    """Run a command with its standard output in a file; raise RunError if it fails."""
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as errors:
        started = perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    _judge(command, process.returncode, output)
    return Timing(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Sequence[str], cwd: Path, output: Path) -> int | None:
    """Return the peak memory in bytes of a command and its descendants together; None if unknown.

    It is the sum of the proportional set sizes (PSS), which counts a shared page once. The kernel is asked 50 times a
    second, which costs time, so such runs are never timed.
    """
    if sys.platform != "linux":
        return None
    peak = 0
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as errors:
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        while process.poll() is None:
            peak = max(peak, sum(map(_pss, _family(process.pid))))
            sleep(SAMPLE_SECONDS)
    _judge(command, process.returncode, output)
    return peak


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _pss(pid: int) -> int:
    with suppress(OSError):
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0


def _judge(command: Sequence[str], code: int, output: Path) -> None:
    """Raise RunError unless a command ended well (0) or with findings (1)."""
    if code not in {0, 1}:
        said = output.with_suffix(".err").read_text("utf-8", "replace").strip()[-500:]
        message = f"{' '.join(command)}: exit code {code}: {said}"
        raise RunError(message)
