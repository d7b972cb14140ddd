"""The cache on the command line."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from golint_conn.face import cli
from golint_conn.run.cache import database
from golint_conn.run.cache.records import Snapshot
from golint_conn.run.cache.store import Store
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest

Run = Callable[..., CompletedProcess[str]]


def fill(folder: Path, *keys: bytes) -> None:
    """Make a cache with something in it."""
    for key in keys:
        store, notice = Store.open(str(folder), key)
        assert store is not None
        assert notice is None
        assert store.save(Snapshot()) is None


def test_info_says_where_it_is_how_large_and_when_it_was_used(
    tmp_path: Path, golint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_now", lambda: 1_800_000_000)
    folder = tmp_path / "cache"
    fill(folder, b"a" * 32, b"b" * 32)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    done = golint(tmp_path, "cache", "info", env={"GOLINT_CONN_CACHE_DIR": str(folder), "TZ": "UTC"})
    assert (done.returncode, done.stderr) == (0, "")
    total = sum(len(data) for data in before.values())
    size = len(database.read(str(folder), b"a" * 32) or b"")
    assert done.stdout.splitlines() == [
        f"folder: {folder}",
        f"size: {total:,} bytes",
        "keys: 2 (one for each tree of files with one set of rules and settings)",
        "last use: 2027-01-15 08:00:00",
        f"  616161616161  {size:>11,} bytes  last used 2027-01-15 08:00:00",
        f"  626262626262  {size:>11,} bytes  last used 2027-01-15 08:00:00",
    ]
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


@pytest.mark.parametrize("action", ["info", "clean"])
def test_where_there_is_none_that_is_said(tmp_path: Path, golint: Run, action: str) -> None:
    done = golint(tmp_path, "cache", action, "--cache-dir", "nowhere")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'nowhere'}: there is no cache\n")
    assert list(tmp_path.iterdir()) == []


def test_a_cache_without_anything_in_it_has_never_been_used(tmp_path: Path, golint: Run) -> None:
    Store.open(str(tmp_path / "cache"), b"k")
    done = golint(tmp_path, "cache", "info", "--cache-dir", "cache")
    assert done.stdout.splitlines()[2:] == [
        "keys: 0 (one for each tree of files with one set of rules and settings)",
        "last use: never",
    ]


def test_clean_removes_it_and_says_how_much_that_was(tmp_path: Path, golint: Run) -> None:
    folder = tmp_path / "cache"
    fill(folder, b"a")
    total = sum(each.stat().st_size for each in folder.iterdir())
    done = golint(tmp_path, "cache", "clean", "--cache-dir", "cache")
    assert (done.returncode, done.stdout) == (0, f"{folder}: removed, {total:,} bytes freed\n")
    assert not folder.exists()


def test_clean_leaves_what_is_not_ours(tmp_path: Path, golint: Run) -> None:
    folder, outside = tmp_path / "cache", tmp_path / "precious"
    fill(folder, b"a")
    outside.write_text("mine", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "golint-conn.sqlite3-wal").symlink_to(outside)
    (folder / ".golint-conn.0.tmp").mkdir()
    (folder / ".gitignore").write_text("mine", encoding="utf-8")
    done = golint(tmp_path, "cache", "clean", "--cache-dir", "cache")
    assert done.returncode == 0
    assert done.stdout.endswith(" bytes freed, and the folder stays, because it holds something else\n")
    # The mark stays too: the folder can be used again.
    assert {each.name for each in folder.iterdir()} == {
        "notes.txt", ".gitignore", ".golint-conn.0.tmp", "CACHEDIR.TAG",
    }  # fmt: skip
    assert outside.read_text(encoding="utf-8") == "mine"
    fill(folder, b"a")


@pytest.mark.parametrize("action", ["info", "clean"])
@pytest.mark.parametrize("tag", [None, "Signature: 8a477f597d28d172789f06886806bc55\n# of another program\n"])
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, golint: Run, action: str, tag: str | None) -> None:
    (tmp_path / "golint-conn.sqlite3").write_text("mine", encoding="utf-8")
    if tag is not None:
        (tmp_path / "CACHEDIR.TAG").write_text(tag, encoding="utf-8")
    before = {each.name for each in tmp_path.iterdir()}
    done = golint(tmp_path, "cache", action, "--cache-dir", ".")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"golint-conn: {tmp_path}: it ")
    assert {each.name for each in tmp_path.iterdir()} == before


def test_a_tag_that_is_a_link_is_none(tmp_path: Path, golint: Run) -> None:
    fill(tmp_path / "cache", b"a")
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "CACHEDIR.TAG").symlink_to(tmp_path / "cache" / "CACHEDIR.TAG")
    (planted / "golint-conn.sqlite3").write_text("mine", encoding="utf-8")
    assert golint(tmp_path, "cache", "clean", "--cache-dir", "planted").returncode == 2
    assert (planted / "golint-conn.sqlite3").exists()


def test_clean_does_not_follow_a_link(tmp_path: Path, golint: Run) -> None:
    fill(tmp_path / "cache", b"a")
    (tmp_path / "link").symlink_to("cache")
    done = golint(tmp_path, "cache", "clean", "--cache-dir", "link")
    assert done.returncode == 2
    assert f"it is a symbolic link; name its target instead, {tmp_path / 'cache'}" in done.stderr
    assert (tmp_path / "cache" / "golint-conn.sqlite3").exists()


@pytest.mark.parametrize("action", ["info", "clean"])
def test_a_file_is_no_cache(tmp_path: Path, golint: Run, action: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = golint(tmp_path, "cache", action, "--cache-dir", "file")
    assert done.returncode == 2
    assert "this is a bug" not in done.stderr
    assert (tmp_path / "file").exists()


def test_info_on_a_damaged_cache_says_so_and_clean_removes_it(tmp_path: Path, golint: Run) -> None:
    folder = tmp_path / "cache"
    fill(folder, b"a")
    (folder / "golint-conn.sqlite3").write_bytes(b"garbage" * 1_000)
    done = golint(tmp_path, "cache", "info", "--cache-dir", "cache")
    assert (done.returncode, done.stderr) == (2, f"golint-conn: {folder}: file is not a database\n")
    assert golint(tmp_path, "cache", "clean", "--cache-dir", "cache").returncode == 0
    assert not folder.exists()


def test_a_relative_folder_in_the_environment_is_an_error(tmp_path: Path, golint: Run) -> None:
    done = golint(tmp_path, "cache", "info", env={"GOLINT_CONN_CACHE_DIR": "here"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "golint-conn: GOLINT_CONN_CACHE_DIR must be an absolute path, not 'here'\n"


@pytest.mark.parametrize(
    ("arguments", "asked_for"),
    [((), (True, "")), (("--no-cache",), (False, "")), (("--cache-dir", "x/y"), (True, "x/y"))],
)
def test_check_passes_on_what_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], asked_for: tuple[bool, str]
) -> None:
    asked: list[CheckRequest] = []

    def spy(request: CheckRequest, *given: object, **named: object) -> object:
        asked.append(request)
        return check(request, *given, **named)  # type: ignore[arg-type]

    (tmp_path / "a.go").write_text("package a\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "check", spy)
    assert cli.main(["check", "--no-config", "a.go", *arguments]) == 0
    assert [(each.cache, each.cache_dir) for each in asked] == [asked_for]


def test_check_with_and_without_is_a_contradiction(tmp_path: Path, golint: Run) -> None:
    done = golint(tmp_path, "check", "--no-cache", "--cache-dir", "x")
    assert done.returncode == 2
    assert "not allowed with" in done.stderr
    assert list(tmp_path.iterdir()) == []
