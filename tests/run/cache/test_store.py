"""The store: what is kept, what is thrown away, and that nothing that is wrong with it stops a run."""

import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from golint_conn.finding import Notice, NoticeKind
from golint_conn.run.cache import database, store
from golint_conn.run.cache.folder import DATABASE
from golint_conn.run.cache.packing import packed
from golint_conn.run.cache.records import Snapshot
from golint_conn.run.cache.store import Store
from tests.patience import PATIENCE_SECONDS
from tests.run.cache.conftest import KEY, opened, other, sample

EMPTY = Snapshot()
FIRST, SECOND = sample(), other(sample())
FORK = multiprocessing.get_context("fork")


def saved(folder: Path, snapshot: Snapshot = FIRST, key: bytes = KEY) -> Path:
    """Save a snapshot and return the path of the database."""
    assert opened(folder, key).save(snapshot) is None
    return folder / DATABASE


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_what_is_saved_is_loaded_by_the_next_run(folder: Path) -> None:
    first = opened(folder)
    assert first.load() == EMPTY
    assert first.save(FIRST) is None
    assert first.load() == opened(folder).load() == FIRST
    assert first.save(SECOND) is None
    assert opened(folder).load() == SECOND


def test_keys_do_not_see_each_other(folder: Path) -> None:
    saved(folder)
    assert opened(folder, b"another").load() == EMPTY
    saved(folder, SECOND, b"another")
    assert opened(folder).load() == FIRST
    assert opened(folder, b"another").load() == SECOND


def test_only_the_user_reads_it_and_nothing_lies_outside(folder: Path, tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        saved(folder)
    finally:
        os.umask(umask)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()} == {
        "CACHEDIR.TAG": 0o600,
        ".gitignore": 0o600,
        DATABASE: 0o600,
    }
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (folder / ".gitignore").read_text(encoding="utf-8").splitlines()[-1] == "*"
    assert {each for each in tmp_path.rglob("*") if folder not in each.parents} == {folder, folder.parent}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells open files by /proc")
def test_no_file_is_open_between_two_calls(folder: Path) -> None:
    saved(folder)
    held = opened(folder)
    held.save(SECOND)
    names = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if os.path.lexists(each)]
    assert not [name for name in names if name.startswith(str(folder))]


# What is too much.


def test_the_keys_used_last_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_KEYS", 3)
    clock = iter(range(10**9, 2 * 10**9, 10_000))
    monkeypatch.setattr(database, "_now", lambda: next(clock))
    for name in (b"a", b"b", b"c"):
        saved(folder, FIRST, name)
    # To read is to use.
    assert opened(folder, b"a").load() == FIRST
    saved(folder, FIRST, b"d")
    assert [each.key for each in database.entries(str(folder))] == [b"d", b"a", b"c"]
    assert opened(folder, b"b").load() == EMPTY


def test_reading_again_soon_writes_nothing(folder: Path) -> None:
    path = saved(folder)
    before = path.stat()
    assert opened(folder).load() == FIRST
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)


def test_the_size_is_bounded_and_room_is_given_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = sample(3_000)
    size = len(packed(large))
    monkeypatch.setattr(database, "MOST_BYTES", 3 * size)
    for number in range(6):
        path = saved(folder, large, bytes([number]))
        assert path.stat().st_size < 3.5 * size
    assert len(database.entries(str(folder))) == 3
    monkeypatch.setattr(database, "MOST_BYTES", size)
    for _ in range(2):
        saved(folder, FIRST, b"small")
    assert [each.key for each in database.entries(str(folder))] == [b"small"]
    assert path.stat().st_size < size
    said = opened(folder).save(sample(4_000))
    assert said is not None
    assert "exceed the limit of the cache" in said.message


# What is wrong with the file.


def test_each_damaged_byte_is_found_or_does_no_harm(folder: Path) -> None:
    large = sample(3_000)
    path = saved(folder, large)
    whole = path.read_bytes()
    found = 0
    for at in range(0, len(whole), len(whole) // 200):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        held, notice = Store.open(str(folder), KEY)
        assert held is not None
        if notice is None:
            # What is not used of a page, or the key itself.
            assert held.load() in (large, EMPTY)
            continue
        found += 1
        assert held.load() == EMPTY
        assert (notice.path, notice.kind) == (str(path), NoticeKind.CACHE)
        assert notice.message.startswith("the cache was discarded and is being rebuilt: ")
        assert not path.exists()
    assert found > 150


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_built_anew(folder: Path, share: float) -> None:
    path = saved(folder, sample(400))
    os.truncate(path, int(path.stat().st_size * share))
    held, notice = Store.open(str(folder), KEY)
    assert held is not None
    assert notice is not None
    assert held.save(SECOND) is None
    assert opened(folder).load() == SECOND


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is not a database " * 500)


def _another_program(path: Path) -> None:
    path.unlink()
    execute(path, "CREATE TABLE moz_cookies (id INTEGER)")


def _later_version(path: Path) -> None:
    execute(path, "PRAGMA user_version = 3")


def _trigger(path: Path) -> None:
    execute(path, "CREATE TRIGGER t AFTER UPDATE ON snapshots BEGIN DELETE FROM snapshots; END")


def _view(path: Path) -> None:
    execute(path, "ALTER TABLE snapshots RENAME TO hidden", "CREATE VIEW snapshots AS SELECT * FROM hidden")


def _of_another_key(path: Path) -> None:
    saved(path.parent, SECOND, b"another")
    execute(
        path,
        f"DELETE FROM snapshots WHERE key = X'{KEY.hex()}'",  # noqa: S608 (no input)
        f"UPDATE snapshots SET key = X'{KEY.hex()}'",  # noqa: S608
    )


def _text(path: Path) -> None:
    execute(path, "UPDATE snapshots SET data = 'text'")


def _malformed(path: Path) -> None:
    database.write(str(path.parent), KEY, b"malformed")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_garbage, "file is not a database"),
        (_another_program, "another program wrote this database"),
        (_later_version, "it has format 3, and this version reads format 2"),
        (_trigger, "it has format 2"),
        (_view, "it has format 2"),
        (_of_another_key, "its checksum is wrong"),
        (_text, "its checksum is wrong"),
        (_malformed, "not a snapshot"),
    ],
)
def test_what_this_version_has_not_written_is_thrown_away(
    folder: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    path = saved(folder)
    spoil(path)
    held, notice = Store.open(str(folder), KEY)
    assert held is not None
    assert held.load() == EMPTY
    assert notice is not None
    assert str(notice).startswith(f"{path}: the cache was discarded and is being rebuilt: {reason}")
    assert {each.name for each in folder.iterdir()} == {"CACHEDIR.TAG", ".gitignore"}
    # It is reported once.
    assert opened(folder).save(FIRST) is None
    assert opened(folder).load() == FIRST


@pytest.mark.parametrize("name", [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"])
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nothing_is_written_through_a_link(
    folder: Path, tmp_path: Path, name: str, link: Callable[[Path, Path], None]
) -> None:
    saved(folder)
    saved(tmp_path / "other", SECOND)
    outside = tmp_path / "precious"
    shutil.copyfile(tmp_path / "other" / DATABASE, outside)
    before = (outside.read_bytes(), outside.stat().st_mtime_ns)
    (folder / name).unlink(missing_ok=True)
    link(outside, folder / name)
    held, notice = Store.open(str(folder), KEY)
    assert notice is not None
    assert f"{name} is a link or not a regular file" in notice.message
    assert held is not None
    assert held.load() == EMPTY
    assert held.save(FIRST) is None
    assert opened(folder).load() == FIRST
    assert (outside.read_bytes(), outside.stat().st_mtime_ns) == before


def test_a_link_that_comes_between_opening_and_saving_is_not_followed(folder: Path, tmp_path: Path) -> None:
    held = opened(folder)
    outside = tmp_path / "precious"
    (folder / DATABASE).symlink_to(outside)
    said = held.save(FIRST)
    assert said is not None
    assert not outside.exists()


# What is wrong with the place.


def unusable(folder: Path | str, reason: str) -> Notice:
    """Return the one notice on a folder that cannot be used."""
    held, notice = Store.open(str(folder), KEY)
    assert held is None
    assert notice is not None
    assert notice.kind is NoticeKind.CACHE
    assert "the cache is not used" in notice.message
    assert reason in notice.message
    return notice


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert unusable(tmp_path / "file", "File exists").path == str(tmp_path / "file")
    unusable(tmp_path / "file" / "below", "Not a directory")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")
    unusable(tmp_path, "it holds thesis.tex, which is not part of a golint-conn cache")
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_folder_with_the_tag_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "CACHEDIR.TAG").write_bytes(b"Signature: 8a477f597d28d172789f06886806bc55\n# of another program\n")
    unusable(tmp_path, "it holds CACHEDIR.TAG")
    assert [each.name for each in tmp_path.iterdir()] == ["CACHEDIR.TAG"]


def test_an_own_gitignore_stays(folder: Path) -> None:
    opened(folder)
    (folder / ".gitignore").write_text("mine", encoding="utf-8")
    saved(folder)
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_place_of_the_database(folder: Path) -> None:
    opened(folder)
    (folder / DATABASE).mkdir()
    unusable(folder, "it cannot be removed: Is a directory")
    assert (folder / DATABASE).is_dir()


def test_a_name_with_a_zero_byte() -> None:
    unusable("/code/\0", "null byte")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder where not even root can write")
def test_a_place_where_nothing_can_be_made() -> None:
    unusable("/proc/golint-conn", "No such file or directory")


IN_A_CHILD = """
import sys
from pathlib import Path
from golint_conn.run.cache.store import Store
from tests.run.cache.conftest import KEY, sample, other
{code}
"""


def child(code: str, folder: Path, **how: object) -> str:
    """Run code in a process of its own; return what it prints."""
    command = [sys.executable, "-c", IN_A_CHILD.format(code=code), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **how)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
    return done.stdout


def _open_as_nobody(folder: str, said: Connection) -> None:
    if os.geteuid() == 0:
        # Root may write anywhere.
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    said.send(Store.open(folder, KEY))


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read-only", "closed"])
def test_a_folder_that_is_not_to_be_written(mode: int) -> None:
    # The folders of pytest are not for others.
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place, "cache")
        path = saved(folder)
        path.chmod(0o444)
        folder.chmod(mode)
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=_open_as_nobody, args=(str(folder), theirs))
        process.start()
        held, notice = ours.recv() if ours.poll(PATIENCE_SECONDS) else (None, None)
        process.join(PATIENCE_SECONDS)
        folder.chmod(0o700)
        path.chmod(0o600)
        assert held is None
        assert notice.kind is NoticeKind.CACHE
        assert notice.path.startswith(str(folder))
        assert notice.message.startswith("the cache is not used: ")
        assert opened(folder).load() == FIRST


@pytest.mark.parametrize("most", [100, 4_000, 40_000, 90_000])
def test_a_full_disk_leaves_what_was_there(folder: Path, most: int) -> None:
    """A limit of the length of files stands for the disk: sqlite sees the same, a write that fails in the middle."""
    path = saved(folder)
    code = f"""
import resource
held, notice = Store.open(sys.argv[1], KEY)
assert (held.load(), notice) == (sample(), None)
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
print(held.save(sample(3_000)))
"""
    printed = child(code, folder)
    assert printed.startswith(f"{path}: the cache was not written: ")
    assert len(printed.splitlines()) == 1
    assert opened(folder).load() == FIRST
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert saved(folder, SECOND)
    assert opened(folder).load() == SECOND


def test_a_disk_that_is_full_from_the_beginning(folder: Path) -> None:
    code = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print(*Store.open(sys.argv[1], KEY))
"""
    printed = child(code, folder)
    assert printed.startswith(f"None {folder}: the cache is not used: ")
    # What is left of the attempt does no harm later.
    assert saved(folder)


def test_python_without_sqlite(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(folder)
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    unusable(folder, "this Python lacks a module")


def test_a_first_run_of_python_without_sqlite(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    held = opened(folder)
    said = held.save(FIRST)
    assert said is not None
    assert "this Python lacks a module" in said.message


def test_sqlite_is_loaded_only_by_who_needs_it(folder: Path) -> None:
    assert child(
        'print("sqlite3" in sys.modules, Store.open(sys.argv[1], KEY)[1], "sqlite3" in sys.modules)', folder
    ) == ("False None False\n")


# Other runs at the same time.


def test_who_reads_does_not_wait_for_who_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(folder)
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", 0.1)
    writer = sqlite3.connect(path, isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM snapshots")
        held = opened(folder)
        assert held.load() == FIRST
        said = held.save(SECOND)
        assert said is not None
        assert said.message == "the cache was not written: database is locked"
    finally:
        writer.close()
    assert opened(folder).load() == FIRST


def test_who_writes_does_not_wait_for_who_reads(folder: Path) -> None:
    path = saved(folder)
    reader = sqlite3.connect(path, isolation_level=None)
    try:
        reader.execute("BEGIN")
        (before,) = reader.execute("SELECT data FROM snapshots").fetchone()
        saved(folder, SECOND)
        assert reader.execute("SELECT data FROM snapshots").fetchone() == (before,)
    finally:
        reader.close()
    assert opened(folder).load() == SECOND


def test_a_database_that_is_locked_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(folder)
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    try:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        unusable(folder, "database is locked")
    finally:
        holder.close()
    assert opened(folder).load() == FIRST


def _busy(folder: str, seed: int, times: int, said: Connection) -> None:
    """Read and write as fast as can be; send everything that is odd."""
    odd = []
    snapshots = [sample(300, each) for each in range(4)]
    for _ in range(times):
        held, notice = Store.open(folder, KEY)
        odd += [str(notice)] if notice is not None else []
        if held is None:
            continue
        if held.load() not in (*snapshots, EMPTY):
            odd.append("a mixture")
        notice = held.save(snapshots[seed])
        odd += [str(notice)] if notice is not None else []
    said.send(odd)


def _together(folder: Path, times: int = 12) -> list[str]:
    """Let four processes use a folder at the same time; return what they have to say."""
    pipes, processes = [], []
    for seed in range(4):
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=_busy, args=(str(folder), seed, times, theirs))
        process.start()
        processes.append(process)
        pipes.append(ours)
    odd = [each for pipe in pipes for each in (pipe.recv() if pipe.poll(PATIENCE_SECONDS) else ["hangs"])]
    for process in processes:
        process.join(PATIENCE_SECONDS)
        process.kill()
    return odd


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs wait for each other for as long as it takes on a machine that has much to do."""
    monkeypatch.setattr(database, "_PATIENCE_SECONDS", PATIENCE_SECONDS)


@pytest.mark.usefixtures("patient")
def test_runs_at_the_same_time_leave_a_whole_snapshot(folder: Path) -> None:
    assert _together(folder) == []
    assert opened(folder).load() in [sample(300, each) for each in range(4)]


@pytest.mark.usefixtures("patient")
def test_runs_at_the_same_time_throw_a_damaged_file_away(folder: Path) -> None:
    _garbage(saved(folder))
    odd = _together(folder)
    assert odd
    assert not [each for each in odd if "a mixture" in each or "hangs" in each]
    # Each may see it once, and what it did until then may have been to the discarded file.
    assert len(odd) <= 8, odd
    assert opened(folder).load() in [sample(300, each) for each in range(4)]


def _telling(folder: str, said: Connection) -> None:
    """Read and write without end, and say each time what comes next."""
    while True:
        said.send("open")
        held, _ = Store.open(folder, KEY)
        assert held is not None
        said.send("load")
        held.load()
        said.send("save")
        held.save(sample(300, 1))


def test_a_run_that_is_killed_does_no_harm(folder: Path) -> None:
    saved(folder)
    for number in range(8):
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=_telling, args=(str(folder), theirs))
        process.start()
        for _ in range(number + 1):
            assert ours.poll(PATIENCE_SECONDS)
            ours.recv()
        process.kill()
        process.join(PATIENCE_SECONDS)
        ours.close()
        theirs.close()
        assert opened(folder).load() in (FIRST, sample(300, 1))
    saved(folder, SECOND)
    assert opened(folder).load() == SECOND
    assert not [each.name for each in folder.iterdir() if each.name.startswith(DATABASE + "-")]


def test_errors_of_ours_are_not_swallowed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Snapshot) -> bytes:
        raise RuntimeError

    monkeypatch.setattr(store, "packed", broken)
    with pytest.raises(RuntimeError):
        opened(folder).save(FIRST)
