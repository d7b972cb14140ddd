"""Implementations: the methods that a call through one of the module's interfaces may reach.

The bytes of a file show whether it declares a method of a name; only such a file is parsed. Types of other modules may
implement the interface too: the answer covers this module only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.budgets import DECLARING_FILES, IMPLEMENTATIONS
from golint_conn.names.incremental.inputs import Declaring
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import UNKNOWN, Func, Interface, Named, TypeParameter
from golint_conn.names.shapes import CalleeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.modules import Module
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import Callee
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.references import References


class Implementations:
    """Finds implementations; remembers them, and which file of a module declares methods of which name."""

    def __init__(self, references: References) -> None:
        self.shapes = references.shapes
        self._found: Memory[tuple[str, str, str, str], list[Symbol]] = Memory(references.ledger)

    def of(self, callee: Callee, near: GoFile) -> list[Symbol]:
        """Return the methods that a call in a file may reach through an interface of its module.

        None if the callee is not such a method, if too many types implement the interface, or if it embeds something
        unknown. Methods of test files count for callers in test files only.
        """
        if callee.kind is not CalleeKind.METHOD or callee.symbol is not None or near.is_signatures:
            return []
        module = self._module(near)
        key = (module.directory, callee.path, callee.receiver, callee.name)
        known = self._found.of(key, self._search, Named(callee.path, callee.receiver), callee.name, module, bottom=[])
        found = [each for each in known if near.is_test or not each.file.is_test]
        return found if len(found) <= IMPLEMENTATIONS.most else []

    def _search(self, interface: Named, name: str, module: Module) -> list[Symbol]:
        declared = self.shapes.types.symbol(interface)
        if declared is None or declared.file.is_signatures or self._module(declared.file) is not module:
            return []
        wanted = self._methods(interface)
        if wanted is None or name not in wanted:
            return []
        holders = {each: self._holders(each, module) for each in wanted}
        # A type may have the method by embedding; then it mostly declares another one, and rare names cost least.
        rarest = min(holders, key=lambda each: (each == name, len(holders[each]), each))
        paths = dict.fromkeys([*holders[name], *holders[rarest]])
        if len(paths) > DECLARING_FILES.most:
            return []
        is_generic = declared.declaration.field("type_parameters") is not None
        found: dict[tuple[str, int], Symbol] = {}
        for each in self._declaring_types(paths, {name, rarest}):
            method = self._implemented(each, wanted, name, is_generic=is_generic)
            if method is not None:
                found.setdefault(method.key, method)
        return list(found.values())

    def _methods(self, shape: Type) -> dict[str, Type] | None:
        """Return the methods of an interface by name, including embedded ones; None if they are not all known."""
        underlying = self.shapes.types.underlying(shape)
        if not isinstance(underlying, Interface):
            return None
        found = {each.name: each.shape for each in underlying.methods}
        for each in underlying.embedded:
            inner = self._methods(each)
            if inner is None:
                return None
            found.update(inner)
        return found

    def _declaring_types(self, paths: Iterable[str], names: set[str]) -> Iterator[Named]:
        """Yield the types in some files that declare a method of one of the names."""
        for path in paths:
            file = self.shapes.workspace.file(path)
            if file is None:
                continue
            package = self.shapes.names.package_path(file)
            words = {name.encode() for name in names}
            for type_name in dict.fromkeys(r.decode() for r, name, _ in file.names() if r and name in words):
                yield Named(package, type_name)

    def _implemented(self, shape: Named, wanted: dict[str, Type], name: str, *, is_generic: bool) -> Symbol | None:
        """Return the method of a type if the type has all methods of an interface, otherwise None."""
        method = None
        for each, signature in wanted.items():
            member = self.shapes.members.find(shape, each)
            if member is None or not member.is_method or not _agree(signature, member.shape, is_generic=is_generic):
                return None
            method = member.symbol if each == name else method
        return method

    def _holders(self, name: str, module: Module) -> list[str]:
        """Return the files of a module that declare methods of a name."""
        found = self.shapes.workspace.tables.declaring(name, module)
        self.shapes.workspace.record_edges(module)
        self.shapes.workspace.ledger.record(Declaring, module.directory, name, source=self.shapes.workspace)
        return found

    def _module(self, file: GoFile) -> Module:
        return self.shapes.workspace.module(file.path.rpartition("/")[0])


def _agree(wanted: Type, found: Type, *, is_generic: bool) -> bool:
    """Return whether a method may be the one that an interface requires, by what is known about both signatures."""
    if not isinstance(wanted, Func) or not isinstance(found, Func):
        return True
    if (len(wanted.parameters), len(wanted.results)) != (len(found.parameters), len(found.results)):
        return False
    pairs = zip((*wanted.parameters, *wanted.results), (*found.parameters, *found.results), strict=True)
    return is_generic or all(a == b or _is_open(a) or _is_open(b) for a, b in pairs)


def _is_open(shape: Type) -> bool:
    return isinstance(shape, TypeParameter) or str(UNKNOWN) in str(shape)
