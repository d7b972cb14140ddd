"""A pool of worker processes that survives the death of a worker and knows which task killed it.

Each worker is a process with a pipe, holds one task at a time, and answers it before it gets the next. A broken pipe
therefore identifies the task: it is returned as `Lost`, a fresh worker replaces the dead one, and everything else
continues. (The pools of the standard library give up all their tasks when one worker dies.) A worker ends with this
process, by its lifeline, and holds nothing else of it but its pipe.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from golint_conn.run.lifeline import Lifeline, hold_only, obey
from golint_conn.run.work.crash import account
from golint_conn.run.work.garbage import collect_seldom

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Answer = TypeVar("Answer")

_PATIENCE_SECONDS = 5.0
_SAFE_PATH = "PYTHONSAFEPATH"


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without an answer, and why."""

    reason: str


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: "BaseProcess"
    connection: "Connection"
    line: Lifeline
    task: Task | None = None


class Pool(Generic[Task, Answer]):
    """Worker processes that each build a handler once and run tasks through it; use it in a `with` block.

    `make_handler`, tasks and answers must be picklable. No task can be None.
    """

    def __init__(self, make_handler: Callable[[], Callable[[Task], Answer]], processes: int) -> None:
        self._make_handler = make_handler
        self._processes = processes
        self._workers: list[_Worker[Task]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for worker in self._workers:
            if error is None and worker.task is None:
                self._dismiss(worker)
            else:
                worker.process.terminate()
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(_PATIENCE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
            worker.line.cut()

    def run(self, tasks: deque[Task]) -> Iterator[tuple[Task, Answer | Lost]]:
        """Yield each task with its answer as answers arrive; tasks that the caller adds during the loop are run too."""
        from multiprocessing.connection import wait  # noqa: PLC0415 (a run in one process never needs it)

        while True:
            self._assign(tasks)
            busy = {worker.connection: (worker, worker.task) for worker in self._workers if worker.task is not None}
            if not busy:
                return
            ready = wait(list(busy))
            for connection, (worker, task) in busy.items():
                if connection not in ready:
                    continue
                worker.task = None
                try:
                    answer: Answer | Lost = worker.connection.recv()
                except (EOFError, OSError):
                    answer = self._bury(worker)
                yield task, answer

    def _assign(self, tasks: deque[Task]) -> None:
        """Give each idle worker a task, and start workers while there are tasks for them."""
        while tasks:
            worker = next((each for each in self._workers if each.task is None), None)
            if worker is None:
                if len(self._workers) >= self._processes:
                    return
                worker = self._start()
            worker.task = tasks.popleft()
            try:
                worker.connection.send(worker.task)
            except OSError:
                # It died while idle, so the task is not to blame.
                tasks.appendleft(worker.task)
                self._bury(worker)

    def _start(self) -> _Worker[Task]:
        import multiprocessing  # noqa: PLC0415 (a run in one process never needs it)
        from multiprocessing.connection import Connection  # noqa: PLC0415 - as above

        # Forking shares the loaded rules and costs a few milliseconds; it is reliable only on Linux.
        get = multiprocessing.get_context
        context = get("fork") if sys.platform == "linux" else get("spawn")
        ours, theirs = context.Pipe()
        line = Lifeline()
        # As connections, which fresh interpreters inherit too.
        ends = [Connection(os.dup(each), writable=False) for each in line.inherited]
        process = context.Process(target=_serve, args=(self._make_handler, theirs, ends), daemon=True)
        with _safe_imports():
            process.start()
        line.tie(process.pid or 0)
        for each in (theirs, *ends):
            each.close()
        worker: _Worker[Task] = _Worker(process, ours, line)
        self._workers.append(worker)
        return worker

    @staticmethod
    def _dismiss(worker: _Worker[Task]) -> None:
        """Tell an idle worker to end when it is ready."""
        with suppress(OSError):
            worker.connection.send(None)

    def _bury(self, worker: _Worker[Task]) -> Lost:
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join(_PATIENCE_SECONDS)
        worker.line.cut()
        code = worker.process.exitcode or 0
        return Lost(f"the worker process died ({f'signal {-code}' if code < 0 else f'exit code {code}'})")


@contextmanager
def _safe_imports() -> Iterator[None]:
    """Make fresh interpreters look for modules everywhere but in the working directory.

    If processes are not forked, Python starts them with `-c`, which puts the working directory first: a pickle.py in
    the analyzed code would be run.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _serve(
    make_handler: Callable[[], Callable[[Task], Answer]], connection: "Connection", line: Sequence["Connection"]
) -> None:
    """Answer tasks until a None arrives or the parent is gone; `line` is the end of a lifeline."""
    import signal  # noqa: PLC0415 (a run in one process never needs it)

    # The terminal sends an interrupt to all processes; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    obey()
    hold_only({each.fileno() for each in (connection, *line)})
    collect_seldom()
    handler = make_handler()
    with suppress(EOFError, OSError):
        while (task := connection.recv()) is not None:
            connection.send(_answer(handler, task))


def _answer(handler: Callable[[Task], Answer], task: Task) -> Answer | Lost:
    try:
        return handler(task)
    except Exception as error:  # noqa: BLE001 (what a worker prints is lost)
        return Lost(account(error))
