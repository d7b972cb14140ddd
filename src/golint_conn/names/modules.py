"""Modules: which module a folder belongs to, by the go.mod and go.work files above it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.names.gomod import ModuleFile, parse_module_file
from golint_conn.source.digest import digest
from golint_conn.source.paths import entries, is_folder, is_own_folder, leads_to_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.source import Reader

WORK_FILE = "go.work"
_SKIPPED_FOLDERS = frozenset({"vendor", "testdata", "node_modules"})


class Module:
    """A module: its folder, its go.mod, and the folder and content of the go.work that it is a member of, if any."""

    def __init__(self, directory: str, file: ModuleFile, work: tuple[str, ModuleFile] | None = None) -> None:
        self.directory = directory
        self.file = file
        self.work = work

    @cached_property
    def digest(self) -> bytes:
        """A digest of everything known about it."""
        return digest(repr((self.directory, self.file, self.work)).encode("utf-8", "surrogateescape"))

    @property
    def build(self) -> str:
        """The key of the build that it is a main module of."""
        if self.work is not None:
            return f"{self.work[0]}/{WORK_FILE}"
        return self.directory if self.file.module else ""

    @cached_property
    def together(self) -> frozenset[str]:
        """The folders of the modules that are developed together with it, its own among them.

        They are those that its go.work uses, if they are below it.
        """
        folder, work = self.work if self.work is not None else ("", ModuleFile())
        uses = (os.path.normpath(os.path.join(folder, use)) for use in work.uses)  # noqa: PTH118 - text only
        below = frozenset(use for use in uses if f"{use}/".startswith(f"{folder}/"))
        return below if self.directory in below else frozenset({self.directory})

    @property
    def is_standard_library(self) -> bool:
        """Whether the module is Go's own standard library or its commands."""
        return self.file.module in {"std", "cmd"}

    @property
    def go(self) -> tuple[int, int] | None:
        """The version of Go that it is written for, None if there is no go.mod."""
        if not self.file.module:
            return None
        # As in the go command: a go.mod without a go line means 1.16; a workspace is as new as its newest member.
        own = self.file.go or (1, 16)
        return max(own, self.work[1].go or own) if self.work is not None else own

    def folder(self, path: str) -> str | None:
        """Return the folder of an import path if that is a package of the module, otherwise None."""
        if self.file.module == "std":
            return f"{self.directory}/{path}"
        is_inside = bool(self.file.module) and f"{path}/".startswith(f"{self.file.module}/")
        return f"{self.directory}{path[len(self.file.module) :]}" if is_inside else None

    def import_path(self, directory: str) -> str:
        """Return the import path of a folder of the module."""
        inside = directory.removeprefix(self.directory).removeprefix("/")
        if self.file.module == "std":
            return inside.removeprefix("vendor/")
        if not self.file.module:
            # As in the go command: outside any module a package is named after its folder.
            return f"_{directory}"
        path = f"{self.file.module}/{inside}" if inside else self.file.module
        return path.rpartition("/vendor/")[2]


class Modules:
    """Finds modules, each once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._found: dict[str, Module] = {}
        self._files: dict[str, ModuleFile | None] = {}

    def of(self, directory: str) -> Module:
        """Return the module that a folder belongs to; a folder outside any module is one by itself."""
        inside: list[str] = []
        for here in _upwards(directory):
            if here in self._found:
                break
            file = self.file(f"{here}/go.mod")
            if file is not None:
                self._found[here] = Module(here, file, self._work_file(here))
                break
            inside.append(here)
        outer = self._found.get(here)
        for each in inside:
            named = outer if outer is not None and outer.file.module else None
            self._found[each] = named or Module(each, ModuleFile())
        return self._found[directory]

    def file(self, path: str) -> ModuleFile | None:
        """Return what a go.mod or go.work file says, None if it cannot be read."""
        if path not in self._files:
            try:
                self._files[path] = parse_module_file(self.reader.read(path).decode("utf-8", "replace"))
            except OSError:
                self._files[path] = None
        return self._files[path]

    def _work_file(self, directory: str) -> tuple[str, ModuleFile] | None:
        """Return the folder and the content of the go.work that a module is a member of, None if there is none."""
        for here in _upwards(directory):
            file = self.file(f"{here}/{WORK_FILE}")
            if file is not None:
                return (here, file) if directory in file.folders(here) else None
        return None


def _upwards(directory: str) -> Iterator[str]:
    """Yield a folder and its parents; the root is the empty text, which a slash follows as it does all others."""
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield directory


@dataclass(frozen=True, slots=True)
class ModuleTree:
    """The Go files of a module, and the folders at which it ends, by their absolute paths.

    It ends at other modules, at links, and at folders that cannot be listed. Only changes of these can add files to a
    module or remove them. That it also ends at `vendor` and others follows from their names.
    """

    files: tuple[str, ...]
    edges: tuple[str, ...]


def module_tree(directory: str, reader: Reader) -> ModuleTree:
    """Return what belongs to the module in a folder."""
    files: list[str] = []
    edges: list[str] = []
    pending = [directory]
    while pending:
        folder = pending.pop()
        try:
            found = sorted(entries(folder), key=lambda entry: entry.name)
        except OSError:
            edges.append(folder)
            continue
        if folder != directory and any(entry.name == "go.mod" and not is_own_folder(entry) for entry in found):
            edges.append(folder)
            continue
        paths = (f"{folder}/{each.name}" for each in found if each.name.endswith(".go") and leads_to_file(each))
        files += filter(reader.is_member, paths)
        links = (each for each in found if each.is_symlink() and not _is_skipped(each.name) and is_folder(each))
        edges += (f"{folder}/{each.name}" for each in links)
        below = (each.name for each in found if is_own_folder(each) and not _is_skipped(each.name))
        pending += reversed([f"{folder}/{name}" for name in below])
    return ModuleTree(tuple(files), tuple(edges))


def _is_skipped(folder: str) -> bool:
    return folder in _SKIPPED_FOLDERS or folder.startswith((".", "_"))


def module_cache() -> str:
    """Return the folder in which the go command keeps the modules that it has downloaded."""
    explicit = os.environ.get("GOMODCACHE")
    first = os.environ.get("GOPATH", "").split(os.pathsep)[0]
    return explicit or (f"{first}/pkg/mod" if first else str(Path("~/go/pkg/mod").expanduser()))
