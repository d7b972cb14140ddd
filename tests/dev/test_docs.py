"""The generated documentation matches the rules and the tool."""

import shutil
from pathlib import Path

import pytest

from golint_conn.dev import docs
from golint_conn.run.config.resolved import rule_infos
from tests.go_tool import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of everything that the generator reads and writes, brought up to date."""
    shutil.copy(ROOT / docs.README, tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    docs.main(["--root", str(tmp_path)])
    return tmp_path


def test_nothing_is_stale() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path, _ in docs.changes(ROOT)]
    assert stale == [], "run python -m golint_conn.dev.docs"


def test_every_rule_has_its_page_and_its_place_in_both_tables() -> None:
    ids = {info.id for info in rule_infos()}
    assert {path.stem for path in (ROOT / docs.RULES).glob("*.md")} == ids | {"README"}
    for table in (docs.README, f"{docs.RULES}/README.md"):
        text = (ROOT / table).read_text(encoding="utf-8")
        assert [rule for rule in ids if text.count(f"[`{rule}`](") != 1] == []


def test_a_page_shows_no_expectations() -> None:
    assert not [path for path in (ROOT / docs.RULES).glob("*.md") if "// want" in path.read_text(encoding="utf-8")]


def test_check_names_what_is_stale_and_changes_nothing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    page = checkout / docs.RULES / "transport-per-call.md"
    page.write_text("old", encoding="utf-8")
    extra = checkout / docs.RULES / "no-such-rule.md"
    extra.touch()
    (checkout / docs.PICTURE).unlink()
    assert docs.main(["--check", "--root", str(checkout)]) == 1
    expected = {f"stale: {each}" for each in (page, extra, checkout / docs.PICTURE)}
    assert set(capsys.readouterr().out.splitlines()) == expected
    assert page.read_text(encoding="utf-8") == "old"


def test_a_run_writes_what_is_stale_and_removes_what_has_no_rule(checkout: Path) -> None:
    readme = checkout / docs.README
    text = readme.read_text(encoding="utf-8")
    readme.write_text(docs.replaced(text, "rules", ""), encoding="utf-8")
    extra = checkout / docs.RULES / "no-such-rule.md"
    extra.touch()
    assert docs.main(["--root", str(checkout)]) == 0
    assert docs.main(["--check", "--root", str(checkout)]) == 0
    assert readme.read_text(encoding="utf-8") == text
    assert not extra.exists()


def test_a_readme_without_its_markers_is_an_error(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / docs.README).write_text("# golint-conn\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        docs.main(["--root", str(checkout)])
    assert stopped.value.code == 2
    assert "<!-- end rules -->" in capsys.readouterr().err
