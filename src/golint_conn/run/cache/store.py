"""A snapshot in the cache folder: read at the beginning of a run, replaced at its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.run.cache import database
from golint_conn.run.cache.database import DamagedError, UnusableError
from golint_conn.run.cache.folder import DATABASE, FolderError, discard, prepare
from golint_conn.run.cache.packing import packed, unpacked
from golint_conn.run.cache.records import Snapshot

if TYPE_CHECKING:
    from typing import Self


class Store:
    """One snapshot in a cache folder; no file is open between two calls."""

    def __init__(self, folder: str, key: bytes, snapshot: Snapshot) -> None:
        self._folder = folder
        self._key = key
        self._snapshot = snapshot

    @classmethod
    def open(cls, folder: str, key: bytes) -> tuple[Self | None, Notice | None]:
        """Return the store of a key in a folder, None where the cache cannot be used, and what is to be said of it.

        `folder` is an absolute path; it is made where it is missing. `key` is the digest of all that findings depend on
        beside what a snapshot itself records: under another key nothing of this one is seen. A file that is damaged, or
        that this version has not written, is thrown away, and the store is empty.
        """
        try:
            prepare(folder)
        except (OSError, ValueError, FolderError) as error:
            return None, _notice(folder, f"the cache is not used: {_reason(error)}")
        try:
            data = database.read(folder, key)
            snapshot = Snapshot() if data is None else unpacked(data)
        except (DamagedError, ValueError) as damage:
            try:
                discard(folder)
            except OSError as error:
                text = f"the cache is not used: {damage}, and it cannot be removed: {_reason(error)}"
                return None, _notice(_file(folder), text)
            text = f"the cache was thrown away and is built anew: {damage}"
            return cls(folder, key, Snapshot()), _notice(_file(folder), text)
        except (OSError, UnusableError) as error:
            return None, _notice(_file(folder), f"the cache is not used: {_reason(error)}")
        return cls(folder, key, snapshot), None

    def load(self) -> Snapshot:
        """Return the snapshot as it was when the store was opened, an empty one where there was none."""
        return self._snapshot

    def save(self, snapshot: Snapshot) -> Notice | None:
        """Put a snapshot in the place of that of the key, whole or not at all; return why it could not be done.

        Of two runs that save at the same time the last one wins.
        """
        try:
            database.write(self._folder, self._key, packed(snapshot))
        except (DamagedError, FolderError, OSError, OverflowError, UnusableError, ValueError) as error:
            return _notice(_file(self._folder), f"the cache was not written: {_reason(error)}")
        self._snapshot = snapshot
        return None


def _file(folder: str) -> str:
    return str(Path(folder, DATABASE))


def _reason(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _notice(path: str, message: str) -> Notice:
    return Notice(path, 0, message, NoticeKind.CACHE)
