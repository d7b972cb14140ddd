"""Library models: what a library's functions hand out, and what they do with what they are handed.

The data stands in `golint_conn/names/libraries`, one file for each package, each entry with where it is proved. A
function that has no entry is one of which we know nothing beyond its signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from golint_conn.names import libraries
from golint_conn.names.calls import CalleeKind
from golint_conn.names.libraries import malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from golint_conn.names.calls import Callee

EVERY_ARGUMENT = -1
"""The place that stands for each argument that has no entry of its own; `"*"` in the data."""


class Effect(StrEnum):
    """What a call does with an obligation in an argument or in the receiver."""

    BORROWS = "borrows"
    """Still open afterwards, and not kept."""
    DISCHARGES = "discharges"
    """Closed when the call returns."""
    TAKES = "takes"
    """The callee owns it from now on."""
    WRAPS = "wraps"
    """The result owns it: to close the result is to close it."""
    ADOPTS = "adopts"
    """The result owns it, and where the call fails it has been closed."""
    VIEWS = "views"
    """The result reads or writes through it, and to close the result does not close it."""
    DRAINS = "drains"
    """Read to its end, and left open."""


@dataclass(frozen=True, slots=True)
class Acquires:
    """The obligation that a call hands out: its kind, which result is the handle, and what of it must be closed.

    `part` is None where the kind says which part that is.
    """

    kind: str
    result: int = 0
    part: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FunctionModel:
    """What is known of one function or method.

    `exempt` names the kinds that its results do not oblige to, although their types say so. `returns` is False for one
    that never does. One that `reads` neither keeps nor changes its arguments; one that `fills` may set their fields,
    and keeps none.
    """

    name: str
    reference: str
    acquires: Acquires | None = None
    exempt: frozenset[str] = frozenset()
    arguments: tuple[tuple[int, Effect], ...] = ()
    receiver: Effect | None = None
    returns: bool = True
    reads: bool = False
    fills: bool = False

    def argument(self, place: int) -> Effect | None:
        """Return the effect on the argument at a place, None where nothing is known of it."""
        known = dict(self.arguments)
        return known.get(place, known.get(EVERY_ARGUMENT))


@dataclass(frozen=True, slots=True)
class TypeModel:
    """A type whose values are obligations, whichever call hands them out."""

    name: str
    reference: str
    obligation: str
    part: tuple[str, ...] | None = None


class Models:
    """Looks library models up, by import path and name."""

    def __init__(self, folder: Path = libraries.FOLDER) -> None:
        self.folder = folder
        self._packages: dict[str, _Package | None] = {}

    def of(self, callee: Callee) -> FunctionModel | None:
        """Return the model of what a call calls, None where there is none."""
        if callee.kind is CalleeKind.BUILTIN:
            return self.function("builtin", callee.name)
        if not callee.path or not callee.qualified:
            return None
        return self.function(callee.path, f"{callee.receiver}.{callee.name}" if callee.receiver else callee.name)

    def function(self, path: str, name: str) -> FunctionModel | None:
        """Return the model of a function (`Dial`) or method (`Dialer.Dial`) of a package, None where there is none."""
        package = self._package(path)
        return package.functions.get(name) if package is not None else None

    def named(self, qualified: str) -> FunctionModel | None:
        """Return the model of a function by its full name, `net.Dial` or `net.Dialer.Dial`."""
        folder, slash, last = qualified.rpartition("/")
        parts = last.split(".")
        for at in range(len(parts) - 1, 0, -1):
            found = self.function(f"{folder}{slash}{'.'.join(parts[:at])}", ".".join(parts[at:]))
            if found is not None:
                return found
        return None

    def type(self, path: str, name: str) -> TypeModel | None:
        """Return the model of a type of a package, None where there is none."""
        package = self._package(path)
        return package.types.get(name) if package is not None else None

    def declarations(self, path: str) -> str | None:
        """Return the Go declarations that stand in for the source of a package, None where there are none."""
        found = libraries.document(path, self.folder)
        return found.get("declarations") if found is not None else None

    def functions(self, path: str) -> Mapping[str, FunctionModel]:
        """Return all models of functions of a package by name."""
        package = self._package(path)
        return package.functions if package is not None else {}

    def types(self, path: str) -> Mapping[str, TypeModel]:
        """Return all models of types of a package by name."""
        package = self._package(path)
        return package.types if package is not None else {}

    def _package(self, path: str) -> _Package | None:
        if path not in self._packages:
            document = libraries.document(path, self.folder)
            self._packages[path] = _Package(document) if document is not None else None
        return self._packages[path]


class _Package:
    """The entries of one file, checked as they are read."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    @cached_property
    def functions(self) -> Mapping[str, FunctionModel]:
        """The models of functions by name."""
        found: dict[str, FunctionModel] = {}
        for entry in self._entries("function", _FUNCTION_KEYS):
            names = entry.get("names")
            self._expect(isinstance(names, list) and bool(names), "a function without names")
            for name in names or ():
                self._expect(name not in found, f"{name} has two entries")
                found[name] = self._function(str(name), entry)
        return found

    @cached_property
    def types(self) -> Mapping[str, TypeModel]:
        """The models of types by name."""
        found: dict[str, TypeModel] = {}
        for entry in self._entries("type", _TYPE_KEYS):
            name, obligation = str(entry.get("name", "")), str(entry.get("obligation", ""))
            self._expect(bool(name and obligation), "a type without name or obligation")
            self._expect(name not in found, f"{name} has two entries")
            found[name] = TypeModel(name, entry["reference"], obligation, self._part(entry))
        return found

    def _entries(self, key: str, known: frozenset[str]) -> Iterator[Mapping[str, Any]]:
        for entry in self._document.get(key, ()):
            subject = entry.get("names") or entry.get("name") or f"a {key}"
            unknown = sorted(entry.keys() - known)
            self._expect(not unknown, f"{subject}: unknown key {''.join(unknown[:1])!r}")
            self._expect(bool(str(entry.get("reference", "")).strip()), f"{subject}: no reference")
            yield entry

    def _function(self, name: str, entry: Mapping[str, Any]) -> FunctionModel:
        kind = entry.get("acquires")
        is_whole = kind is not None or not ("result" in entry or "part" in entry)
        self._expect(is_whole, f"{name}: result or part without acquires")
        return FunctionModel(
            name,
            entry["reference"],
            Acquires(kind, entry.get("result", 0), self._part(entry)) if kind is not None else None,
            frozenset(entry.get("exempt", ())),
            tuple(self._arguments(name, entry.get("arguments", {}))),
            self._effect(name, entry["receiver"]) if "receiver" in entry else None,
            returns=self._flag(name, entry, "returns"),
            reads=self._flag(name, entry, "reads"),
            fills=self._flag(name, entry, "fills"),
        )

    def _arguments(self, name: str, written: Mapping[str, str]) -> Iterator[tuple[int, Effect]]:
        for place, effect in written.items():
            self._expect(place == "*" or place.isdecimal(), f"{name}: no place of an argument: {place!r}")
            yield EVERY_ARGUMENT if place == "*" else int(place), self._effect(name, effect)

    def _effect(self, name: str, written: str) -> Effect:
        self._expect(written in _EFFECTS, f"{name}: unknown effect {written!r}")
        return Effect(written)

    def _flag(self, name: str, entry: Mapping[str, Any], key: str) -> bool:
        value = entry.get(key, key == "returns")
        self._expect(isinstance(value, bool), f"{name}: {key} is neither true nor false")
        return bool(value)

    @staticmethod
    def _part(entry: Mapping[str, Any]) -> tuple[str, ...] | None:
        return tuple(entry["part"]) if "part" in entry else None

    def _expect(self, holds: bool, reason: str) -> None:  # noqa: FBT001 - it is what is expected
        if not holds:
            raise malformed(self._document["package"], reason)


_EFFECTS = frozenset(Effect)
_FUNCTION_KEYS = frozenset(
    {"names", "reference", "acquires", "result", "part", "exempt", "arguments", "receiver", "returns", "reads", "fills"}
)
_TYPE_KEYS = frozenset({"name", "obligation", "part", "reference"})
