"""The verdicts of the ecosystem run are facts that can be looked up."""

from collections import Counter
from pathlib import Path

import pytest

from golint_conn.dev.ecosystem import repositories, verdicts
from golint_conn.rule.loading.registry import load_rules


def test_every_verdict_is_about_a_repository_and_a_rule_that_there_are() -> None:
    names = {each.name for each in repositories()}
    rules = {rule.id for rule in load_rules()}
    for verdict in verdicts():
        assert verdict.repository in names
        assert verdict.rule in rules
        assert verdict.reason.strip()
        assert "\n" not in verdict.reason


def test_no_finding_has_two_verdicts() -> None:
    counts = Counter((each.repository, each.fingerprint) for each in verdicts())
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("triage.jsonl", "{}", "triage.jsonl line 1"),
        ("triage.jsonl", "[", "triage.jsonl line 1"),
        (
            "triage.jsonl",
            '{"repository": "a", "rule": "b", "fingerprint": "c", "verdict": "odd", "reason": "d"}',
            "not one of right, wrong, unsure",
        ),
    ],
)
def test_a_damaged_file_is_refused(name: str, text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        verdicts(tmp_path)


def test_a_repository_needs_a_commit(tmp_path: Path) -> None:
    (tmp_path / "repositories.tsv").write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        repositories(tmp_path)
