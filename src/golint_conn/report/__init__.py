"""Floor 9, reports: what a run found, for people and for machines. A report only shows; it decides nothing.

Each format is a module with a function `render(result, view) -> str`; the table names them. A module is imported only
when its format is requested, so unused formats cost nothing.
"""

from importlib import import_module

from golint_conn.report.view import CATEGORY, View
from golint_conn.run.result import RunResult

FORMATS = {
    "text": "golint_conn.report.text",
    "concise": "golint_conn.report.concise",
    "json": "golint_conn.report.json_document",
    "jsonl": "golint_conn.report.jsonl",
    "sarif": "golint_conn.report.sarif",
    "github": "golint_conn.report.github",
    "gitlab": "golint_conn.report.gitlab",
    "checkstyle": "golint_conn.report.checkstyle",
    "junit": "golint_conn.report.junit",
    "rdjson": "golint_conn.report.rdjson",
    "markdown": "golint_conn.report.markdown",
}

__all__ = ["FORMATS", "View", "render"]


def render(  # noqa: PLR0913 - the reader's side, each by name
    result: RunResult, format_name: str, *, color: bool, cwd: str, width: int, category: str = CATEGORY
) -> str:
    """Return the report of a run in a format of the table; it ends with a newline unless it is empty."""
    module = import_module(FORMATS[format_name])
    view = View(root=result.root, cwd=cwd, color=color, width=width, category=category)
    report: str = module.render(result, view)
    return report
