"""Why something is reported on a line, or why it is not: the engine's proofs for people."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.report.explanation import render
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.filter.grading import graded
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.request import UsageError
from golint_conn.run.why import Accounts, Explanation, NoResource
from golint_conn.source import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.report.view import View
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.why import Place, RuleVerdict


@dataclass(frozen=True, slots=True)
class Question:
    """The place that a user asks about; column 0 means the whole line."""

    path: str
    line: int
    column: int = 0


def question(text: str) -> Question:
    """Return the place that `FILE:LINE` or `FILE:LINE:COLUMN` names; raise UsageError if it names none.

    >>> question("net/dial.go:12:4")
    Question(path='net/dial.go', line=12, column=4)
    """
    parts = text.removesuffix(":").split(":")
    numbers: list[int] = []
    while len(parts) > 1 and len(numbers) < 2 and parts[-1].isascii() and parts[-1].isdecimal():  # noqa: PLR2004
        numbers.insert(0, int(parts.pop()))
    path = ":".join(parts)
    if not numbers:
        message = f"{text}: which line? give FILE:LINE or FILE:LINE:COLUMN"
        raise UsageError(message)
    if not path.endswith(".go"):
        message = f"{path}: not a Go file"
        raise UsageError(message)
    if 0 in numbers:
        message = f"{text}: lines and columns are counted from 1"
        raise UsageError(message)
    return Question(path, *numbers)


def why(asked: Question, cwd: str, settings: Settings, view: Callable[[str], View]) -> str:
    """Return what is known about the obligations on a line as text; raise UsageError if there is no call."""
    cwd = os.path.realpath(cwd)
    reader = Reader(work_tree(cwd) or cwd)
    path = os.path.realpath(Path(cwd, asked.path))
    checker = Checker(reader, load_rules(settings.sources), settings.sources.declared)
    accounts = Accounts(checker.of(path))
    file = _file(accounts, asked, path)
    sites = accounts.calls(file, asked.line, asked.column)
    if not sites:
        raise UsageError(*_no_call(accounts, file, asked))
    found: list[Explanation | NoResource] = []
    for site in sites:
        held = accounts.acquisitions(site)
        found += [_with_settings(accounts.account(each), settings, reader.root) for each in held]
        found += [] if held else [accounts.nothing(site)]
    # If some call acquires something, the other calls of the line are not what the user asked about.
    told = [each for each in found if isinstance(each, Explanation)] or found
    return render(told, reader, view(reader.root))


def _file(accounts: Accounts, asked: Question, path: str) -> GoFile:
    """Return the file of a question; raise UsageError if there is none, or if it has no such line."""
    try:
        accounts.program.workspace.reader.read(path)
    except OSError as error:
        message = f"{asked.path}: {error.strerror}"
        raise UsageError(message) from error
    file = accounts.program.workspace.file(path)
    if file is None:
        message = f"{asked.path}: could not be read"
        raise UsageError(message)
    last = len(file.source.line_starts)
    if asked.line > last:
        message = f"{asked.path}: no line {asked.line}; the last is {last}"
        raise UsageError(message)
    return file


def _no_call(accounts: Accounts, file: GoFile, asked: Question) -> list[str]:
    """Return that there is no call, and which calls around it acquire something."""
    column = f":{asked.column}" if asked.column else ""
    messages = [f"{asked.path}:{asked.line}{column}: no call here"]
    for place, kinds in accounts.around(file, asked.line):
        messages.append(f"{asked.path}:{_position(file, place)}: in the same function: a {kinds}")
    return messages


def _position(file: GoFile, place: Place) -> str:
    position = file.source.byte_position(place.span.start)
    return f"{position.line}:{position.column}"


def _with_settings(account: Explanation, settings: Settings, root: str) -> Explanation:
    """Return an explanation whose findings have the severities of the settings, and what the settings suppress."""
    return replace(account, rulings=tuple(_graded(each, settings, root) for each in account.rulings))


def _graded(ruling: RuleVerdict, settings: Settings, root: str) -> RuleVerdict:
    if ruling.finding is None:
        return ruling
    shown = graded([ruling.finding], settings, root)
    if shown:
        return replace(ruling, finding=shown[0])
    if ruling.rule not in settings.rules:
        return replace(ruling, silence="the settings leave this rule out")
    is_level = ruling.finding.pedantic or settings.tests != "off"
    text = f"level {settings.level.value} does not show it" if is_level else "tests are off in the settings"
    return replace(ruling, silence=text)
