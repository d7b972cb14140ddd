"""What `golint-conn show` prints: goldens for small Go files, and the edges.

`pytest tests/dev --update-goldens` writes the goldens again.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_go

from golint_conn.dev.dump import FIELDS, dump
from tests.go_tool import ROOT, gofmt, vet
from tests.syntax.test_hostile import HEAD, NESTED

GOLDENS = ROOT / "tests" / "goldens"
NAMES = sorted(path.stem for path in GOLDENS.glob("*.go"))
KINDS = ("tree", "names", "shapes", "events", "flow", "summaries")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_as_recorded(name: str, kind: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / f"{name}.{kind}.txt", dump(kind, str(GOLDENS / f"{name}.go")))


def test_every_golden_belongs_to_a_file() -> None:
    assert {path.name for path in GOLDENS.glob("*.txt")} == {f"{name}.{kind}.txt" for name in NAMES for kind in KINDS}


@pytest.mark.slow
def test_the_go_files_are_real() -> None:
    assert vet(GOLDENS) == ""
    for path in GOLDENS.glob("*.go"):
        assert gofmt(path.read_bytes()) == path.read_bytes()


def test_the_fields_are_those_of_the_grammar() -> None:
    language = tree_sitter.Language(tree_sitter_go.language())
    assert list(FIELDS) == [language.field_name_for_id(number + 1) for number in range(language.field_count)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_not_go_is_dumped_as_far_as_it_goes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_bytes(b"package p\n\nfunc f( {\n\xff\xfe x := &^\n")
    text = dump(kind, str(path))
    assert text.startswith({"tree": "source_file 1:1\n", "names": "1:9"}.get(kind, ""))
    assert text or kind != "tree"
    assert ("not understood: 3:" in text) == (kind == "tree")


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_levels_are_dumped(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.go"
    deep = f"{'(' * 10_000}f(1){')' * 10_000}"
    path.write_text(f"package p\n\nvar x = {deep}\n\nfunc f(n int) int {{ return {deep} }}\n", encoding="utf-8")
    text = dump(kind, str(path))
    assert {"shapes": "f(1)", "events": "5:1  f\n", "flow": "5:1  f\n", "summaries": ""}.get(kind, "f") in text


@pytest.mark.parametrize("name", NESTED)
def test_the_shape_of_every_expression_is_asked_for(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.go"
    (tmp_path / "go.mod").write_text("module m\n", encoding="utf-8")
    path.write_text(f"{HEAD}{NESTED[name]}", encoding="utf-8")
    assert "Recursion" not in dump("shapes", str(path))


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nothing\.go"):
        dump("tree", str(tmp_path / "nothing.go"))
