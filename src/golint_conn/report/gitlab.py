"""The GitLab format: a Code Quality report, which a merge request shows next to the code.

A JSON array with an object for each finding. GitLab recognizes a finding by its fingerprint and shows two with the same
fingerprint once; paths start at the root of the repository. Notices and suppressed findings have no place in this
format.
"""

from golint_conn.finding import Finding, Severity
from golint_conn.report.json_text import dump
from golint_conn.report.telling import ranked
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(result: RunResult, view: View) -> str:  # noqa: ARG001 - the same for every reader
    """Return the array."""
    return dump([_issue(result, finding) for finding in ranked(result)], indent=2)


def _issue(result: RunResult, finding: Finding) -> dict[str, object]:
    source, span = result.source(finding.primary.path), finding.primary.span
    return {
        "description": f"{finding.message} ({finding.hint})" if finding.hint else finding.message,
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.primary.path,
            "lines": {"begin": source.line_number(span.start), "end": source.line_number(span.end)},
        },
    }
