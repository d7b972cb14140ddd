"""A finding in plain words, for formats that have one field for all of it; and which finding comes first."""

from collections.abc import Callable

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.report.terminal import visible
from golint_conn.run.result import RunResult


def worst_first(finding: Finding) -> tuple[object, ...]:
    """Return the key that sorts findings by severity and confidence, then by place."""
    return (-finding.severity, -finding.confidence, *finding.sort_key)


def unsuppressed(result: RunResult) -> list[Finding]:
    """Return the findings without those that are shown only to say that they are held back."""
    return [finding for finding in result.findings if finding.suppression is None]


def ranked(result: RunResult) -> list[Finding]:
    """Return the findings that are not held back, the worst first."""
    return sorted(unsuppressed(result), key=worst_first)


def told(finding: Finding, result: RunResult, path: Callable[[str], str] = str) -> str:
    """Return the message, then on lines of their own what stands elsewhere and what to do.

    `path` says how a path is to be shown.
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
    """Return the notices that findings may be missing."""
    return [notice for notice in result.notices if notice.kind is NoticeKind.CRASH]
