"""Test support: code that only tests run, wherever it stands.

A file serves tests if it is a test file, if it imports `testing` itself, or if nothing but test files and other test
support of the module imports its package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.program.references import References

_DEPTH = 4


class TestSupport:
    """Answers whether a file serves tests; remembers the answer for packages."""

    __test__ = False  # no test of ours, whatever its name says to pytest

    def __init__(self, references: References) -> None:
        self.references = references
        self.workspace = references.shapes.workspace
        self._packages: dict[str, bool] = {}

    def covers(self, file: GoFile, depth: int = _DEPTH) -> bool:
        """Return whether a file serves tests."""
        if file.is_test_support:
            return True
        directory = file.path.rpartition("/")[0]
        if directory not in self._packages:
            self._packages[directory] = False
            self._packages[directory] = self._is_support(file, directory, depth)
        return self._packages[directory]

    def _is_support(self, file: GoFile, directory: str, depth: int) -> bool:
        package = self.workspace.package_of(file)
        if package.name == "main" or depth <= 0:
            return False
        paths = self.references.importers(self.workspace.module(directory)).get(package.path, [])
        users = [self.workspace.file(path) for path in paths]
        outside = [user for user in users if user is not None and user.path.rpartition("/")[0] != directory]
        return bool(outside) and all(self.covers(user, depth - 1) for user in outside)
