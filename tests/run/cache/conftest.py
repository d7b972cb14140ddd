import random
from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.run.cache.records import CheckRecord, FileRecord, RecordedInput, Snapshot
from golint_conn.run.cache.store import Store

KEY = b"k" * 32


def sample(files: int = 40, seed: int = 7) -> Snapshot:
    """Return a snapshot with everything that can be in one: odd names, large numbers, records that are empty."""
    chance = random.Random(seed)  # noqa: S311 (for the same sample each time)
    paths = [f"/code/pkg{number % 5}/file_{number}.go" for number in range(files)]
    records = {
        path: FileRecord(
            chance.getrandbits(60),
            chance.getrandbits(20),
            chance.getrandbits(32),
            chance.randbytes(16),
            passes=chance.random() < 0.5,
            directed=chance.random() < 0.5,
        )
        for path in paths
    }
    odd = FileRecord(-1, 0, 2**64 - 1, bytes(16), passes=False, directed=True)
    records["/code/\udcff bad \U0001f600.go"] = odd
    items = {
        number: RecordedInput(
            chance.choice(["callers", "shape"]), (f"net/http{number}", "Get\n"), chance.randbytes(number % 20)
        )
        for number in range(0, files * 3, 3)
    }
    items[-4] = RecordedInput("nothing", (), b"")
    checks = {
        f"/code/pkg{number}/a.go": CheckRecord(
            tuple(chance.sample(list(items), files // 4)),
            chance.randbytes(number * 10),
        )
        for number in range(5)
    }
    checks["/code/empty.go"] = CheckRecord((), b"")
    return Snapshot(records, items, checks)


def other(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot that differs from another one."""
    return replace(snapshot, checks={"/code/only.go": CheckRecord((), b"other")})


def opened(folder: Path, key: bytes = KEY) -> Store:
    """Return the store in a folder that nothing is wrong with."""
    store, notice = Store.open(str(folder), key)
    assert notice is None, notice
    assert store is not None
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for a cache, where nothing is yet."""
    return tmp_path / "cache" / "golint-conn"
