"""The lines at the end of a report for people: notices, and how many findings there are in how many files."""

from collections import Counter

from golint_conn.finding import Applicability, Notice, Severity, Suppression, SuppressionKind
from golint_conn.report.terminal import Painter, visible
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

_HOLDERS = {
    SuppressionKind.DIRECTIVE: "ignored in the code",
    SuppressionKind.BASELINE: "in the baseline",
    SuppressionKind.REVISION: "that existed before",
}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form.

    >>> counted(1, "file"), counted(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def notice_line(notice: Notice, view: View, painter: Painter) -> str:
    """Return the line for a notice, with the path relative to the working directory."""
    line = f":{notice.line}" if notice.line else ""
    place = f"{view.path(notice.path)}{line}: " if notice.path else ""
    return f"{painter.paint('notice', 'notice')}: {visible(place + notice.message)}"


def fixes_line(result: RunResult) -> str:
    """Return how many findings were fixed and how many can be, if any."""
    kinds = Counter(fix.applicability for finding in result.findings for fix in finding.fixes[:1])
    safe, unsafe = kinds[Applicability.SAFE], kinds[Applicability.UNSAFE]
    parts = [f"{result.fixed:,} fixed"] if result.fixed else []
    parts += [f"{safe:,} can be fixed with --fix"] if safe else []
    parts += [f"{unsafe:,} {'more ' if safe else ''}could be fixed with --fix --unsafe-fixes"] if unsafe else []
    return ", ".join(parts)


def held_back(suppression: Suppression, view: View) -> str:
    """Return why a finding is suppressed, and where that is written."""
    line = f":{suppression.line}" if suppression.line else ""
    place = f" ({view.path(suppression.path)}{line})" if suppression.path else ""
    return f"{suppression.reason}{place}"


def _suppressed(result: RunResult) -> str:
    """Return how many findings are suppressed, and by what, if any."""
    counts = Counter(each.suppression.kind for each in result.suppressed if each.suppression is not None)
    parts = [f"{counts[kind]:,} {words}" for kind, words in _HOLDERS.items() if counts[kind]]
    return f"; {', '.join(parts)}" if parts else ""


def summary_line(result: RunResult, painter: Painter) -> str:
    """Return how many findings of each severity there are, and in how many files."""
    files = counted(result.statistics.files_found, "file")
    if not result.findings:
        return f"{painter.paint('no findings', 'good')} in {files}{_suppressed(result)}"
    held = _suppressed(result)
    counts = Counter(finding.severity for finding in result.findings)
    parts = [
        painter.paint(counted(counts[severity], severity.label), severity.label)
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    ]
    return f"{painter.paint(counted(len(result.findings), 'finding'), 'message')} ({', '.join(parts)}) in {files}{held}"
