"""Resolution: what a name means at a place, from the innermost scope outward.

The order is Go's: local scopes, the package, the file's imports, dot imports, and last the universe (which is left to
the caller, because `len` is not a symbol in any source).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.scopes import Scopes

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.package import PackageScope
    from golint_conn.names.symbol import Symbol
    from golint_conn.names.workspace import Workspace
    from golint_conn.syntax import Node


@dataclass(frozen=True, slots=True)
class ImportedPackage:
    """What an import name means: the path, and the package if its source is known."""

    path: str
    scope: PackageScope | None


class Names:
    """Resolves names over a workspace and remembers the answers."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._scopes: dict[tuple[str, int], Scopes] = workspace.ledger.evictable({})
        self._imports: Memory[tuple[str, str], ImportedPackage | None] = Memory(workspace.ledger)
        self._packages: dict[str, PackageScope] = {}

    def resolve(self, name: str, offset: int, file: GoFile) -> Symbol | ImportedPackage | None:
        """Return what a name means at a byte of a file, None for Go's own names and for names that are not found."""
        local = self.local(name, offset, file)
        if local is not None:
            return local
        imported = self.import_named(name, file)
        if imported is not None:
            return imported
        return self.package_level(name, file)

    def symbol_of(self, node: Node, file: GoFile) -> Symbol | None:
        """Return the symbol that an identifier means, None if there is none."""
        if node.kind not in {"identifier", "type_identifier", "field_identifier"}:
            return None
        found = self.resolve(node.text, node.start, file)
        return None if isinstance(found, ImportedPackage) else found

    def local(self, name: str, offset: int, file: GoFile) -> Symbol | None:
        """Return the symbol that a name means inside the function around a byte."""
        declaration = file.enclosing_declaration(offset)
        if declaration is None:
            return None
        key = (file.path, declaration.start)
        scopes = self._scopes.get(key)
        if scopes is None:
            scopes = self._scopes[key] = Scopes(declaration, file)
        return scopes.lookup(name, offset)

    def package_level(self, name: str, file: GoFile) -> Symbol | None:
        """Return the package-level symbol of a name as seen from a file, dot imports included."""
        own = self.workspace.package_of(file) if not self.is_standard(file) else self._standard_scope(file)
        symbol = own.lookup(name) if own is not None else None
        if symbol is None:
            for each in file.imports:
                if each.alias == "." and (scope := self.workspace.imported(each.path, file)) is not None:
                    symbol = symbol or scope.lookup(name)
        return symbol

    def import_named(self, name: str, file: GoFile) -> ImportedPackage | None:
        """Return the package that an import name means in a file."""
        return self._imports.of((file.path, name), self._import_named, name, file)

    def _import_named(self, name: str, file: GoFile) -> ImportedPackage | None:
        path = self._import_path(name, file)
        if path is None:
            return None
        scope = self.package(path, file)
        # If several paths lead to one folder, a build knows it by one.
        return ImportedPackage(path if scope is None else scope.path, scope)

    def package(self, path: str, near: GoFile) -> PackageScope | None:
        """Return a package by import path as seen from a file, and remember it for `known_package`."""
        scope = self.workspace.by_path(path, near)
        if scope is not None:
            self._packages.setdefault(scope.path, scope)
        return scope

    def package_path(self, file: GoFile) -> str:
        """Return the import path of the package that a file belongs to."""
        scope = self._standard_scope(file) if self.is_standard(file) else self.workspace.package_of(file)
        if scope is None:
            return ""
        self._packages.setdefault(scope.path, scope)
        return scope.path

    def known_package(self, path: str) -> PackageScope | None:
        """Return a package that some type or import has named before."""
        return self._packages.get(path)

    @staticmethod
    def is_standard(file: GoFile) -> bool:
        """Whether the file is one of our signature files, of Go's standard library or of another."""
        return file.is_signatures

    def _standard_scope(self, file: GoFile) -> PackageScope | None:
        return self.workspace.imported(file.display.partition("/")[2], file)

    def _import_path(self, name: str, file: GoFile) -> str | None:
        unnamed = []
        for each in file.imports:
            if each.alias == name:
                return each.path
            if not each.alias:
                if each.likely_name == name:
                    return each.path
                unnamed.append(each)
        # The path does not always show the package's name: use the package itself, if its source is available.
        for each in unnamed:
            if "." in each.path.partition("/")[0] or not self.is_standard(file):
                scope = self.workspace.imported(each.path, file)
                if scope is not None and scope.name == name:
                    return each.path
        return None
