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
        """Return the store of a key in a folder, or None if the cache cannot be used, and a notice if there is one.

        `folder` is an absolute path; it is made if it is missing. `key` is the digest of everything that findings
        depend on besides what a snapshot itself records: another key sees nothing of this one. A file that is damaged,
        or that this version did not write, is discarded, and the store is empty.
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
            text = f"the cache was discarded and is being rebuilt: {damage}"
            return cls(folder, key, Snapshot()), _notice(_file(folder), text)
        except (OSError, UnusableError) as error:
            return None, _notice(_file(folder), f"the cache is not used: {_reason(error)}")
        return cls(folder, key, snapshot), None

    def load(self) -> Snapshot:
        """Return the snapshot as it was when the store was opened, or an empty one."""
        return self._snapshot

    def save(self, snapshot: Snapshot) -> Notice | None:
        """Replace the snapshot of the key, completely or not at all; return why if that failed.

        Of two runs that save at the same time, the last one wins.
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
