"""The metadata of a rule: id, category, severity, needs and so on, read from the call that creates it."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.form import rule_call
from golint_conn.dev.authoring.rule_text import UNKNOWN
from golint_conn.flow.kinds import rows
from golint_conn.rule.model import CATEGORIES
from golint_conn.run.config.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from golint_conn.dev.authoring.problem import Problem
    from golint_conn.dev.authoring.rule_text import RuleText

_METADATA = "metadata"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STRINGS = ("imports", "words", "alone", "tags")
_TUPLES = (*_STRINGS, "cwe", "kinds", "handing")
_SETS = ("acquired_by", "released_by", "ended_by", "exempt", "owner_releases", "types")
_PACKAGE = r"[\w~.-]+(?:/[\w~.-]+)*"
FULL_NAMES = {
    "type": re.compile(rf"{_PACKAGE}\.\w+"),
    "calls": re.compile(rf"{_PACKAGE}\.\w+"),
    "fields": re.compile(rf"{_PACKAGE}\.\w+\.\w+"),
}
_EXAMPLES = {"type": "net/http.Server", "calls": "net/http.Client.Do", "fields": "net/http.Transport.Dial"}
_SENTENCES = ("message", "partly")
_THING = "thing"


def check_metadata(text: RuleText) -> Iterator[Problem]:
    """Yield the problems in the arguments of the call that creates the rule."""
    call = rule_call(text)
    if call is None:
        return
    given = by_keyword(call)
    yield from _id(text, given)
    yield from _category(text, given)
    if "severity" in given and not text.api_name(text.resolved(given["severity"])).startswith("Severity."):
        yield text.problem(given["severity"], _METADATA, "severity is one of Severity.NOTE, WARNING and ERROR")
    yield from _needs(text, given)
    yield from _tuples(text, given)
    for word in FULL_NAMES.keys() & given.keys():
        yield from _full_names(text, word, given[word])
    yield from _notes(text, given)
    for name in _SENTENCES:
        if name in given:
            yield from _sentence(text, name, given[name])
    for made in text.every(cst.Call):
        if text.api_name(made.func) == "ObligationKind":
            yield from _kind(text, by_keyword(made))


def by_keyword(call: cst.Call) -> dict[str, cst.BaseExpression]:
    """Return the keyword arguments of a call."""
    return {each.keyword.value: each.value for each in call.args if each.keyword is not None}


def _id(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    if "id" not in given:
        return
    value = text.value(given["id"])
    expected = text.stem.replace("_", "-")
    if not isinstance(value, str):
        yield text.problem(given["id"], _METADATA, "the id must be a plain string")
    elif not _ID.fullmatch(value):
        yield text.problem(given["id"], _METADATA, f"the id {value!r} is not in lower-case-with-hyphens")
    elif value != expected:
        yield text.problem(given["id"], _METADATA, f"the id is {value!r}, but the file name requires {expected!r}")


def _category(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    category = text.value(given["category"]) if "category" in given else UNKNOWN
    if isinstance(category, str) and category not in CATEGORIES:
        message = f"there is no category {category!r}{suggest(category, CATEGORIES)}"
        yield text.problem(given["category"], _METADATA, message)
    score = text.value(given["security_severity"]) if "security_severity" in given else None
    if category in CATEGORIES and (score is not None) != (category == "security"):
        place = given.get("security_severity", given["category"])
        message = "security_severity belongs to rules of category security, and to all of them"
        yield text.problem(place, _METADATA, message)


def _needs(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    needs = text.resolved(given["needs"]) if "needs" in given else None
    if not isinstance(needs, cst.Call) or text.api_name(needs.func) != "Needs":
        if needs is not None:
            yield text.problem(needs, _METADATA, "needs is not created by a call of Needs")
        return
    inside = by_keyword(needs)
    yield from _tuples(text, inside)
    filled = {name: text.elements(value) != [] for name, value in inside.items()}
    is_filled = filled.get("handing") or filled.get("clients") or (filled.get("imports") and filled.get("words"))
    if len(needs.args) == len(inside) and not is_filled:
        message = "needs must hold an import and a word, or kinds in handing; otherwise no file is read"
        yield text.problem(needs, _METADATA, message)


def _tuples(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    for name in _TUPLES:
        if name not in given:
            continue
        node = text.resolved(given[name])
        if isinstance(node, cst.SimpleString | cst.ConcatenatedString | cst.Integer | cst.FormattedString):
            yield text.problem(node, _METADATA, f"{name} is a single value, not a tuple; is there a comma missing?")
            continue
        wanted = int if name == "cwe" else str
        for each in text.elements(node) or []:
            value = text.value(each)
            if (name in _STRINGS or name == "cwe") and value is not UNKNOWN and type(value) is not wanted:
                yield text.problem(each, _METADATA, f"{name} holds values of type {wanted.__name__} only")


def _full_names(text: RuleText, word: str, node: cst.BaseExpression) -> Iterator[Problem]:
    """Yield the full names in a rule's subject that Go code could not mean."""
    elements = text.elements(node)
    for each in [node] if elements is None else elements:
        value = text.value(each)
        if isinstance(value, str) and not FULL_NAMES[word].fullmatch(value):
            yield text.problem(each, _METADATA, f"{value!r} is not a full name, such as {_EXAMPLES[word]}")


def _notes(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    """Yield the problems in an obligation rule's notes on outcomes."""
    notes = text.resolved(given["notes"]) if "notes" in given else None
    if not isinstance(notes, cst.Dict):
        return
    if not notes.elements:
        yield text.problem(notes, _METADATA, "notes lists the outcomes that the rule reports, and is empty")
    for element in notes.elements:
        if isinstance(element, cst.DictElement) and not text.api_name(element.key).startswith("OutcomeKind."):
            yield text.problem(element.key, _METADATA, "a key of notes is a member of OutcomeKind")


def _kind(text: RuleText, given: Mapping[str, cst.BaseExpression]) -> Iterator[Problem]:
    """Yield the problems in a kind of obligation that the file defines."""
    name = text.value(given["name"]) if "name" in given else None
    if name in {row.name for row in rows()}:
        message = f"there is a kind of obligation {name!r} already; import that, or give yours another name"
        yield text.problem(given["name"], _METADATA, message)
    for word in _SETS:
        if word not in given:
            continue
        node = text.resolved(given[word])
        inside = node.args[0].value if isinstance(node, cst.Call) and node.args else node
        if isinstance(text.resolved(inside), cst.SimpleString | cst.ConcatenatedString):
            message = f"{word} would hold the letters of one string; write frozenset({{...}}) of strings"
            yield text.problem(inside, _METADATA, message)


def _sentence(text: RuleText, name: str, node: cst.BaseExpression) -> Iterator[Problem]:
    said = text.value(node)
    if not isinstance(said, str):
        return
    if said and not said.endswith("."):
        yield text.problem(node, _METADATA, f"{name} is not a sentence that ends with a period")
    try:
        fields = [each[1] for each in Formatter().parse(said)]
    except ValueError as error:
        yield text.problem(node, _METADATA, f"{name} is not a format string: {error}")
        return
    for field in fields:
        if field not in {None, _THING}:
            yield text.problem(node, _METADATA, f"{name} uses {{{field}}}; only {{{_THING}}} is available")
