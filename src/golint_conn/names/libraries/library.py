"""The library: what is known about packages, from our data and from a team's own, which takes precedence.

A library belongs to one workspace. What a team declares is in it and nowhere else, so that two runs of one process with
different settings do not affect each other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.names import libraries
from golint_conn.names.libraries.entries import LONG_LIVED_CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from golint_conn.names.libraries.entries import ClientModel, FunctionModel, PackageModel, TypeModel
    from golint_conn.source import SourceFile


class Library:
    """Looks up what is known about packages by import path; `packages` are what a team declares."""

    def __init__(self, packages: Iterable[PackageModel] = (), folder: Path = libraries.FOLDER) -> None:
        self.folder = folder
        self._own: dict[str, PackageModel] = {}
        for each in packages:
            self._own[each.package] = _joined(each, self._own.get(each.package))
        self._packages: dict[str, PackageModel | None] = {}
        self._functions: dict[str, Mapping[str, FunctionModel]] = {}
        self._types: dict[str, Mapping[str, TypeModel]] = {}

    def package(self, path: str) -> PackageModel | None:
        """Return what is known about a package, None if nothing is; ValueError if our data is malformed."""
        if path not in self._packages:
            ours = libraries.model(path, self.folder)
            own = self._own.get(path) or self._own.get(libraries.unversioned(path))
            self._packages[path] = _joined(own, ours) if own is not None else ours
        return self._packages[path]

    def functions(self, path: str) -> Mapping[str, FunctionModel]:
        """Return everything known about functions (`Dial`) and methods (`Dialer.Dial`) of a package, by name."""
        if path not in self._functions:
            package = self.package(path)
            self._functions[path] = {each.name: each for each in package.functions} if package is not None else {}
        return self._functions[path]

    def types(self, path: str) -> Mapping[str, TypeModel]:
        """Return everything known about types of a package, by name."""
        if path not in self._types:
            package = self.package(path)
            self._types[path] = {each.name: each for each in package.types} if package is not None else {}
        return self._types[path]

    def client(self, path: str, name: str) -> ClientModel | None:
        """Return what is known about the clients that a function or type of a package makes, None if nothing is."""
        package = self.package(path)
        found = next((each for each in package.clients if each.name == name), None) if package is not None else None
        return found if found is not None and (not found.majors or libraries.major(path) in found.majors) else None

    def named(self, qualified: str) -> FunctionModel | None:
        """Return what is known about a function by its full name, `net.Dial` or `net.Dialer.Dial`."""
        folder, slash, last = qualified.rpartition("/")
        parts = last.split(".")
        for at in range(len(parts) - 1, 0, -1):
            found = self.functions(f"{folder}{slash}{'.'.join(parts[:at])}").get(".".join(parts[at:]))
            if found is not None:
                return found
        return None

    def source(self, path: str) -> SourceFile | None:
        """Return Go declarations that replace a package, None if there are none."""
        known = self.package(path)
        return libraries.source_of(known, path) if known is not None and known.is_declared else None

    # For the pre-filter

    def handing(self, kind: str) -> Mapping[str, frozenset[str]]:
        """Return the packages whose functions return a kind of obligation, each with names that their users write.

        If any handle of a type is an obligation, the packages whose declarations use that type are included.
        """
        ours = libraries.handing(kind, self.folder)
        if not self._own:
            return ours
        found = dict(ours)
        typed = {path for path, each in self._own.items() if any(one.obligation == kind for one in each.types)}
        for path, each in self._own.items():
            names = frozenset(_written(each, kind))
            names |= {name for other in typed.intersection(each.imports) for name in _written(self._own[other], kind)}
            if names:
                found[path] = found.get(path, frozenset()) | names
        return found

    def telling(self, kind: str) -> frozenset[str]:
        """Return words that by themselves show that a file may involve a kind, as a team has declared it.

        Those are the names of methods, which a file may call on values from another file of its package, and the
        package clauses of the packages themselves, which do not import what they declare.
        """
        handing = [each for each in self._own.values() if any(_written(each, kind))]
        clauses = {f"package {libraries.package_name(each)}" for each in handing}
        acquiring = [each.name for package in handing for each in package.functions if _hands_out(each, kind)]
        return frozenset(clauses | {name.rpartition(".")[2] for name in acquiring if "." in name})


def _hands_out(function: FunctionModel, kind: str) -> bool:
    return function.acquires is not None and function.acquires.kind == kind


def _written(package: PackageModel, kind: str) -> Iterable[str]:
    """Yield the names that callers write when they get an obligation of a kind from a package."""
    for function in package.functions:
        if _hands_out(function, kind):
            yield function.name.rpartition(".")[2]
            yield from (function.acquires.part if function.acquires is not None else None) or ()
    if kind == LONG_LIVED_CLIENT:
        yield from (each.name for each in package.clients)
    for each in package.types:
        if each.obligation == kind:
            # A caller need not write the name of the type: the last part of the import path shows the import.
            yield from (each.name, *(each.part or ()), package.package.rpartition("/")[2])


def _joined(own: PackageModel, other: PackageModel | None) -> PackageModel:
    """Return the union of two models of a package; if both describe the same thing, the first takes precedence."""
    if other is None:
        return own
    functions = {each.name: each for each in (*other.functions, *own.functions)}
    types = {each.name: each for each in (*other.types, *own.types)}
    clients = {each.name: each for each in (*other.clients, *own.clients)}
    declaring = own if own.declarations else other
    return replace(
        own,
        name=own.name or other.name,
        imports=declaring.imports,
        declarations=declaring.declarations,
        functions=tuple(functions.values()),
        types=tuple(types.values()),
        clients=tuple(clients.values()),
    )
