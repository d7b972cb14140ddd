"""Modules: which module a folder belongs to, by the go.mod and go.work files above it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.gomod import ModuleFile, parse_module_file
from golint_conn.source.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.source import Reader

_SKIPPED_FOLDERS = frozenset({"vendor", "testdata", "node_modules"})


class Module:
    """A module: its folder, its go.mod, and the go.work it is a member of, if any."""

    def __init__(self, directory: str, file: ModuleFile, work: tuple[str, ModuleFile] | None) -> None:
        self.directory = directory
        self.file = file
        self.work = work

    def digest(self) -> bytes:
        """Return what stands for all that is known of it."""
        return digest(repr((self.directory, self.file, self.work)).encode("utf-8", "surrogateescape"))

    @cached_property
    def together(self) -> frozenset[str]:
        """The folders of the modules that are worked on together with it, its own among them.

        They are those that its go.work uses, as far as they lie below that.
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
        """The version of Go that it is written for, None where there is no go.mod."""
        if not self.file.module:
            return None
        # As the go command has it: a go.mod without a go line means 1.16; a workspace is as new as its newest member.
        own = self.file.go or (1, 16)
        return max(own, self.work[1].go or own) if self.work is not None else own

    def folder(self, path: str) -> str | None:
        """Return the folder that an import path means if it means a package of the module; else None."""
        if self.file.module == "std":
            return f"{self.directory}/{path}"
        is_inside = bool(self.file.module) and f"{path}/".startswith(f"{self.file.module}/")
        return f"{self.directory}{path[len(self.file.module) :]}" if is_inside else None

    def import_path(self, directory: str) -> str:
        """Return the import path of a folder of the module."""
        inside = os.path.relpath(directory, self.directory).replace(os.sep, "/")
        if self.file.module == "std":
            return inside.removeprefix("vendor/")
        if not self.file.module:
            # As the go command has it: outside of any module a package is named after its folder.
            return f"_{directory}"
        path = self.file.module if inside == "." else f"{self.file.module}/{inside}"
        return path.rpartition("/vendor/")[2]


class Modules:
    """Finds modules, each once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._found: dict[str, Module] = {}

    def of(self, directory: str) -> Module:
        """Return the module that a folder belongs to; a folder outside of any module is one by itself."""
        if directory not in self._found:
            file = self.file(f"{directory}/go.mod")
            parent = directory.rpartition("/")[0]
            if file is not None:
                self._found[directory] = Module(directory, file, self._work_file(directory))
            elif parent and parent != directory:
                outer = self.of(parent)
                self._found[directory] = outer if outer.file.module else Module(directory, ModuleFile(), None)
            else:
                self._found[directory] = Module(directory, ModuleFile(), None)
        return self._found[directory]

    def file(self, path: str) -> ModuleFile | None:
        """Return what a go.mod or go.work file says, None where it cannot be read."""
        try:
            return parse_module_file(self.reader.read(path).decode("utf-8", "replace"))
        except OSError:
            return None

    def _work_file(self, directory: str) -> tuple[str, ModuleFile] | None:
        while directory:
            file = self.file(f"{directory}/go.work")
            if file is not None:
                return directory, file
            directory = directory.rpartition("/")[0]
        return None


def module_files(directory: str, reader: Reader) -> Iterator[str]:
    """Yield the paths of the Go files of the module in a folder; nested modules and `vendor` are not part of it."""
    for folder, folders, files in os.walk(directory):
        if folder != directory and "go.mod" in files:
            folders.clear()
            continue
        folders[:] = sorted(n for n in folders if n not in _SKIPPED_FOLDERS and not n.startswith((".", "_")))
        paths = (f"{folder}/{name}" for name in sorted(files) if name.endswith(".go"))
        yield from filter(reader.is_member, paths)
