"""What counts as new after a fix, and which fix is blamed."""

from golint_conn.finding import (
    Applicability,
    Confidence,
    Finding,
    Fix,
    Location,
    LocationKind,
    Notice,
    NoticeKind,
    Severity,
)
from golint_conn.fixing.candidates import Candidate
from golint_conn.fixing.verify import failures
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span


def found(rule: str, path: str = "a.go", anchor: str = "client.Get", severity: Severity = Severity.ERROR) -> Finding:
    place = Location(path, Span(0, 1), LocationKind.PRIMARY)
    return Finding(rule, "m", severity, Confidence.HIGH, (place,), anchor=anchor)


def tried(finding: Finding) -> Candidate:
    edit = Edit(finding.primary.path, Span(0, 0), "x")
    return Candidate(finding, Fix("Do it", (edit,), Applicability.SAFE))


def run(*findings: Finding, notices: tuple[Notice, ...] = ()) -> RunResult:
    return RunResult("/r", findings, notices, ())


LEAK, OTHER = found("leak"), found("leak", "b.go")


def test_all_is_well_where_the_finding_is_gone() -> None:
    assert failures([tried(LEAK)], run(LEAK, OTHER), run(OTHER)) == {}


def test_one_of_two_equal_findings_is_gone() -> None:
    assert failures([tried(LEAK)], run(LEAK, LEAK), run(LEAK)) == {}
    assert failures([tried(LEAK), tried(LEAK)], run(LEAK, LEAK), run(LEAK)) == dict.fromkeys(
        (0, 1), "its finding would stay"
    )


def test_something_new_is_laid_to_the_fixes_of_its_file() -> None:
    new = found("cancel", anchor="context.WithTimeout")
    before = run(LEAK, OTHER)
    assert failures([tried(LEAK), tried(OTHER)], before, run(new)) == {0: "a finding of cancel would appear"}
    far = found("cancel", "c.go")
    assert set(failures([tried(LEAK), tried(OTHER)], before, run(far))) == {0, 1}


def test_what_is_left_of_a_defect_is_not_new() -> None:
    unread = found("unread", severity=Severity.NOTE)
    assert failures([tried(LEAK)], run(LEAK), run(unread)) == {}
    assert failures([tried(LEAK)], run(LEAK), run(unread, unread)) == {0: "a finding of unread would appear"}
    assert failures([tried(LEAK)], run(LEAK), run(found("unread"))) == {0: "a finding of unread would appear"}


def test_trouble_that_was_there_before_is_not_new() -> None:
    old = Notice("a.go", 3, "syntax error", NoticeKind.SYNTAX)
    moved = Notice("a.go", 4, "syntax error", NoticeKind.SYNTAX)
    crash = Notice("a.go", 3, "rule x failed", NoticeKind.CRASH)
    assert failures([tried(LEAK)], run(LEAK, notices=(old,)), run(notices=(moved,))) == {}
    assert failures([tried(LEAK)], run(LEAK), run(notices=(crash,))) == {0: "there would be trouble: rule x failed"}
