"""Modules: which module a folder belongs to, by the go.mod and go.work files above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.gomod import ModuleFile, parse_module_file
from golint_conn.source.digest import digest
from golint_conn.source.paths import entries, is_own_folder, leads_to_file

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

    def import_path(self, directory: str) -> str:
        """Return the import path of a folder of the module."""
        inside = directory.removeprefix(self.directory).removeprefix("/")
        if self.file.module == "std":
            return inside.removeprefix("vendor/")
        if not self.file.module:
            # As the go command has it: outside of any module a package is named after its folder.
            return f"_{directory}"
        path = f"{self.file.module}/{inside}" if inside else self.file.module
        return path.rpartition("/vendor/")[2]


class Modules:
    """Finds modules, each once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._found: dict[str, Module] = {}

    def of(self, directory: str) -> Module:
        """Return the module that a folder belongs to; a folder outside of any module is one by itself."""
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
            self._found[each] = named or Module(each, ModuleFile(), None)
        return self._found[directory]

    def file(self, path: str) -> ModuleFile | None:
        """Return what a go.mod or go.work file says, None where it cannot be read."""
        try:
            return parse_module_file(self.reader.read(path).decode("utf-8", "replace"))
        except OSError:
            return None

    def _work_file(self, directory: str) -> tuple[str, ModuleFile] | None:
        for here in _upwards(directory):
            file = self.file(f"{here}/go.work")
            if file is not None:
                return here, file
        return None


def _upwards(directory: str) -> Iterator[str]:
    """Yield a folder and those around it; the root is the empty text, which a slash follows as it does all others."""
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield directory


def module_files(directory: str, reader: Reader) -> Iterator[str]:
    """Yield the paths of the Go files of the module in a folder; nested modules and `vendor` are not part of it."""
    pending = [directory]
    while pending:
        folder = pending.pop()
        try:
            found = sorted(entries(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        if folder != directory and any(entry.name == "go.mod" and not is_own_folder(entry) for entry in found):
            continue
        paths = (f"{folder}/{each.name}" for each in found if each.name.endswith(".go") and leads_to_file(each))
        yield from filter(reader.is_member, paths)
        below = (each.name for each in found if is_own_folder(each) and not _is_skipped(each.name))
        pending += reversed([f"{folder}/{name}" for name in below])


def _is_skipped(folder: str) -> bool:
    return folder in _SKIPPED_FOLDERS or folder.startswith((".", "_"))
