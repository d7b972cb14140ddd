"""One table has all budgets, its sentences are those of docs/limits.md, and code keeps to each of them."""

import re

import pytest

from golint_conn.names.budgets import budgets
from tests.go_tool import ROOT

SOURCES = {
    path: path.read_text(encoding="utf-8")
    for floor in ("names", "program", "flow", "gonet", "rule")
    for path in (ROOT / "src" / "golint_conn" / floor).rglob("*.py")
}


@pytest.mark.parametrize("name", budgets())
def test_a_budget_is_kept_to(name: str) -> None:
    assert any(re.search(rf"\b{name}\.most\b", text) for text in SOURCES.values())
    assert all(sentence.endswith(".") for sentence in (budgets()[name].bounds, budgets()[name].reached))


def test_no_question_carries_how_deeply_it_nests() -> None:
    assert [str(path) for path, text in SOURCES.items() if re.search(r"\bdepth: int\b|_DEPTH = |_LIMIT = ", text)] == []
