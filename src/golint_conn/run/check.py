"""The one function that every face calls: from a request to a result."""

import os
from collections.abc import Container, Mapping, Sequence
from itertools import filterfalse
from pathlib import Path
from time import perf_counter

from golint_conn.finding import Finding, Notice, NoticeKind, Severity
from golint_conn.rule.info import RuleInfo
from golint_conn.run.coverage import Coverage
from golint_conn.run.discovery import Discovery, Excludes, discover
from golint_conn.run.distinct import distinct
from golint_conn.run.grading import is_test_file
from golint_conn.run.hook import is_narrow, members, telling, touching
from golint_conn.run.ignored import work_tree
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult, RunStatistics
from golint_conn.run.schedule import Progress, Schedule, Thresholds
from golint_conn.run.settings import Settings, load_settings
from golint_conn.run.sieve import Sieve
from golint_conn.run.suppression.info import INFO
from golint_conn.source.reader import Reader

CLEAN, FOUND, FAILED = 0, 1, 2
"""The exit codes: nothing at or above the severity asked for; something; the tool could not do its job."""


def check(  # noqa: PLR0913 - what a face has at hand, each by name
    request: CheckRequest,
    progress: Progress | None = None,
    *,
    settings: Settings | None = None,
    thresholds: Thresholds | None = None,
    overlay: Mapping[str, bytes] | None = None,
    folders: Container[str] | None = None,
) -> RunResult:
    """Return what a run finds; raise UsageError where it cannot be done as asked.

    `settings` spares a face that has loaded them already a second look at the configuration. `overlay` maps paths as
    they stand in findings to bytes that are read instead of the files; `folders`, by such paths too, are those whose
    files are looked at, of all that would be.
    """
    started = perf_counter()
    infos = rule_infos()
    settings = settings or load_settings(request, infos)
    reader = reader_of(request)
    discovery = files_to_check(request, settings)
    if folders is not None:
        kept = tuple(path for path in discovery.files if reader.display(path).rpartition("/")[0] in folders)
        discovery = Discovery(kept, discovery.notices)
    files = _with_neighbours(discovery.files, settings, reader) if is_narrow(request) else discovery.files
    discovered = perf_counter() - started
    for path, data in (overlay or {}).items():
        reader.overlay[str(Path(reader.root, path))] = data
    schedule = Schedule(reader, settings.rules, workers=settings.workers, thresholds=thresholds)
    outcome = schedule.run(files, progress)
    notices = [*discovery.notices, *outcome.notices]
    coverage = Coverage(request, reader.root, map(reader.display, discovery.files), notices)
    found = _not_excluded(outcome.findings, files, settings, reader)
    sieved = Sieve(request, settings, infos, reader).sieved(distinct(found), outcome.directed, coverage)
    findings, suppressed = list(sieved.findings), list(sieved.suppressed)
    notices += sieved.notices
    if is_narrow(request):
        named = frozenset(map(reader.display, discovery.files))
        findings, suppressed = touching(findings, named), touching(suppressed, named)
        notices = telling(notices, named)
    if request.show_suppressed:
        findings = sorted([*findings, *suppressed], key=lambda each: each.sort_key)
    statistics = RunStatistics(
        files_found=len(discovery.files),
        files_parsed=outcome.files_parsed,
        bytes_read=outcome.bytes_read,
        bytes_parsed=outcome.bytes_parsed,
        processes=schedule.processes,
        wall_seconds=perf_counter() - started,
        stage_seconds={"discover": discovered, **outcome.stage_seconds},
    )
    chosen = frozenset(settings.rules)
    return RunResult(
        root=reader.root,
        findings=tuple(findings),
        notices=_sorted(notices),
        rules=tuple(info for info in infos if info.id in chosen),
        statistics=statistics,
        overlay={reader.display(path): data for path, data in reader.overlay.items()},
        suppressed=tuple(suppressed),
        stale=sieved.stale,
    )


def files_to_check(request: CheckRequest, settings: Settings) -> Discovery:
    """Return the files that a run for the request reports on."""
    excludes = Excludes(settings.base, settings.exclude)
    reader = reader_of(request)
    if request.stdin_filename is not None:
        return _standard_input(reader, excludes, force_exclude=request.force_exclude)
    excludes_all = request.force_exclude or request.hook
    discovery = discover(request.paths, request.cwd, reader, excludes, force_exclude=excludes_all)
    kept = tuple(filter(reader.is_member, discovery.files))
    if settings.tests == "off":
        kept = tuple(filterfalse(is_test_file, kept))
    # It is in order that all files that a hook names are excluded.
    return Discovery(kept, () if is_narrow(request) and not discovery.files else discovery.notices)


def _with_neighbours(files: Sequence[str], settings: Settings, reader: Reader) -> tuple[str, ...]:
    """Return some files and those without which not all is found that touches them, as far as they are checked."""
    from golint_conn.run.neighbours import neighbours  # noqa: PLC0415 (only hooks need it, and it loads the parser)

    excluded = Excludes(settings.base, settings.exclude).matcher()
    return tuple(sorted({*files, *filterfalse(excluded, neighbours(files, reader))}))


def _not_excluded(
    findings: Sequence[Finding], files: Sequence[str], settings: Settings, reader: Reader
) -> list[Finding]:
    """Return the findings without those in excluded files, which callers of what was looked at may stand in."""
    excluded, looked_at = Excludes(settings.base, settings.exclude).matcher(), frozenset(files)
    paths = {finding.primary.path: str(Path(reader.root, finding.primary.path)) for finding in findings}
    left_out = {path for path, absolute in paths.items() if absolute not in looked_at and excluded(absolute)}
    return [finding for finding in findings if finding.primary.path not in left_out]


def exit_code(result: RunResult, fail_on: Severity) -> int:
    """Return how a run ends: failed where findings may be missing, else by the worst finding."""
    if result.crashed:
        return FAILED
    shown = (finding for finding in result.findings if finding.suppression is None)
    return FOUND if any(finding.severity >= fail_on for finding in shown) else CLEAN


def rule_infos() -> tuple[RuleInfo, ...]:
    """Return the descriptions of all rules, sorted by id."""
    from golint_conn.rule.registry import load_rules  # noqa: PLC0415 (--help and --version need no rules)

    return tuple(sorted([*(rule.info for rule in load_rules()), INFO], key=lambda info: info.id))


def reader_of(request: CheckRequest) -> Reader:
    """Return the reader of a request, with standard input in place of the file that it stands for."""
    cwd = os.path.realpath(request.cwd)
    overlay: dict[str, bytes] = {}
    if request.stdin_filename is not None:
        if not request.stdin_filename.endswith(".go"):
            message = f"{request.stdin_filename}: not a Go file"
            raise UsageError(message)
        path = Path(cwd, request.stdin_filename)
        overlay[str(Path(os.path.realpath(path.parent), path.name))] = request.stdin
    return Reader(work_tree(cwd) or cwd, overlay, members(request, cwd))


def _standard_input(reader: Reader, excludes: Excludes, *, force_exclude: bool) -> Discovery:
    excluded = excludes.matcher() if force_exclude else None
    return Discovery(tuple(path for path in reader.overlay if excluded is None or not excluded(path)))


def _sorted(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the notices in order, each once: several processes may meet the same trouble."""
    kinds = list(NoticeKind)
    ordered = sorted(set(notices), key=lambda each: (each.path, each.line, each.message, kinds.index(each.kind)))
    return tuple(ordered)
