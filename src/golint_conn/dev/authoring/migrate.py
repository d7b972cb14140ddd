"""Rewrites rule files of an older version of the API for the current one.

Only the necessary bytes change. If reading cannot decide a change, the author gets a problem, and the file is not
rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.asking import say_what_is_asked
from golint_conn.dev.authoring.changes import Changes, applied
from golint_conn.dev.authoring.migrations import MIGRATIONS
from golint_conn.dev.authoring.nouns import move_questions
from golint_conn.dev.authoring.rule_text import RuleText, UnreadableRuleError
from golint_conn.rule.version import API_NAME, API_VERSION, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golint_conn.dev.authoring.changes import Change
    from golint_conn.dev.authoring.migrations import RenamedArgument
    from golint_conn.dev.authoring.problem import Problem

_MIGRATE = "migrate"
_MADE_OF_ANOTHER = frozenset({"dataclasses.replace", "copy.replace"})


@dataclass(frozen=True, slots=True)
class Migrated:
    """The result for a file: its bytes, unchanged if nothing had to change, or the reasons why it was skipped."""

    data: bytes
    problems: tuple[Problem, ...] = ()


def migrated(path: str, data: bytes) -> Migrated:
    """Return a rule file as the current version of the API requires it."""
    for migration in MIGRATIONS:
        try:
            text = RuleText(path, data)
        except UnreadableRuleError as error:
            return Migrated(data, (error.problem,))
        version = _version(text)
        if version is None or version > API_VERSION or version < 1:
            return Migrated(data, (text.problem(text.module, _MIGRATE, refusal(version, path)),))
        if version != migration.version:
            continue
        if text.module.bytes != data:
            message = "its line breaks prevent writing it back unchanged"
            return Migrated(data, (text.problem(text.module, _MIGRATE, message),))
        changes = Changes()
        for call in text.every(cst.Call):
            for each in migration.arguments:
                _rename(text, call, each, changes)
        move_questions(text, migration.questions, migration.functions, changes)
        if migration.asks:
            say_what_is_asked(text, changes)
        if changes.problems:
            return Migrated(data, tuple(sorted(changes.problems)))
        data = _with_version(text, version + 1, changes.nodes).bytes
    return Migrated(data)


def _version(text: RuleText) -> int | None:
    value = text.constants.get(API_NAME)
    version = text.value(value) if value is not None else 1
    return version if type(version) is int else None


def _rename(text: RuleText, call: cst.Call, change: RenamedArgument, changes: Changes) -> None:
    """Rename an argument in a call of its callee, or of `partial` of the callee."""
    first = call.args[0].value if call.args else None
    callees = [call.func, *([first] if first is not None and text.name(call.func) == "functools.partial" else [])]
    given = [each.keyword for each in call.args if each.keyword is not None and each.keyword.value == change.old]
    if any(text.api_name(callee) == change.callee for callee in callees):
        for word in given:
            changes.replace(word, word.with_changes(value=change.new))
        for each in call.args:
            if each.star == "**":
                message = f"hidden arguments: if {change.old} is among them, it is now called {change.new}"
                changes.problems.append(text.problem(each, _MIGRATE, f"{message}; write them out"))
    elif given and text.name(call.func) in _MADE_OF_ANOTHER:
        message = f"a copy: if it is of {change.callee}, {change.old} is now called {change.new}"
        changes.problems.append(text.problem(given[0], _MIGRATE, f"{message}; write it out"))


def _with_version(text: RuleText, version: int, nodes: Mapping[cst.CSTNode, Change]) -> cst.Module:
    """Return the module with some nodes changed, and with the line that states the version."""
    number = cst.Integer(str(version))
    if API_NAME in text.constants:
        return applied(text.module, {**nodes, text.constants[API_NAME]: lambda _: number})
    module = applied(text.module, nodes)
    line = cst.SimpleStatementLine(
        [cst.Assign([cst.AssignTarget(cst.Name(API_NAME))], number)], leading_lines=[cst.EmptyLine(indent=False)]
    )
    first = int(text.docstring is not None)
    at = next((place + 1 for place, each in reversed([*enumerate(module.body)]) if _is_import(each)), first)
    return module.with_changes(body=[*module.body[:at], line, *module.body[at:]])


def _is_import(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    return any(isinstance(each, cst.Import | cst.ImportFrom) for each in statement.body)
