"""Reading: from the table of a package to its model, the same for our own files and for a team's.

All faults of a table are reported at once; faulty entries are left out of the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from golint_conn.names.libraries.entries import (
    EVERY_ARGUMENT,
    Acquires,
    ClientModel,
    Dials,
    Effect,
    Failure,
    FunctionModel,
    PackageModel,
    Talk,
    TypeModel,
)
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
    one_of,
    place,
    read_table,
    schema_of,
    some_texts,
    tables,
    text,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_EFFECTS = {effect.value: effect for effect in Effect}
_FAILURES = {failure.value: failure for failure in Failure}
_TALKS = {talk.value: talk for talk in Talk}
_read_effect = one_of(_EFFECTS)


def _arguments(value: object) -> tuple[tuple[int, Effect], ...]:
    if not isinstance(value, dict):
        message = 'must be a table of places and effects, such as { 0 = "borrows" }'
        raise WrongValueError(message)
    found = []
    for at, effect in value.items():
        if at != "*" and not (at.isascii() and at.isdecimal()):
            message = f'"{at}" is not the place of an argument: they are counted from 0, and "*" is each other'
            raise WrongValueError(message, at)
        found.append((EVERY_ARGUMENT if at == "*" else int(at), _read_effect(effect)))
    return tuple(found)


_EFFECT_SCHEMA = {"enum": list(_EFFECTS)}
_ARGUMENTS_SCHEMA = {
    "type": "object",
    "propertyNames": {"pattern": "^([0-9]+|[*])$"},
    "additionalProperties": _EFFECT_SCHEMA,
}


def _dials(value: object) -> Dials:
    if not isinstance(value, dict) or "address" not in value or not value.keys() <= {"network", "address"}:
        message = "must be a table of the places of the address and the network, such as { network = 0, address = 1 }"
        raise WrongValueError(message)
    return Dials(place(value["address"]), place(value["network"]) if "network" in value else None)


_DIALS_SCHEMA = {
    "type": "object",
    "properties": {"network": PLACE, "address": PLACE},
    "required": ["address"],
    "additionalProperties": False,
}


def _affixes(value: object) -> str:
    found = text(value)
    if found.count("*") != 1:
        message = 'must hold one *, which stands for some letters, such as "New*Client"'
        raise WrongValueError(message, found)
    return found


def _majors(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(each) is int and each > 0 for each in value):
        message = "must be a list of numbers, such as [3]"
        raise WrongValueError(message)
    return tuple(value)


FUNCTION_KEYS: Mapping[str, Key] = {
    "names": Key(
        some_texts,
        {**STRINGS, "minItems": 1},
        "What it is about: functions, Dial, and methods, Dialer.Dial, by the type that declares them.",
        required=True,
    ),
    "reference": Key(text, STRING, "Where that is proved."),
    "acquires": Key(text, STRING, "The kind of obligation that a call returns."),
    "result": Key(place, PLACE, "Which result is the handle, counted from 0."),
    "part": Key(texts, STRINGS, "The fields from the handle to what must be closed."),
    "failure": Key(
        one_of(_FAILURES),
        {"enum": list(_FAILURES)},
        "How a call says that there is nothing: by an error or a boolean as its last result, or never.",
    ),
    "exempt": Key(texts, STRINGS, "Kinds that the results do not oblige to, although their types say so."),
    "arguments": Key(_arguments, _ARGUMENTS_SCHEMA, "What happens to the argument at a place, counted from 0."),
    "receiver": Key(_read_effect, _EFFECT_SCHEMA, "What happens to the receiver."),
    "returns": Key(flag, FLAG, "False for a function that never returns."),
    "reads": Key(flag, FLAG, "True for a function that neither keeps nor changes its arguments."),
    "fills": Key(flag, FLAG, "True for a function that may set fields of its arguments and keeps none."),
    "dials": Key(_dials, _DIALS_SCHEMA, "Where a function that connects gets the address, and the network if it does."),
    "talks": Key(
        one_of(_TALKS),
        {"enum": list(_TALKS)},
        "What it does over a connection that it gets: reads it, writes it, or puts something around it to do so.",
    ),
}

TYPE_KEYS: Mapping[str, Key] = {
    "name": Key(text, STRING, "The name of the type.", required=True),
    "obligation": Key(
        text, STRING, "The kind of obligation that a value of it is, whichever call returns it.", required=True
    ),
    "part": FUNCTION_KEYS["part"],
    "reference": FUNCTION_KEYS["reference"],
}

CLIENT_KEYS: Mapping[str, Key] = {
    "names": Key(
        some_texts,
        {**STRINGS, "minItems": 1},
        "What makes such a client: functions, Open, and types that literals make, Writer.",
        required=True,
    ),
    "what": Key(text, STRING, "Its name in messages: redis client.", required=True),
    "ends": Key(some_texts, {**STRINGS, "minItems": 1}, "The methods that close it; Close by default."),
    "lends": Key(texts, STRINGS, "The methods whose result leads back to it: keeping that keeps the client."),
    "wraps": Key(
        _affixes,
        STRING,
        "The names of functions that put it into something that does nothing else with it, with a * for some letters.",
    ),
    "majors": Key(
        _majors,
        {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "The major versions of the package that it is about; all by default.",
    ),
    "reference": FUNCTION_KEYS["reference"],
}

PACKAGE_KEYS: Mapping[str, Key] = {
    "package": Key(text, STRING, "The import path of the package.", required=True),
    "name": Key(text, STRING, "The name in its package clauses, if the path does not show it."),
    "imports": Key(texts, STRINGS, "What the declarations import."),
    "declarations": Key(text, STRING, "Go declarations without bodies, for a package whose source is not available."),
    "function": Key(tables, {"type": "array", "items": schema_of(FUNCTION_KEYS)}, "Functions and methods."),
    "type": Key(tables, {"type": "array", "items": schema_of(TYPE_KEYS)}, "Types that own something."),
    "client": Key(
        tables,
        {"type": "array", "items": schema_of(CLIENT_KEYS)},
        "Clients that are meant to live as long as the program.",
    ),
}


class PackageReader:
    """Reads tables of packages; `faults` collects everything that is wrong.

    An entry without a reference gets that of the reader, and is at fault if that is empty. If `kinds` are given, an
    entry may be about no other kind of obligation.
    """

    def __init__(self, reference: str = "", kinds: Collection[str] | None = None) -> None:
        self.reference = reference
        self.kinds = kinds
        self.faults: list[Fault] = []

    def read(self, table: Mapping[str, Any], at: KeyPath = ()) -> PackageModel:
        """Return the model in a table; `at` is the key of the table."""
        values = read_table(table, PACKAGE_KEYS, at, self.faults)
        package = values.get("package", "")
        return PackageModel(
            package,
            values.get("name", ""),
            values.get("imports", ()),
            values.get("declarations", ""),
            tuple(self._functions(values.get("function", ()), (*at, "function"))),
            tuple(self._types(values.get("type", ()), (*at, "type"))),
            tuple(self._clients(values.get("client", ()), (*at, "client"))),
        )

    def _functions(self, entries: tuple[Mapping[str, Any], ...], at: KeyPath) -> Iterator[FunctionModel]:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            here = (*at, str(number))
            values = read_table(entry, FUNCTION_KEYS, here, self.faults)
            kind = values.get("acquires")
            if "acquires" not in entry and not {"result", "part", "failure"}.isdisjoint(entry):
                self.faults.append(Fault(here, "result, part or failure without acquires"))
            self._judge_kinds(values.get("exempt", ()), (*here, "exempt"))
            self._judge_kinds((kind,) if kind is not None else (), (*here, "acquires"))
            reference = self._referred(entry, values, here)
            handed = (values.get("result", 0), values.get("part"), values.get("failure"))
            for name in values.get("names", ()):
                self._judge_name(name, seen, (*here, "names"))
                yield FunctionModel(
                    name,
                    reference,
                    Acquires(kind, *handed) if kind is not None else None,
                    frozenset(values.get("exempt", ())),
                    values.get("arguments", ()),
                    values.get("receiver"),
                    returns=values.get("returns", True),
                    reads=values.get("reads", False),
                    fills=values.get("fills", False),
                    dials=values.get("dials"),
                    talks=values.get("talks"),
                )

    def _types(self, entries: tuple[Mapping[str, Any], ...], at: KeyPath) -> Iterator[TypeModel]:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            here = (*at, str(number))
            values = read_table(entry, TYPE_KEYS, here, self.faults)
            reference = self._referred(entry, values, here)
            if "name" in values and "obligation" in values:
                self._judge_name(values["name"], seen, (*here, "name"))
                self._judge_kinds((values["obligation"],), (*here, "obligation"))
                yield TypeModel(values["name"], reference, values["obligation"], values.get("part"))

    def _clients(self, entries: tuple[Mapping[str, Any], ...], at: KeyPath) -> Iterator[ClientModel]:
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            here = (*at, str(number))
            values = read_table(entry, CLIENT_KEYS, here, self.faults)
            reference = self._referred(entry, values, here)
            further = {key: values[key] for key in ("ends", "lends", "wraps", "majors") if key in values}
            for name in values.get("names", ()):
                self._judge_name(name, seen, (*here, "names"))
                yield ClientModel(name, reference, values.get("what", ""), **further)

    def _referred(self, entry: Mapping[str, Any], values: Mapping[str, Any], at: KeyPath) -> str:
        reference: str = values.get("reference", self.reference)
        if not reference and "reference" not in entry:
            self.faults.append(Fault(at, 'has no "reference"'))
        return reference

    def _judge_name(self, name: str, seen: set[str], at: KeyPath) -> None:
        if name in seen:
            self.faults.append(Fault(at, f'"{name}" has two entries', name))
        parts = name.split(".")
        if len(parts) > _PARTS or not all(part.isidentifier() for part in parts):
            self.faults.append(Fault(at, f'"{name}" does not name a function, Dial, or a method, Dialer.Dial', name))
        seen.add(name)

    def _judge_kinds(self, names: tuple[str, ...], at: KeyPath) -> None:
        for name in names:
            if self.kinds is not None and name not in self.kinds:
                self.faults.append(Fault(at, f'there is no obligation "{name}"', name, tuple(self.kinds)))


_PARTS = 2
"""The parts of a method's name: that of its type, and its own."""
