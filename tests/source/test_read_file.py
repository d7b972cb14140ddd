"""Files whose bytes are freed and read again."""

from functools import partial
from pathlib import Path

import pytest

from golint_conn.source import ReadFile, SourceFile
from golint_conn.source.file import ChangedError


def made(path: Path) -> ReadFile:
    return ReadFile("a.go", partial(Path.read_bytes, path))


def test_the_bytes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_bytes(b"package a\n\nvar x = 1\n")
    file, plain = made(path), SourceFile("a.go", path.read_bytes())
    for _ in range(3):
        file.evict()
        file.evict()
        assert "data" not in vars(file)
        assert file.data == plain.data
        assert file.line_text(3) == plain.line_text(3) == "var x = 1"
    assert repr(file) == "ReadFile(path='a.go')"


@pytest.mark.parametrize("held", [True, False])
def test_a_file_that_changes_is_told_of_where_it_is_read_again(held: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = tmp_path / "a.go"
    path.write_bytes(b"package a\n")
    file = made(path)
    if not held:
        file.evict()
    path.write_bytes(b"package b\n")
    if held:
        assert file.data == b"package a\n"
        return
    with pytest.raises(ChangedError, match=r"^a\.go changed while it was being analyzed$"):
        _ = file.data


def test_what_it_does_not_have_is_no_attribute(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_bytes(b"")
    with pytest.raises(AttributeError):
        _ = made(path).dataa  # type: ignore[attr-defined]
