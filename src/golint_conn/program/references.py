"""References: every place that mentions a symbol, found first by the bytes of its name, then by resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.fieldpaths import element, keyed
from golint_conn.names.gofile import receiver_type
from golint_conn.names.incremental.inputs import Importing, Outside
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.shape import UNKNOWN, Named, dereferenced
from golint_conn.names.spelling import ANYWHERE, LABEL, SELECTED
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program.places import assigned_value
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeGuard

    from golint_conn.names.fieldpaths import Element
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.modules import Module
    from golint_conn.names.package import PackageScope
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.source import Span
    from golint_conn.syntax import Node

_TYPES = frozenset(
    {
        "array_type",
        "generic_type",
        "implicit_length_array_type",
        "map_type",
        "pointer_type",
        "qualified_type",
        "slice_type",
        "type_arguments",
        "type_elem",
    }
)
"""Nodes that may be between the name of a type and the literal that it is made by."""

_LOCAL_NAMES = frozenset({"identifier", "type_identifier"})
_NAMES = _LOCAL_NAMES | {"field_identifier"}


class References:
    """Finds references; remembers which file of a module imports what."""

    def __init__(self, shapes: TypeInfo) -> None:
        self.shapes = shapes
        self.ledger = shapes.workspace.ledger
        self._fields: Memory[tuple[str, str, str], list[Site]] = Memory(self.ledger)
        self._promoted: Memory[tuple[str, str, str], list[Site]] = Memory(self.ledger)
        self._mentions: Memory[tuple[str, str, str], list[GoFile]] = Memory(self.ledger)
        self._found: Memory[tuple[str, int], list[Site]] = Memory(self.ledger)

    def of(self, symbol: Symbol) -> list[Site]:
        """Return the sites of the identifiers that mean a symbol, without its declaration, in a stable order."""
        return self._found.of(symbol.key, self._searched, symbol)

    def _searched(self, symbol: Symbol) -> list[Site]:
        return list(self._local(symbol) if symbol.is_local else self._wide(symbol))

    def calls(self, symbol: Symbol) -> list[Site]:
        """Return the call expressions that call a function or method."""
        found = []
        for site in self.of(symbol):
            call = called_by(site.node)
            if call is not None:
                found.append(site.at(call))
        return found

    def field(self, owner: Named, name: str) -> list[Site]:
        """Return the selector expressions that select a field of a named type, in the module of the type."""
        return self._fields.of((owner.path, owner.name, name), self._selectors, owner, name)

    def _selectors(self, owner: Named, name: str) -> list[Site]:
        found = []
        for file in self._speaking_of(owner, name):
            for node in selected(file, name):
                selector = node.parent
                if node.kind != "field_identifier" or selector is None or selector.kind != "selector_expression":
                    continue
                member = self.shapes.member(selector, file)
                declared = dereferenced(member.owner) if member is not None and not member.is_method else None
                if isinstance(declared, Named) and (declared.path, declared.name) == (owner.path, owner.name):
                    found.append(Site(selector, file))
        return found

    def promoted(self, owner: Named, name: str) -> list[Site]:
        """Return the selector expressions that select something through an embedded field and leave its name out."""
        return self._promoted.of((owner.path, owner.name, name), self._promoting, owner, name)

    def _promoting(self, owner: Named, name: str) -> list[Site]:
        struct, found = self.shapes.members.fields(owner), []
        embedded = [each for each in struct.fields if each.embedded and each.name == name] if struct is not None else []
        brought = {each for field in embedded for each in self.shapes.members.names(field.shape)}
        for each in sorted(brought):
            for file in self._speaking_of(owner, each):
                selectors = (node.parent for node in selected(file, each) if node.kind == "field_identifier")
                kept = (selector for selector in selectors if selector is not None)
                found += [Site(selector, file) for selector in kept if self._leads_through(selector, file, owner, name)]
        return found

    def _leads_through(self, selector: Node, file: GoFile, owner: Named, name: str) -> bool:
        """Return whether a selector leaves out an embedded field of a named type."""
        member, shape = self.shapes.member(selector, file), self.shapes.of(selector.field("operand"), file)
        for each in member.through if member is not None else ():
            field = self.shapes.members.find(shape, each)
            base = dereferenced(field.owner) if field is not None else None
            if each == name and isinstance(base, Named) and (base.path, base.name) == (owner.path, owner.name):
                return True
            shape = field.shape if field is not None else UNKNOWN
        return False

    def field_values(self, owner: Named, name: str) -> list[Site]:
        """Return what the module of a named type puts into one of its fields: by assignment or in a literal."""
        found = []
        for selector in self.field(owner, name):
            value = assigned_value(selector.node)
            if value is not None:
                found.append(selector.at(value))
        for file in self._speaking_of(owner, name):
            given = [keyed(node, file, self.shapes) for node in labels(file, name)]
            found += [Site(each.value, file) for each in given if self._fills(each, file, owner, name)]
        for file in self._speaking_of(owner, owner.name):
            given = [element(holder, file, self.shapes) for holder in unkeyed(file, owner.name)]
            found += [Site(each.value, file) for each in given if self._fills(each, file, owner, name)]
        return found

    def _fills(self, found: Element | None, file: GoFile, owner: Named, name: str) -> TypeGuard[Element]:
        """Return whether an element of a literal fills a field of a named type."""
        made = dereferenced(self.shapes.of(found.literal, file)) if found is not None and found.field == name else None
        return isinstance(made, Named) and (made.path, made.name) == (owner.path, owner.name)

    def _local(self, symbol: Symbol) -> Iterator[Site]:
        scope = symbol.scope
        if scope is None:
            return
        for node in occurrences(symbol.file, symbol.name, scope):
            if node.kind in _LOCAL_NAMES and not keyed(node, symbol.file, self.shapes) and self._means(node, symbol):
                yield Site(node, symbol.file)

    def _means(self, node: Node, symbol: Symbol) -> bool:
        return self.shapes.names.local(symbol.name, node.start, symbol.file) == symbol

    def _wide(self, symbol: Symbol) -> Iterator[Site]:
        for file in self._files(symbol):
            is_method = symbol.kind is SymbolKind.METHOD
            found = selected(file, symbol.name) if is_method else occurrences(file, symbol.name)
            for node in found:
                if self._is_reference(node, file, symbol) and not self._declares(node, file, symbol):
                    yield Site(node, file)

    def _is_reference(self, node: Node, file: GoFile, symbol: Symbol) -> bool:
        if node.kind == "field_identifier":
            selector = node.parent
            if selector is None or selector.kind != "selector_expression":
                return False
            if symbol.kind is SymbolKind.METHOD:
                member = self.shapes.member(selector, file)
                return member is not None and is_variant(member.symbol, symbol)
            operand = selector.field("operand")
            if operand is None or operand.kind != "identifier":
                return False
            found = self.shapes.names.resolve(operand.text, operand.start, file)
            if not isinstance(found, ImportedPackage) or found.scope is None:
                return False
            return is_variant(found.scope.lookup(symbol.name), symbol)
        if symbol.kind is SymbolKind.METHOD or node.kind not in _NAMES or keyed(node, file, self.shapes):
            return False
        return is_variant(self.shapes.names.symbol_of(node, file), symbol)

    @staticmethod
    def _declares(node: Node, file: GoFile, symbol: Symbol) -> bool:
        """Return whether a name declares the symbol, or a variant of it."""
        own = file.declaration(symbol.name)
        return (file.path, node.start) == symbol.key or (own is not None and own.node == node)

    def _files(self, symbol: Symbol) -> Iterator[GoFile]:
        """Yield the files that may mention a package-level symbol: its package, and the importers if it is exported."""
        if not self.shapes.names.is_standard(symbol.file):
            yield from self._mentioning(self.shapes.workspace.package_of(symbol.file), symbol.name)

    def _speaking_of(self, owner: Named, name: str) -> Iterator[GoFile]:
        """Yield the files that may mention a field of a named type."""
        scope = self.shapes.names.known_package(owner.path)
        if scope is not None and scope.files and not self.shapes.names.is_standard(scope.files[0]):
            yield from self._mentioning(scope, name)

    def _mentioning(self, package: PackageScope, name: str) -> list[GoFile]:
        """Return the files of a package that mention a name, and those of its importers if the name is exported."""
        key = (package.path, package.name, name)
        return self._mentions.of(key, lambda: [*package.mentioning(name), *self._outside(package, name)])

    def _outside(self, package: PackageScope, name: str) -> list[GoFile]:
        if not name[:1].isupper() or package.name == "main":
            return []
        module = self.shapes.workspace.module(package.files[0].path.rpartition("/")[0])
        return self.outside(package.path, name, module)

    def outside(self, path: str, name: str, module: Module) -> list[GoFile]:
        """Return the files of a module that import a package and mention a name, or the first of very many."""
        workspace = self.shapes.workspace
        workspace.record_edges(module)
        self.ledger.record(Outside, module.directory, path, name, source=workspace)
        files = (workspace.file(each) for each in workspace.speaking(path, name, module))
        return [file for file in files if file is not None]

    def importing(self, path: str, module: Module) -> list[str]:
        """Return the files of a module (and its go.work siblings) that import a package."""
        found = self.shapes.workspace.tables.importing(path, module)
        self.shapes.workspace.record_edges(module)
        self.ledger.record(Importing, module.directory, path, source=self.shapes.workspace)
        return found


def is_variant(found: Symbol | None, symbol: Symbol) -> bool:
    """Return whether a symbol equals another, or is its variant for another platform: same package, name and kind."""
    if found is None or found == symbol:
        return found is not None
    if found.is_local or symbol.is_local or (found.name, found.kind) != (symbol.name, symbol.kind):
        return False
    same_folder = found.file.path.rpartition("/")[0] == symbol.file.path.rpartition("/")[0]
    if not same_folder or found.file.package_name != symbol.file.package_name:
        return False
    return symbol.kind is not SymbolKind.METHOD or receiver_type(found.declaration) == receiver_type(symbol.declaration)


def occurrences(file: GoFile, name: str, within: Span | None = None) -> Iterator[Node]:
    """Yield the nodes whose whole text is `name`, in a span of a file or in all of it."""
    if within is None:
        return _nodes(file, file.spelled(ANYWHERE, name))
    return _nodes(file, file.spelled_within(name, within.start, within.end))


def selected(file: GoFile, name: str) -> Iterator[Node]:
    """Yield the nodes of a file whose whole text is `name` after a dot."""
    return _nodes(file, file.spelled(SELECTED, name))


def labels(file: GoFile, name: str) -> Iterator[Node]:
    """Yield the nodes of a file whose whole text is `name` before a colon."""
    return _nodes(file, file.spelled(LABEL, name))


def unkeyed(file: GoFile, name: str) -> Iterator[Node]:
    """Yield what holds the values without keys in a file's literals of a type, or of slices and maps of it."""
    for node in occurrences(file, name):
        literal = next((each for each in node.ancestors() if each.kind not in _TYPES), None)
        body = literal.field("body") if literal is not None and literal.kind == "composite_literal" else None
        pending = [body] if body is not None else []
        while pending:
            for entry in pending.pop().children:
                holder = entry.field("value") if entry.kind == "keyed_element" else entry
                if holder is entry:
                    yield holder
                inside = holder.children if holder is not None else []
                pending += [each for each in inside if each.kind == "literal_value"]


def _nodes(file: GoFile, spans: Iterable[Span]) -> Iterator[Node]:
    for span in spans:
        node = file.node_at(span.start, span.end)
        if node is not None and node.span == span:
            yield node


def called_by(node: Node) -> Node | None:
    """Return the call whose function is this name, `f(...)` or `x.f(...)`; None if it is used as a value."""
    function, parent = node, node.parent
    while parent is not None:
        is_selected = parent.kind == "selector_expression" and parent.field("field") == function
        is_indexed = parent.kind == "index_expression" and parent.field("operand") == function
        if is_selected or is_indexed or parent.kind == "parenthesized_expression":
            function, parent = parent, parent.parent
        else:
            break
    if parent is not None and parent.kind == "call_expression" and parent.field("function") == function:
        return parent
    return None
