"""Packages: the files of one folder that share a package clause, looked up on demand.

Which files may declare a name is told by the names of their sections, and only the section that declares it is parsed.
Where several files declare one name (build variants), a file that belongs to the build counts before one that does not.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.symbol import Symbol


class PackageScope:
    """The package-level names of one package. `path` is the import path, `files` its files, tests last."""

    def __init__(self, path: str, files: Sequence[GoFile]) -> None:
        self.path = path
        self.files = tuple(sorted(files, key=lambda file: (file.is_test, not file.is_built, file.path)))
        self._symbols: dict[str, Symbol | None] = {}
        self._methods: dict[tuple[str, str], Symbol | None] = {}

    @cached_property
    def name(self) -> str:
        """The name in the package clauses."""
        return self.files[0].package_name.removesuffix("_test") if self.files else ""

    def lookup(self, name: str) -> Symbol | None:
        """Return the package-level symbol of a name, None where the package has none."""
        if name not in self._symbols:
            self._symbols[name] = None
            for file in self._declaring.get((b"", name.encode()), ()):
                symbol = file.declaration(name)
                if symbol is not None:
                    self._symbols[name] = symbol
                    break
        return self._symbols[name]

    def method(self, type_name: str, name: str) -> Symbol | None:
        """Return the method that the package declares on one of its types, None where it declares none."""
        key = (type_name, name)
        if key not in self._methods:
            files = self._declaring.get((type_name.encode(), name.encode()), ())
            found = (file.method(type_name, name) for file in files)
            self._methods[key] = next((method for method in found if method is not None), None)
        return self._methods[key]

    def methods(self, type_name: str) -> list[Symbol]:
        """Return all methods that the package declares on one of its types."""
        return [method for file in self.mentioning(type_name) for method in file.methods(type_name)]

    def mentioning(self, name: str) -> list[GoFile]:
        """Return the files whose bytes hold the name as a word."""
        word = name.encode()
        pattern = re.compile(rb"(?<![\w\x80-\xff])" + re.escape(word) + rb"(?![\w\x80-\xff])")
        return [file for file in self.files if word in file.source.data and pattern.search(file.source.data)]

    @cached_property
    def _declaring(self) -> dict[tuple[bytes, bytes], list[GoFile]]:
        """The files that may declare a name on a type, or at package level; more files than do, never fewer."""
        found: dict[tuple[bytes, bytes], list[GoFile]] = {}
        for file in self.files:
            for receiver, name in dict.fromkeys((receiver, name) for receiver, name, _ in file.names):
                found.setdefault((receiver, name), []).append(file)
        return found
