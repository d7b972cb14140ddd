"""The lines at the end of a report for people: notices, and how much was found in how much."""

from collections import Counter

from golint_conn.finding import Notice, Severity
from golint_conn.report.terminal import Painter, visible
from golint_conn.report.view import View
from golint_conn.run.result import RunResult


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form.

    >>> counted(1, "file"), counted(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def notice_line(notice: Notice, view: View, painter: Painter) -> str:
    """Return the line that tells of a notice, with the path as seen from the working directory."""
    line = f":{notice.line}" if notice.line else ""
    place = f"{view.path(notice.path)}{line}: " if notice.path else ""
    return f"{painter.paint('notice', 'notice')}: {visible(place + notice.message)}"


def summary_line(result: RunResult, painter: Painter) -> str:
    """Return how many findings of each severity there are, and in how many files they were looked for."""
    files = counted(result.statistics.files_found, "file")
    if not result.findings:
        return f"{painter.paint('no findings', 'good')} in {files}"
    counts = Counter(finding.severity for finding in result.findings)
    parts = [
        painter.paint(counted(counts[severity], severity.label), severity.label)
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    ]
    return f"{painter.paint(counted(len(result.findings), 'finding'), 'message')} ({', '.join(parts)}) in {files}"
