"""Stacks: questions that nest deeply go on in a thread of their own, so that none is too deep for Python's stack.

One thread waits while the other works: never do two run at a time.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE = 16 << 20
"""Bytes of address space for a stack; memory is taken only as far as it is used."""

_size_lock = threading.Lock()


class _Stack:
    """A thread that runs one call after another, each on its empty stack."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...]]] = SimpleQueue()
        self._ends: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        with _size_lock:
            before = threading.stack_size(_SIZE)
            try:
                threading.Thread(target=self._work, name="golint-conn stack", daemon=True).start()
            finally:
                threading.stack_size(before)

    def run(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
        """Return what a call returns, and what it raises."""
        self._calls.put((call, arguments))
        return self._ends.get()

    def _work(self) -> None:
        while True:
            call, arguments = self._calls.get()
            try:
                value, error = call(*arguments), None
            except BaseException as raised:  # noqa: BLE001 - it is raised where it belongs
                value, error = None, raised
            self._ends.put((value, error))
            del call, arguments, value, error


_idle: list[_Stack] = []


def on_own_stack(call: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what a call returns, or raise what it raises, after it ran on an empty stack."""
    stack = _idle.pop() if _idle else _Stack()
    # Where an interrupt ends the wait, the thread goes on, and is not used again.
    value, error = stack.run(call, arguments)
    _idle.append(stack)
    if error is not None:
        raise error
    return value
