"""Reading files: the disk, the overlay, and the names that reports show."""

from pathlib import Path

import pytest

from golint_conn.source import Reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.go", "a.go", "_c.go", ".d.go", "e.txt"):
        (tmp_path / name).write_text(f"package {name}", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    return tmp_path


def test_the_go_files_of_a_folder(folder: Path) -> None:
    assert Reader(str(folder)).go_files(str(folder)) == [f"{folder}/a.go", f"{folder}/b.go"]


def test_the_overlay_stands_in_for_files_and_adds_some(folder: Path) -> None:
    overlay = {f"{folder}/a.go": b"changed", f"{folder}/new.go": b"new", f"{folder}/sub/x.go": b"elsewhere"}
    reader = Reader(str(folder), overlay)
    assert reader.go_files(str(folder)) == [f"{folder}/{name}" for name in ("a.go", "b.go", "new.go")]
    assert reader.read(f"{folder}/a.go") == b"changed"
    assert reader.read(f"{folder}/b.go") == b"package b.go"


def test_what_cannot_be_read_raises_and_what_cannot_be_listed_is_empty(folder: Path) -> None:
    reader = Reader(str(folder))
    with pytest.raises(FileNotFoundError):
        reader.read(f"{folder}/none.go")
    assert reader.go_files(f"{folder}/none") == []


def test_a_link_in_a_circle_costs_itself_only(folder: Path) -> None:
    (folder / "loop.go").symlink_to("loop.go")
    assert Reader(str(folder)).go_files(str(folder)) == [f"{folder}/a.go", f"{folder}/b.go"]


def test_paths_are_shown_relative_to_the_root(folder: Path) -> None:
    reader = Reader(f"{folder}/sub")
    assert reader.display(f"{folder}/sub/x/y.go") == "x/y.go"
    assert reader.display(f"{folder}/a.go") == f"{folder}/a.go"
