"""Calling git in a repository that may be hostile: its configuration must not run, fetch or wait for anything.

A repository's own configuration can name programs: a monitor of the work tree, hooks, a transport that fetches missing
objects. All of these are switched off here. No command compares the work tree, so git never runs a filter, external
diff or text conversion.
"""

import os
from collections.abc import Sequence
from pathlib import Path

# Git sets these for its hooks. They would make git look at another repository or index than the requested one, or,
# under `git --literal-pathspecs commit`, read a pattern of ours as a name.
_FOREIGN = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_LITERAL_PATHSPECS "
    "GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS".split()
)
# A repository may say that objects are missing and name a program to fetch them with; different versions of git know
# one or the other of the two variables that forbid this.
_OWN = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_SAFE = (
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "protocol.allow=never",
    # A folder with the files of a bare repository is an ordinary folder of the tree, not a repository for git to use.
    "-c",
    "safe.bareRepository=explicit",
)
SECONDS = 30
"""The time limit for git, in seconds: an ignore file can be a FIFO without a writer."""
_NAME = "git.exe" if os.name == "nt" else "git"


class GitError(Exception):
    """Git could not answer; the text says why."""


def call_git(
    tree: str,
    *words: str,
    revisions: Sequence[str] = (),
    names: Sequence[str] = (),
    send: bytes = b"",
    index: str | None = None,
) -> bytes:
    """Return what git prints in a work tree; raise GitError if it is missing, refuses or does not end.

    `words` are a command and options of ours. `revisions` and `names` of files may be anything: git reads none of them
    as an option, and no name as a pattern. `index` is the absolute path of an index to use instead of the repository's
    own.
    """
    literal = ("--literal-pathspecs",) if names else ()
    others = (*(("--end-of-options", *revisions) if revisions else ()), *(("--", *names) if names else ()))
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN} | _OWN
    if index is not None:
        environment["GIT_INDEX_FILE"] = index
    try:
        command = [program(), *_SAFE, *literal, *words, *others]
        code, answer, complaint = _ended(command, tree, environment, send)
    except OSError as error:
        raise GitError(error.strerror or str(error)) from error
    if code:
        raise GitError(complaint.decode("utf-8", "replace").strip())
    return answer


def _ended(command: list[str], folder: str, environment: dict[str, str], send: bytes) -> tuple[int, bytes, bytes]:
    """Return the exit code, output and errors of a program that ends together with this process."""
    import subprocess  # noqa: PLC0415 (files named outright need no git)

    from golint_conn.run.lifeline import Lifeline  # noqa: PLC0415 - as above

    pipe = subprocess.PIPE
    with (
        Lifeline() as line,
        subprocess.Popen(  # noqa: S603 (words of ours; foreign names follow -- or --end-of-options)
            command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, pass_fds=line.inherited
        ) as process,
    ):
        try:
            line.tie(process.pid)
            answer, complaint = process.communicate(send, SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            message = f"git did not answer within {SECONDS} seconds"
            raise GitError(message) from error
        except BaseException:
            process.kill()
            raise
    return process.returncode, answer, complaint


def program() -> str:
    """Return the absolute path of git; raise GitError if it is not installed.

    Windows looks for programs in the working directory first, and a relative entry of PATH leads there everywhere.
    """
    for folder in os.get_exec_path():
        place = Path(folder, _NAME)
        if place.is_absolute() and place.is_file() and os.access(place, os.X_OK):
            return str(place)
    message = "git is not installed"
    raise GitError(message)
