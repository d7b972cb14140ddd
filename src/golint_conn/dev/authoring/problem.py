"""Problems of a rule file, with their locations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.report.json_text import dump
from golint_conn.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem; lines and columns (in characters) count from 1, and `check` names the check that found it."""

    path: str
    line: int
    column: int
    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message} [{self.check}]"


def as_text(problems: Iterable[Problem]) -> str:
    """Return problems for people and editors, one per line."""
    return "".join(f"{visible(str(each))}\n" for each in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON array of objects."""
    documents = [
        {"path": each.path, "line": each.line, "column": each.column, "check": each.check, "message": each.message}
        for each in problems
    ]
    return dump(documents, indent=2)
