"""Pages whose commands are run: what a page of docs/ tells people to do is done, in order, and must come out as shown.

Fenced blocks with a file name behind the language (```go client/client.go) are written to that file. Blocks of `diff`
are applied. In blocks of `console` each line that begins with `$ ` is run, and the lines below it are what it must
print. All happens in one new folder, which the page calls /code/shop; nothing is left of it.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE_SECONDS

_FENCE = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN_ROOT = "/code/shop"
_SHOWN_HOME = "/home/you"


@dataclass(frozen=True, slots=True)
class Ran:
    """The page as it should read, and its commands."""

    text: str
    commands: tuple[str, ...]


def run_page(text: str, folder: Path) -> Ran:
    """Do what a page says, and return it with the output that its commands had."""
    root, home = folder / "shop", folder / "home"
    for each in (root, home):
        each.mkdir()
    shell = _Shell(root, home)
    pieces, last = [], 0
    for match in _FENCE.finditer(text):
        pieces.append(text[last : match.start(3)])
        pieces.append(_block(match[1], match[2], match[3], shell))
        last = match.end(3)
    return Ran("".join([*pieces, text[last:]]), tuple(shell.commands))


def _block(language: str, name: str | None, body: str, shell: "_Shell") -> str:
    if language == "console":
        return shell.session(body)
    if language == "diff":
        subprocess.run(["git", "apply", "-"], cwd=shell.root, input=body, text=True, check=True)  # noqa: S607
    elif name is not None:
        path = shell.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return body


class _Shell:
    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.home = home
        self.code = 0
        self.commands: list[str] = []
        tools = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        identity = {f"GIT_{who}_{what}": "you" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {
            "HOME": str(home),
            "PATH": tools,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONUNBUFFERED": "1",  # so that what is said stands between what is printed, as in a terminal
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
            "GIT_CONFIG_NOSYSTEM": "1",
            **identity,
        }

    def session(self, body: str) -> str:
        """Run the commands of a block, and return it with what they print."""
        commands = re.findall(r"^\$ (.*(?:\\\n.*)*)$", body, re.MULTILINE)
        return "".join(f"$ {command}\n{self._run(command)}" for command in commands)

    def _run(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.code}); {command}"],  # noqa: S607
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        self.commands.append(command)
        self.code = done.returncode
        said = done.stdout.replace(str(self.root), _SHOWN_ROOT).replace(str(self.home), _SHOWN_HOME)
        return said if said.endswith("\n") or not said else f"{said}\n"
