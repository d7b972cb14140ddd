"""Packages: the files of one folder that share a package clause, looked up on demand.

The names of its ranges show which file may declare a name, and only the range that declares it is parsed. If several
files declare one name (build variants), a file that belongs to the build takes precedence.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.incremental.inputs import Mentions
from golint_conn.names.incremental.ledger import Ledger
from golint_conn.names.incremental.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.symbol import Symbol


class PackageScope:
    """The package-level names of one package. `path` is the import path, `files` its files, tests last."""

    def __init__(self, path: str, files: Sequence[GoFile], ledger: Ledger | None = None) -> None:
        self.path = path
        self.files = tuple(sorted(files, key=lambda file: (file.is_test, not file.is_built, file.path)))
        self._ledger = ledger if ledger is not None else Ledger()
        self._symbols: Memory[str, Symbol | None] = Memory(self._ledger)
        self._methods: Memory[tuple[str, str], Symbol | None] = Memory(self._ledger)

    @cached_property
    def name(self) -> str:
        """The name in the package clauses."""
        return self.files[0].package_name.removesuffix("_test") if self.files else ""

    def lookup(self, name: str) -> Symbol | None:
        """Return the package-level symbol of a name, None if the package has none."""
        return self._symbols.of(name, self._declared, name)

    def _declared(self, name: str) -> Symbol | None:
        found = (file.declaration(name) for file in self._declaring.get((b"", name.encode()), ()))
        return next((symbol for symbol in found if symbol is not None), None)

    def method(self, type_name: str, name: str) -> Symbol | None:
        """Return the method that the package declares on one of its types, None if it declares none."""
        return self._methods.of((type_name, name), self._method, type_name, name)

    def _method(self, type_name: str, name: str) -> Symbol | None:
        found = (file.method(type_name, name) for file in self._declaring.get((type_name.encode(), name.encode()), ()))
        return next((method for method in found if method is not None), None)

    def methods(self, type_name: str) -> list[Symbol]:
        """Return all methods that the package declares on one of its types."""
        word = type_name.encode()
        files = (file for file in self.files if any(receiver == word for receiver, _, _ in file.names()))
        return [method for file in files for method in file.methods(type_name)]

    def mentioning(self, name: str) -> list[GoFile]:
        """Return the files whose bytes contain the name as a word."""
        found = [file for file in self.files if file.mentions(name)]
        directory = self.files[0].path.rpartition("/")[0] if self.files else ""
        if directory:
            self._ledger.record(Mentions, directory, self.path, name, source=self)
        return found

    @cached_property
    def _declaring(self) -> dict[tuple[bytes, bytes], list[GoFile]]:
        """The files that may declare a name on a type, or at package level: those that do, and perhaps more."""
        found: dict[tuple[bytes, bytes], list[GoFile]] = {}
        for file in self.files:
            for receiver, name in dict.fromkeys((receiver, name) for receiver, name, _ in file.names()):
                found.setdefault((receiver, name), []).append(file)
        return found
