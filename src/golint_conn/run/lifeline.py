"""Lifelines: a child process ends with this one, however that ends, and holds none of its other pipes.

A lifeline is a pipe. The child holds the read end, only this process holds the write end, and nothing is ever written.
When this process is gone, its end is closed, and the kernel sends the child a signal, even while the child waits for
something else or computes endlessly.

Linux ends a process by that signal. macOS leaves it to the process, and `obey` makes a process of ours end. Windows has
no such signal: there a child ends when it next reads from a pipe of its parent, or writes to one.
"""

import os
import sys
from collections.abc import Collection
from contextlib import suppress
from typing import Self

_IS_SIGNALLED = hasattr(os, "O_ASYNC")
_STANDARD_ERROR = 2


class Lifeline:
    """The lifeline of one child, cut when the `with` block is left: a child that is still running ends then too."""

    def __init__(self) -> None:
        self._read, self._held = os.pipe()
        self._is_tied = False

    @property
    def inherited(self) -> tuple[int, ...]:
        """The descriptors that a child must inherit to be tied; for `pass_fds` of a subprocess."""
        return (self._read,) if _IS_SIGNALLED else ()

    def tie(self, process: int) -> None:
        """Make a child, by its process id, end with this process."""
        if _IS_SIGNALLED:
            import fcntl  # noqa: PLC0415 (Windows has none)

            fcntl.fcntl(self._read, fcntl.F_SETOWN, process)
            fcntl.fcntl(self._read, fcntl.F_SETFL, fcntl.fcntl(self._read, fcntl.F_GETFL) | os.O_ASYNC)
        self._is_tied = True
        os.close(self._read)

    def cut(self) -> None:
        """Make the child end; it does no harm if it has already ended."""
        os.close(self._held)
        if not self._is_tied:
            os.close(self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()


def obey() -> None:
    """Make this process, a child of ours, end by the signal of its lifeline if it would not do so by itself."""
    if _IS_SIGNALLED and sys.platform != "linux":
        import signal  # noqa: PLC0415 (only children need it)

        signal.signal(signal.SIGIO, lambda *_: os._exit(1))


def hold_only(kept: Collection[int]) -> None:
    """Redirect all descriptors of this process, a child of ours, to the null device, except some.

    A caller that waits for the end of our output waits for every process that holds it. The descriptors are not closed:
    objects of the parent live on in a child, and might close a number that something else uses by then.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in _descriptors() - {*kept, nowhere}:
        with suppress(OSError):
            os.fstat(descriptor)
            os.dup2(nowhere, descriptor, inheritable=descriptor <= _STANDARD_ERROR)
    os.close(nowhere)


def _descriptors() -> set[int]:
    """Return the descriptors of this process, or those of the standard streams if the others are unknown."""
    try:
        return set(map(int, os.listdir("/dev/fd")))  # noqa: PTH208 (names are enough)
    except OSError:
        return set(range(_STANDARD_ERROR + 1))
