"""Which files may be changed: only those that were named, in the expected place, as they were analyzed."""

from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.fixing.gate import refusal
from golint_conn.run.result import RunResult
from golint_conn.run.work.text_digests import SEVERAL
from golint_conn.source.digest import digest

TEXT = b"package p\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A git work tree with a file in it, and one next to it."""
    tree = tmp_path.resolve() / "tree"
    (tree / ".git").mkdir(parents=True)
    (tree / "a.go").write_bytes(TEXT)
    (tmp_path / "outside.go").write_bytes(TEXT)
    return tree


def run(root: Path, *paths: str, data: bytes = TEXT) -> RunResult:
    """Return a run that was asked to check some files and has analyzed a text of them."""
    return RunResult(str(root), (), (), (), named=frozenset(paths), digests=dict.fromkeys(paths, digest(data)))


def test_a_named_file_that_is_as_it_was(root: Path) -> None:
    assert refusal(run(root, "a.go"), "a.go") == ""


def test_a_file_that_was_not_named(root: Path) -> None:
    (root / "b.go").write_bytes(TEXT)
    analysed = replace(run(root, "a.go", "b.go"), named=frozenset({"a.go"}))
    assert refusal(analysed, "b.go") == "it is not one of the files to be checked"


def test_a_named_file_outside_of_the_work_tree(root: Path) -> None:
    outside = str(root.parent / "outside.go")
    assert refusal(run(root, outside), outside) == f"it lies outside the work tree {root}"
    # Where there is no work tree, to name a file is enough.
    (root / ".git").rmdir()
    assert refusal(run(root, outside), outside) == ""


def test_links(root: Path) -> None:
    (root / "in.go").symlink_to("a.go")
    (root / "out.go").symlink_to("../outside.go")
    assert refusal(run(root, "in.go"), "in.go") == ""
    assert refusal(run(root, "out.go"), "out.go") == "it is a link that leads out of the tree"
    (root / ".git").rmdir()
    link = root.parent / "link.go"
    link.symlink_to("outside.go")
    assert refusal(run(root, str(link)), str(link)) == "it is a link"


def test_a_file_with_another_text(root: Path) -> None:
    changed = "it has changed since it was analyzed"
    assert refusal(run(root, "a.go", data=b"package q\n"), "a.go") == changed
    assert refusal(replace(run(root, "a.go"), digests={"a.go": SEVERAL}), "a.go") == changed
    assert refusal(replace(run(root, "a.go"), digests={}), "a.go") == "it was not analyzed"
    assert refusal(run(root, "gone.go"), "gone.go") == "No such file or directory"


def test_a_text_in_memory_is_the_one_that_was_analysed(root: Path) -> None:
    result = replace(run(root, "a.go"), overlay={"a.go": b"package q\n"}, digests={})
    assert refusal(result, "a.go") == ""
