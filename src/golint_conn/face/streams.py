"""The standard streams of the command line: notices, and what happens when a reader closes the pipe."""

import os
import sys

from golint_conn.finding import NoticeKind
from golint_conn.run.result import RunResult


def say(text: str) -> None:
    """Write lines to standard error, without anything that a terminal or a runner obeys."""
    sys.stderr.write(f"{harmless(text)}\n")


def harmless(text: str) -> str:
    """Return lines that hold text of the analyzed code, without anything that a terminal or a runner obeys."""
    from golint_conn.report.terminal import visible  # noqa: PLC0415 (a hook usually reports nothing)
    from golint_conn.report.view import COMMANDS  # noqa: PLC0415

    lines = map(visible, text.split("\n"))
    return "\n".join(f"| {line}" if line.lstrip().startswith(COMMANDS) else line for line in lines)


def print_notices(result: RunResult, cwd: str, *, quiet: bool) -> None:
    """Print the notices to standard error; if quiet, only those that findings may be missing."""
    notices = [each for each in result.notices if not quiet or each.kind is NoticeKind.CRASH]
    if not notices:
        return
    from golint_conn.face.output import use_color  # noqa: PLC0415 (a hook usually reports nothing)
    from golint_conn.report.terminal import Painter  # noqa: PLC0415
    from golint_conn.report.totals import notice_line  # noqa: PLC0415
    from golint_conn.report.view import View  # noqa: PLC0415

    painter = Painter(color=use_color("auto", sys.stderr, os.environ))
    view = View(root=result.root, cwd=cwd)
    # Lines of notices hold colors of ours, and nothing else that a terminal obeys.
    sys.stderr.write("".join(f"{notice_line(notice, view, painter)}\n" for notice in notices))


def reader_left() -> None:
    """Redirect the rest of the output for a closed pipe to nowhere, so that Python's own last flush does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def traceback_of(error: Exception) -> str:
    """Return where an exception came from, as Python prints it."""
    import traceback  # noqa: PLC0415 (only a bug needs it)

    return "".join(traceback.format_exception(error)).rstrip()
