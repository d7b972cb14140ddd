"""Builds: what one run of the go command would see. There an import path means one folder, and a folder has one path.

A build has one main module, or several that a go.work names. Their replacements, their `vendor` folders and the
versions that they require say where packages are; the replacements in a dependency's go.mod are ignored. So the answers
depend on the build, and not on earlier questions.
"""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.gomod import ModuleFile, newest
from golint_conn.names.modules import WORK_FILE, module_cache
from golint_conn.source.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.modules import Module, Modules

_PRUNED = (1, 17)
"""Since this version of Go, a go.mod lists all modules that its build takes packages from."""


class Build:
    """One build, by its key: the path of its go.work, or the folder of its main module; empty outside modules."""

    def __init__(self, key: str, modules: Modules) -> None:
        self.key = key
        self._modules = modules
        self._cache = module_cache()

    @cached_property
    def digest(self) -> bytes:
        """A digest of everything known about it."""
        mains = [(main.directory, main.file) for main in self._mains]
        words = repr((self.key, mains, self._work, self._versions, self._cache))
        return digest(words.encode("utf-8", "surrogateescape"))

    @property
    def is_standard_library(self) -> bool:
        """Whether it is Go's own standard library, or its commands."""
        return any(main.is_standard_library for main in self._mains)

    def folders(self, path: str) -> list[str]:
        """Return the folders in which the package of an import path may be, most likely first."""
        if self.is_standard_library:
            main = self._mains[0]
            root = main.directory if main.file.module == "std" else main.directory.rpartition("/")[0]
            return [f"{main.directory}/vendor/{path}", f"{root}/{path}", f"{root}/vendor/{path}"]
        found = [f"{folder}{inside}" for name, folder in self._at_hand if (inside := below(path, name)) is not None]
        found += [f"{folder}/vendor/{path}" for folder in self._vendoring]
        module = next((name for name in _upwards(path) if name in self._versions), None)
        if module is not None:
            found.append(self._fetched(module, self._versions[module]) + path[len(module) :])
        return found

    def path_of(self, directory: str) -> str:
        """Return the import path of the package in a folder."""
        around = self._modules.of(directory)
        is_main = any(around.directory == main.directory for main in self._mains)
        replaced = [(folder, name) for name, folder in self._replaced if below(directory, folder) is not None]
        folder, name = max(replaced, key=lambda each: len(each[0]), default=("", ""))
        if folder and not (is_main and len(around.directory) >= len(folder)):
            # A package in a replacement keeps the path that it replaces, whatever the go.mod above it says: it may be a
            # fork.
            return f"{name}{directory[len(folder) :]}"
        if is_main:
            return around.import_path(directory)
        vendored = (below(directory, f"{each}/vendor") for each in self._vendoring)
        inside = next((each for each in vendored if each), "")
        return inside.removeprefix("/") or self._fetched_path(directory) or around.import_path(directory)

    @cached_property
    def _work(self) -> tuple[str, ModuleFile] | None:
        """The folder of the go.work and its content, if there is one."""
        folder, slash, name = self.key.rpartition("/")
        file = self._modules.file(self.key) if slash and name == WORK_FILE else None
        return (folder, file) if file is not None else None

    @cached_property
    def _mains(self) -> tuple[Module, ...]:
        if self._work is not None:
            folders = self._work[1].folders(self._work[0])
            return tuple(self._modules.of(each) for each in folders if self._modules.file(f"{each}/go.mod") is not None)
        return (self._modules.of(self.key),) if self.key else ()

    @cached_property
    def _replacements(self) -> list[tuple[str, str, tuple[str, str]]]:
        """All replacements: the path of the module, the folder of the file that says so, and a folder or a version."""
        files = [
            *([self._work] if self._work is not None else []),
            *((each.directory, each.file) for each in self._mains),
        ]
        return [(name, folder, target) for folder, file in files for name, target in file.replaces.items()]

    @cached_property
    def _replaced(self) -> list[tuple[str, str]]:
        """The modules that are replaced by a folder, with that folder."""
        return [
            (name, os.path.normpath(os.path.join(folder, target)))  # noqa: PTH118 - text only
            for name, folder, (target, _) in self._replacements
            if target.startswith((".", "/"))
        ]

    @cached_property
    def _at_hand(self) -> list[tuple[str, str]]:
        """The main modules and those that are replaced by a folder; modules nested in another come first."""
        named = [*((main.file.module, main.directory) for main in self._mains), *self._replaced]
        return sorted(named, key=lambda each: -len(each[0]))

    @cached_property
    def _vendoring(self) -> list[str]:
        """The folders that may have a `vendor`."""
        return [*(main.directory for main in self._mains), *([self._work[0]] if self._work is not None else [])]

    @cached_property
    def _versions(self) -> dict[str, str]:
        """The version of each required module: the newest that any module of the build requires."""
        found: dict[str, str] = {}
        seen: set[tuple[str, str]] = set()
        pending = [each for main in self._mains for each in main.file.requires.items()]
        is_complete = all(main.file.go is not None and main.file.go >= _PRUNED for main in self._mains)
        while pending:
            name, version = pending.pop()
            if (name, version) not in seen:
                seen.add((name, version))
                found[name] = newest(found.get(name, version), version)
                pending += [] if is_complete else self._required_by(name, version)
        return found

    def _required_by(self, module: str, version: str) -> list[tuple[str, str]]:
        """Return what a module requires, if its go.mod is available."""
        folder = next((place for name, place in self._replaced if name == module), None)
        file = self._modules.file(f"{folder or self._fetched(module, version)}/go.mod")
        return list(file.requires.items()) if file is not None else []

    def _fetched(self, module: str, version: str) -> str:
        """Return the folder of a module in the module cache."""
        targets = (target for name, _, target in self._replacements if name == module and target[1])
        name, version = next(targets, (module, version))
        return f"{self._cache}/{_escaped(name)}@{version}"

    def _fetched_path(self, directory: str) -> str:
        """Return the import path of a folder of the module cache, empty for one outside it."""
        inside = below(directory, self._cache) or ""
        module, found, rest = inside.removeprefix("/").partition("@")
        if not found:
            return ""
        version, slash, folder = rest.partition("/")
        target = (_unescaped(module), version)
        name = next((name for name, _, each in self._replacements if each == target), target[0])
        return f"{name}{slash}{folder}"


def below(path: str, outer: str) -> str | None:
    """Return the rest of a path below another (empty, or beginning with `/`), None if it is not at or below that one.

    >>> below("a.org/b/c", "a.org/b"), below("a.org/b", "a.org/b"), below("a.org/bc", "a.org/b")
    ('/c', '', None)
    """
    if not outer or not (path == outer or path.startswith(f"{outer}/")):
        return None
    return path[len(outer) :]


def _upwards(path: str) -> Iterator[str]:
    """Yield an import path and its parents."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _escaped(path: str) -> str:
    """Return a module path as the module cache spells it: `!` and the small letter for each capital."""
    return re.sub(r"[A-Z]", lambda match: f"!{match[0].lower()}", path)


def _unescaped(path: str) -> str:
    return re.sub(r"!([a-z])", lambda match: match[1].upper(), path)
