"""The texts of findings: those that were analyzed, or none."""

from pathlib import Path

from golint_conn.finding import Confidence, Finding, Location, LocationKind, NoticeKind, Severity
from golint_conn.run.result import RunResult, without_lost
from golint_conn.source import Span
from golint_conn.source.digest import digest

TEXT = b"package p\n"


def found(path: str, related: str = "") -> Finding:
    places = [Location(path, Span(0, 1), LocationKind.PRIMARY)]
    places += [Location(related, Span(0, 1), LocationKind.RELATED, "here")] if related else []
    return Finding("leak", "m", Severity.ERROR, Confidence.HIGH, tuple(places))


def run(root: Path, *findings: Finding) -> RunResult:
    paths = {path for each in findings for path in each.paths}
    return RunResult(str(root), findings, (), (), digests=dict.fromkeys(paths, digest(TEXT)))


def test_a_text_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(TEXT)
    result = run(tmp_path, found("a.go"))
    assert result.loss("a.go") == ""
    (tmp_path / "a.go").write_bytes(b"package q\n")
    assert result.source("a.go").data == TEXT
    assert result.loss("a.go") == ""


def test_findings_without_their_text_are_not_shown_and_that_is_told(tmp_path: Path) -> None:
    for name in ("a.go", "b.go"):
        (tmp_path / name).write_bytes(TEXT)
    (tmp_path / "c.go").write_bytes(b"package q\n")
    kept = found("a.go", "b.go")
    result = without_lost(run(tmp_path, kept, found("b.go", "c.go"), found("c.go"), found("gone.go")))
    assert result.findings == (kept,)
    assert [(each.path, each.message, each.kind) for each in result.notices] == [
        ("c.go", "not reported on: it has changed since it was analyzed", NoticeKind.CRASH),
        ("gone.go", "not reported on: No such file or directory", NoticeKind.CRASH),
    ]


def test_nothing_is_known_of_a_text_without_a_digest(tmp_path: Path) -> None:
    result = RunResult(str(tmp_path), (found("gone.go"),), (), ())
    assert without_lost(result) is result
