"""Vetting: all that can be told of a rule file by reading it. Nothing of it is imported or run.

It finds mistakes, and what has no place in a rule. It is no sandbox: who writes to get past it will.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.dev.authoring.allowed import check_calls, check_imports
from golint_conn.dev.authoring.docstrings import check_docstring
from golint_conn.dev.authoring.form import check_form, check_todo
from golint_conn.dev.authoring.queries import check_query
from golint_conn.dev.authoring.rule_metadata import check_metadata
from golint_conn.dev.authoring.rule_text import RuleText, UnreadableRuleError
from golint_conn.dev.authoring.state import check_state
from golint_conn.dev.authoring.surface import check_surface

if TYPE_CHECKING:
    from golint_conn.dev.authoring.problem import Problem

CHECKS = (
    check_form,
    check_imports,
    check_calls,
    check_metadata,
    check_query,
    check_surface,
    check_state,
    check_docstring,
    check_todo,
)
"""What is looked at."""


def vet(path: str, data: bytes) -> list[Problem]:
    """Return what is wrong with a rule file, in the order of its lines; `path` is what it is called in the answer."""
    try:
        text = RuleText(path, data)
    except UnreadableRuleError as error:
        return [error.problem]
    return sorted({problem for check in CHECKS for problem in check(text)})
