"""The one function that every face calls: from a request to a result."""

import os
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind, Severity, with_fingerprints
from golint_conn.rule.info import RuleInfo
from golint_conn.run.discovery import Discovery, Excludes, discover
from golint_conn.run.grading import graded, is_test_file
from golint_conn.run.ignored import work_tree
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult, RunStatistics
from golint_conn.run.schedule import Progress, Schedule, Thresholds
from golint_conn.run.settings import Settings, load_settings
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.source import Span

CLEAN, FOUND, FAILED = 0, 1, 2
"""The exit codes: nothing at or above the severity asked for; something; the tool could not do its job."""


def check(
    request: CheckRequest,
    progress: Progress | None = None,
    *,
    settings: Settings | None = None,
    thresholds: Thresholds | None = None,
) -> RunResult:
    """Return what a run finds; raise UsageError where it cannot be done as asked.

    `settings` spares a face that has loaded them already a second look at the configuration.
    """
    started = perf_counter()
    infos = rule_infos()
    settings = settings or load_settings(request, infos)
    reader = _reader(request)
    discovery = files_to_check(request, settings)
    discovered = perf_counter() - started
    schedule = Schedule(reader.root, reader.overlay, settings.rules, workers=settings.workers, thresholds=thresholds)
    outcome = schedule.run(discovery.files, progress)
    findings = with_fingerprints(graded(_distinct(outcome.findings), settings))
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
        notices=_sorted((*discovery.notices, *outcome.notices)),
        rules=tuple(info for info in infos if info.id in chosen),
        statistics=statistics,
        overlay={reader.display(path): data for path, data in reader.overlay.items()},
    )


def files_to_check(request: CheckRequest, settings: Settings) -> Discovery:
    """Return the files that a run for the request looks at."""
    excludes = Excludes(settings.base, settings.exclude)
    reader = _reader(request)
    if request.stdin_filename is not None:
        return _standard_input(reader, excludes, force_exclude=request.force_exclude)
    discovery = discover(request.paths, request.cwd, reader, excludes, force_exclude=request.force_exclude)
    if settings.tests == "off":
        kept = tuple(path for path in discovery.files if not is_test_file(path))
        return Discovery(kept, discovery.notices)
    return discovery


def exit_code(result: RunResult, fail_on: Severity) -> int:
    """Return how a run ends: failed where findings may be missing, else by the worst finding."""
    if result.crashed:
        return FAILED
    return FOUND if any(finding.severity >= fail_on for finding in result.findings) else CLEAN


def rule_infos() -> tuple[RuleInfo, ...]:
    """Return the descriptions of all rules, sorted by id."""
    from golint_conn.rule.registry import load_rules  # noqa: PLC0415 (--help and --version need no rules)

    return tuple(rule.info for rule in load_rules())


def _reader(request: CheckRequest) -> Reader:
    """Return the reader of a request, with standard input in place of the file that it stands for."""
    cwd = os.path.realpath(request.cwd)
    overlay: dict[str, bytes] = {}
    if request.stdin_filename is not None:
        if not request.stdin_filename.endswith(".go"):
            message = f"{request.stdin_filename}: not a Go file"
            raise UsageError(message)
        path = Path(cwd, request.stdin_filename)
        overlay[str(Path(os.path.realpath(path.parent), path.name))] = request.stdin
    return Reader(work_tree(cwd) or cwd, overlay)


def _standard_input(reader: Reader, excludes: Excludes, *, force_exclude: bool) -> Discovery:
    excluded = excludes.matcher() if force_exclude else None
    return Discovery(tuple(path for path in reader.overlay if excluded is None or not excluded(path)))


def _sorted(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the notices in order, each once: several processes may meet the same trouble."""
    kinds = list(NoticeKind)
    ordered = sorted(set(notices), key=lambda each: (each.path, each.line, each.message, kinds.index(each.kind)))
    return tuple(ordered)


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that say the same of the same place: a caller is met from each callee."""
    first: dict[tuple[str, str, Span], Finding] = {}
    for finding in sorted(findings, key=lambda each: (each.sort_key, -each.severity, each.message)):
        first.setdefault((finding.rule, finding.primary.path, finding.primary.span), finding)
    return list(first.values())
