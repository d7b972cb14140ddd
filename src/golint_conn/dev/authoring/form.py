"""The form of a rule file: a docstring, imports, the version of the API, definitions, and `RULE = ...` last."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.problem import Problem
from golint_conn.dev.authoring.rule_text import API, assigned
from golint_conn.rule.version import API_NAME, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.rule_text import RuleText

RULE = "RULE"
SHAPES = ("StructRule", "CallRule", "FieldRule", "ObligationRule", "QueryRule")

_FORM = "form"
_STEM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_TODO = re.compile(r"\bTODO\b[\s:]*")
_BEHIND = string.whitespace + "\"',)}"
"""Characters that can follow a note in code."""

_DEFINITIONS = (cst.Assign, cst.AnnAssign, cst.FunctionDef, cst.ClassDef)


def check_form(text: RuleText) -> Iterator[Problem]:
    """Yield deviations from the form."""
    if not _STEM.fullmatch(text.stem):
        yield text.problem(text.module, _FORM, f"the file name {text.stem!r} is not in lower_case_with_underscores")
    if text.docstring is None:
        yield text.problem(text.module, _FORM, "it does not start with a docstring")
    body = text.body[1:] if text.docstring is not None else text.body
    is_past_imports = False
    for statement in body:
        if isinstance(statement, cst.Import | cst.ImportFrom):
            if is_past_imports:
                yield text.problem(statement, _FORM, "an import follows other code")
            continue
        is_past_imports = True
        if not isinstance(statement, _DEFINITIONS):
            yield text.problem(statement, _FORM, "only constants, functions and classes are allowed here")
    yield from _rule(text)
    yield from _version(text)


def check_todo(text: RuleText) -> Iterator[Problem]:
    """Yield the TODOs of the author."""
    for number, line in enumerate(text.lines, 1):
        found = _TODO.search(line)
        if found is not None:
            said = line[found.end() :].rstrip(_BEHIND)
            what = said if said[:1].isalpha() else line.strip()
            yield Problem(text.path, number, found.start() + 1, "todo", f"left to do: {what}")


def rule_call(text: RuleText) -> cst.Call | None:
    """Return the call that creates the rule, None if no call is recognized as such."""
    value = text.constants.get(RULE)
    is_rule = isinstance(value, cst.Call) and text.api_name(value.func) in SHAPES
    return value if is_rule and isinstance(value, cst.Call) else None


def _rule(text: RuleText) -> Iterator[Problem]:
    places = [each for each in text.body if RULE in dict(assigned(each))]
    if not places:
        yield text.problem(text.module, _FORM, f"there is no {RULE} = {'(...) or '.join(SHAPES)}(...)")
        return
    for extra in places[1:]:
        yield text.problem(extra, _FORM, f"{RULE} is assigned twice")
    if len(places) == 1 and places[0] is not text.body[-1]:
        yield text.problem(places[0], _FORM, f"{RULE} = ... is not the last statement")
    if len(places) == 1 and rule_call(text) is None:
        message = f"{RULE} is not created by a call of {' or '.join(SHAPES)} from {API}"
        yield text.problem(places[0], _FORM, message)


def _version(text: RuleText) -> Iterator[Problem]:
    value = text.constants.get(API_NAME)
    version = text.value(value) if value is not None else 1
    reason = refusal(version if isinstance(version, int) else None, text.path)
    if reason:
        yield text.problem(value if value is not None else text.module, _FORM, reason)
