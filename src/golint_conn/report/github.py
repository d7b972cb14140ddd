r"""The GitHub format: workflow commands, which a job on GitHub Actions shows as annotations of the code.

GitHub shows ten of each kind (error, warning, notice) for each step of a job, so the worst come first. Paths start at
the root of the repository. Columns count UTF-16 units and are given only if a finding ends on the line where it starts,
because GitHub drops them otherwise. A crash comes first, because it may hide findings; other notices come last.
Suppressed findings are left out.

    ::error file=net/client.go,line=8,endLine=8,col=2,endColumn=9,title=response-body-not-closed::The response ...
"""

from golint_conn.finding import Finding, Notice, NoticeKind, Severity
from golint_conn.report.telling import crashes, ranked, told
from golint_conn.report.terminal import visible
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# Characters that a log line cannot hold, or that end a part of a command; the percent sign comes first.
_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = _IN_MESSAGES | {":": "%3A", ",": "%2C"}


def render(result: RunResult, view: View) -> str:  # noqa: ARG001 - the same for every reader
    """Return a command for each finding and each notice."""
    lines = [_notice("error", notice) for notice in crashes(result)]
    lines += [_finding(result, finding) for finding in ranked(result)]
    lines += [_notice("notice", notice) for notice in result.notices if notice.kind is not NoticeKind.CRASH]
    return "".join(f"{line}\n" for line in lines)


def _finding(result: RunResult, finding: Finding) -> str:
    place = finding.primary
    source = result.source(place.path)
    start, end = source.utf16_position(place.span.start), source.utf16_position(place.span.end)
    properties = {"file": visible(place.path), "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:
        properties |= {"col": str(start.column), "endColumn": str(end.column)}
    return _command(_COMMANDS[finding.severity], properties | {"title": finding.rule}, told(finding, result))


def _notice(command: str, notice: Notice) -> str:
    properties = {"file": visible(notice.path)} if notice.path else {}
    if notice.line:
        properties["line"] = str(notice.line)
    return _command(command, properties | {"title": "golint-conn"}, visible(notice.message))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    r"""Return a workflow command.

    >>> print(_command("error", {"file": "a,b.go"}, "50%\nof it"))
    ::error file=a%2Cb.go::50%25%0Aof it
    """
    given = ",".join(f"{key}={_escaped(value, _IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{name} {given}::{_escaped(message, _IN_MESSAGES)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    for character, code in table.items():
        text = text.replace(character, code)
    return text
