"""`check --watch`: checks again after every change, and shows what is new and what is gone.

Each iteration is a whole run: only looking at all packages shows how a change in one affects another, and the cache
answers for everything that is unchanged. An iteration begins when changes have stopped for a moment. A change during a
run counts for the next one.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, strftime
from typing import TYPE_CHECKING

from golint_conn.face.arguments import PROGRAM, terminal_width
from golint_conn.face.output import parse_targets, use_color
from golint_conn.face.progress import progress_bar
from golint_conn.face.statistics import statistics_lines
from golint_conn.face.streams import print_notices, say
from golint_conn.report import FORMATS
from golint_conn.report.concise import render as concise
from golint_conn.report.terminal import Painter, visible
from golint_conn.report.text import finding_lines
from golint_conn.report.totals import counted, summary_line
from golint_conn.report.view import View
from golint_conn.run.check import CLEAN, check
from golint_conn.run.config.config_file import CONFIG_NAME
from golint_conn.run.config.resolved import settings_of
from golint_conn.run.pattern import WILDCARD
from golint_conn.run.request import UsageError
from golint_conn.source.paths import is_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from golint_conn.finding import Finding, Notice
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.result import RunResult

_MODULE_FILE = "go.mod"
_MODULE_FILES = frozenset({_MODULE_FILE, "go.work", "modules.txt", CONFIG_NAME})
_FOR_PEOPLE = ("text", "concise")
_REFUSED = ("fix", "unsafe_fixes", "diff", "add_ignores", "stdin_filename", "hook", "show_files", "show_settings")

_LISTEN_MILLISECONDS = 100
_REST_MILLISECONDS = 50
_NAMED = 3
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(options: argparse.Namespace, request: CheckRequest, settings: Settings) -> int:
    """Check repeatedly until an interrupt, and return the exit code 0; raise UsageError if that is impossible."""
    refuse(options, settings)
    place = Watched.by(request, settings)
    screen = _Screen(request, options)
    try:
        for changed in place.changes():
            screen.turn(changed)
    except KeyboardInterrupt:
        sys.stdout.write("\n" if sys.stdout.isatty() else "")
    return CLEAN


def refuse(options: argparse.Namespace, settings: Settings) -> None:
    """Raise UsageError if the options make no sense in repeated runs."""
    given = [f"--{name.replace('_', '-')}" for name in _REFUSED if getattr(options, name)]
    words = settings.output_format if options.output_format else ()
    given += [f"--output-format {word}" for word in words if word not in _FOR_PEOPLE]
    if given:
        message = (
            f"--watch shows findings on the screen, again and again; it cannot be combined with {', '.join(given)}"
        )
        raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched: absolute folders, and files besides Go's own whose changes count."""

    folders: tuple[str, ...]
    files: frozenset[str]
    recursive: bool = True

    @classmethod
    def by(cls, request: CheckRequest, settings: Settings) -> Watched:
        """Return what the findings of a request depend on: the modules around its paths, and the settings."""
        folders: set[str] = set()
        recursive = False
        for name in request.paths:
            given = Path(request.cwd, name.partition(WILDCARD)[0])
            folder = Path(os.path.realpath(given if given.is_dir() else given.parent))
            module = next((each for each in (folder, *folder.parents) if is_file(each / _MODULE_FILE)), None)
            # A single file outside any module can be in a folder with many unrelated files below it.
            recursive = recursive or module is not None or given.is_dir()
            folders.add(str(module or folder))
        outer = {each for each in folders if not any(each.startswith(f"{other}/") for other in folders)}
        named = [settings.baseline, request.config_file, str(Path(settings.base, CONFIG_NAME))]
        files = frozenset(os.path.realpath(Path(request.cwd, each)) for each in named if each)
        return cls(tuple(sorted(outer)), files, recursive)

    def counts(self, _: object, path: str) -> bool:
        """Return whether a change of a file or folder may change the findings."""
        name = os.path.basename(path)  # noqa: PTH119 (called for every change)
        if path.endswith(".go") or name in _MODULE_FILES or path in self.files:
            return True
        # The files of an added or removed folder are not reported one by one. Git and caches are busy in their folders.
        below = next((path.removeprefix(folder) for folder in self.folders if path.startswith(f"{folder}/")), path)
        return "." not in name and "/." not in below and not is_file(path)

    def changes(self) -> Iterator[tuple[str, ...]]:
        """Yield nothing once, when all later changes will be noticed, and then the paths of each batch of changes."""
        try:
            from watchfiles import watch as listen  # noqa: PLC0415 (an extra)
        except ImportError as error:
            message = '--watch needs the package watchfiles: pip install "golint-conn[watch]"'
            raise UsageError(message) from error
        outside = (path for path in self.files if is_file(path) and not self._holds(path))
        # Listening begins with the first request, which therefore must not wait for a change.
        lots = listen(
            *self.folders,
            *sorted(outside),
            watch_filter=self.counts,
            step=_REST_MILLISECONDS,
            rust_timeout=_LISTEN_MILLISECONDS,
            yield_on_timeout=True,
            recursive=self.recursive,
            ignore_permission_denied=True,
        )
        next(lots)
        yield ()
        yield from (tuple(sorted({path for _, path in lot})) for lot in lots if lot)

    def _holds(self, path: str) -> bool:
        return any(path.startswith(f"{folder}/") for folder in self.folders)


class _Screen:
    """What is shown, iteration by iteration."""

    def __init__(self, request: CheckRequest, options: argparse.Namespace) -> None:
        self._request = request
        self._quiet: bool = options.quiet
        self._statistics: bool = options.statistics
        self._told: dict[str, str] | None = None
        self._notices: frozenset[Notice] = frozenset()

    def turn(self, changed: tuple[str, ...]) -> None:
        """Check and show the result; if checking is impossible now, report why, as the user may correct it."""
        started = perf_counter()
        try:
            settings = settings_of(self._request)
            result = self._checked(settings)
        except UsageError as error:
            if self._told is None:
                raise
            self._begin(f"{_because(changed, self._request.cwd)}; not checked")
            for message in error.messages:
                say(f"{PROGRAM}: {message}")
            return
        self._show(result, settings, changed, perf_counter() - started)

    def _checked(self, settings: Settings) -> RunResult:
        bar = progress_bar(quiet=self._quiet)
        if bar is None:
            return check(self._request, settings=settings)
        with bar:
            return check(self._request, bar, settings=settings)

    def _show(self, result: RunResult, settings: Settings, changed: tuple[str, ...], seconds: float) -> None:
        cwd = self._request.cwd
        color = use_color(settings.color, sys.stdout, os.environ)
        view = View(root=result.root, cwd=cwd, color=color, width=terminal_width())
        painter = Painter(color=color)
        lines = {each.fingerprint: concise(_only(result, each), view) for each in result.findings}
        before = self._told
        new = [each for each in result.findings if before is None or each.fingerprint not in before]
        still = [each for each in result.findings if before is not None and each.fingerprint in before]
        gone = [line for fingerprint, line in (before or {}).items() if fingerprint not in lines]
        told = f", {len(new):,} new, {len(gone):,} gone" if before is not None else ""
        why = f"{_because(changed, cwd)}; " if changed else ""
        self._begin(f"{why}{counted(len(result.findings), 'finding')}{told} ({seconds:.2f} s)")
        fresh = tuple(each for each in result.notices if each not in self._notices)
        print_notices(replace(result, notices=fresh), cwd, quiet=self._quiet)
        self._notices = frozenset(result.notices)
        out = sys.stdout.write
        out("".join(f"gone: {line}" for line in gone))
        in_full = _format(settings) == "text"
        for finding in new:
            text = "\n".join(finding_lines(result, view, painter, finding)) + "\n\n" if in_full else ""
            label = f"{painter.paint('new:', 'message')} " if before is not None else ""
            out(f"{label}{text or lines[finding.fingerprint]}")
        out("".join(f"still: {lines[each.fingerprint]}" for each in still))
        out(f"{summary_line(result, painter)}{told}\n")
        sys.stdout.flush()
        if self._statistics:
            say("\n".join(statistics_lines(result)))
        self._told = lines

    def _begin(self, words: str) -> None:
        """Begin a new screen, or a new paragraph if there is none."""
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            sys.stdout.write(_CLEAR)
        elif self._told is not None:
            sys.stdout.write("\n")
        sys.stdout.write(f"== {strftime('%H:%M:%S')} {words}\n")
        sys.stdout.flush()


def _only(result: RunResult, finding: Finding) -> RunResult:
    """Return a result with one finding, and the same sources."""
    return replace(result, findings=(finding,), notices=())


def _format(settings: Settings) -> str:
    """Return the format for the screen; reports that the configuration sends to files are for other runs."""
    targets = parse_targets(settings.output_format, FORMATS, settings.base, "output-format")
    names = (target.format for target in targets if not target.is_file and target.format in _FOR_PEOPLE)
    return next(names, _FOR_PEOPLE[0])


def _because(changed: tuple[str, ...], cwd: str) -> str:
    names = [visible(os.path.relpath(path, os.path.realpath(cwd))) for path in changed]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more} changed"
