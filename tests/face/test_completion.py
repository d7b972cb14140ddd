"""Completion, requested by the shells themselves."""

import argparse
import os
import pty
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from golint_conn.face.arguments import build_parser
from golint_conn.face.completion import _OF_ARGUMENT, _OF_COMMAND
from tests.face.conftest import child_environment
from tests.patience import PATIENCE_SECONDS

WriteTree = Callable[..., Path]
Shell = Callable[[str], str]

SCRIPTS = Path(sys.executable).parent

# How an interactive shell is started without the user's settings, and what it runs first.
INTERACTIVE = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(golint-conn completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(golint-conn completion zsh)"'),
}


def environment() -> dict[str, str]:
    path = os.pathsep.join((str(SCRIPTS), os.environ["PATH"]))
    return child_environment(PATH=path, PS1="$ ", TERM="dumb", COLUMNS="200")


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._near, far = pty.openpty()
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdin=far, stdout=far, stderr=far, start_new_session=True
        )
        os.close(far)

    def type(self, text: str) -> None:
        os.write(self._near, text.encode())

    def until(self, pattern: str) -> str:
        """Return what is shown from now on up to something that matches."""
        shown = ""
        while not re.search(pattern, shown):
            ready, _, _ = select.select([self._near], [], [], PATIENCE_SECONDS)
            if not ready:
                pytest.fail(f"nothing like {pattern!r} in {shown!r}")
            shown += os.read(self._near, 4096).decode(errors="replace")
        return shown

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._near)


@pytest.fixture(params=sorted(INTERACTIVE))
def terminal(request: pytest.FixtureRequest, tree: WriteTree) -> Iterator[Terminal]:
    """Return an interactive shell with our completion, in a folder with two Go files."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    command, first = INTERACTIVE[request.param]
    terminal = Terminal(command, tree({"server.go": "package p\n", "sub/a.go": "package p\n", "notes.txt": ""}))
    # The echo of the line is not yet the answer.
    terminal.type(f"{first}; echo READ''Y\n")
    terminal.until("READY")
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("golint-conn comp", "completion"),
        ("golint-conn rule transport-p", "transport-per-call"),
        ("golint-conn check --select transport-p", "transport-per-call"),
        ("golint-conn check --ignore timeout,transport-p", "timeout,transport-per-call"),
        ("golint-conn check --select depr", "deprecated"),
        ("golint-conn check --output-format checks", "checkstyle"),
        ("golint-conn check --output-format json:no", "notes.txt"),
        ("golint-conn check --unsafe", "--unsafe-fixes"),
        ("golint-conn check --level ped", "pedantic"),
        ("golint-conn check se", "server.go"),
    ],
)
def test_a_tab_completes(typed: str, completed: str, terminal: Terminal) -> None:
    terminal.type(f"{typed}\t")
    # Only what was not typed is new on the screen.
    rest = next(completed[length:] for length in range(len(completed), -1, -1) if typed.endswith(completed[:length]))
    assert rest, "nothing would be left to complete"
    shown = terminal.until(re.escape(rest))
    assert "Traceback" not in shown


FISH = pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")


@FISH
@pytest.mark.parametrize(
    ("line", "first_words"),
    [
        ("golint-conn rule transport-", {"transport-per-call"}),
        ("golint-conn check --select timeout,t", {"timeout,ticker-not-stopped", "timeout,tls-verification-disabled",
                                                  "timeout,transport-per-call"}),
        ("golint-conn check --output-format j", {"json", "jsonl", "junit"}),
        ("golint-conn check s", {"server.go", "sub/"}),
        ("golint-conn sarif-check n", {"notes.txt"}),
        ("golint-conn check --reason ", set()),
    ],
)  # fmt: skip
def test_fish_completes(line: str, first_words: set[str], tree: WriteTree) -> None:
    folder = tree({"server.go": "package p\n", "sub/a.go": "package p\n", "notes.txt": ""})
    script = f"golint-conn completion fish | source; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],  # noqa: S607 (the fish that people have)
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert {each.partition("\t")[0] for each in done.stdout.splitlines()} == first_words


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="PowerShell is not installed")
def test_powershell_completes(tmp_path: Path) -> None:
    script = (
        "golint-conn completion powershell | Out-String | Invoke-Expression; "
        "(TabExpansion2 'golint-conn rule transport-p' 28).CompletionMatches.CompletionText"
    )
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", script],  # noqa: S607 (the PowerShell that people have)
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "transport-per-call"


def asked(folder: Path, line: str, *, start: str = "") -> tuple[int, str]:
    """Return the exit code of the program that a shell asks, and its answer."""
    code = f"{start}\nimport sys\nfrom golint_conn.face.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    answer = folder / "answer"
    variables = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    command = [sys.executable, "-c", code, *line.split()[1:]]
    done = subprocess.run(command, cwd=folder, env=environment() | variables, capture_output=True, check=False)
    return done.returncode, answer.read_text(encoding="utf-8") if answer.exists() else ""


@pytest.mark.parametrize("start", ["", "import sys\nsys.modules['argcomplete'] = None"], ids=["with", "without"])
def test_a_question_of_a_shell_runs_nothing(start: str, tree: WriteTree) -> None:
    source = 'package p\n\nimport "net/http"\n\nvar client = http.Client{}\n'
    folder = tree({"go.mod": "module m\n", "a.go": source})
    code, answer = asked(folder, "golint-conn baseline create ", start=start)
    assert code == bool(start)
    assert ("./..." in answer) != bool(start)
    assert sorted(path.name for path in folder.iterdir() if path.name != "answer") == ["a.go", "go.mod"]


def test_wrong_settings_do_not_keep_rules_from_completing(tree: WriteTree) -> None:
    folder = tree({".golint-conn.toml": "no-such-key = [\n"})
    assert asked(folder, "golint-conn rule transport-p") == (0, "transport-per-call ")


def test_without_the_library_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys\nsys.modules['argcomplete'] = None\nfrom golint_conn.face.cli import main\nsys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "completion", "bash"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "golint-conn[completion]"' in done.stderr


def test_what_is_said_of_arguments_is_of_arguments_that_exist() -> None:
    parsers, found = [build_parser()], set()
    while parsers:
        parser = parsers.pop()
        for action in parser._actions:  # noqa: SLF001 (argparse has no other way to ask for them)
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                parsers += action.choices.values()
            elif action.choices is None:
                found.add((parser.prog.rpartition(" ")[2], action.dest))
    assert set(_OF_COMMAND) <= found
    assert set(_OF_ARGUMENT) <= {dest for _, dest in found}
