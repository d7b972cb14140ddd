"""The GitHub format, read back as the runner of GitHub Actions reads workflow commands."""

import re

from golint_conn.finding import Severity
from golint_conn.report import render
from golint_conn.run.result import RunResult
from tests.report.builders import CLIENT, NOTICES, finding, place, result_of

_COMMAND = re.compile(r"::(?P<name>[a-z-]+) (?P<properties>[^:]*)::(?P<message>.*)")
_PROPERTIES = {"%3A": ":", "%2C": ","}
_BOTH = {"%0D": "\r", "%0A": "\n", "%25": "%"}

Command = tuple[str, dict[str, str], str]


def unescaped(text: str, table: dict[str, str]) -> str:
    for code, character in table.items():
        text = text.replace(code, character)
    return text


def commands(result: RunResult) -> list[Command]:
    """Return the commands of a report as the runner understands them."""
    found = []
    for line in render(result, "github", color=True, cwd="/elsewhere", width=20).splitlines():
        match = _COMMAND.fullmatch(line)
        assert match is not None, line
        pairs = (pair.partition("=") for pair in match["properties"].split(","))
        properties = {key: unescaped(value, _PROPERTIES | _BOTH) for key, _, value in pairs}
        found.append((match["name"], properties, unescaped(match["message"], _BOTH)))
    return found


def test_the_worst_come_first(sample: RunResult) -> None:
    found = [(name, properties["title"]) for name, properties, _ in commands(sample)]
    assert found[0] == ("error", "golint-conn"), "a crash may hide findings"
    assert [name for name, _ in found[1:6]] == ["error", "error", "warning", "warning", "notice"]
    assert set(found[6:]) == {("notice", "golint-conn")}
    assert len(found) == len(sample.findings) + len(sample.notices)


def test_a_command_names_the_place_from_the_root(sample: RunResult) -> None:
    name, properties, message = next(
        each for each in commands(sample) if each[1]["title"] == "response-body-not-closed"
    )
    assert name == "error"
    assert properties == {
        "file": "pkg/my client.go",
        "line": "15",
        "endLine": "15",
        "col": "15",
        "endColumn": "30",
        "title": "response-body-not-closed",
    }
    assert message.splitlines() == [
        "the response body is not closed on every path",
        "pkg/my client.go:20:3: left here with the body open",
        "pkg/pool.go:7:6: this function does not close it",
        "help: add `defer resp.Body.Close()` right after the error check",
    ]


def test_a_finding_over_several_lines_has_no_columns(sample: RunResult) -> None:
    properties = next(each[1] for each in commands(sample) if each[1]["title"] == "transport-per-call")
    assert (properties["line"], properties["endLine"]) == ("10", "14")
    assert "col" not in properties


def test_nothing_in_a_name_or_a_message_ends_a_command_or_begins_one() -> None:
    path = "a,b:c%0A::error ::\n.go"
    found = finding("a-rule", "100%25 of\r\n::error file=x::y", place(path, CLIENT, "client"), severity=Severity.NOTE)
    [(name, properties, message)] = commands(result_of({path: CLIENT}, [found]))
    assert name == "notice"
    assert properties["file"] == "a,b:c%0A::error ::␊.go"
    assert message == "100%25 of␍␊::error file=x::y"


def test_a_run_with_nothing_to_say_says_nothing() -> None:
    assert render(result_of({}, []), "github", color=False, cwd="/", width=0) == ""
    assert len(commands(result_of({}, [], notices=NOTICES))) == len(NOTICES)
