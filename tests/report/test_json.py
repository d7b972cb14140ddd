"""The JSON format: one object that holds all of a run."""

import json

from golint_conn import __version__
from golint_conn.report import FORMATS, render
from golint_conn.run.result import RunResult
from tests.report.builders import CLIENT, finding, place, result_of


def test_the_object_holds_all_that_was_found(sample: RunResult) -> None:
    document = json.loads(render(sample, "json", color=True, cwd="/", width=3))
    assert (document["tool"], document["version"], document["format"]) == ("golint-conn", __version__, 1)
    assert document["root"] == sample.root
    assert [each["rule"] for each in document["findings"]] == [each.rule for each in sample.findings]
    leak = document["findings"][1]
    offset = CLIENT.encode().index(b"client.Get(url)")
    assert leak == {
        "rule": "response-body-not-closed",
        "message": "the response body is not closed on every path",
        "hint": "add `defer resp.Body.Close()` right after the error check",
        "severity": "error",
        "confidence": "high",
        "pedantic": False,
        "fingerprint": sample.findings[1].fingerprint,
        "symbol": "Fetch",
        "locations": leak["locations"],
        "flow": leak["flow"],
        "exits": leak["exits"],
        "fixes": leak["fixes"],
    }
    assert [each["kind"] for each in leak["locations"]] == ["primary", "related", "related"]
    assert leak["locations"][0] == {
        "kind": "primary",
        "path": "pkg/my client.go",
        "note": "",
        "start": {"offset": offset, "line": 15, "column": 15, "utf16Column": 15},
        "end": {"offset": offset + 15, "line": 15, "column": 30, "utf16Column": 30},
    }
    assert [each["start"]["line"] for each in leak["flow"]] == [15, 16, 19, 20]
    assert [(each["start"]["line"], each["note"]) for each in leak["exits"]] == [
        (17, "has nothing to close"),
        (20, "leaks"),
        (23, "is read to its end and not closed"),
    ]
    assert document["notices"][1] == {
        "kind": "syntax",
        "path": "broken.go",
        "line": 12,
        "message": "the function has a syntax error and is not reported on",
    }


def test_the_statistics_count_by_severity_and_rule(sample: RunResult) -> None:
    statistics = json.loads(render(sample, "json", color=False, cwd="/", width=0))["statistics"]
    assert statistics["filesFound"] == 120
    assert statistics["findings"] == 5
    assert statistics["bySeverity"] == {"error": 2, "warning": 2, "note": 1}
    assert statistics["byRule"]["missing-idle-timeout"] == 2


def test_a_path_that_is_not_utf8_makes_no_invalid_document() -> None:
    path = b"caf\xe9.go".decode("utf-8", "surrogateescape")
    result = result_of({path: "bad"}, [finding("a-rule", "m", place(path, "bad", "bad"))])
    for format_name in FORMATS:
        render(result, format_name, color=False, cwd="/repository", width=0).encode("utf-8")
    document = json.loads(render(result, "json", color=False, cwd="/repository", width=0))
    assert document["findings"][0]["locations"][0]["path"] == "caf\N{REPLACEMENT CHARACTER}.go"
    assert render(result, "concise", color=False, cwd="/repository", width=0).startswith("caf<0xE9>.go:1:1: ")
    assert '"uri":"caf%E9.go"' in render(result, "sarif", color=False, cwd="/repository", width=0)
