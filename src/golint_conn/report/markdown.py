"""The Markdown format: a table of the findings, for the step summary of a job or a comment.

The worst come first, and only as many as fit: GitHub accepts a summary of one megabyte. Suppressed findings are left
out.
"""

import re

from golint_conn.finding import Finding
from golint_conn.report.addresses import documentation_uri
from golint_conn.report.telling import ranked
from golint_conn.report.terminal import Painter, visible
from golint_conn.report.totals import counted, summary_line
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

MOST_ROWS = 500

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&@])")


def render(result: RunResult, view: View) -> str:
    """Return a heading, the table, and the notices."""
    lines = ["### golint-conn", "", summary_line(result, Painter(color=False)), ""]
    found = ranked(result)
    shown = found[:MOST_ROWS]
    if shown:
        lines += ["| severity | place | finding | rule |", "| --- | --- | --- | --- |"]
        lines += [_row(result, finding, view) for finding in shown]
        lines.append("")
    if len(shown) < len(found):
        lines += [f"These are the worst {len(shown):,} of {counted(len(found), 'finding')}.", ""]
    for notice in result.notices[:MOST_ROWS]:
        place = f"`{_code(view.path(notice.path))}`: " if notice.path else ""
        lines.append(f"- {place}{_plain(notice.message)}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(result: RunResult, finding: Finding, view: View) -> str:
    path, span = finding.primary.path, finding.primary.span
    place = f"`{_code(view.path(path))}:{result.source(path).line_number(span.start)}`"
    text = _plain(f"{finding.message} ({finding.hint})" if finding.hint else finding.message)
    has_page = any(info.id == finding.rule and info.has_page for info in result.rules)
    rule = f"[{finding.rule}]({documentation_uri(finding.rule)})" if has_page else finding.rule
    return f"| {finding.severity.label} | {place} | {text} | {rule} |"


def _plain(text: str) -> str:
    r"""Return a text in which nothing is markup.

    >>> print(_plain("f[int](1) | <b>"))
    f\[int\](1) \| \<b\>
    """
    return _MARKUP.sub(r"\\\1", visible(text).replace("\n", " "))


def _code(text: str) -> str:
    """Return a text that can be put between backquotes in a table."""
    return visible(text).replace("`", "'").replace("|", "\\|")
