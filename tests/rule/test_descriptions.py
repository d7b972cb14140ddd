"""Descriptions of the built-in rules, ready-made."""

import json
from pathlib import Path

import pytest

from golint_conn.rule.loading.descriptions import described, document, terms
from golint_conn.rule.loading.registry import load_rules


def test_they_are_what_the_rules_say() -> None:
    assert described() == tuple(rule.info for rule in load_rules())
    assert terms() == {rule.id: rule.terms for rule in load_rules()}


@pytest.mark.parametrize(
    "broken", ["", "[]", "{}", '{"rules": "00", "descriptions": []}', '{"rules": 1}'], ids=range(5)
)
def test_a_file_that_does_not_fit_is_not_used(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "descriptions.json"
    path.write_text(broken)
    assert described(path) is None
    assert terms(path) is None


def test_a_changed_rule_file_makes_it_stale(tmp_path: Path) -> None:
    path = tmp_path / "descriptions.json"
    written = json.loads(document(load_rules()))
    path.write_text(json.dumps({**written, "rules": written["rules"][::-1]}))
    assert described(path) is None
