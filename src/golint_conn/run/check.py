"""The one function that every face calls: from a request to a result."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from golint_conn.finding import Notice, Severity
from golint_conn.run.config.settings import Settings
from golint_conn.run.filter.coverage import Coverage
from golint_conn.run.filter.distinct import distinct
from golint_conn.run.filter.filters import FindingFilter
from golint_conn.run.plan import Plan
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult, RunStatistics, in_order, without_lost
from golint_conn.run.work.schedule import Progress, Schedule, Thresholds
from golint_conn.run.work.text_digests import agree
from golint_conn.source.reader import Reader

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

    The keywords are those of a `Plan`; `thresholds` decide when workers start.
    """
    started = perf_counter()
    plan = Plan(request, settings, overlay=overlay, folders=folders)
    settings, reader, infos = plan.settings, plan.reader, plan.infos
    # Everything that was requested, even if `folders` restricts what is looked at.
    named = frozenset(map(reader.display, plan.discovery.files))
    extent = plan.extent
    files = extent.files
    discovered = perf_counter() - started
    kept, cache_notices = plan.incremental()
    schedule = Schedule(
        reader,
        settings.rules,
        sources=settings.sources,
        workers=settings.workers,
        thresholds=thresholds,
        is_recording=kept is not None,
    )
    outcome = schedule.run(files, progress, kept)
    if kept is not None:
        cache_notices += kept.save(outcome, schedule.prefilter)
    notices = [*_placed(settings.sources.notices, reader), *plan.discovery.notices, *cache_notices]
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


def exit_code(result: RunResult, fail_on: Severity) -> int:
    """Return the exit code of a run: failed if findings may be missing, else by the worst finding."""
    if result.crashed:
        return FAILED
    shown = (finding for finding in result.findings if finding.suppression is None)
    return FOUND if any(finding.severity >= fail_on for finding in shown) else CLEAN


def _placed(notices: Sequence[Notice], reader: Reader) -> list[Notice]:
    """Return notices with the paths to report."""
    return [replace(each, path=reader.display(each.path)) if each.path else each for each in notices]
