"""The Checkstyle format: XML that most CI servers and reviewdog read.

It has a `file` for each file with findings and an `error` in it for each finding. Lines and columns count as in the
text format, columns in bytes; paths are relative to the working directory. A crash is an error too, because it may hide
findings. Other notices and suppressed findings have no place in this format.
"""

from itertools import groupby

from golint_conn.finding import Finding, Notice, Severity
from golint_conn.report.telling import crashes, unsuppressed
from golint_conn.report.terminal import visible
from golint_conn.report.view import View
from golint_conn.report.xml import Element, document
from golint_conn.run.result import RunResult

VERSION = "5.0"
"""The version of the format that CI servers expect; newer ones add nothing that we have."""

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}
_TOOL = "golint-conn"


def render(result: RunResult, view: View) -> str:
    """Return the document."""
    entries = [(each.path, _crash(each)) for each in crashes(result)]
    entries += [(each.primary.path, _error(result, each)) for each in unsuppressed(result)]
    files = [
        Element("file", {"name": visible(view.path(path))}, [element for _, element in members])
        for path, members in groupby(sorted(entries, key=lambda entry: entry[0]), key=lambda entry: entry[0])
    ]
    return document(Element("checkstyle", {"version": VERSION}, files))


def _error(result: RunResult, finding: Finding) -> Element:
    start = result.source(finding.primary.path).byte_position(finding.primary.span.start)
    message = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    return Element(
        "error",
        {
            "line": start.line,
            "column": start.column,
            "severity": _SEVERITIES[finding.severity],
            "message": visible(message),
            "source": f"{_TOOL}.{finding.rule}",
        },
    )


def _crash(notice: Notice) -> Element:
    attributes = {"line": max(notice.line, 1), "severity": "error", "message": visible(notice.message)}
    return Element("error", attributes | {"source": _TOOL})
