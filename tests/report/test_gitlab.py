"""The GitLab format against what GitLab documents of a Code Quality report."""

import json
from typing import Any

import jsonschema

from golint_conn.report import render
from golint_conn.run.result import RunResult
from tests.report.builders import finding, place, result_of

# The fields that GitLab's page on Code Quality calls required, and the forms that it gives for them.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 8},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def issues(result: RunResult) -> list[dict[str, Any]]:
    report = render(result, "gitlab", color=True, cwd="/elsewhere", width=20)
    found: list[dict[str, Any]] = json.loads(report)
    jsonschema.validate(found, SCHEMA)
    return found


def test_each_finding_is_an_issue(sample: RunResult) -> None:
    found = issues(sample)
    assert [each["severity"] for each in found] == ["critical", "critical", "major", "major", "info"]
    assert sorted(each["fingerprint"] for each in found) == sorted(each.fingerprint for each in sample.findings)
    assert len({each["fingerprint"] for each in found}) == len(found)
    leak = next(each for each in found if each["check_name"] == "response-body-not-closed")
    assert leak["location"] == {"path": "pkg/my client.go", "lines": {"begin": 15, "end": 15}}
    assert leak["description"].startswith("the response body is not closed on every path (add `defer")


def test_fingerprints_do_not_move_with_lines() -> None:
    def fingerprint(source: str) -> object:
        found = finding("a-rule", "m", place("a.go", source, "bad"))
        return issues(result_of({"a.go": source}, [found]))[0]["fingerprint"]

    assert fingerprint("bad") == fingerprint("\n\n\tbad")


def test_nothing_is_an_empty_array() -> None:
    assert issues(result_of({}, [])) == []
