"""The rdjson format against the fields that reviewdog's own definition has."""

import json
from dataclasses import replace
from typing import Any

import jsonschema

from golint_conn.finding import Applicability, Finding, Fix
from golint_conn.report import render
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span
from tests.report.builders import finding, place, result_of

POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
RANGE = {
    "type": "object",
    "required": ["start", "end"],
    "additionalProperties": False,
    "properties": {"start": POSITION, "end": POSITION},
}
LOCATION = {
    "type": "object",
    "required": ["path", "range"],
    "additionalProperties": False,
    "properties": {"path": {"type": "string"}, "range": RANGE},
}
NAMED = {"type": "object", "additionalProperties": False, "properties": {}}
SOURCE = NAMED | {"required": ["name"], "properties": {"name": {"type": "string"}, "url": {"type": "string"}}}
CODE = NAMED | {"required": ["value"], "properties": {"value": {"type": "string"}, "url": {"type": "string"}}}
RELATED = NAMED | {"required": ["location"], "properties": {"message": {"type": "string"}, "location": LOCATION}}
SUGGESTION = NAMED | {"required": ["range", "text"], "properties": {"range": RANGE, "text": {"type": "string"}}}
SCHEMA = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": SOURCE,
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string"},
                    "location": LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "source": SOURCE,
                    "code": CODE,
                    "suggestions": {"type": "array", "items": SUGGESTION},
                    "relatedLocations": {"type": "array", "items": RELATED},
                },
            },
        },
    },
}
GO = "package p\n\nvar é, body = open(), 1\n\nfunc f() {\n\tclose()\n}\n"


def diagnostics(result: RunResult, cwd: str = "") -> list[dict[str, Any]]:
    document = json.loads(render(result, "rdjson", color=True, cwd=cwd or result.root, width=20))
    jsonschema.validate(document, SCHEMA)
    assert document["source"]["name"] == "golint-conn"
    found: list[dict[str, Any]] = document["diagnostics"]
    return found


def fixed(*edits: Edit, applicability: Applicability = Applicability.SAFE) -> Finding:
    found = finding("a-rule", "m", place("a.go", GO, "open"))
    return replace(found, fixes=(Fix("Do it", edits, applicability),))


def edit(text: str, old: str, path: str = "a.go") -> Edit:
    start = GO.encode().index(old.encode())
    return Edit(path, Span(start, start + len(old.encode())), text)


def suggestions(found: Finding) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = diagnostics(result_of({"a.go": GO, "b.go": GO}, [found]))[0].get("suggestions", [])
    return listed


def applied(suggestion: dict[str, Any]) -> str:
    """Return the file after a suggestion, as reviewdog applies it: columns are bytes, the end is exclusive."""
    lines = GO.encode().splitlines(keepends=True)

    def offset(position: dict[str, int]) -> int:
        return sum(map(len, lines[: position["line"] - 1])) + position["column"] - 1

    start, end = (offset(suggestion["range"][name]) for name in ("start", "end"))
    return (GO.encode()[:start] + suggestion["text"].encode() + GO.encode()[end:]).decode()


def test_each_finding_is_a_diagnostic(sample: RunResult) -> None:
    found = diagnostics(sample)
    assert [each["severity"] for each in found] == ["ERROR", "ERROR", "WARNING", "WARNING", "INFO"]
    leak = next(each for each in found if each["code"]["value"] == "response-body-not-closed")
    assert leak["location"] == {
        "path": "pkg/my client.go",
        "range": {"start": {"line": 15, "column": 15}, "end": {"line": 15, "column": 30}},
    }
    assert [each["message"] for each in leak["relatedLocations"]] == [
        "left here with the body open",
        "this function does not close it",
    ]
    assert leak["code"]["url"].endswith("/docs/rules/response-body-not-closed.md")
    assert diagnostics(sample, cwd=f"{sample.root}/pkg")[0]["location"]["path"] == "my client.go"


def test_a_fix_is_a_suggestion() -> None:
    assert [applied(each) for each in suggestions(fixed(edit("fetch", "open")))] == [GO.replace("open", "fetch")]


def test_all_edits_of_a_fix_are_one_suggestion() -> None:
    fix = fixed(edit("e", "é"), edit("", "\tclose()\n"), edit("fetch", "open"))
    wanted = GO.replace("é", "e").replace("\tclose()\n", "").replace("open", "fetch")
    assert [applied(each) for each in suggestions(fix)] == [wanted]


def test_a_fix_that_is_no_single_replacement_is_left_out() -> None:
    assert suggestions(fixed(edit("fetch", "open"), edit("x", "close", "b.go"))) == []
    assert suggestions(fixed(edit("fetch", "open"), applicability=Applicability.DISPLAY_ONLY)) == []
    assert suggestions(fixed(edit("\udce9", "open"))) == []
