"""The pre-filter loses nothing: with it the same is found as where every file is parsed for every rule."""

import shutil
from pathlib import Path

import pytest

from golint_conn.rule.checking.prefilter import Needed, Prefilter
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.result import RunResult
from tests.fixture_modules import FIXTURES, IDS
from tests.go_tool import goroot

pytestmark = pytest.mark.slow

PACKAGES = ("net/http", "net/rpc", "net/smtp", "net/textproto", "database/sql", "crypto/tls", "log/syslog", "expvar")
"""Parts of Go's library that deal with connections; all of it takes a minute."""


def run(root: Path) -> RunResult:
    return check(CheckRequest(cwd=str(root), use_config=False, level=Level.AUDIT, workers=1, cache=False))


def unfiltered(root: Path, monkeypatch: pytest.MonkeyPatch) -> RunResult:
    with monkeypatch.context() as patched:
        patched.setattr(Prefilter, "wants", lambda *_: True)
        patched.setattr(Needed, "is_met", lambda *_: True)
        return run(root)


def found(result: RunResult) -> set[tuple[object, ...]]:
    return {(each.rule, each.primary.path, each.primary.span, each.message, each.severity) for each in result.findings}


@pytest.mark.parametrize("rule_id", IDS)
def test_on_the_fixtures(rule_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = FIXTURES / rule_id
    filtered, everything = run(root), unfiltered(root, monkeypatch)
    assert found(filtered) == found(everything)
    assert filtered.findings
    assert everything.statistics.files_parsed >= filtered.statistics.files_parsed


def test_on_go_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A copy of some packages, in a module of their own: where Go's library is looked at, it is read whole.
    for package in PACKAGES:
        shutil.copytree(goroot() / "src" / package, tmp_path / package, ignore=shutil.ignore_patterns("testdata"))
    (tmp_path / "go.mod").write_text("module example.com/go\n\ngo 1.27\n")
    filtered, everything = run(tmp_path), unfiltered(tmp_path, monkeypatch)
    assert found(filtered) == found(everything)
    assert len(filtered.findings) > 10
    assert filtered.statistics.bytes_parsed < everything.statistics.bytes_parsed
