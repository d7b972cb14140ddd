"""The JSON Lines format: an object on each line, for programs that read while they work.

Each line has a `type`: `finding` for each finding, `notice` for each notice, and `run` for the last line, with the
tool, its version, the number of the format, the root of all relative paths and the statistics. The other fields are
those of the JSON format.
"""

from golint_conn.report.json_document import document
from golint_conn.report.json_text import dump
from golint_conn.report.view import View
from golint_conn.run.result import RunResult


def render(result: RunResult, view: View) -> str:  # noqa: ARG001 - the same for every reader
    """Return the lines."""
    run = document(result)
    lines = [{"type": "finding", **each} for each in run.pop("findings")]
    lines += [{"type": "notice", **each} for each in run.pop("notices")]
    return "".join(dump(line) for line in [*lines, {"type": "run", **run}])
