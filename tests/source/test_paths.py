"""Paths made of text that others wrote: none of the questions about them fails."""

import os
from pathlib import Path

import pytest

from golint_conn.source.folders import make_folder, temporary_folder
from golint_conn.source.paths import entries, is_file, is_folder, is_own_folder, is_there, leads_to_file, resolved
from golint_conn.source.regular import read_regular

DEEP = 1_100
"""How many levels a folder has that is deeper than Python's calls may nest."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file.go").write_text("package p\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "to_file").symlink_to("file.go")
    (tmp_path / "to_folder").symlink_to("sub")
    (tmp_path / "to_nothing").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


IMPOSSIBLE = ("a" * 5_000, "a/" * 5_000, "zero\0byte", "circle/x", "file.go/x", "gone/x")


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_path_that_can_lead_nowhere_leads_to_nothing(name: str, folder: Path) -> None:
    path = f"{folder}/{name}"
    assert not is_there(path)
    assert not is_folder(path)
    assert not is_file(path)
    assert resolved(path)
    for reading in (entries, lambda each: read_regular(each, 100)):
        with pytest.raises(OSError):  # noqa: PT011 - which of them depends on the system
            reading(path)


def test_what_stands_below_a_folder_that_may_not_be_searched_is_not_there(folder: Path) -> None:
    (folder / "sub" / "in").mkdir()
    (folder / "sub").chmod(0)
    if os.access(folder / "sub", os.X_OK):
        pytest.skip("the user of this test may search any folder")
    assert not is_folder(folder / "sub" / "in")
    (folder / "sub").chmod(0o700)
    assert is_folder(folder / "sub" / "in")


def test_what_stands_in_a_folder(folder: Path) -> None:
    found = {entry.name: entry for entry in entries(str(folder))}
    assert {name for name, entry in found.items() if leads_to_file(entry)} == {"file.go", "to_file"}
    assert {name for name, entry in found.items() if is_own_folder(entry)} == {"sub"}
    assert found.keys() == {"file.go", "sub", "circle", "to_file", "to_folder", "to_nothing", "pipe"}


def test_deep_folders_are_made_and_removed_again_and_links_in_them_are_not_followed(folder: Path) -> None:
    with temporary_folder("test-") as made:
        path = f"{made}{'/d' * DEEP}"
        make_folder(path)
        make_folder(path)
        Path(path, "link").symlink_to(folder)
        assert [entry.name for entry in entries(path)] == ["link"]
    assert not is_there(made)
    assert is_file(folder / "file.go")
