"""The baseline on the command line: `golint-conn baseline create|update|show`."""

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from golint_conn.face.output import may_write
from golint_conn.finding import NoticeKind
from golint_conn.report.terminal import visible
from golint_conn.report.totals import counted
from golint_conn.report.view import as_path
from golint_conn.run.check import check
from golint_conn.run.config.config_file import BASELINE_NAME
from golint_conn.run.config.settings import Settings
from golint_conn.run.filter.baseline import Baseline, read_baseline, write_baseline
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult
from golint_conn.run.work.schedule import Progress
from golint_conn.source.regular import read_regular


@dataclass(frozen=True, slots=True)
class Answer:
    """The output of a command, and the run that it made, if any."""

    text: str
    result: RunResult | None = None


def place(request: CheckRequest, settings: Settings) -> str:
    """Return the absolute path of the baseline: the one given or configured, else the one in the working directory."""
    return str(Path(request.cwd, settings.baseline or BASELINE_NAME))


def refuse_outside(path: str, name: str, cwd: str) -> None:
    """Raise UsageError if a configuration file may not cause a baseline to be written there."""
    if not may_write(path, work_tree(cwd) or cwd):
        message = f"{name}: a configuration file can name a new baseline only inside the work tree; use --baseline"
        raise UsageError(message)


def create(request: CheckRequest, settings: Settings, progress: Progress | None) -> Answer:
    """Write a new baseline with all findings of a run; raise UsageError if there already is one."""
    path = place(request, settings)
    name = os.path.relpath(path, request.cwd)
    if settings.origins.get("baseline", "command line") != "command line":
        refuse_outside(path, name, request.cwd)
    if Path(path).exists():
        message = f"{name} already exists; golint-conn baseline update removes what is gone"
        raise UsageError(message)
    result = check(request, progress, settings=replace(settings, baseline=None))
    if result.crashed:
        return Answer(f"{name}: not written, because findings may be missing\n", result)
    baseline = Baseline.of(result.findings)
    write_baseline(path, baseline)
    use = "" if settings.baseline else f'; use it with --baseline {name}, or baseline = "{name}" in .golint-conn.toml'
    return Answer(f"{name}: {counted(len(baseline.entries), 'finding')}{use}\n", result)


def update(request: CheckRequest, settings: Settings, progress: Progress | None, *, accept_new: bool) -> Answer:
    """Remove from a baseline what is gone; add new findings only if asked to."""
    path = place(request, settings)
    name = os.path.relpath(path, request.cwd)
    old = read_baseline(path)
    result = check(request, progress, settings=replace(settings, baseline=path))
    result = replace(result, notices=tuple(each for each in result.notices if each.kind is not NoticeKind.BASELINE))
    if result.crashed:
        return Answer(f"{name}: not changed, because findings may be missing\n", result)
    new = old.updated(result.findings, result.stale, accept_new=accept_new)
    if read_regular(path).replace(b"\r\n", b"\n") != new.encoded():
        write_baseline(path, new)
    fresh = len(result.findings)
    parts = [counted(len(new.entries), "finding"), f"{len(result.stale):,} removed"]
    parts += [f"{fresh:,} {'added' if accept_new else 'new and not added (--accept-new)'}"] if fresh else []
    return Answer(f"{name}: {', '.join(parts)}\n", result)


def show(request: CheckRequest, settings: Settings) -> Answer:
    """Return the content of a baseline, one finding per line, and how many there are of each rule."""
    entries = sorted(read_baseline(place(request, settings)).entries.values())
    shown = ((visible(as_path(each.path)), each) for each in entries)
    lines = [f"{path}: {each.rule}" + (f" in {each.symbol}" if each.symbol else "") for path, each in shown]
    counts = Counter(each.rule for each in entries)
    lines += [f"{rule}: {count:,}" for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return Answer("".join(f"{line}\n" for line in [*lines, counted(len(entries), "finding")]))
