"""Packages: the files of one folder that share a package clause, looked up on demand.

Which files may declare a name is told by their bytes: one pass notes the first words of lines that can begin a
declaration. Only such a file is parsed. Where several files declare one name (build variants), a file that belongs to
the build counts before one that does not.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.shape import is_predeclared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.symbol import Symbol

_METHOD = re.compile(rb"\bfunc\s*\((?:[^()]|\([^()]*\))*\)\s*([\w\x80-\xff]+)")
_DECLARED = re.compile(
    # At the start of a line, after a keyword, or at the first level of a group: `a, b = 1, 2`.
    rb"^(?:[ \t]*(?:func|type|var|const)\b[ \t(]*|[ \t]+)([\w\x80-\xff]+(?:[ \t]*,\s*[\w\x80-\xff]+)*)",
    re.MULTILINE,
)


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
            # A declaration that no line begins with, as gofmt would have it, is found by the name alone.
            files = self._declaring.get(name.encode()) or ([] if is_predeclared(name) else self.mentioning(name))
            for file in files:
                symbol = file.declarations.get(name)
                if symbol is not None:
                    self._symbols[name] = symbol
                    break
        return self._symbols[name]

    def method(self, type_name: str, name: str) -> Symbol | None:
        """Return the method that the package declares on one of its types, None where it declares none."""
        key = (type_name, name)
        if key not in self._methods:
            self._methods[key] = next(
                (
                    method
                    for file in self._declaring_methods.get(name.encode(), ())
                    for method in file.methods.get(type_name, ())
                    if method.name == name
                ),
                None,
            )
        return self._methods[key]

    def methods(self, type_name: str) -> list[Symbol]:
        """Return all methods that the package declares on one of its types."""
        return [method for file in self.mentioning(type_name) for method in file.methods.get(type_name, ())]

    def mentioning(self, name: str) -> list[GoFile]:
        """Return the files whose bytes hold the name as a word."""
        word = name.encode()
        pattern = re.compile(rb"(?<![\w\x80-\xff])" + re.escape(word) + rb"(?![\w\x80-\xff])")
        return [file for file in self.files if word in file.source.data and pattern.search(file.source.data)]

    @cached_property
    def _declaring(self) -> dict[bytes, list[GoFile]]:
        """The files that may declare a name at the top level; more files than do, never fewer."""
        found: dict[bytes, list[GoFile]] = {}
        for file in self.files:
            for names in set(_DECLARED.findall(file.source.data)):
                for name in names.split(b",") if b"," in names else (names,):
                    files = found.setdefault(name.strip(), [])
                    if not files or files[-1] is not file:
                        files.append(file)
        return found

    @cached_property
    def _declaring_methods(self) -> dict[bytes, list[GoFile]]:
        """The files that may declare a method of a name."""
        found: dict[bytes, list[GoFile]] = {}
        for file in self.files:
            for name in set(_METHOD.findall(file.source.data)):
                found.setdefault(name, []).append(file)
        return found
