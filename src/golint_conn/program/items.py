"""Items: whether the inputs of facts from an earlier run are unchanged, judged by the files that have changed since.

An input is a question that was answered then. Few files change between two runs, and most questions need not be asked
again: those about a file or a folder without a change, and sets of files, which only the changed ones can have joined
or left.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.budgets import SEARCHED_FILES
from golint_conn.names.module_index import imports, method_names
from golint_conn.names.modules import module_tree
from golint_conn.names.workspace import Workspace, outline
from golint_conn.source.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.ledger import ItemKey
    from golint_conn.source import Reader


class Items:
    """Judges inputs of an earlier run; `changed` are the files that were added, removed or changed since."""

    def __init__(self, reader: Reader, changed: Iterable[str]) -> None:
        self.reader = reader
        self.workspace = Workspace(reader)
        self.changed = frozenset(changed)
        self._files: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, Callable[..., bool]] = {
            "file": self._file,
            "importing": self._importing,
            "limit": lambda _answer, *_about: True,
            "mentions": self._mentions,
            "methods": self._methods,
            "outside": self._outside,
            "names": self._names,
            "package": self._package,
            "section": self._section,
            "spelled": self._spelled,
        }

    def holds(self, key: ItemKey, answer: bytes) -> bool:
        """Return whether the answer to a question is still the same."""
        kind, *about = key
        judge = self._kinds.get(kind)
        return judge is not None and judge(answer, *about)

    def _file(self, answer: bytes, path: str) -> bool:
        if path not in self.changed:
            return True
        try:
            return digest(self.reader.read(path)) == answer
        except OSError:
            return False

    def _section(self, answer: bytes, path: str, number: str) -> bool:
        return self._kept(path, lambda file: file.digest(int(number)) == answer)

    def _names(self, answer: bytes, path: str) -> bool:
        return self._kept(path, lambda file: file.declared_names == answer)

    def _spelled(self, answer: bytes, path: str, how: str, name: str) -> bool:
        return self._kept(path, lambda file: file.spelling(how, name) == answer)

    def _kept(self, path: str, is_same: Callable[[GoFile], bool]) -> bool:
        """Return whether a file, if it has changed, is still the same in some respect."""
        if path not in self.changed:
            return True
        file = self.workspace.file(path)
        return file is not None and is_same(file)

    def _package(self, answer: bytes, directory: str) -> bool:
        return directory not in self._changed_folders or outline(self.workspace.packages_in(directory)) == answer

    @cached_property
    def _changed_folders(self) -> frozenset[str]:
        return frozenset(path.rpartition("/")[0] for path in self.changed)

    # Sets of files

    def _mentions(self, answer: bytes, directory: str, _path: str, name: str) -> bool:
        if directory not in self._changed_folders:
            return True
        here = [path for path in self.changed if path.rpartition("/")[0] == directory]
        return self._same(answer, here, lambda path: self._speaks(path, name))

    def _outside(self, answer: bytes, module: str, path: str, name: str) -> bool:
        is_full = answer.count(b"\n") + 1 >= SEARCHED_FILES.most
        return not (is_full and self.changed) and self._same(
            answer, self.changed, lambda each: self._imports(each, module, path) and self._speaks(each, name)
        )

    def _importing(self, answer: bytes, module: str, path: str) -> bool:
        return self._same(answer, self.changed, lambda each: self._imports(each, module, path))

    def _methods(self, answer: bytes, module: str, name: str) -> bool:
        return self._same(answer, self.changed, lambda each: self._declares(each, module, name))

    @staticmethod
    def _same(answer: bytes, changed: Iterable[str], belongs: Callable[[str], bool]) -> bool:
        """Return whether no changed file has joined or left a set of files."""
        members = frozenset(answer.split(b"\n"))
        return all((path.encode("utf-8", "surrogateescape") in members) == belongs(path) for path in changed)

    def _speaks(self, path: str, name: str) -> bool:
        file = self.workspace.file(path)
        return file is not None and file.mentions(name)

    def _imports(self, path: str, module: str, imported: str) -> bool:
        data = self._data(path, module)
        return data is not None and imported in imports(data)

    def _declares(self, path: str, module: str, name: str) -> bool:
        data = self._data(path, module)
        return data is not None and name in method_names(data)

    def _data(self, path: str, module: str) -> bytes | None:
        """Return the bytes of a file of a module, None if it is not one, or cannot be read."""
        if module not in self._files:
            self._files[module] = frozenset(module_tree(module, self.reader).files)
        if path not in self._files[module]:
            return None
        try:
            return self.reader.read(path)
        except OSError:
            return None
