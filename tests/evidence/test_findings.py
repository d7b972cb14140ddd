"""golint-conn reports the code that does harm, and leaves its cure alone."""

from pathlib import Path

import pytest

from golint_conn.dev.evidence import WITHOUT
from golint_conn.dev.programs import MODULE
from golint_conn.dev.reported import findings
from golint_conn.dev.wants import expectations, problems
from golint_conn.finding import Finding
from golint_conn.source import SourceFile
from tests.evidence.claims import CLAIMS
from tests.fixture_modules import IDS
from tests.go_tool import ROOT

SILENT = {
    "body-not-drained": "the module says go 1.27, with which Close reads what is small",
    "idle-pool-too-small": "the host is a parameter, and the rule must know it",
    "ticker-not-stopped": "the module says go 1.27, with which tickers are collected",
}
"""Cases whose wrong code the rule leaves alone, and why."""


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    return findings(ROOT)


def source(path: Path) -> SourceFile:
    return SourceFile(path.relative_to(ROOT).as_posix(), path.read_bytes())


def program(rule: str) -> SourceFile:
    return source(ROOT / MODULE / "cases" / f"{rule.replace('-', '_')}.go")


def test_every_rule_has_evidence_or_a_reason_for_having_none() -> None:
    shown = {name for name in CLAIMS if not name.startswith("report-")}
    assert shown | set(WITHOUT) == set(IDS)
    assert not shown & set(WITHOUT)


def test_a_rule_finds_what_its_program_does(found: list[Finding]) -> None:
    rules = [name for name in CLAIMS if not name.startswith("report-")]
    wrong = []
    for rule in rules:
        file = program(rule)
        wrong += problems([file], [each for each in found if (each.rule, each.primary.path) == (rule, file.path)])
    assert wrong == []
    assert {rule for rule in rules if not expectations(program(rule))} == set(SILENT)


def test_all_rules_together_find_in_the_reports_what_they_expect(found: list[Finding]) -> None:
    sources = [source(path) for path in sorted((ROOT / MODULE / "reports").rglob("*.go"))]
    assert problems(sources, [each for each in found if "/reports/" in each.primary.path]) == []
    # The wrong code of each report is found, and there is none in a cure.
    reported = {each.path.split("/")[-3] for each in sources if expectations(each)}
    assert len(reported) == len([name for name in CLAIMS if name.startswith("report-")]) == 5
    assert not [each.path for each in sources if expectations(each) and "/reported/" not in each.path]
