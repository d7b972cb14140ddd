"""The command lines that are measured."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

_SCRIPTS = Path(sysconfig.get_path("scripts"))

FLOOR = (sys.executable, str(Path(__file__).with_name("floor.py")))
OURS = (str(_SCRIPTS / "golint-conn"),)

RULE = """\
id: response-not-closed
language: go
severity: warning
message: The body of this response is not closed.
rule:
  pattern: $RESP, $ERR := http.Get($URL)
  not:
    inside:
      kind: function_declaration
      stopBy: end
      has:
        pattern: $RESP.Body.Close()
        stopBy: end
"""
"""The only ast-grep rule: a response assigned in a function that never closes it."""

NOT_READ = ("!vendor", "!testdata", "!_*", "!.*")
"""Globs for the files that golint-conn skips, so that ast-grep can scan the same files."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A name in the table and a command, which runs in the checked folder."""

    name: str
    command: tuple[str, ...]


@functools.cache
def options() -> str:
    """Return the help of golint-conn check, which lists its options."""
    shown = subprocess.run([*OURS, "check", "--help"], capture_output=True, encoding="utf-8", check=True)
    return shown.stdout


def has_cache() -> bool:
    """Return whether golint-conn has an option for its cache folder."""
    return "--cache-dir" in options()


def ours(name: str, *more: str) -> Contestant:
    """Return a run of golint-conn over the whole folder."""
    return Contestant(
        name, (*OURS, "check", "--no-config", "--exit-zero", "--quiet", "--output-format=concise", *more, ".")
    )


def others(rule: Path) -> list[Contestant]:
    """Return the other installed programs; `rule` is the file with the rule for ast-grep."""
    found = []
    ast_grep = shutil.which("ast-grep", path=str(_SCRIPTS)) or shutil.which("ast-grep")
    if ast_grep:
        scan = (ast_grep, "scan", "--rule", str(rule), "--json=stream")
        globs = tuple(f"--globs={each}" for each in NOT_READ)
        found += [Contestant("ast-grep", (*scan, ".")), Contestant("ast-grep, our files", (*scan, *globs, "."))]
    go = shutil.which("go")
    bodyclose = shutil.which("bodyclose")
    if go and bodyclose:
        found.append(Contestant("bodyclose", (go, "vet", f"-vettool={bodyclose}", "./...")))
    staticcheck = shutil.which("staticcheck")
    if go and staticcheck:
        found.append(Contestant("staticcheck", (staticcheck, "./...")))
    return found
