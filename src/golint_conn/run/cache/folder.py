"""The folder of the cache: its files, and the markers that show whose it is.

The folder must belong to the user, and no other user may write to it, because its content decides the findings. It is
written to only if it is empty or marked as ours, and only our files in it are ever removed: a folder that was named by
mistake stays as it is. The markers also keep git (.gitignore) and backups (CACHEDIR.TAG) away.
"""

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from golint_conn.source.owner import open_to_others
from golint_conn.source.regular import read_regular

DATABASE = "golint-conn.sqlite3"
BESIDE = (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
"""Files that sqlite keeps next to the database while it works, and leaves there if it is killed."""

_TAG, _IGNORED = "CACHEDIR.TAG", ".gitignore"
_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55\n"  # https://bford.info/cachedir/
# These must never change: the folder is recognized by their content.
_MARKS = {
    _TAG: _SIGNATURE + b"# A cache of golint-conn. All of it can be removed: golint-conn cache clean\n",
    _IGNORED: b"# A cache of golint-conn.\n*\n",
}
_DRAFT = (".golint-conn.", ".tmp")


class FolderError(Exception):
    """A folder cannot be used as the cache; the message says why."""


def prepare(folder: str) -> None:
    """Make the folder and its markers if they are missing; raises FolderError if it is not ours, and OSError."""
    place = Path(folder)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    reason = open_to_others(place.stat())
    if reason:
        message = f"{reason}; a cache folder must be yours alone (chmod 700)"
        raise FolderError(message)
    if not is_marked(folder):
        strange = sorted(name for name in os.listdir(folder) if not _is_ours(name))  # noqa: PTH208 (names are enough)
        strange += [_TAG] if _is_there(place / _TAG) else []
        # A run that began at the same time may have marked it by now.
        if strange and not is_marked(folder):
            message = f"it holds {strange[0]}, which is not part of a golint-conn cache"
            raise FolderError(message)
    for name, content in _MARKS.items():
        if not _is_there(place / name):
            draft = place / _draft()
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            draft.replace(place / name)


def is_marked(folder: str) -> bool:
    """Return whether a folder is marked as a cache of ours."""
    return _holds(Path(folder, _TAG), _MARKS[_TAG])


def discard(folder: str) -> None:
    """Remove the database; a link is removed, not its target; OSError propagates.

    It is renamed first, which succeeds for only one of several runs: none removes what another has just rebuilt.
    """
    database = Path(folder, DATABASE)
    if database.is_dir() and not database.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(database))
    doomed = database.with_name(_draft())
    with suppress(FileNotFoundError):
        database.rename(doomed)
        doomed.unlink()
    for name in BESIDE:
        Path(folder, name).unlink(missing_ok=True)


def is_plain(path: Path) -> bool:
    """Return whether a path is a regular file with no other name, or does not exist: writing there is safe."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def used_bytes(folder: str) -> int:
    """Return the total length of the files of the cache, in bytes."""
    return sum(path.lstat().st_size for path in _own_files(folder))


def clean(folder: str) -> int:
    """Remove the files of the cache, and the folder with its markers if it holds nothing else; return the bytes freed.

    Raises FolderError for a folder that is not marked as a cache of ours, and for a link; OSError propagates.
    """
    place = Path(folder)
    if place.is_symlink():
        message = f"it is a symbolic link; name its target instead, {os.path.realpath(folder)}"
        raise FolderError(message)
    if not is_marked(folder):
        message = f"it has no {_TAG} of golint-conn"
        raise FolderError(message)
    freed = _remove(path for path in _own_files(folder) if path.name not in _MARKS)
    if set(os.listdir(folder)) <= _MARKS.keys():  # noqa: PTH208 (names are enough)
        # The tag goes last: a folder that could not be cleaned is still ours.
        freed += _remove(sorted(_own_files(folder), key=lambda each: each.name == _TAG))
    with suppress(OSError):
        place.rmdir()
    return freed


def _remove(paths: Iterable[Path]) -> int:
    freed = 0
    for path in paths:
        freed += path.lstat().st_size
        path.unlink(missing_ok=True)
    return freed


def _own_files(folder: str) -> list[Path]:
    """Return the files in a folder that are ours; a link counts as a link."""
    paths = (path for path in Path(folder).iterdir() if _is_ours(path.name) and not stat.S_ISDIR(path.lstat().st_mode))
    return [path for path in paths if path.name not in _MARKS or _holds(path, _MARKS[path.name])]


def _is_ours(name: str) -> bool:
    return name in {DATABASE, *BESIDE, *_MARKS} or (name.startswith(_DRAFT[0]) and name.endswith(_DRAFT[1]))


def _draft() -> str:
    return os.urandom(8).hex().join(_DRAFT)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a regular file, not a link, has a content."""
    try:
        return read_regular(path, len(content), follow=False) == content
    except OSError:
        return False
