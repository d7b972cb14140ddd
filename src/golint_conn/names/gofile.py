"""One Go file: its package clause, imports, top-level declarations, build constraints and markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names import buildtags
from golint_conn.names.decl_ranges import DeclRanges, SectionKind
from golint_conn.names.heads import clause_start, package_clause, quoted
from golint_conn.names.incremental.inputs import Declared, Names, Spelled, Text
from golint_conn.names.incremental.ledger import Ledger
from golint_conn.names.spelling import ANYWHERE, spelling_of
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.source import ReadFile, Span
from golint_conn.source.digest import digest
from golint_conn.syntax import Effort, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.source import SourceFile
    from golint_conn.syntax import Node, Tree

_GENERATED = re.compile(rb"^(?:\xef\xbb\xbf)?// Code generated .* DO NOT EDIT\.\r?$", re.MULTILINE)
_VERSION = re.compile(r"v[0-9]+")
_SPECS = {"var_spec": SymbolKind.VARIABLE, "const_spec": SymbolKind.CONSTANT}
_TYPE_SPECS = ("type_spec", "type_alias")


@dataclass(frozen=True, slots=True)
class Import:
    """One import: the path, and the name it is given in this file (empty if the package's own name counts)."""

    path: str
    alias: str
    node: Node

    @property
    def likely_name(self) -> str:
        """The name that the path suggests, by the conventions that Go's own tools follow."""
        parts = self.path.split("/")
        if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
            parts.pop()
        name = re.sub(r"\.v[0-9]+$", "", parts[-1])
        return name.removeprefix("go-").removesuffix(".go").replace("-", "_")


_WHOLE = -1
"""Means all ranges."""


class GoFile:
    """A Go file and its top level; `path` is absolute.

    It is parsed range by range, on demand; the cost is added to `effort`.
    """

    def __init__(
        self, path: str, source: SourceFile, effort: Effort | None = None, ledger: Ledger | None = None
    ) -> None:
        self.path = path
        self.is_signatures = not path.startswith("/")
        """Whether the file is one of our data: a library's declarations without bodies, which are not on disk."""
        self._source = source
        self._effort = effort if effort is not None else Effort()
        self.ledger = ledger if ledger is not None else Ledger()
        self._bits: dict[int, int] = {}
        self._trees: dict[int, Tree] = {}
        self._tops: dict[int, list[Node]] = {}
        self._symbols: dict[int, dict[str, Symbol]] = {}
        self._near: dict[tuple[str, int], bool] = {}

    @property
    def source(self) -> SourceFile:
        """The text; a fact that reads it depends on all of it."""
        self._note(_WHOLE)
        return self._source

    @property
    def text_digest(self) -> bytes:
        """A digest of the text, to compare texts with; no fact may depend on it."""
        return self._source.digest

    @property
    def display(self) -> str:
        """The path that the file is reported under."""
        return self._source.path

    def _note(self, number: int) -> None:
        """Record that the current fact depends on a range, or on the whole file."""
        if self.is_signatures:
            return
        bit = self._bits.get(number)
        if bit is None:
            kind, *about = (Text, self.path) if number == _WHOLE else (Declared, self.path, str(number))
            self._bits[number] = self.ledger.record(kind, *about, source=self)
        else:
            self.ledger.mask |= bit

    def digest(self, number: int) -> bytes:
        """Return a digest of a range, empty if there is no such range; of the whole file for -1."""
        if number == _WHOLE:
            return digest(self._source.data)
        if number >= len(self.sections.all):
            return b""
        section = self.sections.all[number]
        return digest(self._source.data[section.start : section.end])

    def spelled(self, how: str, name: str) -> list[Span]:
        """Return where a name occurs in the file: with a dot before it, with a colon after it, or anywhere."""
        found = self._spelled(how, name)
        if not self.is_signatures:
            self.ledger.record(Spelled, self.path, how, name, source=self)
        return found

    def _spelled(self, how: str, name: str) -> list[Span]:
        return [Span(*match.span(1)) for match in spelling_of(how, name).finditer(self._source.data)]

    def _holders(self, spans: list[Span]) -> bytes:
        return repr([self.sections.at(span.start) for span in spans]).encode()

    def spelling(self, how: str, name: str) -> bytes:
        """Return a digest of the ranges in which a name occurs."""
        return self._holders(self._spelled(how, name))

    def spelled_within(self, name: str, start: int, end: int) -> list[Span]:
        """Return where a name occurs between two bytes."""
        for number in range(self.sections.at(start), self.sections.at(max(start, end - 1)) + 1):
            self._note(number)
        found = spelling_of(ANYWHERE, name).finditer(self._source.data, start, end)
        return [Span(*match.span(1)) for match in found]

    def mentions_near(self, name: str, offset: int) -> bool:
        """Return whether a name occurs, perhaps as part of another, in the range around a byte."""
        number = self.sections.at(offset)
        self._note(number)
        near = self._near.get((name, number))
        if near is None:
            section = self.sections.all[number]
            near = self._source.data.find(name.encode(), section.start, section.end) >= 0
            self._near[name, number] = near
        return near

    def mentions(self, name: str) -> bool:
        """Return whether a name occurs in the text as a word; the caller has to record the input."""
        return name.encode() in self._source.data and spelling_of(ANYWHERE, name).search(self._source.data) is not None

    @cached_property
    def outline(self) -> bytes:
        """A digest of everything that others use of the file without looking into its declarations."""
        head = (self.path, self.package_name, str(self.is_built))
        words = (word.encode("utf-8", "surrogateescape") for word in head)
        return digest(*words, *quoted(self._source.data), self.declared_names)

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree of the whole file, for its comments and lines; its nodes are not those of `top_level`."""
        return self._parsed(None)

    @cached_property
    def comments(self) -> list[Node]:
        """All comments in source order."""
        return self.tree.comments()

    def _parsed(self, span: Span | None) -> Tree:
        self._effort.files += not self._trees
        return parse(self._source, span, self._effort)

    def evict_text(self) -> None:
        """Free the memory of the text, and of what is quickly derived from it, if the file can be read again."""
        self._symbols.clear()
        self._near.clear()
        if isinstance(self._source, ReadFile):
            self._source.evict()

    def trees(self) -> Iterable[Tree]:
        """Return the trees parsed so far."""
        whole = self.__dict__.get("tree")
        return [*self._trees.values(), *([whole] if whole is not None else [])]

    @cached_property
    def sections(self) -> DeclRanges:
        """The ranges of bytes that are parsed separately."""
        return DeclRanges(self._source.data)

    def _section(self, number: int) -> Tree:
        """Return the tree of one range."""
        self._note(number)
        return self._bare_section(number)

    def _declarations_in(self, number: int) -> list[Node]:
        """Return the top-level declarations in a range."""
        self._note(number)
        found = self._tops.get(number)
        if found is None:
            found = self._tops[number] = self._bare_section(number).root.children
        return found

    def _bare_section(self, number: int) -> Tree:
        if number not in self._trees:
            section = self.sections.all[number]
            self._trees[number] = self._parsed(Span(section.start, section.end))
        return self._trees[number]

    @cached_property
    def package_name(self) -> str:
        """The name in the package clause."""
        return package_clause(self._source.data)

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to the tests of its package."""
        return buildtags.is_test_file(self.path)

    @property
    def is_test_support(self) -> bool:
        """Whether the file serves tests: it is a test file, or imports package testing."""
        self._note(0)
        return self._is_test_support

    @cached_property
    def _is_test_support(self) -> bool:
        return self.is_test or any(each.path == "testing" for each in self._imports)

    @property
    def is_generated(self) -> bool:
        """Whether the file carries Go's marker for generated code before its package clause."""
        self._note(0)
        return self._is_generated

    @cached_property
    def _is_generated(self) -> bool:
        return _GENERATED.search(self._source.data, 0, clause_start(self._source.data)) is not None

    @cached_property
    def is_built(self) -> bool:
        """Whether the file's build constraints hold on the platform that we analyze for (linux, amd64, cgo)."""
        return buildtags.holds(self.path, self._source.data)

    @property
    def imports(self) -> list[Import]:
        """The imports in source order."""
        self._note(0)
        return self._imports

    @cached_property
    def _imports(self) -> list[Import]:
        found = []
        for top in self._bare_section(0).root.children:
            if top.kind == "import_declaration":
                for spec in top.walk():
                    path = spec.field("path") if spec.kind == "import_spec" else None
                    if path is not None:
                        name = spec.field("name")
                        found.append(Import(path.text.strip('"`'), name.text if name else "", spec))
        return found

    @property
    def top_level(self) -> list[Node]:
        """The declarations at the top level, in source order."""
        self._note(_WHOLE)
        return self._top_level

    @cached_property
    def _top_level(self) -> list[Node]:
        return [top for number in range(len(self.sections.all)) for top in self._declarations_in(number)]

    def walk(self) -> Iterator[Node]:
        """Yield all named nodes at and below the top level, in source order."""
        for top in self.top_level:
            yield from top.walk()

    def errors(self) -> list[Span]:
        """Return the spans that the parser did not understand, in source order."""
        return [error for number in range(len(self.sections.all)) for error in self._section(number).errors()]

    def node_at(self, start: int, end: int) -> Node | None:
        """Return the smallest node that covers a range of bytes, None if no declaration covers it."""
        found = self._section(self.sections.at(start)).root.descendant_at(start, end)
        return found if found is not None and found.start <= start and end <= found.end else None

    def enclosing_declaration(self, offset: int) -> Node | None:
        """Return the top-level declaration around a byte, None between declarations."""
        for top in self._declarations_in(self.sections.at(offset)):
            if top.start <= offset < top.end:
                return top
        return None

    @cached_property
    def declarations(self) -> dict[str, Symbol]:
        """The package-level names that this file declares, methods left out."""
        found: dict[str, Symbol] = {}
        for top in self.top_level:
            for symbol in self.declared_by(top):
                found.setdefault(symbol.name, symbol)
        return found

    def declaration(self, name: str) -> Symbol | None:
        """Return the package-level symbol of a name that this file declares, None if it declares none."""
        found = (self._symbols_in(number).get(name) for number in self._declaring(b"", name))
        return next((symbol for symbol in found if symbol is not None), None)

    def _symbols_in(self, number: int) -> dict[str, Symbol]:
        """Return the package-level symbols of a range: one group may declare thousands, each requested separately."""
        tops = self._declarations_in(number)
        if number not in self._symbols:
            listed = [symbol for top in tops for symbol in self.declared_by(top)]
            self._symbols[number] = {symbol.name: symbol for symbol in reversed(listed)}
        return self._symbols[number]

    def _declaring(self, receiver: bytes, name: str) -> list[int]:
        """Return the ranges that may declare a name, of a type's methods or at package level."""
        if not self.is_signatures:
            self.ledger.record(Names, self.path, source=self)
        return self._numbers.get((receiver, name.encode()), [])

    @cached_property
    def _numbers(self) -> dict[tuple[bytes, bytes], list[int]]:
        found: dict[tuple[bytes, bytes], list[int]] = {}
        for receiver, name, number in self.names():
            found.setdefault((receiver, name), []).append(number)
        return found

    @cached_property
    def declared_names(self) -> bytes:
        """A digest of the names that the ranges declare, in order."""
        return digest(*(b" ".join((receiver, name, str(number).encode())) for receiver, name, number in self.names()))

    def names(self) -> Iterator[tuple[bytes, bytes, int]]:
        """Yield what ranges may declare: the receiver's type (empty unless a method), the name, and the range."""
        for number, section in enumerate(self.sections.all):
            if section.kind is SectionKind.ANY:
                tops = self._bare_section(number).root.children
                methods = [(receiver_type(top), s) for top in tops if (s := self.method_of(top)) is not None]
                declared = [*methods, *(("", symbol) for top in tops for symbol in self.declared_by(top))]
                yield from ((receiver.encode(), symbol.name.encode(), number) for receiver, symbol in declared)
            else:
                yield from ((section.receiver, name, number) for name in section.names)

    def methods(self, receiver: str) -> list[Symbol]:
        """Return the methods that this file declares on a type, in source order."""
        word = receiver.encode()
        sections = dict.fromkeys(number for holder, _, number in self.names() if holder == word)
        return [each for number in sections for each in self._methods_in(number, receiver)]

    def method(self, receiver: str, name: str) -> Symbol | None:
        """Return the method of a name that this file declares on a type, None if it declares none."""
        found = (n for number in self._declaring(receiver.encode(), name) for n in self._methods_in(number, receiver))
        return next((each for each in found if each.name == name), None)

    def _methods_in(self, number: int, receiver: str) -> Iterator[Symbol]:
        for top in self._declarations_in(number):
            symbol = self.method_of(top)
            if symbol is not None and receiver_type(top) == receiver:
                yield symbol

    def method_of(self, top: Node) -> Symbol | None:
        """Return the symbol of a method declaration, None for any other declaration."""
        name = top.field("name") if top.kind == "method_declaration" and receiver_type(top) else None
        return Symbol(name.text, SymbolKind.METHOD, name, top, self) if name is not None else None

    def declared_by(self, top: Node) -> list[Symbol]:
        """Return the package-level symbols that a top-level declaration declares, methods left out."""
        if top.kind == "function_declaration":
            name = top.field("name")
            return [Symbol(name.text, SymbolKind.FUNCTION, name, top, self)] if name else []
        if top.kind == "type_declaration":
            specs = [child for child in top.children if child.kind in _TYPE_SPECS]
            named = [(spec, spec.field("name")) for spec in specs]
            return [Symbol(name.text, SymbolKind.TYPE, name, spec, self) for spec, name in named if name]
        if top.kind in {"var_declaration", "const_declaration"}:
            specs = [s for child in top.children for s in ([child] if child.kind in _SPECS else child.children)]
            return [
                Symbol(name.text, _SPECS[spec.kind], name, spec, self)
                for spec in specs
                if spec.kind in _SPECS
                for name in spec.fields("name")
            ]
        return []


def receiver_type(method: Node) -> str:
    """Return the name of the type that a method declaration belongs to, without pointer and type parameters."""
    receiver = method.field("receiver")
    parameters = receiver.children if receiver else []
    node = parameters[0].field("type") if parameters else None
    while node is not None and node.kind in {"pointer_type", "parenthesized_type"}:
        node = node.children[0] if node.children else None
    if node is not None and node.kind == "generic_type":
        node = node.field("type")
    return node.text if node is not None and node.kind == "type_identifier" else ""
