"""The JUnit format: XML that every CI server shows as tests.

Each finding is a test case that fails, in a suite for its file; a crash is a test case with an error. A run without
findings is one case that passes, because servers read a report without cases as a run that did not happen. Other
notices and suppressed findings have no place in this format.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from golint_conn.finding import Finding, Notice
from golint_conn.report.telling import crashes, told, unsuppressed
from golint_conn.report.terminal import visible
from golint_conn.report.view import View
from golint_conn.report.xml import Element, document
from golint_conn.run.result import RunResult

_TOOL = "golint-conn"


def render(result: RunResult, view: View) -> str:
    """Return the document."""
    suites = [
        _suite(visible(view.path(path)), [_failure(result, finding, view) for finding in members])
        for path, members in groupby(unsuppressed(result), key=lambda finding: finding.primary.path)
    ]
    own = [_error(notice, view) for notice in crashes(result)]
    if not suites and not own:
        own = [Element("testcase", {"name": "no findings", "classname": _TOOL})]
    suites += [_suite(_TOOL, own)] if own else []
    counts = {name: sum(int(str(suite.attributes[name])) for suite in suites) for name in _COUNTED}
    seconds = f"{result.statistics.wall_seconds:.3f}"
    return document(Element("testsuites", {"name": _TOOL, **counts, "time": seconds}, suites))


_COUNTED = {"tests": "", "failures": "failure", "errors": "error"}
"""What a suite counts, and the element in a case that makes it count; every case is a test."""


def _suite(name: str, cases: Sequence[Element]) -> Element:
    counts = {
        count: len(cases) if not kind else sum(child.name == kind for case in cases for child in case.children)
        for count, kind in _COUNTED.items()
    }
    return Element("testsuite", {"name": name, **counts, "skipped": 0}, cases)


def _failure(result: RunResult, finding: Finding, view: View) -> Element:
    path = visible(view.path(finding.primary.path))
    start = result.source(finding.primary.path).byte_position(finding.primary.span.start)
    place = f"{start.line}:{start.column}"
    failure = Element(
        "failure",
        {"type": finding.severity.label, "message": visible(finding.message)},
        text=f"{path}:{place}: {told(finding, result, view.path)}",
    )
    return _case(f"{finding.rule} at {place}", path, start.line, [failure])


def _error(notice: Notice, view: View) -> Element:
    path = visible(view.path(notice.path)) if notice.path else ""
    message = visible(notice.message)
    error = Element("error", {"type": notice.kind.value, "message": message}, text=f"{path}: {message}")
    return _case(f"crash in {path}" if path else "crash", path, notice.line, [error])


def _case(name: str, path: str, line: int, children: Iterable[Element]) -> Element:
    place = {"file": path} if path else {}
    if line:
        place["line"] = str(line)
    return Element("testcase", {"name": name, "classname": path or _TOOL, **place}, children)
