"""Stacks: deeply nested questions continue in a thread of their own, so that Python's stack never limits the depth.

One thread waits while the other works: two never run at the same time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from queue import SimpleQueue

_SIZE = 16 << 20
"""Bytes of address space for a stack; only what is used takes memory."""


class _Stack:
    """A thread that runs one call after another, each on an empty stack."""

    def __init__(self) -> None:
        import threading  # noqa: PLC0415 (few runs nest so deeply, and a process without threads ends at once)
        from queue import SimpleQueue  # noqa: PLC0415

        self._calls: SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...]]] = SimpleQueue()
        self._ends: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
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
            except BaseException as raised:  # noqa: BLE001 - the caller raises it
                value, error = None, raised
            self._ends.put((value, error))
            del call, arguments, value, error


_idle: list[_Stack] = []


def on_own_stack(call: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what a call returns, or raise what it raises, after running it on an empty stack."""
    stack = _idle.pop() if _idle else _Stack()
    # If an interrupt ends the wait, the thread runs on, and is not used again.
    value, error = stack.run(call, arguments)
    _idle.append(stack)
    if error is not None:
        raise error
    return value
