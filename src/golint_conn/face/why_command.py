"""Why something is reported on a line, or why it is not: the engine's proofs for people."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.report.explanation import findings_text, quiet_text, render
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.line_verdicts import Line, reported, silent, verdict_of
from golint_conn.run.request import UsageError
from golint_conn.run.why import Explanation, Explanations, NoResource
from golint_conn.source import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.report.view import View
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.why import Place


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


def why(asked: Question, request: CheckRequest, settings: Settings, view: Callable[[str], View]) -> str:
    """Return what the rules say about a line, and what happens to what its calls acquire, as text.

    Raise UsageError if the line holds nothing that any rule looks at, and no call.
    """
    cwd = os.path.realpath(request.cwd)
    reader = Reader(work_tree(cwd) or cwd)
    path = os.path.realpath(Path(cwd, asked.path))
    checker = Checker(reader, load_rules(settings.sources), settings.sources.declared)
    explanations = Explanations(checker.of(path))
    file = _file(explanations, asked, path)
    line = Line(file, asked.line, asked.column)
    cases: list[Explanation | NoResource] = []
    for site in explanations.calls(file, asked.line, asked.column):
        held = explanations.acquisitions(site)
        cases += [_with_settings(explanations.account(each), settings, reader.root) for each in held]
        cases += [] if held else [explanations.nothing(site)]
    result, found = reported(line, request, settings)
    quiet = [each for each in silent(line, explanations, settings) if each.rule not in {said.rule for said in found}]
    if not (cases or found or quiet):
        raise UsageError(*_no_call(explanations, file, asked))
    # If some call acquires something, or a rule speaks, the other calls of the line are not what the user asked about.
    told = [each for each in cases if isinstance(each, Explanation)] or ([] if found or quiet else cases)
    explained = {verdict.rule for each in told if isinstance(each, Explanation) for verdict in each.verdicts}
    others = [each for each in found if each.rule not in explained]
    shown = view(reader.root)
    blocks = [*findings_text(result, others, shown), *quiet_text(line, quiet, shown)]
    return "\n".join([*blocks, *([render(told, reader, shown)] if told else [])])


def _file(explanations: Explanations, asked: Question, path: str) -> GoFile:
    """Return the file of a question; raise UsageError if there is none, or if it has no such line."""
    try:
        explanations.program.workspace.reader.read(path)
    except OSError as error:
        message = f"{asked.path}: {error.strerror}"
        raise UsageError(message) from error
    file = explanations.program.workspace.file(path)
    if file is None:
        message = f"{asked.path}: could not be read"
        raise UsageError(message)
    last = len(file.source.line_starts)
    if asked.line > last:
        message = f"{asked.path}: no line {asked.line}; the last is {last}"
        raise UsageError(message)
    return file


def _no_call(explanations: Explanations, file: GoFile, asked: Question) -> list[str]:
    """Return that there is no call, and which calls around it acquire something."""
    column = f":{asked.column}" if asked.column else ""
    messages = [f"{asked.path}:{asked.line}{column}: no call here"]
    for place, kinds in explanations.around(file, asked.line):
        messages.append(f"{asked.path}:{_position(file, place)}: in the same function: a {kinds}")
    return messages


def _position(file: GoFile, place: Place) -> str:
    position = file.source.byte_position(place.span.start)
    return f"{position.line}:{position.column}"


def _with_settings(account: Explanation, settings: Settings, root: str) -> Explanation:
    """Return an account whose findings have the severities of the settings, and why the settings do not show one."""
    verdicts = (verdict_of(each.finding, settings, root) if each.finding else each for each in account.verdicts)
    return replace(account, verdicts=tuple(verdicts))
