"""Where reports go: standard output or files, each written whole or not at all; and whether in colour."""

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from golint_conn.run.request import UsageError
from golint_conn.run.suggestion import suggest

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A report to write: its format, and an absolute path, or `-` for standard output."""

    format: str
    path: str

    @property
    def is_file(self) -> bool:
        """Whether the report goes into a file."""
        return self.path != STANDARD_OUTPUT


def parse_targets(words: Iterable[str], formats: Iterable[str], cwd: str, origin: str) -> tuple[Target, ...]:
    """Return the reports that words such as `sarif:out.sarif` ask for.

    Raise UsageError with all that is wrong; `origin` says there where the words stand.
    """
    valid = tuple(formats)
    targets: list[Target] = []
    problems: list[str] = []
    for word in words:
        name, _, file = word.partition(":")
        path = os.path.normpath(Path(cwd, file)) if file and file != STANDARD_OUTPUT else STANDARD_OUTPUT
        target = Target(name, path)
        if name not in valid:
            problems.append(f'{origin}: no format "{name}"{suggest(name, valid)}')
        elif target.path in {each.path for each in targets}:
            place = file if target.is_file else "standard output"
            problems.append(f"{origin}: two reports cannot both go to {place}")
        elif target.is_file and not Path(path).parent.is_dir():
            problems.append(f"{origin}: {file}: no folder to write it into")
        targets.append(target)
    if problems:
        raise UsageError(*problems)
    return tuple(targets)


def write(target: Target, report: str) -> None:
    """Write a report to its place; raise OSError where that fails."""
    if target.is_file:
        write_file(target.path, report.encode("utf-8", "backslashreplace"))
    else:
        sys.stdout.write(report)
        sys.stdout.flush()


def write_file(target: str, data: bytes) -> None:
    """Replace a file by new content in one step; what is no regular file (a pipe, /dev/null) is written to."""
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.write(data)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        if path.exists():
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def use_color(mode: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to write colours: as asked for, else by NO_COLOR, FORCE_COLOR, TERM and the terminal."""
    if mode != "auto":
        return mode == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return environment.get("TERM") != "dumb" and stream.isatty()
