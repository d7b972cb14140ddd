"""Fixes in reports: everything that an editor or a review needs to apply them."""

import json

import pytest

from golint_conn.finding import Applicability, Fix
from golint_conn.report import render
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span
from tests.report.builders import finding, place, result_of
from tests.report.sarif_tools import unavailable, validate

pytestmark = pytest.mark.slow

PATH = "pkg/my client.go"
SOURCE = 'package p\r\n\r\nvar a, b = "日本 🎉", bad\r\n'
BAD = SOURCE.encode().index(b"bad")
IMPORT = Edit(PATH, Span(11, 11), 'import "time"\r\n\r\n')
REPLACE = Edit(PATH, Span(BAD, BAD + 3), "good")
LINE = Edit(PATH, Span(13, len(SOURCE.encode())), "")


def result(*fixes: Fix) -> RunResult:
    found = finding("missing-idle-timeout", "m", place(PATH, SOURCE, "bad"))
    return result_of(
        {PATH: SOURCE}, [type(found)(**{name: getattr(found, name) for name in found.__slots__} | {"fixes": fixes})]
    )


def report(run: RunResult, name: str) -> str:
    return render(run, name, color=False, cwd=run.root, width=0)


def test_json_holds_the_edits() -> None:
    fix = Fix("Make it good", (REPLACE,), Applicability.UNSAFE)
    document = json.loads(report(result(fix), "json"))
    assert document["findings"][0]["fixes"] == [
        {
            "title": "Make it good",
            "applicability": "unsafe",
            "edits": [
                {
                    "path": PATH,
                    "start": {"offset": BAD, "line": 3, "column": 27, "utf16Column": 21},
                    "end": {"offset": BAD + 3, "line": 3, "column": 30, "utf16Column": 24},
                    "text": "good",
                }
            ],
        }
    ]


def test_sarif_holds_the_edits_and_is_valid() -> None:
    text = report(result(Fix("Make it good", (IMPORT, REPLACE), Applicability.SAFE)), "sarif")
    found = json.loads(text)["runs"][0]["results"][0]
    assert found["fixes"] == [
        {
            "description": {"text": "Make it good."},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "pkg/my%20client.go", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 1},
                            "insertedContent": {"text": 'import "time"\r\n\r\n'},
                        },
                        {
                            "deletedRegion": {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 24},
                            "insertedContent": {"text": "good"},
                        },
                    ],
                }
            ],
            "properties": {"applicability": "safe"},
        }
    ]
    assert unavailable() or validate(text) == []


def test_a_deletion_reaches_to_the_next_line() -> None:
    text = report(result(Fix("Remove it", (LINE,), Applicability.SAFE)), "sarif")
    replacements = json.loads(text)["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacements == [{"deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 1}}]
    assert unavailable() or validate(text) == []


def test_bytes_that_are_not_text_are_not_told() -> None:
    bad = Edit(PATH, Span(BAD, BAD + 3), b"caf\xe9".decode("utf-8", "surrogateescape"))
    run = result(Fix("Move it", (bad,), Applicability.SAFE))
    assert json.loads(report(run, "json"))["findings"][0]["fixes"] == []
    assert "fixes" not in json.loads(report(run, "sarif"))["runs"][0]["results"][0]


@pytest.mark.parametrize(
    ("applicability", "line"),
    [
        (Applicability.SAFE, "  = fix: Make it good (--fix)"),
        (Applicability.UNSAFE, "  = fix: Make it good (--fix --unsafe-fixes)"),
        (Applicability.DISPLAY_ONLY, "  = fix: Make it good"),
    ],
)
def test_text_marks_what_can_be_fixed(applicability: Applicability, line: str) -> None:
    assert line in report(result(Fix("Make it good", (REPLACE,), applicability)), "text").splitlines()
