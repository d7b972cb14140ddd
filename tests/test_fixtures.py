"""Each rule finds in its fixtures what they expect and nothing else, in a run as users make it."""

import re
from pathlib import Path

import pytest

from golint_conn.dev.wants import expectations, problems
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.source import Reader
from tests.fixture_modules import FIXTURES, IDS, paths, rule, sources

LEAST = 12
_QUIET = re.compile(rb"^func (?:\([^)]*\) )?(?:\w*?)(?:Ok|OK|ok|Good|Quiet)[A-Z]\w*\s*[\[(]", re.MULTILINE)


def test_every_rule_has_fixtures_and_every_fixture_a_rule() -> None:
    # Next to them are the programs that show the harm that a rule prevents; tests/evidence runs them.
    assert sorted(path.name for path in FIXTURES.iterdir()) == sorted([*IDS, "evidence"])


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rule_finds_what_its_fixtures_expect(rule_id: str) -> None:
    request = CheckRequest(cwd=str(FIXTURES / rule_id), paths=(".",), select=(rule_id,), workers=1, use_config=False)
    result = check(request)
    assert problems(sources(rule_id), result.findings) == []
    assert result.notices == ()
    assert result.statistics.files_found == len(sources(rule_id))


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rule_has_enough_fixtures_of_both_kinds(rule_id: str) -> None:
    wrong = {(want.path, want.line) for source in sources(rule_id) for want in expectations(source)}
    quiet = [match for source in sources(rule_id) for match in _QUIET.findall(source.data)]
    assert len(wrong) >= LEAST
    assert len(quiet) >= LEAST


@pytest.mark.parametrize("rule_id", IDS)
def test_the_pre_filter_loses_nothing(rule_id: str) -> None:
    wants = Prefilter([rule(rule_id).terms]).wants
    checker = Checker(Reader(str(FIXTURES / rule_id)), [rule(rule_id)])
    passed_over = [path for path in paths(rule_id) if not wants(Path(path).read_bytes())]
    for path in passed_over:
        # What is reported in such a file was found while another file was looked at.
        assert checker.check([path]).findings == []


@pytest.mark.slow
@pytest.mark.parametrize("rule_id", IDS)
def test_what_the_pre_filter_passes_over_adds_nothing(rule_id: str) -> None:
    wants = Prefilter([rule(rule_id).terms]).wants
    everything = list(paths(rule_id))
    passing = [path for path in everything if wants(Path(path).read_bytes())]
    checked = [Checker(Reader(str(FIXTURES / rule_id)), [rule(rule_id)]).check(each) for each in (everything, passing)]
    first, second = ({(f.primary.path, f.primary.span) for f in each.findings} for each in checked)
    assert first == second
