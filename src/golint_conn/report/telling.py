"""A finding in plain words, for formats that have one field for all of it; and the order of findings."""

from collections.abc import Callable

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.report.terminal import visible
from golint_conn.run.result import RunResult


def worst_first(finding: Finding) -> tuple[object, ...]:
    """Return the key that sorts findings by severity and confidence, then by place."""
    return (-finding.severity, -finding.confidence, *finding.sort_key)


def unsuppressed(result: RunResult) -> list[Finding]:
    """Return the findings without those that are shown only as suppressed."""
    return [finding for finding in result.findings if finding.suppression is None]


def ranked(result: RunResult) -> list[Finding]:
    """Return the findings that are not suppressed, the worst first."""
    return sorted(unsuppressed(result), key=worst_first)


def told(finding: Finding, result: RunResult, path: Callable[[str], str] = str) -> str:
    """Return the message, followed by lines with the related places and the hint.

    `path` turns a path into the form to show.
    """
    lines = [visible(finding.message)]
    if finding.primary.note:
        lines.append(visible(finding.primary.note))
    for place in finding.related:
        position = result.source(place.path).byte_position(place.span.start)
        lines.append(visible(f"{path(place.path)}:{position.line}:{position.column}: {place.note}".removesuffix(": ")))
    if finding.hint:
        lines.append(f"help: {visible(finding.hint)}")
    return "\n".join(lines)


def crashes(result: RunResult) -> list[Notice]:
    """Return the notices that say that findings may be missing."""
    return [notice for notice in result.notices if notice.kind is NoticeKind.CRASH]
