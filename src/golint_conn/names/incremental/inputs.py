"""Inputs: the questions about files on whose answers facts depend, each with its answer and the files that it needs.

One way of answering serves the run that records the answer and the next run that compares it. What the next run has to
ask again follows from the files that have changed in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from golint_conn.names.budgets import SEARCHED_FILES
from golint_conn.names.build import Build
from golint_conn.names.module_index import imports, method_names
from golint_conn.names.modules import module_tree
from golint_conn.source.digest import digest
from golint_conn.source.paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from golint_conn.names.incremental.world import Change, Disk, File, Files, World
    from golint_conn.source import Reader


@dataclass(frozen=True, slots=True)
class Input:
    """A question; its fields say what it is about."""

    kind: ClassVar[str]
    is_reported: ClassVar[bool] = False
    """Whether it also says something to users, and so counts in runs that keep nothing."""

    def of(self, source: Any) -> bytes:  # noqa: ANN401 - a file or a world, as the kind requires
        """Return the answer from the file or the world that it is about."""
        raise NotImplementedError

    def holds(self, answer: bytes, change: Change) -> bool:
        """Return whether an answer that was recorded before a change is still right."""
        raise NotImplementedError

    def needs(self, reader: Reader) -> Iterable[str]:
        """Return the Go files that the answer depends on."""
        return ()


@dataclass(frozen=True, slots=True)
class Limit(Input):
    """A notice that something was not followed to its end; it asks nothing, and always holds."""

    kind = "limit"
    is_reported = True
    path: str
    line: str
    text: str

    def of(self, source: object) -> bytes:
        return b""

    def holds(self, answer: bytes, change: Change) -> bool:
        return True


# Questions about the disk are cheap, and asked again in each run


@dataclass(frozen=True, slots=True)
class OnDisk(Input):
    """A question about folders and module files."""

    def of(self, source: Disk) -> bytes:
        raise NotImplementedError

    def holds(self, answer: bytes, change: Change) -> bool:
        return self.of(change.world) == answer  # type: ignore[arg-type]  # a workspace is a disk too


@dataclass(frozen=True, slots=True)
class BuildOf(OnDisk):
    """What a build of the go command is."""

    kind = "build"
    key: str

    def of(self, source: Disk) -> bytes:
        return Build(self.key, source.modules).digest


@dataclass(frozen=True, slots=True)
class Folder(OnDisk):
    """Whether a path is a folder."""

    kind = "folder"
    path: str

    def of(self, source: Disk) -> bytes:
        return bytes([is_folder(self.path)])


@dataclass(frozen=True, slots=True)
class Listing(OnDisk):
    """Which Go files a folder holds."""

    kind = "listing"
    path: str

    def of(self, source: Disk) -> bytes:
        return listed(source.reader.go_files(self.path))


@dataclass(frozen=True, slots=True)
class ModuleAround(OnDisk):
    """Which module a folder belongs to, and what that module says."""

    kind = "module"
    path: str

    def of(self, source: Disk) -> bytes:
        return source.modules.of(self.path).digest


@dataclass(frozen=True, slots=True)
class Edges(OnDisk):
    """At which folders a module ends."""

    kind = "edges"
    module: str

    def of(self, source: Disk) -> bytes:
        return listed(source.tables.edges(source.modules.of(self.module)))


# Questions about one file


@dataclass(frozen=True, slots=True)
class OneFile(Input):
    """A question about the text of one file."""

    path: str

    def of(self, source: File) -> bytes:
        raise NotImplementedError

    def holds(self, answer: bytes, change: Change) -> bool:
        if self.path not in change.files:
            return True
        file = change.world.file(self.path)
        return file is not None and self.of(file) == answer

    def needs(self, reader: Reader) -> Iterable[str]:
        return (self.path,)


@dataclass(frozen=True, slots=True)
class Text(OneFile):
    """The whole text."""

    kind = "file"

    def of(self, source: File) -> bytes:
        return source.text_digest


@dataclass(frozen=True, slots=True)
class Declared(OneFile):
    """The text of one range of declarations, by its number."""

    kind = "range"
    number: str

    def of(self, source: File) -> bytes:
        return source.digest(int(self.number))


@dataclass(frozen=True, slots=True)
class Names(OneFile):
    """The names that its declarations have."""

    kind = "names"

    def of(self, source: File) -> bytes:
        return source.declared_names


@dataclass(frozen=True, slots=True)
class Spelled(OneFile):
    """In which declarations a name is spelled, in one of the ways of `golint_conn.names.spelling`."""

    kind = "spelled"
    how: str
    name: str

    def of(self, source: File) -> bytes:
        return source.spelling(self.how, self.name)


# Questions about many files


@dataclass(frozen=True, slots=True)
class Outline(Input):
    """What the packages of a folder are, without parsing them."""

    kind = "package"
    directory: str

    def of(self, source: World) -> bytes:
        packages = source.packages_in(self.directory)
        return digest(*(file.outline for name in sorted(packages) for file in packages[name].files))

    def holds(self, answer: bytes, change: Change) -> bool:
        return self.directory not in change.folders or self.of(change.world) == answer

    def needs(self, reader: Reader) -> Iterable[str]:
        return reader.go_files(self.directory)


@dataclass(frozen=True, slots=True)
class Mentions(Input):
    """Which files of a package mention a name."""

    kind = "mentions"
    directory: str
    package: str
    name: str

    def of(self, source: Files) -> bytes:
        return listed(file.path for file in source.files if file.mentions(self.name))

    def holds(self, answer: bytes, change: Change) -> bool:
        here = [path for path in change.files if path.rpartition("/")[0] == self.directory]
        return _same_members(answer, here, lambda path: _mentions(path, self.name, change))

    def needs(self, reader: Reader) -> Iterable[str]:
        return reader.go_files(self.directory)


@dataclass(frozen=True, slots=True)
class OfModule(Input):
    """Which files of a module have some property."""

    module: str

    def of(self, source: World) -> bytes:
        return listed(self.members(source))

    def members(self, world: World) -> Iterable[str]:
        """Return the files that have it."""
        raise NotImplementedError

    def belongs(self, path: str, change: Change) -> bool:
        """Return whether a file has it now."""
        raise NotImplementedError

    def holds(self, answer: bytes, change: Change) -> bool:
        return _same_members(answer, change.files, lambda path: self.belongs(path, change))

    def needs(self, reader: Reader) -> Iterable[str]:
        return module_tree(self.module, reader).files


@dataclass(frozen=True, slots=True)
class Importing(OfModule):
    """Which files of a module import a package."""

    kind = "importing"
    package: str

    def members(self, world: World) -> Iterable[str]:
        return world.tables.importing(self.package, world.modules.of(self.module))

    def belongs(self, path: str, change: Change) -> bool:
        data = change.data(path, self.module)
        return data is not None and self.package in imports(data)


@dataclass(frozen=True, slots=True)
class Declaring(OfModule):
    """Which files of a module declare methods of a name."""

    kind = "methods"
    name: str

    def members(self, world: World) -> Iterable[str]:
        return world.tables.declaring(self.name, world.modules.of(self.module))

    def belongs(self, path: str, change: Change) -> bool:
        data = change.data(path, self.module)
        return data is not None and self.name in method_names(data)


@dataclass(frozen=True, slots=True)
class Outside(OfModule):
    """Which files of a module import a package and mention a name, or the first of very many."""

    kind = "outside"
    package: str
    name: str

    def members(self, world: World) -> Iterable[str]:
        return world.speaking(self.package, self.name, world.modules.of(self.module))

    def belongs(self, path: str, change: Change) -> bool:
        return Importing(self.module, self.package).belongs(path, change) and _mentions(path, self.name, change)

    def holds(self, answer: bytes, change: Change) -> bool:
        is_full = answer.count(b"\n") + 1 >= SEARCHED_FILES.most
        return not (is_full and change.files) and super(Outside, self).holds(answer, change)


INPUTS: Mapping[str, type[Input]] = {
    each.kind: each
    for each in (
        BuildOf, Declared, Declaring, Edges, Folder, Importing, Limit, Listing, Mentions, ModuleAround, Names, Outline,
        Outside, Spelled, Text,
    )
}  # fmt: skip
"""All kinds of inputs, by the words for them in the cache."""


def input_of(kind: str, about: tuple[str, ...]) -> Input | None:
    """Return an input by the word for its kind and what it is about, None if there is none."""
    try:
        return INPUTS[kind](*about)
    except (KeyError, TypeError):
        return None


def listed(words: Iterable[str]) -> bytes:
    """Return a set of paths or names as an answer, in order."""
    return _encoded("\n".join(sorted(words)))


def _same_members(answer: bytes, paths: Iterable[str], belongs: Callable[[str], bool]) -> bool:
    """Return whether none of the changed files has joined or left a set of files."""
    members = frozenset(answer.split(b"\n"))
    return all((_encoded(path) in members) == belongs(path) for path in paths)


def _mentions(path: str, name: str, change: Change) -> bool:
    file = change.world.file(path)
    return file is not None and bool(file.mentions(name))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
