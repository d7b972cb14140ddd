"""Floor 8, reports: what a run found, for people and for machines. No decisions here: a report only shows.

Each format is a module with a function `render(result, view) -> str`; the table names them. A module is imported when
its format is asked for, so that nobody pays for the formats they do not use.
"""

from importlib import import_module

from golint_conn.report.view import View
from golint_conn.run.result import RunResult

FORMATS = {
    "text": "golint_conn.report.text",
    "concise": "golint_conn.report.concise",
    "json": "golint_conn.report.json_document",
    "sarif": "golint_conn.report.sarif",
}

__all__ = ["FORMATS", "View", "render"]


def render(result: RunResult, format_name: str, *, color: bool, cwd: str, width: int) -> str:
    """Return the report of a run in a format of the table, ending with a newline unless it is empty."""
    module = import_module(FORMATS[format_name])
    view = View(root=result.root, cwd=cwd, color=color, width=width)
    report: str = module.render(result, view)
    return report
