"""Whether a file is still the one that was read, told by its times, size and inode."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.run.cache.records import FileRecord
from golint_conn.run.cache.stat import RACY_NS, changed_ns, fresh, noted
from tests.patience import wait_until

LATER = 10 * RACY_NS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.go"
    path.write_bytes(b"package a\n")
    return path


def record_of(path: Path, after_ns: int = LATER) -> FileRecord:
    """Return the record of a file as if it were looked at some time after its last change."""
    status = path.stat()
    return noted(status, changed_ns(status) + after_ns, bytes(16), passes=True, directed=False)


def test_a_file_that_nobody_touches_stays_fresh(file: Path) -> None:
    record = record_of(file)
    assert fresh(str(file), record)
    assert (record.passes, record.directed, record.digest, record.size) == (True, False, bytes(16), 10)
    file.read_bytes()
    assert fresh(str(file), record)


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def _same_length(path: Path) -> None:
    path.write_bytes(b"package b\n")


def _same_length_and_time(path: Path) -> None:
    before = path.stat()
    path.write_bytes(b"package b\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def _replaced(path: Path) -> None:
    before = path.stat()
    other = path.with_name("b.go")
    other.write_bytes(b"package b\n")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def _older(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def _in_place_of_a_link(path: Path) -> None:
    path.rename(path.with_name("b.go"))
    path.with_name("c.go").write_bytes(b"package c\n")
    path.symlink_to("c.go")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "change",
    [_append, _same_length, _same_length_and_time, _replaced, _older, _in_place_of_a_link, _folder, Path.unlink],
)
def test_every_change_is_seen(file: Path, change: Callable[[Path], None]) -> None:
    # So that the file system's clock has moved on.
    before = changed_ns(file.stat())
    record = record_of(file)
    clock = file.with_name("clock")
    wait_until(lambda: clock.write_bytes(b"") or changed_ns(clock.stat()) > before)
    change(file)
    assert not fresh(str(file), record)


def test_what_a_link_leads_to_counts(file: Path) -> None:
    link = file.with_name("link.go")
    link.symlink_to(file)
    record = record_of(link)
    assert fresh(str(link), record)
    file.write_bytes(b"package of another length\n")
    assert not fresh(str(link), record)


@pytest.mark.parametrize("after_ns", [-LATER, 0, 1, RACY_NS - 1])
def test_a_file_that_was_changed_just_before_is_never_trusted(file: Path, after_ns: int) -> None:
    record = record_of(file, after_ns)
    assert record.mtime_ns == 0
    assert not fresh(str(file), record)


def test_two_seconds_later_it_is(file: Path) -> None:
    assert fresh(str(file), record_of(file, RACY_NS))


def test_a_change_in_the_tick_of_the_last_one_is_seen(file: Path) -> None:
    """What git calls racy: the file is changed twice in one tick of a clock, and looked at in between."""
    record = record_of(file, 0)
    file.write_bytes(b"package b\n")
    assert not fresh(str(file), record)


def test_a_record_without_a_time_fits_no_file(file: Path) -> None:
    os.utime(file, ns=(0, 0))
    status = file.stat()
    assert not fresh(str(file), FileRecord(0, status.st_size, status.st_ino, bytes(16), passes=True, directed=False))


def test_a_name_that_cannot_be_one() -> None:
    assert not fresh("\0", FileRecord(1, 1, 1, bytes(16), passes=True, directed=False))
