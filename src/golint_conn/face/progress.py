"""The progress bar: one line on a terminal, only for long runs, removed when the run ends."""

import sys
from collections.abc import Callable
from time import monotonic
from typing import Self, TextIO

_DELAY_SECONDS = 1.0
_INTERVAL_SECONDS = 0.1
_CELLS = 30
_ERASE = "\r\x1b[K"


class ProgressBar:
    """Shows the progress of a run; use it in a `with` block and call it as the run's progress."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _DELAY_SECONDS
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write(_ERASE)
            self._stream.flush()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show the state of a stage, unless the run has just begun or the bar was just drawn."""
        now = self._clock()
        if now < self._next or not total:
            return
        self._next = now + _INTERVAL_SECONDS
        filled = _CELLS * done // total
        bar = "#" * filled + "-" * (_CELLS - filled)
        self._stream.write(f"{_ERASE}{stage:<8} [{bar}] {done:,} of {total:,} files")
        self._stream.flush()
        self._shown = True


def progress_bar(*, quiet: bool) -> ProgressBar | None:
    """Return a bar on standard error, or None if it would be invisible or unwanted."""
    return None if quiet or not sys.stderr.isatty() else ProgressBar(sys.stderr)
