"""Kinds of obligations that a rule file defines: followed like our own, and each under its own name."""

from pathlib import Path

from golint_conn.dev.authoring.scaffold import scaffold
from golint_conn.rule.loading.registry import completed, load_rules
from golint_conn.rule.loading.rule_folder import read_folder
from golint_conn.rule.loading.rule_sources import RuleSources
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest

GO = """package p

import "example.com/fleet"

func f() {
	a := fleet.Open()
	a.Use()
}

func g() {
	b := fleet.Open()
	defer b.Close()
}
"""
TYPED = 'types=frozenset({"os.File"}), trusts_types=True'
FILE = """package p

import "os"

func f(path string) int64 {
	file, err := os.Open(path)
	if err != nil {
		return 0
	}
	info, _ := file.Stat()
	return info.Size()
}
"""


def write(
    folder: Path, rule: str, kind: str, acquired_by: str = 'acquired_by=frozenset({"example.com/fleet.Open"})'
) -> None:
    text = scaffold(rule, "obligation", None)
    text = text.replace('"TODO"', '"Open"').replace('name="handle"', f'name="{kind}"')
    text = text.replace('acquired_by=frozenset({"example.com/fleet.TODO"})', acquired_by)
    text = text.replace('imports=("example.com/fleet",)', 'imports=("example.com/fleet", "os")')
    folder.mkdir(exist_ok=True)
    (folder / f"{rule.replace('-', '_')}.py").write_text(text, encoding="utf-8")


def found(root: Path, code: str) -> list[tuple[str, int]]:
    path = root / "a.go"
    path.write_text(code, encoding="utf-8")
    result = check(CheckRequest(paths=("a.go",), cwd=str(root), use_config=False, rules_dirs=("lint",)))
    return [(each.rule, code[: each.primary.span.start].count("\n") + 1) for each in result.findings]


def test_what_a_named_function_hands_out_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "lint", "fleet-open", "fleet session")
    assert found(tmp_path, GO) == [("fleet-open", 6)]


def test_what_a_type_is_known_by_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "lint", "file-open", "file", TYPED)
    assert found(tmp_path, FILE) == [("file-open", 6)]


def test_a_name_stands_for_one_kind(tmp_path: Path) -> None:
    folder = tmp_path / "lint"
    write(folder, "a-open", "session of a fleet")
    write(folder, "b-open", "session of a fleet")
    write(folder, "c-open", "session of a fleet", 'acquired_by=frozenset({"example.com/other.Open"})')
    write(folder, "d-open", "listener")
    sources = RuleSources(folders=(read_folder(str(folder)),))
    assert {"a-open", "b-open"} == {each.id for each in load_rules(sources)} - {each.id for each in load_rules()}
    said = {Path(each.path).stem: str(each) for each in completed(sources).notices}
    assert said.keys() == {"c_open", "d_open"}
    assert "another kind of obligation named 'session of a fleet'; rename this one" in said["c_open"]
    assert "another kind of obligation named 'listener'; rename this one" in said["d_open"]
