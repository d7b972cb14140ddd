"""Causes: the files that a run has to look at for all to be found that stands in some given ones.

Most of what stands in a file is found by looking at that file. Where rules report elsewhere, by their placement, the
search is turned round:

- what functions hand on is reported at the calls that get it. For a given file these are the functions that it calls
  by name, in its own package and those that it imports; and again for what these call, to the end;
- what is followed through the whole module can come from each of its files that the rule looks at, as long as the
  given file speaks of what the rule reports there.

Names are compared as bytes, and nothing is parsed: a file too many costs time, and one too few a finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from golint_conn.names.callers import hands_on
from golint_conn.names.decl_ranges import DeclRanges, SectionKind
from golint_conn.names.heads import quoted
from golint_conn.names.spelling import ANYWHERE, spelling_of
from golint_conn.rule.loading.descriptions import terms_of
from golint_conn.rule.placement import Placement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from golint_conn.run.files.selected import Files
    from golint_conn.run.files.whole_module import Whole

_CALLED = re.compile(rb"(?<![\w\x80-\xff])([\w\x80-\xff]++)[ \t]*+[(\[)/]")
_WORD = re.compile(rb"[\w\x80-\xff]+")


class _Piece(NamedTuple):
    """A function, or a run of bytes that may hold several: the path of its file, its first byte and its end."""

    path: str
    start: int
    end: int
    is_function: bool = False


class Causes:
    """Finds causes; reads each file once."""

    def __init__(self, tree: Files, whole: Whole) -> None:
        self._reader = tree.reader
        self._settings = tree.settings
        self._whole = whole
        self._texts: dict[str, bytes] = {}
        self._functions: dict[str, dict[bytes, list[_Piece]]] = {}

    def of(self, files: Sequence[str]) -> frozenset[str]:
        """Return the files beside some given ones that may bring something about in them, by their absolute paths."""
        found = {*self._handing(files), *self._wide_ones(files)}.difference(files)
        return frozenset(cause for cause in found if self._counts(cause, files))

    def counts(self, cause: str, path: str) -> bool:
        """Return whether what one file brings about in another is told of: a run over the whole module looks at it.

        A file that no such run looks at hears of its own folder only.
        """
        around = self._whole.around(path)
        return cause in around or (path not in around and _folder(cause) == _folder(path))

    def _counts(self, cause: str, files: Iterable[str]) -> bool:
        return any(self.counts(cause, path) for path in files)

    # What functions hand on

    def _handing(self, files: Iterable[str]) -> Iterator[str]:
        """Yield the files with functions that may hand something on to code in some files."""
        pieces = [_Piece(path, 0, len(self._text(path))) for path in files]
        seen = {*pieces}
        while pieces:
            called = {each for piece in pieces for each in self._called(piece)} - seen
            seen |= called
            pieces = [each for each in called if self._hands_on(each)]
            yield from (each.path for each in pieces)

    def _hands_on(self, piece: _Piece) -> bool:
        return not piece.is_function or hands_on(self._text(piece.path)[piece.start : piece.end])

    def _called(self, piece: _Piece) -> Iterator[_Piece]:
        """Yield the functions that a function, or all of a file, may call."""
        names = {*_CALLED.findall(self._text(piece.path), piece.start, piece.end)}
        for folder in self._packages(piece.path):
            known = self._declared(folder)
            for name in names & known.keys():
                yield from known[name]

    def _packages(self, path: str) -> Iterator[str]:
        """Yield the folder of a file, and those of the packages of its module that it imports."""
        folder = _folder(path)
        yield folder
        module = self._whole.modules.of(folder)
        for each in {*quoted(self._text(path))}:
            inside = module.folder(each.decode("utf-8", "replace"))
            if inside is not None:
                yield inside

    def _declared(self, folder: str) -> dict[bytes, list[_Piece]]:
        """Return the functions and methods that the files of a folder may declare, by their names."""
        if folder not in self._functions:
            table = self._functions[folder] = {}
            for path in self._reader.go_files(folder):
                for name, piece in self._functions_in(path):
                    table.setdefault(name, []).append(piece)
        return self._functions[folder]

    def _functions_in(self, path: str) -> Iterator[tuple[bytes, _Piece]]:
        text = self._text(path)
        for section in DeclRanges(text).all:
            piece = _Piece(path, section.start, section.end, section.kind is SectionKind.FUNCTION)
            if piece.is_function:
                yield from ((name, piece) for name in section.names)
            elif section.kind is SectionKind.ANY:
                # Only parsing would tell what it declares: a function of any name that stands there.
                yield from ((name, piece) for name in {*_WORD.findall(text, section.start, section.end)})

    # What is followed through the module

    def _wide_ones(self, files: Sequence[str]) -> Iterator[str]:
        """Yield the files from which a rule may report anywhere in the module, as far as that can be in some files."""
        sources = self._settings.sources
        wide = [each for each in terms_of(self._settings.rules, sources) if each.placement is Placement.MODULE]
        asked = [(terms, [path for path in files if self._speaks(path, terms.elsewhere)]) for terms in wide]
        if not any(paths for _, paths in asked):
            return
        from golint_conn.rule.checking.prefilter import Needed  # noqa: PLC0415 (few files ask for it)

        library = sources.declared.library() if sources.declared is not None else None
        for terms, paths in asked:
            needed = Needed(terms, library)
            around = set().union(*{self._whole.around(path) for path in paths})
            beside = {each for folder in {*map(_folder, paths)} for each in self._reader.go_files(folder)}
            yield from (each for each in around | beside if needed.holds(self._text(each)))

    def _speaks(self, path: str, names: Sequence[str]) -> bool:
        """Return whether a file speaks of one of some names; of no names every file does."""
        text = self._text(path)
        return not names or any(name.encode() in text and spelling_of(ANYWHERE, name).search(text) for name in names)

    def _text(self, path: str) -> bytes:
        """Return the bytes of a file, none of one that cannot be read."""
        if path not in self._texts:
            try:
                self._texts[path] = self._reader.read(path)
            except OSError:
                self._texts[path] = b""
        return self._texts[path]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
