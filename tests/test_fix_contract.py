"""Every fix of every fixture keeps to the contract, all fixes of a rule applied at once.

It applies, its finding is gone, nothing new is found, gofmt has nothing to add, and the fixed module passes go vet. Fixing
ends after a few rounds, and fixing again changes nothing.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from golint_conn.fixing import MOST_ROUNDS, Fixed, fix, write_changes
from golint_conn.fixing.candidates import Candidate, applied, keys
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult
from golint_conn.source import SourceFile
from golint_conn.syntax import parse
from tests.fixture_modules import FIXTURES
from tests.go_tool import gofmt, vet
from tests.test_fixtures_compile import DELIBERATE

pytestmark = pytest.mark.slow

IDS = tuple(rule.id for rule in load_rules() if "## Fixed" in rule.info.documentation)
"""The rules that have fixes: the self-test sees to it that each shows one."""

_FOLDERS = ExitStack()


@dataclass(frozen=True, slots=True)
class Case:
    """The fixtures of a rule in a folder of their own, as they were found and as they were fixed."""

    root: Path
    request: CheckRequest
    before: RunResult
    changes: Fixed


def run(root: Path, rule_id: str) -> Case:
    request = CheckRequest(cwd=str(root), paths=(".",), select=(rule_id,), workers=1, use_config=False)
    before = check(request)
    changes = fix(before, lambda overlay, folders: check(request, overlay=overlay, folders=folders))
    return Case(root, request, before, changes)


@cache
def fixed(rule_id: str, newline: bytes = b"\n") -> Case:
    root = Path(_FOLDERS.enter_context(TemporaryDirectory())) / rule_id
    shutil.copytree(FIXTURES / rule_id, root)
    if newline != b"\n":
        for path in root.rglob("*.go"):
            path.write_bytes(path.read_bytes().replace(b"\n", newline))
    case = run(root, rule_id)
    assert write_changes(case.changes) == []
    return case


@pytest.fixture(scope="module", autouse=True)
def _folders() -> Iterator[None]:
    with _FOLDERS:
        yield


@pytest.mark.parametrize("rule_id", IDS)
def test_each_fix_alone_makes_a_file_that_parses(rule_id: str) -> None:
    case = fixed(rule_id)
    candidates = [Candidate(finding, each) for finding in case.before.findings for each in finding.fixes]
    assert candidates
    for candidate in candidates:
        for path, data in applied([candidate], case.before).items():
            assert not parse(SourceFile(path, data)).has_error, candidate.fix


@pytest.mark.parametrize("rule_id", IDS)
def test_fixed_findings_are_gone_and_nothing_else_changes(rule_id: str) -> None:
    case = fixed(rule_id)
    assert [refusal.notice.message for refusal in case.changes.refused] == []
    assert 0 < case.changes.rounds < MOST_ROUNDS
    left = Counter(keys(case.before.findings))
    left.subtract(keys(case.changes.fixed))
    assert keys(case.changes.result.findings) == +left
    assert not any(finding.fixes for finding in case.changes.result.findings)


@pytest.mark.parametrize("rule_id", IDS)
def test_fixing_again_changes_nothing(rule_id: str) -> None:
    again = run(fixed(rule_id).root, rule_id)
    assert keys(again.before.findings) == keys(fixed(rule_id).changes.result.findings)
    assert (again.changes.after, again.changes.rounds) == ({}, 0)


@pytest.mark.parametrize("rule_id", IDS)
def test_gofmt_has_nothing_to_add(rule_id: str) -> None:
    changes = fixed(rule_id).changes
    assert changes.after
    for path, data in changes.after.items():
        if gofmt(changes.before[path]) == changes.before[path]:
            assert data.decode() == gofmt(data).decode(), path


@pytest.mark.parametrize("rule_id", IDS)
def test_the_fixed_module_passes_go_vet(rule_id: str) -> None:
    said = [vet(path.parent, without=DELIBERATE) for path in fixed(rule_id).root.rglob("go.mod")]
    assert "".join(said) == ""


@pytest.mark.parametrize("rule_id", IDS)
def test_line_ends_are_kept(rule_id: str) -> None:
    changes = fixed(rule_id, b"\r\n").changes
    expected = {path: data.replace(b"\n", b"\r\n") for path, data in fixed(rule_id).changes.after.items()}
    assert {path: data.replace(b"\r\r\n", b"\r\n") for path, data in changes.after.items()} == expected
