"""Reading files: the only place that opens one to read it.

A name can belong to a FIFO, which would block the reader, or to a device, which may have no end or act when it is
opened. What the name refers to can also change at any moment. So the file is checked before it is opened, and what was
opened is checked again. Only a regular file of sensible size is read.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 100_000_000
"""The longest file that is read, in bytes; the longest of Go's own has four million."""

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC"))
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)

_MADE_UP = 1_000_000


def read_regular(path: str | Path, most: int = MOST_BYTES, *, follow: bool = True) -> bytes:
    """Return the bytes of a regular file of at most `most` bytes; raise OSError for any other.

    Without `follow`, a symbolic link does not count as a regular file.
    """
    return read_with_status(path, most, follow=follow)[0]


def read_utf8(path: str | Path) -> str:
    r"""Return the text of a regular UTF-8 file, with all line ends as `\n`; OSError and ValueError propagate."""
    return read_regular(path).decode("utf-8").replace("\r\n", "\n")


def read_with_status(path: str | Path, most: int, *, follow: bool = True) -> tuple[bytes, os.stat_result]:
    """Return the result of `read_regular`, and the status of the file that was read."""
    if "\0" in str(path):
        # Python raises a ValueError here, and callers expect an OSError.
        raise OSError(errno.EINVAL, "a NUL byte in the path", str(path))
    _refuse_other(os.stat(path, follow_symlinks=follow), path)  # noqa: PTH116 - a Path is slow
    # Unbuffered: the whole file is read at once, and a buffer would double the time.
    with open(os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK), "rb", buffering=0) as file:  # noqa: PTH123 (it is open already)
        status = os.fstat(file.fileno())
        _refuse_other(status, path)
        data = _read(file, status.st_size, most) if status.st_size <= most else None
    if data is None or len(data) > most:
        raise OSError(errno.EFBIG, f"longer than {most:,} bytes", str(path))
    return data, status


def _refuse_other(status: os.stat_result, path: str | Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))


def _read(file: BinaryIO, size: int, most: int) -> bytes:
    """Return the bytes of a file up to its end, plus one more than `most` if it grows beyond that."""
    if not size:
        # A file that the kernel generates reports size 0, and may have no end or block.
        return file.read(min(_MADE_UP, most)) or b""
    pieces, left = [], most + 1
    while left and (piece := file.read(min(left, size + 1))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
