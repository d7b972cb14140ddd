"""The Go modules under fixtures/, one folder for each rule, as tests use them."""

import os
from functools import cache
from pathlib import Path

from golint_conn.rule.checking.checker import CheckedFiles, Checker
from golint_conn.rule.loading.registry import Rule, load_rules
from golint_conn.source import Reader, SourceFile
from tests.go_tool import ROOT

FIXTURES = ROOT / "fixtures"
IDS = tuple(rule.id for rule in load_rules())


def rule(rule_id: str) -> Rule:
    """Return a rule by its id."""
    return next(each for each in load_rules() if each.id == rule_id)


@cache
def paths(rule_id: str) -> tuple[str, ...]:
    """Return the absolute paths of the Go files of a rule's fixtures, nested modules included."""
    return tuple(sorted(str(path) for path in (FIXTURES / rule_id).rglob("*.go")))


@cache
def sources(rule_id: str) -> tuple[SourceFile, ...]:
    """Return the Go files of a rule's fixtures, under their paths below the repository's root."""
    return tuple(SourceFile(os.path.relpath(path, ROOT), Path(path).read_bytes()) for path in paths(rule_id))


def check_all(rule_id: str, root: Path, overlay: dict[str, bytes] | None = None) -> CheckedFiles:
    """Run one rule over all Go files below a folder."""
    files = [str(path) for path in sorted(root.rglob("*.go"))]
    return Checker(Reader(str(root), overlay), [rule(rule_id)]).check(files)
