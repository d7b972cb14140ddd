"""Whether a file on disk is still the one that was read, told without reading it.

A change is seen by the time of the last change, the size and the inode. The time counts in ticks of the file system: a
file that is changed twice in one tick looks the same after the second. git calls such files racy. One that was changed
shortly before it was looked at is therefore never trusted, and read again.
"""

import os

from golint_conn.run.cache.records import FileRecord

RACY_NS = 2_000_000_000
"""How long ago, in nanoseconds, a file must have been changed to be told by its time: the longest tick is FAT's."""

_NEVER = 0


def noted(status: os.stat_result, looked_at_ns: int, digest: bytes, *, passes: bool, directed: bool) -> FileRecord:
    """Return the record of a file.

    `status` must be taken before the file is read, and `looked_at_ns`, by `time.time_ns()`, before that: what changes
    later is then seen by the next run. A time in the future is none to rely on.
    """
    changed = changed_ns(status)
    told = changed if changed <= looked_at_ns - RACY_NS else _NEVER
    return FileRecord(told, status.st_size, status.st_ino, digest, passes, directed)


def fresh(path: str, record: FileRecord) -> bool:
    """Return whether a file is certainly the one of a record; where that cannot be told it has to be read."""
    if record.mtime_ns == _NEVER:
        return False
    try:
        status = os.stat(path)  # noqa: PTH116 (thousands of files: a Path for each costs more than the call)
    except (OSError, ValueError):
        return False
    return status.st_size == record.size and status.st_ino == record.inode and changed_ns(status) == record.mtime_ns


def changed_ns(status: os.stat_result) -> int:
    """Return when a file was changed last, in nanoseconds since 1970.

    That is the later of its two times. A program can set the time of the content back to what it was (`cp -p`, `touch
    -r`, `rsync -t`), but not that of the inode. (On Windows that is the time of its creation and does no harm.)
    """
    return max(status.st_mtime_ns, status.st_ctime_ns)
