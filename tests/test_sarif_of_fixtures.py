"""SARIF end to end: a run of all rules over all fixtures is a log that GitHub takes without an error or a warning."""

import json

import pytest

from golint_conn.report import render
from golint_conn.report.upload import inspect
from golint_conn.rule.declared.contract_info import INFO as CONTRACT_INFO
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.suppression_rule import INFO
from tests.go_tool import ROOT
from tests.report.sarif_tools import unavailable, validate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sarif() -> str:
    result = check(CheckRequest(paths=(str(ROOT / "fixtures"),), cwd=str(ROOT), level=Level.PEDANTIC))
    assert not result.crashed
    return render(result, "sarif", color=False, cwd=str(ROOT), width=0)


def test_every_rule_speaks(sarif: str) -> None:
    run = json.loads(sarif)["runs"][0]
    catalogue = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    # The fixtures hold no directives of ours, and nothing is pinned.
    assert {result["ruleId"] for result in run["results"]} == catalogue - {INFO.id, CONTRACT_INFO.id}


def test_github_shows_all_of_it(sarif: str) -> None:
    assert inspect(sarif.encode(), str(ROOT)) == []


def test_github_takes_it(sarif: str) -> None:
    reason = unavailable()
    if reason:
        pytest.skip(reason)
    assert validate(sarif) == []
