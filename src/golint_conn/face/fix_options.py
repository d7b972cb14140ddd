"""Fixing on the command line: `--fix`, `--unsafe-fixes` and `--diff`."""

from dataclasses import replace

from golint_conn.fixing import Fixed, fix, unified, write_changes
from golint_conn.fixing.candidates import SAFE, UNSAFE, applicable
from golint_conn.report.totals import counted
from golint_conn.report.view import View
from golint_conn.run.check import check
from golint_conn.run.config.settings import Settings
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult
from golint_conn.run.work.schedule import Progress


def fixed(
    request: CheckRequest, result: RunResult, settings: Settings, progress: Progress | None, *, unsafe: bool
) -> Fixed:
    """Return the result of applying the fixes of a run, in memory."""
    return fix(
        result,
        lambda overlay, folders: check(request, progress, settings=settings, overlay=overlay, folders=folders),
        UNSAFE if unsafe else SAFE,
    )


def written(changes: Fixed, request: CheckRequest, settings: Settings) -> RunResult:
    """Write what was fixed, and return the last run, or if a file could not be written, a run over what there is."""
    notices = write_changes(changes)
    if not notices:
        return changes.result
    unwritten = {notice.path for notice in notices}
    fixed = sum(unwritten.isdisjoint(each.paths) for each in changes.made)
    result = check(request, settings=settings)
    return replace(result, notices=(*result.notices, *notices), fixed=fixed)


def difference(changes: Fixed, cwd: str) -> bytes:
    """Return the unified diff of all files, with their paths relative to the working directory."""
    view = View(root=changes.result.root, cwd=cwd)
    return b"".join(
        unified(view.path(path), changes.before[path], data) for path, data in sorted(changes.after.items())
    )


def told(changes: Fixed) -> str:
    """Return how many findings would be fixed, and how many more with the unsafe fixes."""
    more = sum(applicable(each, UNSAFE) is not None for each in changes.result.findings)
    text = f"{counted(len(changes.fixed), 'finding')} would be fixed"
    return f"{text}, {more:,} more with --unsafe-fixes" if more else text
