"""The version of the api that a rule file is written for, and whether it is the current one.

A rule file gives it in a line of its own, `API = 3`; a file without one is of version 1, the first. The version is read
from the text, because importing an old file may fail for reasons that would tell its users nothing.
"""

from __future__ import annotations

import ast
from pathlib import PurePath

from golint_conn.finding import shell_word

API_VERSION = 3
"""The version of `golint_conn.rule.api`; it changes when a rule file that works today would stop working."""

API_NAME = "API"
"""The name of the constant that holds the version in a rule file."""


def declared_version(source: bytes) -> int | None:
    """Return the version of the api that a rule file is written for, or None if it gives one that is not a number.

    Raises SyntaxError and ValueError for text that is not Python.
    """
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and API_NAME in _names(statement):
            value = statement.value.value if isinstance(statement.value, ast.Constant) else None
            return value if type(value) is int else None
    return 1


def refusal(version: int | None, path: str) -> str:
    """Return why a rule file of a version cannot be used, and what to do about it; empty if it can."""
    if version == API_VERSION:
        return ""
    if version is None or version < 1:
        return f"{API_NAME} must be {API_VERSION}, the version of the api that this golint-conn has"
    if version > API_VERSION:
        return f"it is written for version {version} of the api, and this golint-conn has {API_VERSION}: update it"
    return (
        f"it is written for version {version} of the api, and this golint-conn has {API_VERSION}: "
        f"golint-conn rules migrate {shell_word(PurePath(path).as_posix())}"
    )


def _names(statement: ast.Assign) -> list[str]:
    return [each.id for each in statement.targets if isinstance(each, ast.Name)]
