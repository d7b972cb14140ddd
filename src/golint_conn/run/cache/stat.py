"""Whether a file on disk is still the one that was read, decided without reading it.

A change shows in the time of the last change, the size and the inode. The time counts in ticks of the file system: a
file that changes twice in one tick looks the same after the second change. git calls such files racy. So a file that
changed shortly before it was looked at is never trusted, and is read again.
"""

import os

from golint_conn.run.cache.records import FileRecord

RACY_NS = 2_000_000_000
"""How long ago, in nanoseconds, a file must have changed for its time to be trusted: the longest tick is FAT's."""

_NEVER = 0


def noted(status: os.stat_result, looked_at_ns: int, digest: bytes, *, passes: bool, directed: bool) -> FileRecord:
    """Return the record of a file.

    `status` must be taken before the file is read, and `looked_at_ns`, by `time.time_ns()`, before that: the next run
    then notices later changes. A time in the future is not trusted.
    """
    changed = changed_ns(status)
    told = changed if changed <= looked_at_ns - RACY_NS else _NEVER
    return FileRecord(told, status.st_size, status.st_ino, digest, passes, directed)


def fresh(path: str, record: FileRecord) -> bool:
    """Return whether a file is certainly the one of a record; if in doubt, it has to be read."""
    if record.mtime_ns == _NEVER:
        return False
    try:
        status = os.stat(path)  # noqa: PTH116 (thousands of files: a Path for each costs more than the call)
    except (OSError, ValueError):
        return False
    return status.st_size == record.size and status.st_ino == record.inode and changed_ns(status) == record.mtime_ns


def changed_ns(status: os.stat_result) -> int:
    """Return when a file last changed, in nanoseconds since 1970.

    That is the later of its two times. A program can reset the time of the content (`cp -p`, `touch -r`, `rsync -t`),
    but not that of the inode. (On Windows the latter is the time of its creation and does no harm.)
    """
    return max(status.st_mtime_ns, status.st_ctime_ns)
