"""Checkstyle and JUnit, read by an XML parser as CI servers read them."""

from xml.etree import ElementTree as ET

import pytest

from golint_conn.finding import Notice, NoticeKind
from golint_conn.report import render
from golint_conn.run.result import RunResult
from tests.report.builders import NOTICES, finding, place, result_of


def parsed(result: RunResult, format_name: str, cwd: str = "") -> ET.Element:
    report = render(result, format_name, color=True, cwd=cwd or result.root, width=20)
    return ET.fromstring(report.encode())  # noqa: S314 (our own text)


def test_checkstyle_has_a_file_for_each_file_and_an_error_for_each_finding(sample: RunResult) -> None:
    root = parsed(sample, "checkstyle")
    assert (root.tag, root.get("version")) == ("checkstyle", "5.0")
    files = {each.get("name"): each for each in root}
    assert list(files) == ["pkg/crash me.go", "pkg/my client.go", "pkg/pool.go"]
    assert {each.tag for each in root} == {"file"}
    assert len(root.findall("file/error")) == len(sample.findings) + 1
    leak = next(
        each for each in files["pkg/my client.go"] if each.get("source") == "golint-conn.response-body-not-closed"
    )
    assert {name: leak.get(name) for name in ("line", "column", "severity")} == {
        "line": "15",
        "column": "15",
        "severity": "error",
    }
    assert str(leak.get("message")).startswith("the response body is not closed on every path (add")
    assert [each.get("severity") for each in files["pkg/pool.go"]] == ["warning", "warning", "info"]


def test_checkstyle_names_files_as_seen_from_the_working_directory(sample: RunResult) -> None:
    root = parsed(sample, "checkstyle", cwd=f"{sample.root}/pkg")
    assert [each.get("name") for each in root] == ["crash me.go", "my client.go", "pool.go"]


def test_junit_counts_what_it_holds(sample: RunResult) -> None:
    root = parsed(sample, "junit")
    assert root.tag == "testsuites"
    cases = root.findall("testsuite/testcase")
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "6",
        "failures": "5",
        "errors": "1",
    }
    assert (len(cases), len(root.findall("testsuite/testcase/failure"))) == (6, 5)
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
    assert len({(each.get("classname"), each.get("name")) for each in cases}) == len(cases)


def test_junit_says_all_of_a_finding(sample: RunResult) -> None:
    cases = parsed(sample, "junit").findall("testsuite[@name='pkg/my client.go']/testcase")
    leak = next(each for each in cases if each.get("name") == "response-body-not-closed at 15:15")
    assert (leak.get("file"), leak.get("line")) == ("pkg/my client.go", "15")
    failure = leak.find("failure")
    assert failure is not None
    assert failure.get("type") == "error"
    assert str(failure.text).splitlines()[0].startswith("pkg/my client.go:15:15: the response body")
    assert "pkg/pool.go:7:6: this function does not close it" in str(failure.text)


def test_junit_without_findings_is_a_test_that_passes() -> None:
    root = parsed(
        result_of({}, [], notices=tuple(each for each in NOTICES if each.kind is not NoticeKind.CRASH)), "junit"
    )
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["1", "0", "0"]
    [case] = root.findall("testsuite/testcase")
    assert list(case) == []


@pytest.mark.parametrize("format_name", ["checkstyle", "junit"])
def test_everything_that_a_name_or_message_can_hold_is_valid_xml(format_name: str) -> None:
    path = "a\"<&>'\x01\udce9\ufffe\n.go"
    findings = [finding("a-rule", "]]> <b>\x00 & \x1b[31m \U0001f389", place(path, "bad", "bad"))]
    crash = Notice(path, 1, "<\x02>\ud800", NoticeKind.CRASH)
    root = parsed(result_of({path: "bad"}, findings, notices=(crash,)), format_name)
    assert len(list(root.iter())) > 2
    text = ET.tostring(root, encoding="unicode")
    assert "\U0001f389" in text
