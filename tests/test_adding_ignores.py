"""Directives that are written over the rules' fixtures: everything is suppressed, and gofmt has nothing to do."""

import re
import shutil
from pathlib import Path

import pytest

from golint_conn.face.ignores import add_ignores
from golint_conn.finding import Applicability
from golint_conn.fixing import fix, write_changes
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.check import check
from golint_conn.run.filter.suppression.peers import GOSEC, LINTERS, STATICCHECK
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.suppression_rule import CATEGORY, INFO
from tests.go_tool import ROOT, gofmt

pytestmark = pytest.mark.slow

# Expectations follow most lines of a fixture; in other code hardly any line has a comment there.
_WANT = re.compile(rb"[ \t]*// want .*")

FIXTURES = ("tls-verification-disabled", "response-body-not-closed", "missing-server-timeout", "client-per-call")


def unformatted(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.go")
        if gofmt(path.read_bytes()) != path.read_bytes()
    }


@pytest.mark.parametrize("rule", FIXTURES)
def test_all_is_held_back_and_removed_again(rule: str, tmp_path: Path) -> None:
    root = tmp_path / rule
    shutil.copytree(ROOT / "fixtures" / rule, root)
    originals = {path: gofmt(_WANT.sub(b"", path.read_bytes())) for path in root.rglob("*.go")}
    for path, data in originals.items():
        path.write_bytes(data)
    request = CheckRequest(cwd=str(root), paths=(".",), level=Level.PEDANTIC, use_config=False, today="2026-06-15")
    before = check(request)
    assert len(before.findings) >= 12
    _, notices = add_ignores(before, "they are fixtures")
    after = check(request)
    assert notices == []
    assert unformatted(root) == set()
    assert [each for each in after.findings if each.rule != INFO.id] == []
    assert len(after.suppressed) == len(before.findings) + len(before.suppressed)
    assert [each.message for each in after.findings] == []
    # Where the rules are gone, so are the directives, and the files are what they were.
    expired = {path: path.read_bytes().replace(b" -- they are", b" until=2026-06-14 -- they are") for path in originals}
    for path, data in expired.items():
        path.write_bytes(data)
    only = CheckRequest(cwd=str(root), paths=(".",), select=(CATEGORY, "ticker-not-stopped"), today="2026-06-15")
    result = check(only)
    changes = fix(result, lambda overlay, _: check(only, overlay=overlay), frozenset({Applicability.SAFE}))
    write_changes(changes)
    assert {path: path.read_bytes() for path in originals} == originals


def test_what_other_linters_names_stand_for_are_rules() -> None:
    known = {rule.id for rule in load_rules()}
    assert {rule for table in (LINTERS, GOSEC, STATICCHECK) for rules in table.values() for rule in rules} <= known
    assert INFO.id not in known
