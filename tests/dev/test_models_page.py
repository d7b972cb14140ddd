"""The page about models: its commands are run and print what it shows, and it mentions every key and effect."""

import re
from collections.abc import Callable
from pathlib import Path

from golint_conn.names.libraries.entries import Effect, Failure
from golint_conn.names.libraries.reading import CLIENT_KEYS, FUNCTION_KEYS, PACKAGE_KEYS, TYPE_KEYS
from golint_conn.rule.declared.obligation_table import OBLIGATION_KEYS
from tests.go_tool import ROOT
from tests.page import run_page

PAGE = ROOT / "docs" / "models.md"


def test_the_page_shows_what_happens(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    ran = run_page(PAGE.read_text(encoding="utf-8"), tmp_path)
    assert len(ran.commands) >= 8
    golden(PAGE, ran.text)


def test_the_page_speaks_of_every_key_and_effect() -> None:
    text = PAGE.read_text(encoding="utf-8")
    obligations, models = text[text.index("`[[obligation]]`: ") :].split("`[[model]]`: ")
    assert set(re.findall(r"\*\*`(\w+)`\*\*", obligations)) == set(OBLIGATION_KEYS)
    keys = {*PACKAGE_KEYS, *FUNCTION_KEYS, *TYPE_KEYS, *CLIENT_KEYS} - {"function", "type", "client"}
    assert set(re.findall(r"\*\*`(\w+)`\*\*", models)) == keys
    rows = re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} == {each.value for each in Effect}
    assert all(f"`{each.value}`" in obligations for each in Failure)
