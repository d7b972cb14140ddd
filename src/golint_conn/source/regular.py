"""Reading files that somebody else named: regular ones only, and no more of them than makes sense.

A name in a repository can belong to a FIFO, which would keep the reader waiting for ever, or to a device, which may
have no end. Neither is read.
"""

import errno
import os
import stat

# Not to wait for whoever would write into a FIFO.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

_MADE_UP = 1_000_000


def read_regular(path: str, most: int) -> bytes:
    """Return the bytes of a regular file of at most `most` bytes; raise OSError for any other."""
    if "\0" in path:
        # Python raises a ValueError here, and callers expect an OSError.
        raise OSError(errno.EINVAL, "a zero byte in the path", path)
    # Unbuffered: the whole file is read at once, and a buffer in between doubles the time.
    with open(os.open(path, _FLAGS), "rb", buffering=0) as file:  # noqa: PTH123 (it is open already)
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        if status.st_size > most:
            raise OSError(errno.EFBIG, f"longer than {most:,} bytes", path)
        # What the kernel makes up says that it is empty, and may have no end or nothing to say yet.
        return (file.readall() if status.st_size else file.read(_MADE_UP)) or b""
