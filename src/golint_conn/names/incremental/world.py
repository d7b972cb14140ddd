"""The world: the files and folders that answer questions, as they are now, and what has changed in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from golint_conn.names.module_index import ModuleIndex
from golint_conn.names.modules import Modules, module_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from golint_conn.names.modules import Module
    from golint_conn.source import Reader


class Disk:
    """What can be answered without a parser: folders, module files, and the heads of Go files."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.modules = Modules(reader)
        self.tables = ModuleIndex(reader)


class File(Protocol):
    """The source of answers about one file: a `golint_conn.names.gofile.GoFile`."""

    path: str

    @property
    def text_digest(self) -> bytes:
        """The digest of the text."""

    @property
    def declared_names(self) -> bytes:
        """The digest of the names that it declares."""

    @property
    def outline(self) -> bytes:
        """The digest of what it says about its package."""

    def digest(self, number: int) -> bytes:
        """Return the digest of a range of declarations."""

    def spelling(self, how: str, name: str) -> bytes:
        """Return a digest of the places of a name."""

    def mentions(self, name: str) -> bool:
        """Return whether the text holds a name as a word."""


class Files(Protocol):
    """The source of answers about a package."""

    files: tuple[Any, ...]


class World(Protocol):
    """The source of all other answers: a `golint_conn.names.workspace.Workspace`."""

    reader: Reader
    modules: Modules
    tables: ModuleIndex

    def file(self, path: str) -> Any:  # noqa: ANN401 - a `File` or None
        """Return a file by its absolute path, None if it cannot be read."""

    def packages_in(self, directory: str) -> Mapping[str, Any]:
        """Return the packages in a folder by name."""

    def speaking(self, package: str, name: str, module: Module) -> list[str]:
        """Return the files of a module that import a package and mention a name, or the first of very many."""


class Change:
    """The files that were added, removed or changed since the answers were recorded, and the current world."""

    def __init__(self, world: World, files: Iterable[str]) -> None:
        self.world = world
        self.files = frozenset(files)
        self._trees: dict[str, frozenset[str]] = {}

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders of the files."""
        return frozenset(path.rpartition("/")[0] for path in self.files)

    def data(self, path: str, module: str) -> bytes | None:
        """Return the bytes of a file of a module, None if it is not one or cannot be read."""
        if module not in self._trees:
            self._trees[module] = frozenset(module_tree(module, self.world.reader).files)
        if path not in self._trees[module]:
            return None
        try:
            return self.world.reader.read(path)
        except OSError:
            return None
