"""The query of a rule: whether it compiles, and whether it has the captures that the code uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.form import rule_call
from golint_conn.dev.authoring.problem import Problem
from golint_conn.dev.authoring.rule_metadata import by_keyword
from golint_conn.run.config.suggestion import suggest
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.rule_text import RuleText

_QUERY = "query"
_PLACE = re.compile(r" at row (\d+), column (\d+)")
_CAPTURE = re.compile(r"@([\w.-]+)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')
_COMMENT = re.compile(r";[^\n]*")


def check_query(text: RuleText) -> Iterator[Problem]:
    """Yield errors in a query, and captures that the code uses but the query lacks.

    A query that is built when the rule is imported is left to `rules test`.
    """
    call = rule_call(text)
    node = by_keyword(call).get("query") if call is not None else None
    query = text.value(node) if node is not None else None
    if node is None or not isinstance(query, str):
        return
    try:
        patterns = Query(query).patterns
    except ValueError as error:
        yield _misplaced(text, text.resolved(node), str(error))
        return
    if not patterns:
        yield text.problem(node, _QUERY, "the query has no pattern")
    captures = set(_CAPTURE.findall(_STRING.sub("", _COMMENT.sub("", query))))
    for subscript in text.every(cst.Subscript):
        name = _asked(text, subscript)
        if name is not None and name not in captures:
            hint = suggest(name, captures) if captures else ""
            yield text.problem(subscript, _QUERY, f"the query has no capture @{name}{hint}")


def _asked(text: RuleText, subscript: cst.Subscript) -> str | None:
    """Return the capture that `match["name"]` names, None for any other subscript."""
    element = subscript.slice[0].slice
    if not isinstance(subscript.value, cst.Name) or not isinstance(element, cst.Index):
        return None
    if text.annotated(subscript.value) != "Match":
        return None
    value = text.value(element.value)
    return value if isinstance(value, str) else None


def _misplaced(text: RuleText, node: cst.BaseExpression, reason: str) -> Problem:
    """Return the problem with a query, at the parser's position if that can be mapped to the file."""
    place = _PLACE.search(reason)
    whole = text.problem(node, _QUERY, reason if place is None else reason.replace(place[0], ""))
    if place is None or not isinstance(node, cst.SimpleString) or "\\" in node.value:
        return whole
    line, column = text.start(node)
    row, offset = int(place[1]), int(place[2])
    first = node.value.index(node.quote) + len(node.quote)
    return Problem(text.path, line + row, (column + first if row == 0 else 0) + offset + 1, _QUERY, whole.message)
