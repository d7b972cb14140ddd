"""Links: what is linked into one program with a file.

An import that only has an effect, `_ "net/http/pprof"`, acts on every program that contains it, wherever in the module
it is. Two packages are in one program if one imports the other, or if a package main imports both; each in any number
of steps, and in files of the ordinary build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.buildtags import is_test_file
from golint_conn.names.incremental.memory import Memory
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.modules import Module
    from golint_conn.program.references import References


class Links:
    """Answers questions about programs; remembers which files import a package."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.workspace = references.shapes.workspace
        self._programs: Memory[str, frozenset[str]] = Memory(references.ledger)

    def import_beside(self, file: GoFile, path: str) -> Site | None:
        """Return the import of a path, by name or for its effect, in a program that a file is part of."""
        folder = _folder(file.path)
        module = self.workspace.module(folder)
        own = self._above(folder, module)
        # Outside a module nothing is known about imports, except for the package itself.
        for each in (*self.workspace.package_of(file).files, *self._users(path, module)):
            above = self._above(_folder(each.path), module)
            is_linked = folder in above or any(self._is_main(program) for program in own & above)
            found = next((Site(spec.node, each) for spec in each.imports if spec.path == path), None)
            if is_linked and found is not None and each.is_built and not each.is_test_support:
                return found
        return None

    def _users(self, path: str, module: Module) -> list[GoFile]:
        """Return the files of a module that import a path."""
        files = (self.workspace.file(each) for each in self.references.importing(path, module))
        return [each for each in files if each is not None]

    def _above(self, folder: str, module: Module) -> frozenset[str]:
        """Return the folders of a module whose packages include the package of a folder, itself among them."""
        return self._programs.of(folder, self._all_above, folder, module)

    def _all_above(self, folder: str, module: Module) -> frozenset[str]:
        found, pending = {folder}, [folder]
        while pending:
            for path in self.references.importing(module.import_path(pending.pop()), module):
                above = _folder(path)
                if above not in found and not is_test_file(path):
                    found.add(above)
                    pending.append(above)
        return frozenset(found)

    def _is_main(self, folder: str) -> bool:
        package = self.workspace.package_at(folder)
        return package is not None and package.name == "main"


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
