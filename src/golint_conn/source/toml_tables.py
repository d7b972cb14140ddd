"""Keys of TOML tables, of configuration and of library data: how each is read, its schema, and all faults at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KeyPath = tuple[str, ...]
"""The parts of a key; the number of an element, counted from 0, where it is that of an array of tables."""

_TYPE_NAMES = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}


class WrongValueError(ValueError):
    """A value that a key cannot have; `value` is the part of it at fault, `valid` are the words that are right."""

    def __init__(self, message: str, value: str = "", valid: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.value = value
        self.valid = tuple(valid)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a table: where, in words, the value at fault (empty for the key itself), and right words."""

    key: KeyPath
    said: str
    value: str = ""
    valid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what reads its value, or raises WrongValueError; its JSON schema; and a sentence about it."""

    read: Callable[[object], Any]
    schema: Mapping[str, Any]
    text: str
    required: bool = False


def read_table(
    table: Mapping[str, Any], keys: Mapping[str, Key], at: KeyPath, faults: list[Fault], valid: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the valid values of a table by key, and add to `faults` what is wrong with the others.

    `valid` are the keys to suggest for a wrong one, where they are more than those that are read here.
    """
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in keys:
            faults.append(Fault((*at, name), "no such key", name, tuple(valid) or tuple(keys)))
            continue
        try:
            values[name] = keys[name].read(value)
        except WrongValueError as error:
            faults.append(Fault((*at, name), str(error), error.value, error.valid))
    missing = [name for name, key in keys.items() if key.required and name not in table]
    faults.extend(Fault(at, f'has no "{name}"') for name in missing)
    return values


def kind_of(value: object) -> str:
    """Return what a value of a TOML document is, for people."""
    return _TYPE_NAMES.get(type(value), f"a {type(value).__name__}")


def strings(value: object) -> tuple[str, ...]:
    """Return a list of strings, which may be empty."""
    if not isinstance(value, list):
        message = f"must be a list of strings, not {kind_of(value)}"
        raise WrongValueError(message)
    for each in value:
        if not isinstance(each, str):
            message = f"must be a list of strings, but holds {kind_of(each)}"
            raise WrongValueError(message)
    return tuple(value)


def text(value: object) -> str:
    """Return a string that says something."""
    if not isinstance(value, str):
        message = f"must be a string, not {kind_of(value)}"
        raise WrongValueError(message)
    if not value.strip():
        message = "must not be empty"
        raise WrongValueError(message)
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of strings, each of which says something."""
    return tuple(text(each) for each in strings(value))


def some_texts(value: object) -> tuple[str, ...]:
    """Return a list of at least one string."""
    found = texts(value)
    if not found:
        message = "must not be empty"
        raise WrongValueError(message)
    return found


def flag(value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        message = f"must be true or false, not {kind_of(value)}"
        raise WrongValueError(message)
    return value


def place(value: object) -> int:
    """Return the place of a result, counted from 0."""
    if type(value) is not int or value < 0:
        message = "must be a whole number, counted from 0"
        raise WrongValueError(message)
    return value


def one_of(words: Mapping[str, Any]) -> Callable[[object], Any]:
    """Return what reads one of some words, and answers with what the word stands for."""

    def read(value: object) -> Any:  # noqa: ANN401 (the type is that of the table)
        if isinstance(value, str) and value in words:
            return words[value]
        given = f'"{value}"' if isinstance(value, str) else kind_of(value)
        message = f"cannot be {given}"
        raise WrongValueError(message, value if isinstance(value, str) else "", tuple(words))

    return read


def tables(value: object) -> tuple[Mapping[str, Any], ...]:
    """Return an array of tables."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        message = "must be written as tables in double brackets"
        raise WrongValueError(message)
    return tuple(value)


STRING: Mapping[str, Any] = {"type": "string", "minLength": 1}
STRINGS: Mapping[str, Any] = {"type": "array", "items": STRING}
FLAG: Mapping[str, Any] = {"type": "boolean"}
PLACE: Mapping[str, Any] = {"type": "integer", "minimum": 0}


def schema_of(keys: Mapping[str, Key]) -> dict[str, Any]:
    """Return the JSON schema of a table with some keys."""
    properties = {name: {"description": key.text, **key.schema} for name, key in keys.items()}
    required = [name for name, key in keys.items() if key.required]
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": required} if required else found
