"""The concise format: one line for each finding, in the form that go vet prints and editors parse."""

from golint_conn.report.terminal import Painter, visible
from golint_conn.report.totals import held_back, notice_line
from golint_conn.report.view import View
from golint_conn.run.result import RunResult


def render(result: RunResult, view: View) -> str:
    """Return `path:line:column: message (rule-id)` for each finding, columns in bytes, then the notices."""
    painter = Painter(color=view.color)
    lines = []
    for finding in result.findings:
        place = finding.primary
        position = result.source(place.path).byte_position(place.span.start)
        path = painter.paint(visible(view.path(place.path)), "path")
        rule = painter.paint(f"({finding.rule})", "rule")
        held = f" [suppressed: {visible(held_back(finding.suppression, view))}]" if finding.suppression else ""
        lines.append(f"{path}:{position.line}:{position.column}: {visible(finding.message)} {rule}{held}")
    lines += [notice_line(notice, view, painter) for notice in result.notices]
    return "".join(f"{line}\n" for line in lines)
