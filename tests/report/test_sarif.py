"""SARIF as GitHub code scanning wants it: one test for each of its demands."""

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from golint_conn import __version__
from golint_conn.finding import Confidence, Location, LocationKind, Notice, NoticeKind, Severity
from golint_conn.report import render
from golint_conn.run.result import RunResult
from golint_conn.source import Span
from tests.report.builders import CLIENT, NOTICES, POOL, finding, place, result_of

pytestmark = pytest.mark.slow

URI = "https://github.com/golint-conn/golint-conn"


def run_of(result: RunResult) -> dict[str, Any]:
    """Return the one run of the log."""
    log = json.loads(render(result, "sarif", color=False, cwd=result.root, width=0))
    assert len(log["runs"]) == 1
    run: dict[str, Any] = log["runs"][0]
    return run


def region_of(location: dict[str, Any]) -> dict[str, int]:
    region: dict[str, int] = location["physicalLocation"]["region"]
    return region


def test_a_run_without_results_has_an_empty_list_of_them() -> None:
    text = render(result_of({}, []), "sarif", color=False, cwd="/", width=0)
    assert text.startswith('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[')
    assert run_of(result_of({}, []))["results"] == []


def test_the_driver_names_itself_and_all_rules_in_a_stable_order(sample: RunResult) -> None:
    driver = run_of(replace(sample, findings=()))["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"], driver["informationUri"]) == ("golint-conn", __version__, URI)
    assert [rule["id"] for rule in driver["rules"]] == sorted(rule.id for rule in sample.rules)
    assert driver == run_of(replace(sample, findings=(), rules=sample.rules[::-1]))["tool"]["driver"]


def test_a_rule_tells_all_that_github_shows_and_filters_by(sample: RunResult) -> None:
    rules = {rule["id"]: rule for rule in run_of(sample)["tool"]["driver"]["rules"]}
    rule = rules["transport-per-call"]
    link = f"{URI}/blob/main/docs/rules/transport-per-call.md"
    body = "A Transport owns a pool of connections.\n\n## Bad\n\n```go\nx := 1\n\ny()\n```\n\n- one item\n- two"
    assert rule == {
        "id": "transport-per-call",
        "name": "TransportPerCall",
        "shortDescription": {"text": "A Transport is built on every call."},
        "fullDescription": {
            "text": "A Transport owns a pool of connections. One that is built for each call leaves its pool behind."
        },
        "help": {
            "text": f"{body}\n\nDocumentation: {link}",
            "markdown": f"{body}\n\n[Documentation of transport-per-call]({link})",
        },
        "helpUri": link,
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "precision": "high",
            "problem.severity": "error",
            "tags": ["reuse", "external/cwe/cwe-772"],
        },
    }
    for each in rules.values():
        assert len(each["properties"]["tags"]) <= 10
        assert max(len(each[part]["text"]) for part in ("shortDescription", "fullDescription")) <= 1024
    secure = rules["tls-verification-disabled"]["properties"]
    assert secure["security-severity"] == "7.4"
    assert "security" in secure["tags"]
    assert [each["id"] for each in rules.values() if "security-severity" in each["properties"]] == [
        "tls-verification-disabled"
    ]


def test_each_result_has_its_level_written_and_points_to_its_rule(sample: RunResult) -> None:
    run = run_of(sample)
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning", "note"]
    for each in run["results"]:
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]


def test_a_message_is_sentences_with_links_to_all_related_locations(sample: RunResult) -> None:
    leak = run_of(sample)["results"][1]
    assert leak["message"]["text"] == (
        "The response body is not closed on every path. Add `defer resp.Body.Close()` right after the error check. "
        "See [left here with the body open](1), [this function does not close it](2)."
    )
    assert [each["id"] for each in leak["relatedLocations"]] == [1, 2]
    assert [each["message"]["text"] for each in leak["relatedLocations"]] == [
        "Left here with the body open.",
        "This function does not close it.",
    ]


def test_the_primary_region_is_small_and_the_rest_is_context(sample: RunResult) -> None:
    location = run_of(sample)["results"][0]["locations"][0]
    assert region_of(location) == {"startLine": 10, "startColumn": 12, "endLine": 10, "endColumn": 25}
    assert location["physicalLocation"]["contextRegion"] == {
        "startLine": 10,
        "startColumn": 12,
        "endLine": 14,
        "endColumn": 3,
    }


def test_columns_are_utf16_units(sample: RunResult) -> None:
    run = run_of(sample)
    assert run["columnKind"] == "utf16CodeUnits"
    start = POOL.splitlines()[4].index("&http") + 1  # in code points; one emoji before it takes two units
    assert region_of(run["results"][2]["locations"][0])["startColumn"] == start + 1


def test_addresses_are_relative_to_the_root_encoded_and_without_links(tmp_path: Path) -> None:
    (tmp_path / "real dir").mkdir()
    (tmp_path / "real dir" / "ü#%.go").write_text("bad\n")
    (tmp_path / "link").symlink_to(tmp_path / "real dir", target_is_directory=True)
    found = finding("a-rule", "m", Location("link/ü#%.go", Span(0, 3), LocationKind.PRIMARY))
    run = run_of(result_of({}, [found], root=str(tmp_path)))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "real%20dir/%C3%BC%23%25.go",
        "uriBaseId": "%SRCROOT%",
    }
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_a_file_outside_of_the_root_has_an_absolute_address() -> None:
    found = finding("a-rule", "m", place("/opt/a b.go", "bad", "bad"))
    location = run_of(result_of({"/opt/a b.go": "bad"}, [found]))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "file:///opt/a%20b.go"}


def test_a_code_flow_has_its_locations_inline(sample: RunResult) -> None:
    (flow,) = run_of(sample)["results"][1]["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    assert [region_of(step)["startLine"] for step in steps] == [15, 16, 19, 20]
    assert [step["message"]["text"] for step in steps] == [
        "The response is acquired.",
        "`err` is nil: the body is open.",
        "if resp.StatusCode != http.StatusOK {",
        "Left here with the body open.",
    ]


def test_a_long_code_flow_keeps_its_ends() -> None:
    source = "\n".join(f"step{number}()" for number in range(100))
    flow = tuple(place("a.go", source, f"step{number}()", note=f"step {number}") for number in range(100))
    run = run_of(result_of({"a.go": source}, [finding("a-rule", "m", flow[0], flow=flow)]))
    texts = [
        step["location"]["message"]["text"] for step in run["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]
    ]
    assert len(texts) == 20
    assert (texts[0], texts[9], texts[10], texts[-1]) == (
        "Step 0.",
        "Step 9.",
        "(after 80 more steps) Step 90.",
        "Step 99.",
    )


def test_the_fingerprints_are_githubs_and_ours(sample: RunResult) -> None:
    first = run_of(sample)["results"][1]
    assert first["partialFingerprints"] == {
        "primaryLocationLineHash": "ba784432fa6bd6b3:1",
        "golintConn/v1": sample.findings[1].fingerprint,
    }


def test_findings_of_one_rule_on_one_line_become_one_result_and_lose_nothing(sample: RunResult) -> None:
    run = run_of(sample)
    keys = [(each["ruleId"], region_of(each["locations"][0])["startLine"]) for each in run["results"]]
    assert len(keys) == len(set(keys)) == len(sample.findings) - 1
    both = run["results"][2]
    assert both["message"]["text"] == (
        r"T[0] keeps f\[int\](1) forever. Set IdleConnTimeout. "
        r"Also on this line: [T\[1\] keeps f\[int\](1) forever](1)."
    )
    assert both["relatedLocations"][0]["message"]["text"] == "T[1] keeps f[int](1) forever. Set IdleConnTimeout."
    assert region_of(both["relatedLocations"][0])["startColumn"] == 51
    assert both["properties"]["foldedFingerprints"] == [sample.findings[3].fingerprint]


def test_a_folded_finding_brings_its_related_locations_and_flow() -> None:
    get, leave = place("a.go", CLIENT, "client.Get(url)"), place("a.go", CLIENT, "return nil, err", note="left here")
    url = place("a.go", CLIENT, "url", nth=1)
    findings = [
        finding("a-rule", "mild", url, leave, flow=(url, leave)),
        finding("a-rule", "bad", get, severity=Severity.ERROR, flow=(get,)),
    ]
    findings[0] = replace(findings[0], locations=(replace(get, kind=LocationKind.PRIMARY), leave))
    (only,) = run_of(result_of({"a.go": CLIENT}, findings))["results"]
    assert only["level"] == "error"
    assert only["message"]["text"] == "Bad. Also on this line: [mild](1). See [left here](2)."
    assert [len(flow["threadFlows"][0]["locations"]) for flow in only["codeFlows"]] == [1, 2]


def test_an_upload_has_a_category_and_is_never_called_a_failure(sample: RunResult) -> None:
    run = run_of(sample)
    assert run["automationDetails"] == {"id": "golint-conn/"}
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert sample.crashed


def test_notices_become_notifications(sample: RunResult) -> None:
    run = run_of(sample)
    descriptors = run["tool"]["driver"]["notifications"]
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert len(told) == len(NOTICES)
    for each, notice in zip(told, NOTICES, strict=True):
        assert descriptors[each["descriptor"]["index"]]["id"] == each["descriptor"]["id"]
        assert each["level"] == ("error" if notice.kind is NoticeKind.CRASH else "warning")
    assert told[1]["message"]["text"] == "The function has a syntax error and is not reported on."
    assert told[1]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "broken.go", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12},
    }
    assert "locations" not in told[0]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_of_notice_has_a_place(kind: NoticeKind) -> None:
    run = run_of(result_of({}, [], notices=(Notice("/elsewhere/a.file", 0, "something", kind),)))
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["descriptor"]["id"] == f"notice/{kind.value}"
    assert run["tool"]["driver"]["notifications"][told["descriptor"]["index"]]["id"] == f"notice/{kind.value}"


def test_the_worst_come_first() -> None:
    source = "a\nb\nc\nd\n"
    findings = [
        finding("a-rule", "m", place("a.go", source, "a"), severity=Severity.NOTE),
        finding("a-rule", "m", place("a.go", source, "b"), severity=Severity.ERROR, confidence=Confidence.MEDIUM),
        finding("a-rule", "m", place("a.go", source, "c"), severity=Severity.WARNING),
        finding("a-rule", "m", place("a.go", source, "d"), severity=Severity.ERROR),
    ]
    run = run_of(result_of({"a.go": source}, findings))
    assert [region_of(each["locations"][0])["startLine"] for each in run["results"]] == [4, 2, 3, 1]


def many(lines: int) -> RunResult:
    """Return a result with a finding on each line."""
    source = "".join(f"bad{number}(x)\n" for number in range(lines)).encode()
    starts = [0, *(at + 1 for at, byte in enumerate(source) if byte == 10)][:lines]
    findings = [
        finding(
            "a-rule",
            f"connection {number} is lost",
            Location("a.go", Span(start, start + 3), LocationKind.PRIMARY),
            Location("a.go", Span(start, start + 3), LocationKind.RELATED, f"here is number {number}"),
            severity=Severity.ERROR if number > 20_000 else Severity.NOTE,
        )
        for number, start in enumerate(starts)
    ]
    return result_of({"a.go": source}, findings)


def calls(result: RunResult) -> int:
    """Return how many functions are called for a log."""
    called = 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal called
        called += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        render(result, "sarif", color=False, cwd="/", width=0)
    finally:
        sys.setprofile(before)
    return called


def test_a_result_takes_the_same_few_steps_in_a_long_log() -> None:
    calls(many(1))
    few, more, most = (calls(many(number)) for number in (100, 200, 400))
    of_one = (more - few) / 100
    assert of_one < 400
    assert (most - more) / 200 < 1.1 * of_one


def test_more_results_than_github_takes_are_cut_and_told_of() -> None:
    result = many(25_010)
    text = render(result, "sarif", color=False, cwd="/", width=0)
    assert len(gzip.compress(text.encode(), compresslevel=1)) < 10_000_000
    run = json.loads(text)["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["results"][0]["level"] == "error"
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == (
        "25,010 results were found; this log holds the worst 25,000, of which GitHub shows the first 5,000."
    )
