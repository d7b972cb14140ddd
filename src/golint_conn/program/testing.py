"""Test support: code that only tests run, wherever it is.

A file serves tests if it is a test file, if it imports `testing` itself, or if only test files and other test support
of the module import its package. A place in any other file serves tests if it is in an unexported function or variable
that only test files mention, or below a condition on a hook that tests set:

    var dialForTest func(string) (net.Conn, error) // assigned in test files only

    if dialForTest != nil { ... }
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.symbol import SymbolKind
from golint_conn.program.functions import enclosing_declaration
from golint_conn.program.places import assigned_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.references import References
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

_RUN_BY_GO = frozenset({"init", "main", "_"})
"""Names that need no mention to be used, and that a test file declares again."""


class TestSupport:
    """Answers whether a file serves tests; remembers the answer for packages."""

    __test__ = False  # not one of our tests, whatever its name says to pytest

    def __init__(self, references: References) -> None:
        self.references = references
        self.workspace = references.shapes.workspace
        self._packages: Memory[str, bool] = Memory(references.ledger)
        self._symbols: Memory[tuple[str, int], bool] = Memory(references.ledger)

    def covers(self, file: GoFile) -> bool:
        """Return whether a file serves tests."""
        if file.is_test_support:
            return True
        directory = file.path.rpartition("/")[0]
        return self._packages.of(directory, self._is_support, file, directory, bottom=False)

    def reason(self, site: Site) -> str:
        """Return why only tests run the code at a site, in words; empty if a program runs it too."""
        if self.covers(site.file):
            return "the file serves tests"
        is_for_tests = self._is_declared_for_tests(site)
        is_hooked = is_for_tests or any(self._is_hook(site.at(name)) for name in _asked_for(site.node))
        return "only tests run it" if is_hooked else ""

    def _is_declared_for_tests(self, site: Site) -> bool:
        """Return whether a site is in an unexported declaration that only tests mention."""
        declared = [symbol for name in _declared(site.node) if (symbol := site.file.declaration(name)) is not None]
        return bool(declared) and all(self._is_for_tests(symbol) for symbol in declared)

    def _is_for_tests(self, symbol: Symbol) -> bool:
        if symbol.name[:1].isupper() or symbol.name in _RUN_BY_GO:
            return False
        return self._symbols.of(symbol.key, self._is_spoken_of_in_tests, symbol, bottom=False)

    def _is_spoken_of_in_tests(self, symbol: Symbol) -> bool:
        spoken = [each for each in self.references.of(symbol) if symbol.name not in _declared(each.node)]
        return bool(spoken) and all(each.in_test or self._is_declared_for_tests(each) for each in spoken)

    def _is_hook(self, name: Site) -> bool:
        """Return whether a name is that of a package variable that only tests set."""
        symbol = self.references.shapes.names.symbol_of(name.node, name.file)
        if symbol is None or symbol.is_local or symbol.kind is not SymbolKind.VARIABLE or symbol.name[:1].isupper():
            return False
        written = [each for each in self.references.of(symbol) if _is_written(each.node)]
        return symbol.declaration.field("value") is None and bool(written) and all(each.in_test for each in written)

    def _is_support(self, file: GoFile, directory: str) -> bool:
        package = self.workspace.package_of(file)
        if package.name == "main":
            return False
        paths = self.references.importing(package.path, self.workspace.module(directory))
        users = [self.workspace.file(path) for path in paths]
        outside = [user for user in users if user is not None and user.path.rpartition("/")[0] != directory]
        return bool(outside) and all(self.covers(user) for user in outside)


def _declared(node: Node) -> list[str]:
    """Return the names of the function, or of the package variables, whose declaration contains a node."""
    function = enclosing_declaration(node)
    if function is not None:
        name = function.field("name") if function.kind == "function_declaration" else None
        return [name.text] if name is not None else []
    outer = next((each for each in (node, *node.ancestors()) if each.kind == "var_spec"), None)
    return [name.text for name in outer.fields("name")] if outer is not None else []


def _asked_for(node: Node) -> Iterator[Node]:
    """Yield the names that are not nil when a node is reached, by the `if` statements around it."""
    for outer in node.ancestors():
        condition, body = outer.field("condition"), outer.field("consequence")
        if outer.kind != "if_statement" or condition is None or body is None or not body.span.contains(node.span):
            continue
        pending = [condition]
        while pending:
            part = pending.pop()
            operator = part.operator() if part.kind == "binary_expression" else ""
            if operator == "&&" or part.kind == "parenthesized_expression":
                pending += part.children
            elif operator == "!=" and part.children[-1].kind == "nil" and part.children[0].kind == "identifier":
                yield part.children[0]


def _is_written(node: Node) -> bool:
    """Return whether a mention of a variable sets it, or takes its address."""
    outer = node.parent
    is_address = outer is not None and outer.kind == "unary_expression" and outer.operator() == "&"
    return is_address or assigned_value(node) is not None
