"""Paths: checks that a run over a file or folder reports what a run over everything reports there.

    python -m golint_conn.dev.path_runs ROOT [FILES]

Runs once over everything below ROOT, then over each folder and file with findings, and over FILES other files (20 by
default). Prints each difference, and the number of paths compared.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import NoticeKind
from golint_conn.run.check import check
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.finding import Finding

_MORE_FILES = 20


class Paths:
    """A folder of Go code, whose parts are compared with the whole; `template` holds the common settings."""

    def __init__(self, root: str, template: CheckRequest) -> None:
        self.root = root
        self._template = replace(template, show_suppressed=True)
        self.whole = check(self.request(root, "."))

    def request(self, cwd: str, *paths: str) -> CheckRequest:
        """Return the request for some paths, relative to a folder."""
        return replace(self._template, cwd=cwd, paths=paths)

    def found(self) -> tuple[list[str], list[str]]:
        """Return the folders and files with findings, by their paths below the root."""
        files = {self._below(each.primary.path) for each in self.whole.findings}
        folders = {str(outer) for file in files for outer in Path(file).parents}
        return sorted(folders), sorted(files)

    def differences(self, path: str, cwd: str = "", spelled: str = "") -> Iterator[str]:
        """Yield the differences between a run over a file or folder, by its path below the root, and the whole run.

        `cwd` is the working directory of that run, below the root, and `spelled` the path as given there.
        """
        folder = os.path.normpath(Path(self.root, cwd))
        result = check(self.request(folder, spelled or os.path.relpath(Path(self.root, path), folder)))
        place = Path(self.root, path)
        wanted = [each for each in self.whole.findings if self._is_in(each.primary.path, place)]
        for sign, these, others in (("+", result.findings, wanted), ("-", wanted, result.findings)):
            yield from (f"{sign} {_said(each)}" for each in these if each not in others)
        notices = {each for each in self.whole.notices if self._is_in(each.path, place)}
        told = {each for each in result.notices if each.kind is not NoticeKind.CONFIG}
        for sign, some, rest in (("+", told, notices), ("-", notices, told)):
            yield from (f"{sign} {each}" for each in sorted(some - rest, key=str))

    def _is_in(self, reported: str, place: Path) -> bool:
        return Path(self.whole.root, reported).is_relative_to(place)

    def _below(self, reported: str) -> str:
        return os.path.relpath(Path(self.whole.root, reported), self.root)


def _said(finding: Finding) -> str:
    place = finding.primary
    return f"{place.path}:{place.span.start} {finding.severity.label} {finding.rule}: {finding.message}"


def main() -> int:
    """Compare all folders and files with findings, and some without; return 1 if any differ."""
    root = os.path.realpath(sys.argv[1])
    most = int(sys.argv[2]) if sys.argv[2:] else _MORE_FILES
    with tempfile.TemporaryDirectory(prefix="golint-conn-paths-") as cache_dir:
        paths = Paths(root, CheckRequest(level=Level.PEDANTIC, use_config=False, cache_dir=cache_dir))
        request = paths.request(root, ".")
        folders, files = paths.found()
        every = [os.path.relpath(each, root) for each in Plan(request).discovery.files]
        files += every[:: max(1, len(every) // most)] if most else []
        different = 0
        for path in (*folders, *dict.fromkeys(files)):
            said = list(paths.differences(path))
            different += bool(said)
            print("".join(f"{path}: {each}\n" for each in said), end="", flush=True)  # noqa: T201 - a program's output
    print(f"{len(folders):,} folders, {len(dict.fromkeys(files)):,} files: {different:,} differ")  # noqa: T201 - as above
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
