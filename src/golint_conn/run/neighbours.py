"""Neighbours: which files must be looked at too, so that all findings that touch some given files are found.

A finding can arise where its cause stands: a function that hands an open response to its callers is where their leaks
are followed from, and a Client that is built elsewhere is where its use in a given file is told of. Neighbours are
therefore

- the packages of the given files, whole;
- the files, in these packages and in those that they import, that declare a name which a given file mentions; and again
  for what such a declaration mentions, as long as it may hand something on to whoever uses it, as far as obligations
  are followed from function to function;
- the files of other packages that import a given file's package and mention a function or variable of the file that
  may hand something on to them.

What joins packages by no name at all, as a blank import that registers handlers in one package joins the server in
another, is left to runs over the whole module.

Names are compared as bytes, so that nothing is parsed for it: a file too many costs time, no finding. Libraries, in
`vendor` or in the module cache, are not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.modules import Modules
from golint_conn.names.shape import is_predeclared
from golint_conn.names.shapes import Shapes
from golint_conn.names.workspace import Workspace
from golint_conn.program.references import References

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.package import PackageScope
    from golint_conn.source import Reader

DEPTH = 4
"""Through how many functions an obligation is followed that each hands on to its callers."""

_WORD = re.compile(rb"[\w\x80-\xff]+")
_SELECTED = re.compile(rb"\.[ \t\n]*([\w\x80-\xff]+)")
_IMPORT = re.compile(rb'"([^"\s\\]+)"')
# Where gofmt lets a declaration begin, which ends the one before.
_DECLARATION = re.compile(rb"^(?=(?:func|type|var|const)\b)", re.MULTILINE)
_FUNCTION = re.compile(rb"func\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?([\w\x80-\xff]+)")
_NAMES_OF_GROUP = re.compile(
    rb"^(?:(?:type|var|const)\b[ \t(]*|\t)([\w\x80-\xff]+(?:[ \t]*,\s*[\w\x80-\xff]+)*)", re.MULTILINE
)
_CLOSING = {ord("("): ord(")"), ord("["): ord("]")}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A top-level declaration of a file as bytes; one without names is the head of the file."""

    file: GoFile
    text: bytes
    names: frozenset[bytes]

    @property
    def hands_on(self) -> bool:
        """Whether whoever uses the declaration may get something from it that is more than a plain value."""
        match = _FUNCTION.match(self.text)
        if match is None:
            return True
        return not all(is_predeclared(word.decode("utf-8", "replace")) for word in self._results(match))

    def _results(self, name: re.Match[bytes]) -> list[bytes]:
        """Return the words between the parameters of a function and its body."""
        at = name.end()
        while at < len(self.text) and self.text[at] in _CLOSING:
            at = _balanced(self.text, at)
            if self.text[at - 1] == ord(")"):
                break
        return _WORD.findall(self.text[at:].partition(b"{")[0])


def neighbours(given: Iterable[str], reader: Reader) -> frozenset[str]:
    """Return the files to look at for some given ones, which are among them; all by their absolute paths."""
    modules = Modules(reader)
    builds: dict[str, list[str]] = {}
    for path in given:
        builds.setdefault(modules.of(path.rpartition("/")[0]).build, []).append(path)
    return frozenset(each for build, files in builds.items() for each in _Search(reader, build).run(files))


class _Search:
    """Finds neighbours in a build; reads each file once."""

    def __init__(self, reader: Reader, build: str) -> None:
        self._workspace = Workspace(reader, build=build)
        self._references = References(Shapes(self._workspace))
        self._tables: dict[int, dict[bytes, list[_Piece]]] = {}

    def run(self, given: Iterable[str]) -> Iterator[str]:
        """Yield the paths of the neighbours, some more than once."""
        files = [file for path in given if (file := self._workspace.file(path)) is not None]
        frontier = []
        for file in files:
            yield file.path
            yield from (each.path for each in self._workspace.package_of(file).files)
            yield from self._users(file)
            frontier += _pieces(file)
        seen: set[int] = set()
        for _ in range(DEPTH):
            found = {id(each): each for piece in frontier for each in self._declaring(piece)}
            yield from (each.file.path for each in found.values())
            frontier = [each for key, each in found.items() if key not in seen and each.hands_on]
            seen.update(found)

    def _declaring(self, piece: _Piece) -> Iterator[_Piece]:
        """Yield the declarations of what a declaration mentions."""
        yield from self._named(self._workspace.package_of(piece.file), frozenset(_WORD.findall(piece.text)))
        selected = _selected(piece.text)
        for package in self._imported(piece.file):
            yield from self._named(package, selected)

    def _named(self, package: PackageScope, words: frozenset[bytes]) -> Iterator[_Piece]:
        if id(package) not in self._tables:
            table: dict[bytes, list[_Piece]] = {}
            for piece in (piece for file in package.files for piece in _pieces(file)):
                for name in piece.names:
                    table.setdefault(name, []).append(piece)
            self._tables[id(package)] = table
        table = self._tables[id(package)]
        for word in words & table.keys():
            yield from table[word]

    def _imported(self, file: GoFile) -> Iterator[PackageScope]:
        """Yield the packages that a file imports from its own module, or from one that is worked on beside it."""
        for path in set(_IMPORT.findall(_head(file))):
            package = self._workspace.imported(path.decode("utf-8", "replace"), file)
            if package is not None and self._is_ours(package):
                yield package

    def _is_ours(self, package: PackageScope) -> bool:
        path = package.files[0].path
        return path.startswith(f"{self._workspace.reader.root}/") and "/vendor/" not in path

    def _users(self, file: GoFile) -> Iterator[str]:
        """Yield the files of other packages that may use what a file declares."""
        package = self._workspace.package_of(file)
        importers = self._workspace.tables.importers(self._workspace.module(file.path.rpartition("/")[0]))
        handing = (piece for piece in _pieces(file) if piece.hands_on and not piece.text.startswith(b"type"))
        declared = frozenset(name for piece in handing for name in piece.names if name[:1].isupper())
        for path in importers.get(package.path, ()):
            user = self._workspace.file(path)
            if user is not None and not declared.isdisjoint(_selected(user.source.data)):
                yield path


def _head(file: GoFile) -> bytes:
    """Return what stands before the declarations of a file."""
    data = file.source.data
    match = _DECLARATION.search(data)
    return data[: match.start()] if match is not None else data


def _pieces(file: GoFile) -> list[_Piece]:
    """Return the declarations of a file."""
    return [_Piece(file, text, _names(text)) for text in _DECLARATION.split(file.source.data)[1:]]


def _names(text: bytes) -> frozenset[bytes]:
    """Return the names that a declaration may declare; more than it does, never fewer."""
    if text.startswith(b"func"):
        match = _FUNCTION.match(text)
        return frozenset([match[1]] if match is not None else [])
    found = (name.strip() for names in _NAMES_OF_GROUP.findall(text) for name in names.split(b","))
    return frozenset(found)


def _selected(data: bytes) -> frozenset[bytes]:
    return frozenset(_SELECTED.findall(data))


def _balanced(text: bytes, at: int) -> int:
    """Return where a bracket that opens at an offset is closed again, or the end of the text."""
    opening, depth = text[at], 0
    closing = _CLOSING[opening]
    for offset in range(at, len(text)):
        depth += (text[offset] == opening) - (text[offset] == closing)
        if not depth:
            return offset + 1
    return len(text)
