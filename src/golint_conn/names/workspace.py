"""The workspace: from a file to its module, from an import path to a package, in one build.

An import path is looked up, in this order, in Go's standard library (our signature data, or its own source when that is
being analyzed), in the main modules of the build and in local replacements, in `vendor/`, and in the module cache; if
none has it, our own declarations of popular libraries are used. Nothing is downloaded or run, and a package is read
only on demand.
"""

from __future__ import annotations

import itertools
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from golint_conn.names import libraries, stdlib
from golint_conn.names.budgets import SEARCHED_FILES
from golint_conn.names.build import Build
from golint_conn.names.gofile import GoFile
from golint_conn.names.incremental.inputs import BuildOf, Edges, Folder, Listing, ModuleAround, Outline
from golint_conn.names.incremental.ledger import Ledger
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.libraries.library import Library
from golint_conn.names.module_index import ModuleIndex
from golint_conn.names.modules import Module, Modules
from golint_conn.names.package import PackageScope
from golint_conn.source import ReadFile
from golint_conn.source.paths import is_folder
from golint_conn.syntax import Effort, evict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from golint_conn.source import Reader, SourceFile


class Workspace:
    """Files, packages and modules of a build, each loaded once; without a key it is the build of the root."""

    def __init__(
        self,
        reader: Reader,
        library: Library | None = None,
        tables: ModuleIndex | None = None,
        build: str | None = None,
        *,
        is_recording: bool = False,
    ) -> None:
        self.reader = reader
        self.ledger = Ledger(is_recording=is_recording)
        self.library = library or Library()
        self.tables = tables or ModuleIndex(reader)
        self.effort = Effort()
        self._files: dict[str, GoFile | None] = {}
        self._newly_read: list[GoFile] = []
        self.modules = Modules(reader)
        self.build = Build(self.modules.of(reader.root).build if build is None else build, self.modules)
        self._folders: dict[str, tuple[dict[str, PackageScope], int]] = {}
        self._imports: Memory[str, PackageScope | None] = Memory(self.ledger)
        self._speaking: dict[tuple[str, str, str], list[str]] = self.ledger.evictable({})
        self._libraries: dict[tuple[str, str], PackageScope | None] = {}

    def file(self, path: str) -> GoFile | None:
        """Return a file by its absolute path, None if it cannot be read."""
        if path not in self._files:
            try:
                source = ReadFile(self.reader.display(path), partial(self.reader.read, path))
            except OSError:
                self._files[path] = None
            else:
                file = self._files[path] = GoFile(path, source, self.effort, self.ledger)
                self._newly_read.append(file)
        return self._files[path]

    def newly_read(self) -> list[GoFile]:
        """Return the files that were read since the last call."""
        found, self._newly_read = self._newly_read, []
        return found

    def evict(self) -> None:
        """Free the memory of all texts, trees and short-lived facts; all of it is computed again on demand."""
        self.ledger.evict()
        ours = [file for file in self._files.values() if file is not None]
        theirs = (file for package in self._libraries.values() if package is not None for file in package.files)
        evict(tree for file in itertools.chain(ours, theirs) for tree in file.trees())
        for file in ours:
            file.evict_text()

    def module(self, directory: str) -> Module:
        """Return the module that a folder belongs to; a folder outside any module is one by itself."""
        found = self.modules.of(directory)
        self.ledger.record(ModuleAround, directory, source=self)
        return found

    def package_of(self, file: GoFile) -> PackageScope:
        """Return the package that a file belongs to."""
        directory = file.path.rpartition("/")[0]
        packages = self.packages_in(directory)
        known = packages.get(file.package_name)
        return known or PackageScope(self.build.path_of(directory), [file], self.ledger)

    def package_at(self, directory: str) -> PackageScope | None:
        """Return the importable package in a folder, None if there is none."""
        packages = [p for n, p in self.packages_in(directory).items() if not n.endswith("_test")]
        importable = [package for package in packages if any(f.is_built and not f.is_test for f in package.files)]
        ranked = sorted(importable or packages, key=lambda package: (package.name == "main", -len(package.files)))
        return ranked[0] if ranked else None

    def imported(self, path: str, importer: GoFile) -> PackageScope | None:
        """Return the package that an import path means in a file, None if its source cannot be found."""
        if importer.is_signatures:
            return self._standard(path) or self._declared(path)
        return self._imports.of(path, self._resolve, path)

    def by_path(self, path: str, near: GoFile) -> PackageScope | None:
        """Return a package by its import path, as seen from a file, which may itself belong to that package."""
        own = self.package_of(near) if not near.is_signatures else None
        return own if own is not None and own.path == path else self.imported(path, near)

    def _resolve(self, path: str) -> PackageScope | None:
        self._record_build()
        if not self.build.is_standard_library:
            standard = self._standard(path)
            if standard is not None:
                return standard
        for directory in self.build.folders(path):
            if self.is_folder(directory):
                package = self.package_at(directory)
                if package is not None:
                    return package
        return self._standard(path) or self._declared(path)

    def _standard(self, path: str) -> PackageScope | None:
        return self._signatures(path, stdlib.PREFIX, stdlib.load)

    def _declared(self, path: str) -> PackageScope | None:
        return self._signatures(path, libraries.PREFIX, self.library.source)

    def _signatures(self, path: str, prefix: str, load: Callable[[str], SourceFile | None]) -> PackageScope | None:
        key = (prefix, path)
        if key not in self._libraries:
            source = load(path)
            file = None if source is None else GoFile(f"{prefix}{path}", source, self.effort, self.ledger)
            self._libraries[key] = None if file is None else PackageScope(path, [file], self.ledger)
        return self._libraries[key]

    def packages_in(self, directory: str) -> dict[str, PackageScope]:
        """Return the packages in a folder by name."""
        if directory not in self._folders:
            paths = self.reader.go_files(directory)
            groups: dict[str, list[GoFile]] = {}
            for path in paths:
                file = self.file(path)
                if file is not None and file.package_name:
                    groups.setdefault(file.package_name, []).append(file)
            called = self.build.path_of(directory)
            packages = {
                name: PackageScope(_path_of_group(called, name, groups), files, self.ledger)
                for name, files in groups.items()
            }
            # Before its inputs are recorded, because their answers need the packages.
            self._folders[directory] = packages, 0
            bits = (
                self._record_build(),
                *(self.ledger.record(kind, directory, source=self) for kind in (ModuleAround, Listing, Outline)),
            )
            self._folders[directory] = packages, sum(bits)
        packages, mask = self._folders[directory]
        self.ledger.mask |= mask
        return packages

    def _record_build(self) -> int:
        return self.ledger.record(BuildOf, self.build.key, source=self)

    def record_edges(self, module: Module) -> None:
        """Record that the current fact depends on which files belong to a module."""
        self.ledger.record(Edges, module.directory, source=self)

    def speaking(self, package: str, name: str, module: Module) -> list[str]:
        """Return the files of a module that import a package and mention a name, or the first of very many."""
        key = (module.directory, package, name)
        if key not in self._speaking:
            files = (self.file(each) for each in self.tables.importing(package, module))
            holding = (file.path for file in files if file is not None and file.mentions(name))
            self._speaking[key] = list(islice(holding, SEARCHED_FILES.most))
        return self._speaking[key]

    def is_folder(self, directory: str) -> bool:
        """Return whether a path is that of a folder."""
        is_there = is_folder(directory)
        self.ledger.record(Folder, directory, source=self)
        return is_there


def _path_of_group(path: str, name: str, groups: Mapping[str, list[GoFile]]) -> str:
    """Return the path of a package in a folder; one that cannot be imported must not pass for one that can."""
    if name.endswith("_test"):
        return f"{path}_test"
    is_beside = not any(file.is_built for file in groups[name]) and any(
        file.is_built and not file.is_test for file in itertools.chain(*groups.values())
    )
    return f"{path}:{name}" if is_beside else path
