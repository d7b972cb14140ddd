"""Vetting: everything that can be said about a rule file by reading it, without importing or running it.

It finds mistakes, and code that does not belong in a rule. It is not a sandbox: a determined author can get past it.
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
"""The checks that `vet` runs."""


def vet(path: str, data: bytes) -> list[Problem]:
    """Return the problems of a rule file, in the order of its lines; `path` is its name in the answer."""
    try:
        text = RuleText(path, data)
    except UnreadableRuleError as error:
        return [error.problem]
    return sorted({problem for check in CHECKS for problem in check(text)})
