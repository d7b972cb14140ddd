"""The pages for authors of rules: every command on them is run, and prints what they show."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.dev.authoring.vet import vet
from golint_conn.rule import api
from golint_conn.rule.context import NOUNS
from tests.go_tool import ROOT
from tests.page import run_page

pytestmark = pytest.mark.slow

PAGES = ("own-client.md", "write-a-rule.md")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_happens(name: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    page = ROOT / "docs" / name
    ran = run_page(page.read_text(encoding="utf-8"), tmp_path)
    assert len(ran.commands) >= 7
    golden(page, ran.text)


def test_what_a_page_says_of_the_api_is_there() -> None:
    text = (ROOT / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"`context\.(\w+)\.(\w+)", text))
    assert len(asked) > 8
    assert {noun for noun, _ in asked} == set(NOUNS)
    assert [each for each in asked if each[1] not in dir(NOUNS[each[0]])] == []
    fixes = set(re.findall(r"`(with_\w+|without_\w+|deferred)`", text))
    assert len(fixes) == 3
    assert fixes <= set(api.__all__)


def test_the_table_of_checks_is_that_of_vet() -> None:
    text = (ROOT / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
    rows = text.partition("| check | what it looks at |\n| --- | --- |\n")[2].partition("\n\n")[0]
    told = {name for row in rows.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    bad = sorted((ROOT / "tests/dev/authoring/fixtures/bad").glob("*.py"))
    assert told | {"syntax"} == {problem.check for path in bad for problem in vet(str(path), path.read_bytes())}
