"""Expectations in Go code: what they say, and what does not agree with findings."""

import pytest

from golint_conn.dev.wants import expectations, problems
from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.source import SourceFile, Span


def source(*lines: str) -> SourceFile:
    return SourceFile("a.go", "\n".join(["package p", *lines, ""]).encode())


def finding(file: SourceFile, line: int, message: str = "Bad.", rule: str = "r") -> Finding:
    start = file.line_starts[line - 1]
    place = Location(file.path, Span(start, start + 1), LocationKind.PRIMARY)
    return Finding(rule, message, Severity.WARNING, Confidence.HIGH, (place,))


@pytest.mark.parametrize(
    ("comment", "patterns"),
    [
        ('// want "a"', ["a"]),
        ('//want "a" "b"', ["a", "b"]),
        ('// want `a"b`', ['a"b']),
        (r'// want "a\\.b"', [r"a\.b"]),
        ('// wanted "a"', []),
        ('// I want "a"', []),
        ("// want", []),
        ('s = "// want `a`"', []),
    ],
)
def test_what_a_comment_expects(comment: str, patterns: list[str]) -> None:
    file = source(f"var x = 1 {comment}" if comment.startswith("//") else f"var {comment}")
    assert [(each.line, each.pattern) for each in expectations(file)] == [(2, pattern) for pattern in patterns]


def test_all_is_well_where_each_finding_is_expected_once() -> None:
    file = source('x // want "^warning: Bad. .r.$"', "y", 'z // want "Bad" "Worse"')
    assert problems([file], [finding(file, 2), finding(file, 4, "Worse."), finding(file, 4)]) == []


def test_what_does_not_agree_is_told() -> None:
    file = source('x // want "Bad"', 'y // want "Good"', "z")
    assert problems([file], [finding(file, 2), finding(file, 2), finding(file, 3), finding(file, 4, rule="s")]) == [
        "a.go:2: unexpected warning: Bad. (r)",
        "a.go:3: nothing matches 'Good'",
        "a.go:3: unexpected warning: Bad. (r)",
        "a.go:4: unexpected warning: Bad. (s)",
    ]


def test_findings_in_other_files_are_unexpected() -> None:
    other = SourceFile("b.go", b"package p\n")
    assert problems([source()], [finding(other, 1)]) == ["b.go:0: unexpected warning: Bad. (r)"]
