"""The rdjson format: what reviewdog reads, with fixes as suggestions that can be accepted with one click.

Columns count bytes and ends are exclusive, as the format requires; paths are relative to the working directory. A
suggestion replaces one range, so a fix becomes the smallest range of lines that holds all its edits; it is left out if
these are in several files or too far apart to read. Notices and suppressed findings have no place in this format.
"""

from golint_conn.finding import Applicability, Finding, Fix, Location, Severity
from golint_conn.report.addresses import INFORMATION_URI, documentation_uri
from golint_conn.report.json_text import dump
from golint_conn.report.telling import unsuppressed
from golint_conn.report.view import View
from golint_conn.run.result import RunResult
from golint_conn.source import Span
from golint_conn.source.edit import edited

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}
_LONGEST_SUGGESTION = 60
"""How many lines a suggestion may replace."""


def render(result: RunResult, view: View) -> str:
    """Return the document."""
    document = {
        "source": {"name": "golint-conn", "url": INFORMATION_URI},
        "diagnostics": [_diagnostic(result, finding, view) for finding in unsuppressed(result)],
    }
    return dump(document, indent=2)


def _diagnostic(result: RunResult, finding: Finding, view: View) -> dict[str, object]:
    diagnostic: dict[str, object] = {
        "message": f"{finding.message}\nhelp: {finding.hint}" if finding.hint else finding.message,
        "location": _location(result, finding.primary, view),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if any(info.id == finding.rule and info.has_page for info in result.rules):
        diagnostic["code"] = {"value": finding.rule, "url": documentation_uri(finding.rule)}
    if related := [_related(result, place, view) for place in finding.related]:
        diagnostic["relatedLocations"] = related
    if suggestions := [each for fix in finding.fixes if (each := _suggestion(result, fix, finding)) is not None]:
        diagnostic["suggestions"] = suggestions
    return diagnostic


def _related(result: RunResult, place: Location, view: View) -> dict[str, object]:
    return {"message": place.note, "location": _location(result, place, view)}


def _location(result: RunResult, place: Location, view: View) -> dict[str, object]:
    return {"path": view.path(place.path), "range": _range(result, place.path, place.span)}


def _range(result: RunResult, path: str, span: Span) -> dict[str, object]:
    source = result.source(path)
    ends = {"start": source.byte_position(span.start), "end": source.byte_position(span.end)}
    return {name: {"line": place.line, "column": place.column} for name, place in ends.items()}


def _suggestion(result: RunResult, fix: Fix, finding: Finding) -> dict[str, object] | None:
    """Return a fix as one replacement in the file of the finding, or None if that is impossible."""
    paths = {edit.path for edit in fix.edits}
    if fix.applicability is Applicability.DISPLAY_ONLY or not fix.is_unicode or paths != {finding.primary.path}:
        return None
    path = finding.primary.path
    source = result.source(path)
    span = Span(min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits))
    if source.line_number(span.end) - source.line_number(span.start) >= _LONGEST_SUGGESTION:
        return None
    text = edited(source.data[: span.end], fix.edits)[span.start :]
    return {"range": _range(result, path, span), "text": text.decode("utf-8", "replace")}
