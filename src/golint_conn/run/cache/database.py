"""The file of the cache: one sqlite database in WAL mode, with one row for each key.

One row, because reading a snapshot in large pieces takes half the time of a row for each record, and because its
checksum covers it all: it is there completely or not at all, whatever happens to the machine. Uncompressed, because
that is faster too. The connection lives only for one read or write, because workers are forked in between.
"""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.run.cache.folder import BESIDE, DATABASE, is_plain
from golint_conn.source.owner import open_to_others

if TYPE_CHECKING:
    import sqlite3

MOST_KEYS = 100
MOST_BYTES = 500_000_000
"""The limits of the cache: the most recently used keys stay, as long as their data fits in this many bytes."""

_APPLICATION = 0x676C_6363  # "glcc": how `file` and sqlite identify the file
_VERSION = 2
_TABLE = (
    "CREATE TABLE snapshots (key BLOB PRIMARY KEY, used INTEGER NOT NULL, checksum BLOB NOT NULL, data BLOB NOT NULL)"
)
_SCHEMA = [("index", "sqlite_autoindex_snapshots_1", None), ("table", "snapshots", _TABLE)]

_PATIENCE_SECONDS = 2.0
_PAUSE_SECONDS = 0.02
_TOUCHED_SECONDS = 3_600
"""The age at which a mere read updates the time of last use, so that not every read is also a write."""

# These errors concern the machine and not the file: the file may work the next time.
_ELSEWHERE = ("BUSY", "LOCKED", "PROTOCOL", "READONLY", "FULL", "CANTOPEN", "IOERR", "PERM", "AUTH", "NOMEM", "TOOBIG")


class DamagedError(Exception):
    """The file was not written by this version; the message says what is wrong with it."""


class UnusableError(Exception):
    """The file cannot be read or written now; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the database: its key, its length in bytes, and its last use in seconds since 1970."""

    key: bytes
    size: int
    used: int


def read(folder: str, key: bytes) -> bytes | None:
    """Return the data of a key, or None if there is none; raises DamagedError and UnusableError."""
    if not _is_written(folder):
        return None
    with _Connected(folder) as connection:
        if not _is_made(connection):
            return None
        row = connection.execute("SELECT checksum, data, used FROM snapshots WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        checksum, data, used = row
        if not isinstance(data, bytes) or checksum != _checksum(key, data):
            message = "its checksum is wrong"
            raise DamagedError(message)
        _touch(connection, key, used)
        return data


def write(folder: str, key: bytes, data: bytes) -> None:
    """Replace the data of a key, and evict what exceeds the limits; raises DamagedError and UnusableError."""
    if len(data) > MOST_BYTES:
        message = f"{len(data):,} bytes exceed the limit of the cache, {MOST_BYTES:,}"
        raise UnusableError(message)
    _is_written(folder)
    with suppress(FileExistsError):
        # The files that sqlite creates next to it get the same mode.
        os.close(os.open(Path(folder, DATABASE), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _Connected(folder) as connection:
        if not _is_made(connection):
            _make(connection)
        connection.execute("BEGIN IMMEDIATE")
        # Make room first, so that the new data takes the place of the old.
        _evict(connection, key, len(data))
        connection.execute(
            "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)", (key, _now(), _checksum(key, data), data)
        )
        connection.execute("COMMIT")
        _shrink(connection)


def entries(folder: str) -> list[Entry]:
    """Return the entries of the database, the most recently used first; raises DamagedError and UnusableError."""
    if not _is_written(folder):
        return []
    with _Connected(folder) as connection:
        if not _is_made(connection):
            return []
        rows = connection.execute("SELECT key, length(data), used FROM snapshots ORDER BY used DESC, key").fetchall()
    if not all(isinstance(key, bytes) and type(used) is type(size) is int for key, size, used in rows):
        message = "it holds values of other types"
        raise DamagedError(message)
    return [Entry(*row) for row in rows]


class _Connected:
    """A connection as a context that closes it and sorts the errors of sqlite."""

    def __init__(self, folder: str) -> None:
        self._path = Path(folder, DATABASE)

    def __enter__(self) -> sqlite3.Connection:
        try:
            import sqlite3  # noqa: PLC0415 (2 ms, and Python can be built without it)
        except ImportError as error:
            message = f"this Python lacks a module: {error}"
            raise UnusableError(message) from error
        self._error = sqlite3.DatabaseError
        try:
            self._connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=rw", _PATIENCE_SECONDS, isolation_level=None, uri=True
            )
        except sqlite3.DatabaseError as error:
            raise _told(error) from error
        try:
            # A database from elsewhere could bring its own functions and triggers.
            self._connection.execute("PRAGMA trusted_schema = OFF")
            self._connection.execute("PRAGMA cell_size_check = ON")
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES + 1_000_000)
            # Waits for the disk only at checkpoints: the checksum detects what a power failure damages.
            self._connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise _told(error) from error
        return self._connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with suppress(self._error), closing(self._connection):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        if isinstance(error, self._error):
            raise _told(error) from error


def _told(error: sqlite3.DatabaseError) -> Exception:
    """Return what an error of sqlite means to the cache."""
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    is_cut = name == "SQLITE_IOERR_SHORT_READ"
    reason = str(error) if str(error) != "disk I/O error" else f"{error} ({name})"
    if not is_cut and name.removeprefix("SQLITE_").partition("_")[0] in _ELSEWHERE:
        return UnusableError(reason)
    return DamagedError(reason)


def _is_written(folder: str) -> bool:
    """Return whether the file has content; raises DamagedError if writing to it is not safe."""
    for name in (DATABASE, *BESIDE):
        if not is_plain(Path(folder, name)):
            message = f"{name} is a link or not a regular file"
            raise DamagedError(message)
    with suppress(FileNotFoundError):
        status = Path(folder, DATABASE).stat()
        reason = open_to_others(status)
        if reason:
            raise DamagedError(reason)
        return status.st_size > 0
    return False


def _is_made(connection: sqlite3.Connection) -> bool:
    """Return whether the database has our table, false for an empty one; raises DamagedError for any other."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type").fetchall()
    ((application,),) = connection.execute("PRAGMA application_id").fetchall()
    ((version,),) = connection.execute("PRAGMA user_version").fetchall()
    if (application, version, schema) == (0, 0, []):
        return False
    if application != _APPLICATION:
        message = "another program wrote this database"
        raise DamagedError(message)
    if version != _VERSION or schema != _SCHEMA:
        message = f"it has format {version}, and this version reads format {_VERSION}"
        raise DamagedError(message)
    return True


def _make(connection: sqlite3.Connection) -> None:
    """Make the table in an empty database, unless another run has made it by now."""
    # For large rows, fewer large pages are faster.
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _patiently(connection, "PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not _is_made(connection):
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement for which sqlite itself does not wait while another run holds the file."""
    import sqlite3  # noqa: PLC0415 (already loaded)

    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _touch(connection: sqlite3.Connection, key: bytes, used: object) -> None:
    """Record the use of a key, unless that was done recently; failure does no harm."""
    import sqlite3  # noqa: PLC0415 (already loaded)

    now = _now()
    if isinstance(used, int) and now - _TOUCHED_SECONDS < used <= now:
        return
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("UPDATE snapshots SET used = ? WHERE key = ?", (now, key))


def _evict(connection: sqlite3.Connection, key: bytes, size: int) -> None:
    """Evict the least recently used of the other keys until the data fits the limits."""
    others = connection.execute(
        "SELECT key, length(data) FROM snapshots WHERE key != ? ORDER BY used DESC, key", (key,)
    ).fetchall()
    total, kept = size, 1
    for other, length in others:
        total += length
        kept += 1
        if kept > MOST_KEYS or total > MOST_BYTES:
            connection.execute("DELETE FROM snapshots WHERE key = ?", (other,))


def _shrink(connection: sqlite3.Connection) -> None:
    """Return space to the file system when the file is more than half empty; failure does no harm."""
    import sqlite3  # noqa: PLC0415 (already loaded)

    ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
    ((free,),) = connection.execute("PRAGMA freelist_count").fetchall()
    if free * 2 > pages:
        with suppress(sqlite3.OperationalError):
            # It yields a row without columns for each page, and only a script fetches more than one.
            connection.executescript("PRAGMA incremental_vacuum")


def _checksum(key: bytes, data: bytes) -> bytes:
    return blake2b(data, digest_size=16, key=blake2b(key, digest_size=32).digest()).digest()


def _now() -> int:
    return int(time.time())
