"""Where reports go: standard output or files, each written completely or not at all; and whether in color."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from golint_conn.run.config.suggestion import suggest
from golint_conn.run.files.discovery import GIT_FOLDER
from golint_conn.run.request import UsageError
from golint_conn.source.paths import is_folder, resolved
from golint_conn.source.writer import write_whole

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A report to write: its format, and an absolute path, or `-` for standard output."""

    format: str
    path: str

    @property
    def is_file(self) -> bool:
        """Whether the report goes to a file."""
        return self.path != STANDARD_OUTPUT


def parse_targets(
    words: Iterable[str], formats: Iterable[str], cwd: str, origin: str, within: str | None = None
) -> tuple[Target, ...]:
    """Return the reports that words such as `sarif:out.sarif` request.

    Raise UsageError with all errors; `origin` says there where the words come from. `within` is the absolute folder
    that the files must be in, or None if they can be anywhere.
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
        elif target.is_file and not is_folder(Path(path).parent):
            problems.append(f"{origin}: {file}: the folder to write it to does not exist")
        elif target.is_file and within is not None and not may_write(path, within):
            problems.append(
                f"{origin}: {file}: a configuration file can only name files inside the work tree; name this one on "
                "the command line"
            )
        targets.append(target)
    if problems:
        raise UsageError(*problems)
    return tuple(targets)


def may_write(path: str, within: str) -> bool:
    """Return whether a configuration file, which may come with the code, may name a file with this path for writing."""
    real = Path(resolved(path))
    inside = real.is_relative_to(os.path.realpath(within))
    return inside and not any(part.lower() == GIT_FOLDER for part in real.parts)


def to_standard_output(targets: tuple[Target, ...], origin: str) -> tuple[Target, ...]:
    """Return the reports of a hook that is given names of files; raise UsageError if it should write files.

    A long list of names is split over several runs, each of which would overwrite the report of the one before. Reports
    that the configuration requests are for other runs.
    """
    files = [target.path for target in targets if target.is_file]
    if files and origin.startswith("--"):
        message = (
            f"{origin}: a hook may run several times, each time with some of the files; {files[0]} would hold only "
            "the last report"
        )
        raise UsageError(message)
    return tuple(target for target in targets if not target.is_file) or (Target("text", STANDARD_OUTPUT),)


def write(target: Target, report: str) -> None:
    """Write a report to its place; raise OSError on failure."""
    if target.is_file:
        write_whole(target.path, report.encode("utf-8", "backslashreplace"))
    else:
        sys.stdout.write(report)
        sys.stdout.flush()


def use_color(mode: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to write colors: as requested, else by NO_COLOR, FORCE_COLOR, TERM and the terminal."""
    if mode != "auto":
        return mode == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return environment.get("TERM") != "dumb" and stream.isatty()
