"""SARIF as its own authors and GitHub validate it: the JSON schema and sarif-multitool."""

import json

import pytest

from golint_conn.report import render
from golint_conn.run.result import RunResult
from tests.report import sarif_tools
from tests.report.builders import NOTICES, finding, place, result_of

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _tools() -> None:
    if reason := sarif_tools.unavailable():
        pytest.skip(reason)


def sarif(result: RunResult) -> str:
    return render(result, "sarif", color=False, cwd=result.root, width=0)


def test_a_log_with_everything_in_it_is_valid(sample: RunResult) -> None:
    assert sarif_tools.validate(sarif(sample)) == []


def test_a_log_with_nothing_in_it_is_valid() -> None:
    assert sarif_tools.validate(sarif(result_of({}, []))) == []
    assert sarif_tools.validate(sarif(result_of({}, [], rules=(), notices=NOTICES))) == []


def test_odd_places_are_valid() -> None:
    sources: dict[str, str | bytes] = {"a.go": b"\xef\xbb\xbfx\r\n\xff", "b/ü #?.go": "", "c:d.go": "x"}
    findings = [
        finding("a-rule", "at the end", place("a.go", sources["a.go"], "")),
        finding("a-rule", "in an empty file", place("b/ü #?.go", "", "", note="[nothing](9) to see {0}")),
        finding("a-rule", "a colon in a path", place("c:d.go", "x", "x"), place("a.go", sources["a.go"], "x")),
    ]
    assert sarif_tools.validate(sarif(result_of(sources, findings))) == []


def test_the_validators_would_tell(sample: RunResult) -> None:
    log = json.loads(sarif(sample))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert any(error.startswith("schema: ") for error in sarif_tools.schema_errors(json.dumps(log)))
    log = json.loads(sarif(sample))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["endColumn"] = 2
    assert any("SARIF1007" in error for error in sarif_tools.multitool_findings(json.dumps(log)))
