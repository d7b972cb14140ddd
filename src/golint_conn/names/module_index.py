"""Module index: which files of a module import what, and which declare methods of a name, judged by their bytes.

Building an index reads every file of the module. It holds nothing but paths, and lasts as long as the process.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.names.heads import quoted
from golint_conn.names.modules import ModuleTree, module_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from golint_conn.names.modules import Module
    from golint_conn.source import Reader

_METHOD = re.compile(rb"^func[ \t]*\([^()\n]*\)[ \t]*([\w\x80-\xff]+)", re.MULTILINE)


class ModuleIndex:
    """Builds the indexes, each once for a module; no fact may depend on a whole one."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._trees: dict[str, ModuleTree] = {}
        self._importers: dict[str, dict[str, list[str]]] = {}
        self._declaring: dict[str, dict[str, list[str]]] = {}

    def importing(self, path: str, module: Module) -> list[str]:
        """Return the files of a module that import a package."""
        return self.importers(module).get(path, [])

    def importers(self, module: Module) -> dict[str, list[str]]:
        """Return, for each import path, the files of a module that import it."""
        return self._table(self._importers, module, imports)

    def declaring(self, name: str, module: Module) -> list[str]:
        """Return the files of a module that declare methods of a name."""
        return self._table(self._declaring, module, method_names).get(name, [])

    def edges(self, module: Module) -> tuple[str, ...]:
        """Return the folders at which a module ended when its files were listed."""
        return self._tree(module).edges

    def _tree(self, module: Module) -> ModuleTree:
        if module.directory not in self._trees:
            named = bool(module.file.module)
            self._trees[module.directory] = module_tree(module.directory, self.reader) if named else ModuleTree((), ())
        return self._trees[module.directory]

    def _table(
        self, known: dict[str, dict[str, list[str]]], module: Module, words: Callable[[bytes], Iterable[str]]
    ) -> dict[str, list[str]]:
        if module.directory not in known:
            table = known[module.directory] = {}
            for path in self._tree(module).files:
                try:
                    data = self.reader.read(path)
                except OSError:
                    continue
                for word in words(data):
                    table.setdefault(word, []).append(path)
        return known[module.directory]


def imports(data: bytes) -> set[str]:
    """Return what a file imports, and anything else that is quoted in its head."""
    return {found.decode("utf-8", "replace") for found in quoted(data)}


def method_names(data: bytes) -> set[str]:
    """Return the names of the methods that a file declares, and perhaps some that it does not."""
    return {name.decode("utf-8", "replace") for name in _METHOD.findall(data)}
