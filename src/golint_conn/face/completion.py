"""Completion on the command line, for bash, zsh, fish and PowerShell.

The scripts are argcomplete's: at each Tab they run golint-conn itself, which knows what is valid there, such as the ids
of added rules. It then does nothing else, whatever the command line says.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from golint_conn.face.arguments import PROGRAM
from golint_conn.report import FORMATS
from golint_conn.run.config.resolved import rule_infos, sources_of
from golint_conn.run.request import ALL_PACKAGES, CheckRequest, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

Completer = Callable[..., Iterable[str]]
"""Called with the word so far as `prefix`, and with more arguments that are not needed here."""

_MISSING = 'completion needs the package argcomplete: pip install "golint-conn[completion]"'


def script(shell: str) -> str:
    """Return the script that completes command lines in a shell; raise UsageError if the library is missing."""
    try:
        from argcomplete.shell_integration import shellcode  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise UsageError(_MISSING) from error
    return f"{shellcode([PROGRAM], shell=shell).strip()}\n"


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks what is valid on a command line, and end the process."""
    try:
        import argcomplete  # noqa: PLC0415 (an extra)
    except ImportError:
        raise SystemExit(1) from None
    _prepare(parser)
    # Options are shown after a hyphen; otherwise they would hide the names of files.
    argcomplete.autocomplete(parser, always_complete_options=False)


def _prepare(parser: argparse.ArgumentParser) -> None:
    """Say for each argument, on all levels, what is valid there."""
    for action in parser._actions:  # noqa: SLF001 (argparse has no other way to ask for them)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                _prepare(command)
        elif action.choices is None:
            action.completer = _completer(parser, action)  # type: ignore[attr-defined]


def _completer(parser: argparse.ArgumentParser, action: argparse.Action) -> Completer:
    command = parser.prog.rpartition(" ")[2]
    return _OF_COMMAND.get((command, action.dest)) or _OF_ARGUMENT.get(action.dest, _nothing)


def _nothing(**_: object) -> tuple[str, ...]:
    return ()


def _ids(**_: object) -> Iterator[str]:
    """Yield the ids of all rules."""
    try:
        infos = rule_infos(sources_of(CheckRequest()))
    except UsageError:
        # Errors in the configuration are reported by commands that run.
        infos = rule_infos()
    yield from (info.id for info in infos)


def _rules(*, prefix: str, **_: object) -> Iterator[str]:
    """Yield the rules and categories that can follow in a list with commas."""
    before, comma, _last = prefix.rpartition(",")
    given = {*before.split(",")}
    categories = {info.category for info in rule_infos()}
    yield from (f"{before}{comma}{word}" for word in sorted({*_ids(), *categories} - given))


def _formats(*, prefix: str, **_: object) -> Iterator[str]:
    """Yield formats, and after a format and a colon the files to write."""
    name, colon, file = prefix.partition(":")
    if colon:
        yield from (f"{name}:{path}" for path in _paths(file, ""))
    else:
        yield from FORMATS


def _paths(prefix: str, suffix: str) -> Iterator[str]:
    """Yield the folders, each with a slash, and the files with a suffix that begin with a prefix."""
    folder, slash, name = prefix.rpartition("/")
    try:
        entries = sorted(os.scandir(f"{folder}{slash}" or "."), key=lambda each: each.name)
    except OSError:
        return
    for entry in entries:
        # Hidden ones are shown only on request.
        if entry.name.startswith(name) and (name or not entry.name.startswith(".")):
            if entry.is_dir():
                yield f"{folder}{slash}{entry.name}/"
            elif entry.name.endswith(suffix):
                yield f"{folder}{slash}{entry.name}"


def _go_files(*, prefix: str, **_: object) -> Iterator[str]:
    yield from _paths(prefix, ".go")


def _packages(*, prefix: str, **_: object) -> Iterator[str]:
    yield ALL_PACKAGES
    yield from _go_files(prefix=prefix)


def _files(*, prefix: str, **_: object) -> Iterator[str]:
    yield from _paths(prefix, "")


def _folders(*, prefix: str, **_: object) -> Iterator[str]:
    yield from (path for path in _paths(prefix, "") if path.endswith("/"))


def _python_files(*, prefix: str, **_: object) -> Iterator[str]:
    yield from _paths(prefix, ".py")


_OF_ARGUMENT: dict[str, Completer] = {
    "baseline": _files,
    "cache_dir": _folders,
    "config": _files,
    "dir": _folders,
    "file": _go_files,
    "models": _files,
    "ignore": _rules,
    "output_format": _formats,
    "paths": _packages,
    "place": _go_files,
    "rule_file": _python_files,
    "rules_dir": _folders,
    "select": _rules,
    "stdin_filename": _go_files,
    "write": _files,
}
"""The valid values of an argument, for all commands; an argument that is not listed has no proposals."""

_OF_COMMAND: dict[tuple[str, str], Completer] = {
    ("rule", "id"): _ids,
    ("sarif-check", "file"): _files,
    ("test", "paths"): _python_files,
    ("vet", "paths"): _python_files,
    ("migrate", "paths"): _python_files,
}
"""The valid values of an argument of one command."""
