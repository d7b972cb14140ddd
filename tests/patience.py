"""How tests wait: until something has happened, and never for a time to pass. Only this module knows a clock.

How long something takes depends on what else the machine does, so no test says anything about that.
"""

import asyncio
import time
from collections.abc import Callable

PATIENCE_SECONDS = 900
"""How long a test waits before it says that something hangs."""

INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""The first line of a program that is to be interrupted: a shell has interrupts ignored by what it starts in the
background, and by everything that this starts in turn."""

_PAUSE_SECONDS = 0.02


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until something holds; fail where it never does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "this never happens"
        time.sleep(_PAUSE_SECONDS)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, while other tasks run; fail if it never does."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():  # noqa: ASYNC110 (what is waited for can be a process)
            await asyncio.sleep(_PAUSE_SECONDS)
