"""What a process forgets, it finds out again: the same is found however often it frees trees, or everything."""

import shutil
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.result import RunResult
from golint_conn.run.work import worker as work
from tests.fixture_modules import FIXTURES
from tests.go_tool import goroot

pytestmark = pytest.mark.slow

PACKAGES = ("net/http", "net/rpc", "net/textproto", "database/sql", "log/syslog")


def run(root: Path) -> RunResult:
    return check(CheckRequest(cwd=str(root), use_config=False, level=Level.AUDIT, workers=1, cache=False))


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Code of many packages: parts of Go's library, and what some rules are tried on."""
    root = tmp_path_factory.mktemp("code")
    for package in PACKAGES:
        shutil.copytree(goroot() / "src" / package, root / package, ignore=shutil.ignore_patterns("testdata"))
    # The last has nested modules, each of which is looked at as a build of its own.
    for rule in ("response-body-not-closed", "missing-client-timeout", "conn-not-closed", "client-conn-per-call"):
        shutil.copytree(FIXTURES / rule, root / rule)
    return root


BOUNDS = ("_EVICT_AT", "_FORGET_AT")


@pytest.mark.parametrize("bound", BOUNDS)
def test_the_same_is_found(bound: str, code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in BOUNDS:
        monkeypatch.setattr(work, each, 10**9)
    expected = run(code)
    monkeypatch.setattr(work, bound, 0)
    forgetful = run(code)
    assert forgetful.findings == expected.findings
    assert forgetful.notices == expected.notices
    assert len(expected.findings) > 100
    assert forgetful.statistics.bytes_parsed > expected.statistics.bytes_parsed
