"""Declaring: from the table of an obligation to its kind and its rule, with default words for whatever is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from golint_conn.finding import Severity
from golint_conn.flow.obligation import ObligationKind, OutcomeKind
from golint_conn.names.libraries.entries import Effect, Failure, PackageModel, TypeModel
from golint_conn.rule.declared.declarations import DeclaredObligation
from golint_conn.rule.fullnames import split_name
from golint_conn.rule.model import CATEGORIES
from golint_conn.source.toml_tables import (
    FLAG,
    PLACE,
    STRING,
    STRINGS,
    Fault,
    Key,
    KeyPath,
    WrongValueError,
    flag,
    kind_of,
    one_of,
    place,
    read_table,
    schema_of,
    some_texts,
    text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_METHOD = re.compile(r"\(\)|[^\W\d]\w*")
_FULL_NAME = re.compile(r"[\w~.-]+(?:/[\w~.-]+)*\.[^\W\d]\w*")
_LEAK_CWE = (772, 404)
_VOWELS = frozenset("aeiou")
_SECURITY = "security"

DONE = {
    "Close": "closed",
    "Release": "released",
    "Stop": "stopped",
    "Free": "freed",
    "Put": "put back",
    "Return": "returned",
    "Cancel": "cancelled",
    "Commit": "committed",
    "Rollback": "rolled back",
    "Shutdown": "shut down",
    "Unsubscribe": "unsubscribed",
    "Unlock": "unlocked",
    "Destroy": "destroyed",
    "End": "ended",
    "Disconnect": "disconnected",
    "()": "called",
}
"""What a method that releases a thing has done to it."""

_OUTCOMES = {
    "leak": (OutcomeKind.LEAK, "this path returns while it is not {done}"),
    "read-only": (OutcomeKind.READ_ONLY, "this path reads to its end and returns while it is not {done}"),
    "wrapper-only": (OutcomeKind.WRAPPER_ONLY, "this path closes only what wraps it"),
    "overwritten": (OutcomeKind.OVERWRITTEN, "another value replaces it here while it is not {done}"),
    "discarded": (OutcomeKind.DISCARDED, "it is thrown away here"),
}
"""How a path can lose an obligation, and what is said about the place where it does."""


def _name_of_rule(value: object) -> str:
    found = text(value)
    if not _ID.fullmatch(found):
        message = f'"{found}" is not in lower-case-with-hyphens'
        raise WrongValueError(message, found)
    return found


def _phrase(value: object) -> str:
    found = text(value)
    if set("{}") & set(found.replace("{thing}", "")):
        message = "can hold {thing}, and no other braces"
        raise WrongValueError(message)
    return found


def _word(value: object) -> str:
    found = text(value)
    if set("{}") & set(found):
        message = "can hold no braces"
        raise WrongValueError(message)
    return found


def _functions(value: object) -> tuple[str, ...]:
    found = some_texts(value)
    for each in found:
        if not _FULL_NAME.fullmatch(each):
            message = f'"{each}" is not a full name: example.com/pool.Get, example.com/pool.Pool.Get'
            raise WrongValueError(message, each)
    return found


def _ways(value: object) -> tuple[str, ...]:
    found = some_texts(value)
    for each in found:
        if not _METHOD.fullmatch(each) and not _FULL_NAME.fullmatch(each):
            message = f'"{each}" is neither a method, Close, nor (), nor a full name, example.com/pool.Put'
            raise WrongValueError(message, each)
    return found


def _cwe(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(each) is int and each > 0 for each in value):
        message = "must be a list of numbers, such as [772]"
        raise WrongValueError(message)
    return tuple(value)


def _notes(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        message = f"must be a table, not {kind_of(value)}"
        raise WrongValueError(message)
    for name in value:
        if name not in _OUTCOMES:
            message = f'"{name}" is not a way to lose it'
            raise WrongValueError(message, name, tuple(_OUTCOMES))
    return {name: text(said) for name, said in value.items()}


_FULL_NAMES = {**STRINGS, "minItems": 1}
_NOTES_SCHEMA = {"type": "object", "properties": dict.fromkeys(_OUTCOMES, STRING), "additionalProperties": False}
_CATEGORIES = tuple(each for each in CATEGORIES if each != _SECURITY)

OBLIGATION_KEYS: Mapping[str, Key] = {
    "name": Key(text, STRING, "What it is, as messages and models name it: pool connection.", required=True),
    "id": Key(_name_of_rule, {**STRING, "pattern": f"^{_ID.pattern}$"}, "The id of its rule."),
    "severity": Key(
        one_of({each.label: each for each in Severity}),
        {"enum": [each.label for each in Severity]},
        "The severity of its rule; warning by default.",
    ),
    "category": Key(
        one_of({each: each for each in _CATEGORIES}),
        {"enum": list(_CATEGORIES)},
        "The category of its rule; leak by default.",
    ),
    "acquired_by": Key(_functions, _FULL_NAMES, "Full names of functions and methods that return one."),
    "types": Key(_functions, _FULL_NAMES, "Full names of types; a function that returns one of these acquires one."),
    "result": Key(place, PLACE, "Which result of the functions in acquired_by it is, counted from 0."),
    "part": Key(texts, STRINGS, "The fields from the value to the part that has to be released."),
    "failure": Key(
        one_of({each.value: each for each in Failure}),
        {"enum": [each.value for each in Failure]},
        "How a call reports that there is nothing: by an error or a boolean as its last result, or never.",
    ),
    "released_by": Key(
        _ways,
        _FULL_NAMES,
        'Methods of the value, "()" for calling the value itself, and full names of functions that it is passed to.',
    ),
    "consumed_by": Key(_functions, _FULL_NAMES, "Full names of functions that take over their arguments."),
    "wrapped_by": Key(_functions, _FULL_NAMES, "Full names of functions whose first result owns their arguments."),
    "exempt": Key(_functions, _FULL_NAMES, "Full names of functions that return one that need not be released."),
    "done": Key(_word, STRING, "What it should be on every path: released."),
    "title": Key(text, STRING, "What the rule finds, without a period."),
    "why": Key(text, STRING, "Why it matters, in Markdown."),
    "message": Key(_phrase, STRING, "What is wrong if nothing releases it; {thing} is replaced by the name."),
    "partly": Key(_phrase, STRING, "What is wrong if some of the paths release it."),
    "hint": Key(_phrase, STRING, "What to do about it."),
    "notes": Key(_notes, _NOTES_SCHEMA, "What to say about the place where it is lost, by the way it is lost."),
    "tests": Key(flag, FLAG, "Whether the rule reports in test files too."),
    "cwe": Key(_cwe, {"type": "array", "items": {"type": "integer", "minimum": 1}}, "Numbers of weaknesses; 772, 404."),
}

OBLIGATION_SCHEMA = schema_of(OBLIGATION_KEYS)


class ObligationReader:
    """Reads tables of obligations; `faults` collects everything wrong, `packages` the models that follow from types."""

    def __init__(self, where: str, kinds: Iterable[str], rules: Iterable[str]) -> None:
        self.where = where
        self.faults: list[Fault] = []
        self.packages: list[PackageModel] = []
        self._kinds = set(kinds)
        self._rules = set(rules)

    def read(self, table: Mapping[str, Any], at: KeyPath) -> DeclaredObligation | None:
        """Return what a table declares, or None if it has no name of its own; `at` is the key of the table."""
        values = read_table(table, OBLIGATION_KEYS, at, self.faults)
        name = values.get("name")
        if name is None:
            return None
        found = _declared(values, self.where)
        if name in self._kinds:
            self.faults.append(Fault((*at, "name"), f'there is an obligation "{name}" already', name))
            return None
        if found.id in self._rules:
            self.faults.append(Fault((*at, "id" if "id" in table else "name"), f'there is a rule "{found.id}" already'))
            return None
        self._kinds.add(name)
        self._rules.add(found.id)
        self.packages += _owning(values.get("types", ()), found.kind, self.where)
        return found


def _owning(types: Iterable[str], kind: ObligationKind, where: str) -> Iterator[PackageModel]:
    for each in types:
        package, name = split_name(each)
        yield PackageModel(package, types=(TypeModel(name, where, kind.name, kind.part),))


def rule_id(table: Mapping[str, Any]) -> str:
    """Return the id of the rule that a table declares; empty if it has none."""
    given, name = table.get("id"), table.get("name")
    if isinstance(given, str):
        return given
    ways = table.get("released_by", ["Close"])
    done = table.get("done", _done(str(ways[0]) if isinstance(ways, list) and ways else ""))
    return f"{_slug(name)}-not-{_slug(str(done))}" if isinstance(name, str) else ""


def _declared(values: Mapping[str, Any], where: str) -> DeclaredObligation:
    name, ways = values["name"], values.get("released_by", ("Close",))
    done = values.get("done", _done(ways[0]))
    category = values.get("category", CATEGORIES[0])
    said = values.get("notes", {})
    article = "An" if name[:1].lower() in _VOWELS else "A"
    return DeclaredObligation(
        kind=_kind(values, ways),
        id=values.get("id") or f"{_slug(name)}-not-{_slug(done)}",
        category=category,
        severity=values.get("severity", Severity.WARNING),
        title=values.get("title", f"{article} {name} is not {done} on some path").rstrip("."),
        why=values.get("why", f"What is acquired as {name} has to be {done} on every path."),
        message=values.get("message", f"The {{thing}} from this call is never {done}."),
        partly=values.get("partly", f"The {{thing}} from this call is not {done} on every path."),
        hint=values.get("hint", _hint(ways[0])),
        notes=tuple((kind, said.get(key, note.format(done=done))) for key, (kind, note) in _OUTCOMES.items()),
        where=where,
        tests=values.get("tests", False),
        cwe=values.get("cwe", _LEAK_CWE if category == CATEGORIES[0] else ()),
    )


def _kind(values: Mapping[str, Any], ways: tuple[str, ...]) -> ObligationKind:
    given = [(each, Effect.DISCHARGES) for each in ways if not _METHOD.fullmatch(each)]
    given += [(each, Effect.TAKES) for each in values.get("consumed_by", ())]
    given += [(each, Effect.WRAPS) for each in values.get("wrapped_by", ())]
    return ObligationKind(
        name=values["name"],
        trusts_types=True,
        part=values.get("part", ()),
        released_by=frozenset(each for each in ways if _METHOD.fullmatch(each)),
        acquired_by=frozenset(values.get("acquired_by", ())),
        result=values.get("result", 0),
        failure=values.get("failure"),
        exempt=frozenset(values.get("exempt", ())),
        effects=tuple(given),
    )


def _done(way: str) -> str:
    return DONE.get(way.rpartition(".")[2], "released")


def _hint(way: str) -> str:
    if way == "()":
        return "call it by defer, or on each path that neither stores nor returns it"
    is_method = _METHOD.fullmatch(way) is not None
    named = ".".join(split_name(way)).rpartition("/")[2]
    call = f"call its {way}" if is_method else f"call {named} with it"
    return f"{call} by defer, or on each path that neither stores nor returns it"


def _slug(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))
