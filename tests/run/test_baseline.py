"""The baseline: what is in it, that it only shrinks, and what is reported about a bad one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import Confidence, Finding, Location, LocationKind, NoticeKind, Severity, with_fingerprints
from golint_conn.run.check import check
from golint_conn.run.filter.baseline import Baseline, Entry, read_baseline, write_baseline
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult
from golint_conn.source import Span

WriteTree = Callable[..., Path]
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)


def finding(path: str, rule: str, symbol: str, start: int) -> Finding:
    place = Location(path, Span(start, start + 1), LocationKind.PRIMARY)
    return Finding(rule, "m", Severity.ERROR, Confidence.HIGH, (place,), symbol=symbol)


FINDINGS = st.lists(
    st.builds(finding, st.sampled_from("abc"), st.sampled_from("xyz"), TEXT, st.integers(0, 9)), max_size=12
).map(with_fingerprints)


@given(FINDINGS)
def test_what_is_written_is_read_again(findings: list[Finding]) -> None:
    import tempfile  # noqa: PLC0415 (a folder for each example)

    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/b.json"
        baseline = Baseline.of(findings)
        write_baseline(path, baseline)
        assert read_baseline(path) == baseline
        assert read_baseline(path).text() == baseline.text()
    entries = list(baseline.entries.values())
    assert len(entries) == len(findings)
    lines = baseline.text().splitlines()
    assert [line.strip()[1:33] for line in lines if '"rule"' in line] == [e.fingerprint for e in sorted(entries)]


@given(old=FINDINGS, new=FINDINGS, judged=st.booleans())
def test_an_update_never_grows_unless_told_to(old: list[Finding], new: list[Finding], judged: bool) -> None:  # noqa: FBT001
    before = Baseline.of(old)
    present = {each.fingerprint for each in new}
    stale = before.stale(present, lambda _: judged)
    after = before.updated(new, stale, accept_new=False)
    assert set(after.entries) <= set(before.entries)
    assert set(after.entries) >= set(before.entries) & present
    assert (set(after.entries) == set(before.entries) & present) if judged else after == before
    accepted = before.updated(new, stale, accept_new=True)
    assert set(accepted.entries) == set(after.entries) | present
    assert all(accepted.marked(each, "b.json").suppression is not None for each in new)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not a baseline"),
        ("[]", '"tool"'),
        ('{"tool": "other"}', '"tool"'),
        ('{"tool": "golint-conn", "format": 9}', "format 9"),
        ('{"tool": "golint-conn", "format": 1}', '"findings" must be an object'),
        ('{"tool": "golint-conn", "format": 1, "findings": {"f": {"rule": "x"}}}', "f lacks"),
        ('{"tool": "golint-conn", "format": 1, "findings": {"f": 1, "g": 2}}', "g lacks"),
        ("[" * 100_000, "not a baseline"),
    ],
)
def test_a_bad_baseline_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_baseline(str(path))
    with pytest.raises(UsageError, match="No such file"):
        read_baseline(str(tmp_path / "gone.json"))


def go(*rules: str) -> str:
    return 'package p\n\nimport _ "net/http"\n\n' + "".join(f"// BAD {rule}\n" for rule in rules)


def run(root: Path, *paths: str, **asked: object) -> RunResult:
    return check(CheckRequest(cwd=str(root), paths=paths or ("./...",), **asked))  # type: ignore[arg-type]


@pytest.fixture
def kept(tree: WriteTree) -> Path:
    """A tree with three findings in its baseline."""
    root = tree(
        {
            "go.mod": "module a\n",
            ".golint-conn.toml": 'baseline = "b.json"\n',
            "b.json": Baseline().text(),
            "a.go": go("body-lost", "conn-lost"),
            "in/b.go": go("body-lost"),
        }
    )
    write_baseline(str(root / "b.json"), Baseline.of(run(root).findings))
    return root


def stale(result: RunResult) -> list[tuple[str, str]]:
    told = [each for each in result.notices if each.kind is NoticeKind.BASELINE]
    assert len(told) == bool(result.stale)
    return [(each.path, each.rule) for each in result.stale]


def test_what_is_in_the_baseline_is_held_back_and_new_findings_are_not(kept: Path) -> None:
    assert run(kept).findings == ()
    assert len(run(kept).suppressed) == 3
    (kept / "a.go").write_text(go("pool-small", "body-lost", "conn-lost", "body-lost"))
    assert [each.rule for each in run(kept).findings] == ["pool-small", "body-lost"]
    assert len(run(kept, show_suppressed=True).findings) == 5
    assert stale(run(kept)) == []


def test_what_is_gone_is_told_where_it_was_looked_for(kept: Path) -> None:
    (kept / "a.go").write_text(go("conn-lost"))
    (kept / "in/b.go").unlink()
    gone = [("a.go", "body-lost"), ("in/b.go", "body-lost")]
    assert stale(run(kept)) == gone
    assert stale(run(kept, "a.go")) == gone[:1]
    assert stale(run(kept, "in")) == stale(run(kept, "./in/...")) == gone[1:]
    assert stale(run(kept, select=("conn-lost",))) == gone[1:]
    (kept / "a.go").write_text(go("conn-lost", "CRASH"))
    assert stale(run(kept)) == gone[1:]


def test_a_level_that_hides_a_finding_does_not_make_it_stale(kept: Path) -> None:
    (kept / "a.go").write_text(go("conn-lost", "body-lost low"))
    assert stale(run(kept)) == []


def test_the_file_of_the_command_line_is_stronger(kept: Path) -> None:
    (kept / "other.json").write_text(Baseline({"f": Entry("gone.go", "body-lost", "", "f")}).text())
    result = run(kept, baseline="other.json")
    assert len(result.findings) == 3
    assert stale(result) == [("gone.go", "body-lost")]
