"""The one function that every face calls: from a request to a result."""

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, Severity
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.declared.contract_info import INFO as CONTRACT_INFO
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleSources
from golint_conn.run.config.settings import Settings, config_path, load_settings
from golint_conn.run.files.discovery import Discovery, Excludes
from golint_conn.run.files.extent import Extent
from golint_conn.run.files.hook import is_narrow, members
from golint_conn.run.files.selected import Files
from golint_conn.run.filter.coverage import Coverage
from golint_conn.run.filter.distinct import distinct
from golint_conn.run.filter.filters import FindingFilter
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult, RunStatistics, in_order, without_lost
from golint_conn.run.suppression_rule import INFO
from golint_conn.run.work.schedule import Progress, Schedule, Thresholds
from golint_conn.run.work.texts import agree
from golint_conn.source.reader import Reader

if TYPE_CHECKING:
    from golint_conn.run.work.incremental import IncrementalState

CLEAN, FOUND, FAILED = 0, 1, 2
"""The exit codes: nothing at or above the requested severity; something; the tool could not do its job."""


def check(  # noqa: PLR0913 - what a face has available, each by name
    request: CheckRequest,
    progress: Progress | None = None,
    *,
    settings: Settings | None = None,
    thresholds: Thresholds | None = None,
    overlay: Mapping[str, bytes] | None = None,
    folders: Container[str] | None = None,
) -> RunResult:
    """Return what a run finds; raise UsageError if it cannot be done as requested.

    A face that has already loaded the `settings` passes them, so the configuration is not read twice. `overlay` maps
    paths in findings to bytes that are read instead of the files, which need not exist; `folders`, also such paths,
    restricts the run to the files in these folders.
    """
    started = perf_counter()
    settings = settings or settings_of(request)
    infos = rule_infos(settings.sources)
    reader = reader_of(request)
    for path, data in (overlay or {}).items():
        reader.overlay[str(Path(reader.root, path))] = data
    discovery = files_to_check(request, settings, overlay)
    named = frozenset(map(reader.display, discovery.files))
    extent = extent_of(request, settings, reader, discovery, folders)
    files = extent.files
    discovered = perf_counter() - started
    schedule = Schedule(
        reader, settings.rules, sources=settings.sources, workers=settings.workers, thresholds=thresholds
    )
    kept, cache_notices = kept_of(request, settings, reader)
    outcome = schedule.run(files, progress, kept)
    if kept is not None:
        cache_notices += kept.save(outcome, schedule.sift)
    notices = [*_placed(settings.sources.notices, reader), *discovery.notices, *cache_notices]
    coverage = Coverage(request, reader.root, map(reader.display, extent.judged), [*notices, *outcome.notices])
    directed = outcome.directed(sorted(extent.judged))
    sieved = FindingFilter(request, settings, infos, reader).sieved(
        distinct(extent.counted(outcome)), directed, coverage
    )
    findings, suppressed = extent.reported(sieved.findings), extent.reported(sieved.suppressed)
    notices += [*extent.told(outcome.notices), *sieved.notices]
    if request.show_suppressed:
        findings = tuple(sorted([*findings, *suppressed], key=lambda each: each.sort_key))
    statistics = RunStatistics(
        files_found=len(extent.named),
        files_beside=len(files) - len(extent.named),
        files_parsed=outcome.files_parsed,
        bytes_read=outcome.bytes_read,
        bytes_parsed=outcome.bytes_parsed,
        processes=schedule.processes,
        wall_seconds=perf_counter() - started,
        stage_seconds={"discover": discovered, **outcome.stage_seconds},
    )
    chosen = frozenset(settings.rules)
    agree(outcome.digests, sieved.digests)
    result = RunResult(
        root=reader.root,
        findings=findings,
        notices=in_order(notices),
        rules=tuple(info for info in infos if info.id in chosen),
        statistics=statistics,
        overlay={reader.display(path): data for path, data in reader.overlay.items()},
        suppressed=suppressed,
        stale=sieved.stale,
        named=named,
        digests=outcome.digests,
    )
    return without_lost(result)


def kept_of(
    request: CheckRequest, settings: Settings, reader: Reader
) -> tuple["IncrementalState | None", list[Notice]]:
    """Return what is kept of earlier runs, or None if the cache cannot or must not be used, and notices about that."""
    if not request.cache:
        return None, []
    from golint_conn.run.work.open_cache import opened  # noqa: PLC0415 (not every run has a cache)

    return opened(request, settings, reader)


def files_to_check(request: CheckRequest, settings: Settings, overlay: Mapping[str, bytes] | None = None) -> Discovery:
    """Return the files that a run for the request reports on; those of `overlay` count as if they were on disk."""
    excludes = Excludes(settings.base, settings.exclude)
    reader = reader_of(request)
    if request.stdin_filename is not None:
        return _standard_input(reader, excludes, force_exclude=request.force_exclude)
    excludes_all = request.force_exclude or request.hook
    there = frozenset(str(Path(reader.root, path)) for path in overlay or ())
    tree = Files(settings, reader, excludes)
    found = tree.found(request.paths, request.cwd, force_exclude=excludes_all, there=there)
    # If only files are named, the only trouble can be that all of them are excluded, and that is fine.
    return replace(found, notices=()) if is_narrow(request) else found


def extent_of(
    request: CheckRequest,
    settings: Settings,
    reader: Reader,
    discovery: Discovery,
    folders: Container[str] | None = None,
) -> Extent:
    """Return the extent of a run; with `folders`, only the requested files in some folders count."""
    if folders is not None:
        within = tuple(path for path in discovery.files if reader.display(path).rpartition("/")[0] in folders)
        discovery = replace(discovery, files=within)
    tree = Files(settings, reader, Excludes(settings.base, settings.exclude))
    also: frozenset[str] = frozenset()
    if request.is_comparing:
        from golint_conn.run.filter.base_revision import arrived  # noqa: PLC0415 (few runs look back)

        also = arrived(request, discovery.files, tree)
    extent = Extent(discovery, tree, also=also, touches=is_narrow(request))
    if not request.alone:
        extent.widen()
    return extent


def exit_code(result: RunResult, fail_on: Severity) -> int:
    """Return the exit code of a run: failed if findings may be missing, else by the worst finding."""
    if result.crashed:
        return FAILED
    shown = (finding for finding in result.findings if finding.suppression is None)
    return FOUND if any(finding.severity >= fail_on for finding in shown) else CLEAN


def settings_of(request: CheckRequest) -> Settings:
    """Return the settings for a request and the rules that it may use; raise UsageError with all errors."""
    sources = sources_of(request)
    return load_settings(request, rule_infos(sources), sources)


def sources_of(request: CheckRequest) -> RuleSources:
    """Return where the rules of a request come from; raise UsageError if something it names cannot be used."""
    path = config_path(request)
    if path is None and not (request.rules_dirs or request.plugins or request.models):
        return BUILT_IN
    from golint_conn.run.config.prescan import wanted_rules  # noqa: PLC0415
    from golint_conn.run.config.rule_consent import rule_sources  # noqa: PLC0415 (see below)

    wanted = wanted_rules(path)
    found = rule_sources(request, wanted)
    if wanted.declares or request.models:
        from golint_conn.run.config.declared_data import declared_of  # noqa: PLC0415

        declared, ids = declared_of(request, path)
        found = replace(found, declared=declared, absent=found.absent | ids)
    if found == BUILT_IN:
        return found
    from golint_conn.rule.loading.registry import completed  # noqa: PLC0415

    return completed(found)


def rule_infos(sources: RuleSources = BUILT_IN) -> tuple[RuleInfo, ...]:
    """Return the descriptions of all rules, sorted by id."""
    from golint_conn.rule.loading.descriptions import described  # noqa: PLC0415 (--help and --version need no rules)

    known = described() if sources == BUILT_IN else None
    if known is None:
        from golint_conn.rule.loading.registry import load_rules  # noqa: PLC0415 (loading it takes longer than many runs)

        known = tuple(rule.info for rule in load_rules(sources))
    infos = {info.id: info for info in (*known, INFO, CONTRACT_INFO)}
    return tuple(sorted(infos.values(), key=lambda info: info.id))


def reader_of(request: CheckRequest) -> Reader:
    """Return the reader of a request, with standard input in place of the file that it replaces."""
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


def _placed(notices: Sequence[Notice], reader: Reader) -> list[Notice]:
    """Return notices with the paths to report."""
    return [replace(each, path=reader.display(each.path)) if each.path else each for each in notices]
