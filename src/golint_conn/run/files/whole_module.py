"""Whole modules: the files that a run over a file's module looks at, no matter which paths this run was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.names.modules import Modules
from golint_conn.run.git.ignored import work_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golint_conn.run.files.selected import Files


class Whole:
    """Knows the files of modules by their folders; a module that is not among the `known` is walked on demand.

    `notices` report trouble with that, except trouble with single files and folders.
    """

    def __init__(self, tree: Files, known: Mapping[str, frozenset[str]]) -> None:
        self.modules = Modules(tree.reader)
        self.notices: list[Notice] = []
        self._tree = tree
        self._known = dict(known)
        self._together: dict[str, frozenset[str]] = {}
        self._around: dict[frozenset[str], frozenset[str]] = {}

    def around(self, path: str) -> frozenset[str]:
        """Return the files that are analyzed together with a file: those of its module, and of its go.work."""
        folders = self._folders(path)
        if folders not in self._around:
            self._around[folders] = frozenset().union(*map(self._files, sorted(folders)))
        return self._around[folders]

    def partly(self, files: frozenset[str]) -> list[str]:
        """Return those of some files whose modules are not known to be completely among them, in order."""
        is_among: dict[frozenset[str], bool] = {}
        found = []
        for path in sorted(files):
            folders = self._folders(path)
            if folders not in is_among:
                is_among[folders] = folders <= self._known.keys() and self.around(path) <= files
            found += [] if is_among[folders] else [path]
        return found

    def _folders(self, path: str) -> frozenset[str]:
        """Return the folders of the modules that are analyzed together with a file, in the same git work tree."""
        module = self.modules.of(path.rpartition("/")[0])
        if module.directory not in self._together:
            tree = work_tree(module.directory)
            is_near = (folder for folder in module.together if tree is None or f"{folder}/".startswith(f"{tree}/"))
            self._together[module.directory] = frozenset({module.directory, *is_near})
        return self._together[module.directory]

    def _files(self, folder: str) -> frozenset[str]:
        if folder not in self._known:
            found = self._tree.of_module(self.modules.of(folder))
            self._known[folder] = frozenset(found.files)
            self.notices += [each for each in found.notices if each.kind is NoticeKind.CONFIG]
        return self._known[folder]
