"""The JSON format: one object with everything that a run found.

    {
      "tool": "golint-conn",
      "version": "0.1.0",
      "format": 1,                    grows when a field changes its meaning or is removed; new fields do not count
      "root": "/repo",                all relative paths start here
      "findings": [{
        "rule": "transport-per-call",
        "message": "...", "hint": "...",
        "severity": "error",          error, warning, note
        "confidence": "high",         high, medium, low
        "pedantic": false,
        "fingerprint": "...",         stays the same when lines move
        "symbol": "(*Server).fetch",  the enclosing function, empty outside functions
        "locations": [{
          "kind": "primary",          primary (exactly one), related, hidden (an ignore comment counts there too)
          "path": "net/client.go",
          "note": "",
          "start": {"offset": 120, "line": 8, "column": 2, "utf16Column": 2},
          "end": {...}                exclusive
        }],
        "flow": [...],                locations in the order in which they are passed, without a kind
        "exits": [...],               where control leaves the function, with notes on what happened; without a kind
        "fixes": [{                   each is enough by itself
          "title": "...",
          "applicability": "safe",    safe, unsafe, display-only
          "edits": [{"path": "net/client.go", "start": {...}, "end": {...}, "text": "..."}]
        }],
        "suppression": {              only with --show-suppressed, and only for suppressed findings
          "kind": "directive",        directive, baseline, revision
          "reason": "...", "path": "net/client.go", "line": 7
        }
      }],
      "notices": [{"kind": "syntax", "path": "a.go", "line": 3, "message": "..."}],
      "statistics": {
        "filesFound": 120, "filesParsed": 14, "bytesRead": 1, "bytesParsed": 1, "processes": 2,
        "wallSeconds": 0.4, "stageSeconds": {...},
        "findings": 3, "fixed": 0, "suppressed": 0,
        "bySeverity": {"error": 1, ...}, "byRule": {"transport-per-call": 1, ...}
      }
    }

`offset` counts bytes from 0; `line` from 1; `column` counts bytes and `utf16Column` UTF-16 units, both from 1 and
without a byte order mark. `line` of a notice is 0 if it is about the whole file. A fix that would move bytes that are
not UTF-8 is left out.
"""

from collections import Counter
from typing import Any

from golint_conn import __version__
from golint_conn.finding import Finding, Fix, Location, Notice, Suppression
from golint_conn.report.json_text import dump
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

FORMAT = 1


def render(result: RunResult, view: View) -> str:  # noqa: ARG001 - the same for every reader
    """Return the object that the module's documentation describes."""
    return dump(document(result), indent=2)


def document(result: RunResult) -> dict[str, Any]:
    """Return the object as plain Python values."""
    return {
        "tool": "golint-conn",
        "version": __version__,
        "format": FORMAT,
        "root": result.root,
        "findings": [_finding(result, finding) for finding in result.findings],
        "notices": [_notice(notice) for notice in result.notices],
        "statistics": _statistics(result),
    }


def _finding(result: RunResult, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "message": finding.message,
        "hint": finding.hint,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "pedantic": finding.pedantic,
        "fingerprint": finding.fingerprint,
        "symbol": finding.symbol,
        "locations": [{"kind": each.kind.value, **_location(result, each)} for each in finding.locations],
        "flow": [_location(result, each) for each in finding.flow],
        "exits": [_location(result, each) for each in finding.exits],
        "fixes": [_fix(result, each) for each in finding.fixes if each.is_unicode],
        **({"suppression": _suppression(finding.suppression)} if finding.suppression is not None else {}),
    }


def _suppression(held: Suppression) -> dict[str, object]:
    return {"kind": held.kind.value, "reason": held.reason, "path": held.path, "line": held.line}


def _fix(result: RunResult, fix: Fix) -> dict[str, object]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "edits": [
            {
                "path": edit.path,
                "start": _position(result, edit.path, edit.span.start),
                "end": _position(result, edit.path, edit.span.end),
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }


def _location(result: RunResult, location: Location) -> dict[str, object]:
    return {
        "path": location.path,
        "note": location.note,
        "start": _position(result, location.path, location.span.start),
        "end": _position(result, location.path, location.span.end),
    }


def _position(result: RunResult, path: str, offset: int) -> dict[str, int]:
    source = result.source(path)
    place = source.byte_position(offset)
    utf16_column = source.utf16_position(offset).column
    return {"offset": offset, "line": place.line, "column": place.column, "utf16Column": utf16_column}


def _notice(notice: Notice) -> dict[str, object]:
    return {"kind": notice.kind.value, "path": notice.path, "line": notice.line, "message": notice.message}


def _statistics(result: RunResult) -> dict[str, object]:
    numbers = result.statistics
    severities = Counter(finding.severity for finding in result.findings)
    rules = Counter(finding.rule for finding in result.findings)
    return {
        "filesFound": numbers.files_found,
        "filesParsed": numbers.files_parsed,
        "bytesRead": numbers.bytes_read,
        "bytesParsed": numbers.bytes_parsed,
        "processes": numbers.processes,
        "wallSeconds": numbers.wall_seconds,
        "stageSeconds": numbers.stage_seconds,
        "findings": len(result.findings),
        "fixed": result.fixed,
        "suppressed": len(result.suppressed),
        "bySeverity": {severity.label: severities[severity] for severity in sorted(severities, reverse=True)},
        "byRule": dict(sorted(rules.items())),
    }
