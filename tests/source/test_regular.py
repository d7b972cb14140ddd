"""Reading one file: anything but a regular file is refused, even if it replaces one, and no reader waits for it."""

import os
from pathlib import Path

import pytest

from golint_conn.source import regular
from golint_conn.source.regular import read_regular, read_utf8, read_with_status


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\n")
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_regular(path, 9) == read_regular(str(link)) == b"one\r\ntwo\n"
    assert read_utf8(path) == "one\ntwo\n"
    assert read_with_status(link, 9)[1].st_ino == path.stat().st_ino
    path.write_bytes(b"")
    assert read_regular(path) == b""


@pytest.mark.parametrize("name", ["pipe", "link to pipe", "/dev/zero", "/dev/null", "."])
def test_only_regular_files_are(name: str, pipe: Path) -> None:
    (pipe.parent / "link to pipe").symlink_to(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(pipe.parent / name)


def test_a_link_is_one_only_where_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "link").symlink_to("a.txt")
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(tmp_path / "link", follow=False)


def test_what_takes_the_place_of_a_file_before_it_is_opened(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pipe.parent / "a.txt"
    path.write_bytes(b"text")

    def look(looked_at: Path, *, follow_symlinks: bool) -> os.stat_result:
        status = os.lstat(looked_at)
        assert follow_symlinks
        pipe.rename(path)
        return status

    monkeypatch.setattr(regular.os, "stat", look)
    with pytest.raises(OSError, match="not a regular file"):
        read_regular(path)


def test_a_file_that_is_too_long_or_becomes_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(OSError, match="longer than 4 bytes"):
        read_regular(path, 4)
    status = path.stat()
    path.write_bytes(b"12345" * 1_000)
    monkeypatch.setattr(regular.os, "fstat", lambda _: status)
    assert len(read_regular(path, 5_000)) == 5_000
    with pytest.raises(OSError, match="longer than 4,999 bytes"):
        read_regular(path, 4_999)
