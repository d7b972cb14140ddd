"""The analyzer: the server's end of the process that analyzes.

It performs one job at a time. A job whose result is no longer needed is killed with its process, because an analysis
cannot be interrupted otherwise; the next job starts another process. A process that dies, or takes too long, costs only
its job. It ends with the server, by its lifeline, even in the middle of a job.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from golint_conn.face.server.framing import LENGTH, packed
from golint_conn.face.server.jobs import Failed, Message, Urgency
from golint_conn.run.lifeline import Lifeline

if TYPE_CHECKING:
    from golint_conn.face.server.jobs import Answer, Job

MOST_SECONDS = 120.0
_SECONDS_TO_DIE = 1.0

# Without -P, Python would look for modules in the folder where the editor has started us: in other people's code.
_COMMAND = (sys.executable, "-P", "-m", "golint_conn.face.server.child")


class Analyser:
    """Performs jobs in a process that it starts on demand."""

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._line = ExitStack()
        self._lock = asyncio.Lock()

    async def start(self) -> None:
        """Start the process if there is none, so that the next job need not wait for it."""
        async with self._lock:
            with suppress(OSError):  # the job will report it
                await self._started()

    async def perform(self, job: Job) -> Answer:
        """Return the answer to a job; the job is given up when its caller is canceled."""
        async with self._lock:
            try:
                return await asyncio.wait_for(self._exchange(job), self._most_seconds)
            except TimeoutError:
                self.end()
                return _failure(f"given up after {self._most_seconds:.0f} seconds")
            except (OSError, EOFError) as error:
                return _failure(await self._account(error))
            except BaseException:
                self.end()
                raise

    async def _exchange(self, job: Job) -> Answer:
        process = await self._started()
        send, receive = process.stdin, process.stdout
        if send is None or receive is None:
            message = "the analysis process has no pipes"
            raise OSError(message)
        send.write(packed(job))
        await send.drain()
        size = LENGTH.unpack(await receive.readexactly(LENGTH.size))[0]
        answer: Answer = pickle.loads(await receive.readexactly(size))  # noqa: S301 (our own process wrote it)
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._line.close()
            line, pipe = self._line.enter_context(Lifeline()), asyncio.subprocess.PIPE
            self._process = await asyncio.create_subprocess_exec(
                *_COMMAND, stdin=pipe, stdout=pipe, pass_fds=line.inherited
            )
            line.tie(self._process.pid)
        return self._process

    async def _account(self, error: Exception) -> str:
        """Return what happened to a process that does not answer."""
        process, self._process = self._process, None
        if process is None:
            return f"the analysis process cannot be started: {error}"
        try:
            code = await asyncio.wait_for(process.wait(), _SECONDS_TO_DIE)
        except TimeoutError:
            process.kill()
            code = await process.wait()
        return f"the analysis process died ({f'signal {-code}' if code < 0 else f'exit code {code}'})"

    def end(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        self._line.close()
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()


def _failure(text: str) -> Failed:
    return Failed((Message(Urgency.ERROR, text),))
