"""What is left when a process ends in the middle of its work: none of its children, and no caller waits."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.face.conftest import child_environment
from tests.patience import INTERRUPTIBLE, PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes by /proc")

ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)

Start = Callable[..., tuple["subprocess.Popen[bytes]", list[int]]]

# What a task does: it says which process it runs in, and comes to no end by itself.
TELL = (
    INTERRUPTIBLE
    + """
import os, re, sys, threading

def tell(name):
    with open(f"{name}.new", "w") as file:
        file.write(str(os.getpid()))
    os.rename(f"{name}.new", f"{name}.pid")

def sleep(name):
    tell(name)
    threading.Event().wait()

def compute(name):
    tell(name)
    re.match("(a+)+b", "a" * 60)  # no other thread of Python's gets a turn
"""
)
POOL = """
from collections import deque
from functools import partial
from golint_conn.run import lifeline
from golint_conn.run.work.pool import Pool

def work(name):
    {task}(name)
    return b"x" * 10_000_000

lifeline._IS_SIGNALLED = {signalled}
with Pool(lambda: work, 2) as pool:
    list(pool.run(deque(["first", "second"])))
"""
FRESH = """
from collections import deque
from golint_conn.run.work.pool import Pool
import fresh

sys.platform = "darwin"
with Pool(fresh.make, 2) as pool:
    list(pool.run(deque(["first", "second"])))
"""
WAIT = """
def wait(name):
    tell(name)
    with open("go"):  # a pipe, which opens when its other end does
        pass
"""
GIT = """
from golint_conn.run.git.call import call_git
from golint_conn.run.lifeline import Lifeline

tie = Lifeline.tie

def tied(line, process):
    tie(line, process)
    tell("tied")

Lifeline.tie = tied
call_git(".", "ls-files")
"""
SERVER = """
import asyncio
from golint_conn.face.server import analyser
from golint_conn.face.server.analyser import Analyser

analyser._COMMAND = (sys.executable, "-c", {child!r})
asyncio.run(Analyser().perform("first"))
"""
CHILD = f"""
{TELL}
from golint_conn.face.server import child

class Analyst:
    def perform(self, job):
        compute(job)

child.Analyst = Analyst
child.main()
"""


def runs(process: int) -> bool:
    """Return whether a process is there and no zombie, which waits for its parent only."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a script, waits for what it starts, and returns all of them."""
    started: list[int] = []
    scripts: list[subprocess.Popen[bytes]] = []

    def run(script: str, *names: str) -> tuple["subprocess.Popen[bytes]", list[int]]:
        process = subprocess.Popen(
            [sys.executable, "-c", TELL + script],
            cwd=tmp_path,
            env=child_environment(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        scripts.append(process)
        places = [tmp_path / f"{name}.pid" for name in names]
        wait_until(lambda: all(place.exists() for place in places) or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        children = [int(place.read_text()) for place in places]
        started.extend(children)
        return process, children

    yield run
    for child in filter(runs, started):
        os.kill(child, signal.SIGKILL)
    for process in scripts:
        with process:
            process.kill()


def ended(process: "subprocess.Popen[bytes]", children: list[int], how: signal.Signals) -> None:
    """End a process, and see that everything that it has started ends, and with it the output that its caller waits for."""
    process.send_signal(how)
    process.communicate(timeout=PATIENCE_SECONDS)
    wait_until(lambda: not any(map(runs, children)))


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("task", ["sleep", "compute"])
def test_workers_end_with_their_parent(task: str, how: signal.Signals, start: Start) -> None:
    ended(*start(POOL.format(task=task, signalled=True), "first", "second"), how)


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("task", ["sleep", "compute"])
def test_workers_that_are_not_forked_do_too(task: str, how: signal.Signals, start: Start, tmp_path: Path) -> None:
    """As on macOS, where the kernel leaves it to them to obey the signal."""
    (tmp_path / "fresh.py").write_text(f"{TELL}\n\ndef make():\n    return {task}\n")
    ended(*start(FRESH, "first", "second"), how)


def test_workers_without_a_signal_end_with_their_task(start: Start, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go")
    process, children = start(WAIT + POOL.format(task="wait", signalled=False), "first", "second")
    process.kill()
    # No caller waits for them: they do not hold the output.
    process.communicate(timeout=PATIENCE_SECONDS)
    assert all(map(runs, children))
    (tmp_path / "go").write_bytes(b"")
    wait_until(lambda: not any(map(runs, children)))


def test_workers_hold_their_own_pipe_and_lifeline_only(start: Start) -> None:
    _, children = start(POOL.format(task="sleep", signalled=True), "first", "second")
    held = [
        {each.readlink() for each in Path(f"/proc/{child}/fd").iterdir()} - {Path(os.devnull)} for child in children
    ]
    assert [sorted(str(each).partition(":")[0] for each in own) for own in held] == [["pipe", "socket"]] * 2
    assert held[0].isdisjoint(held[1])


@pytest.mark.parametrize("how", ENDS)
def test_git_ends_with_its_caller(how: signal.Signals, start: Start, tmp_path: Path) -> None:
    git = tmp_path / "git"
    git.write_text("#!/bin/sh\necho $$ > git.new\nmv git.new git.pid\nexec sleep 3600\n")
    git.chmod(0o755)
    ended(*start(GIT, "git", "tied"), how)


@pytest.mark.parametrize("how", ENDS)
def test_the_process_that_analyses_ends_with_the_server(how: signal.Signals, start: Start) -> None:
    ended(*start(SERVER.format(child=CHILD), "first"), how)
