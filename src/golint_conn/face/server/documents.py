"""The open documents, and what is analyzed for them.

Documents of one work tree under one configuration file form a group, which one run can analyze: the settings of a run
apply to all its files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.face.server.jobs import Scope
from golint_conn.face.server.positions import path_of, uri_of
from golint_conn.run.config.config_file import find_config
from golint_conn.run.git.ignored import work_tree
from golint_conn.run.pattern import passed_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.run.request import CheckRequest


@dataclass(frozen=True, slots=True)
class Document:
    """A text that is open in the editor, by the editor's URI and its absolute path."""

    uri: str
    path: str
    version: int | None
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """What documents must share to be analyzed together: a folder, and a configuration file if there is one."""

    folder: str
    config: str | None


class Documents:
    """The open documents by their paths; only Go files of the project count.

    `template` is the request that all runs begin with, and `folders` are those that are open in the editor.
    """

    def __init__(self, template: CheckRequest) -> None:
        self.folders: tuple[str, ...] = ()
        self._template = template
        self._open: dict[str, Document] = {}
        self._uris: dict[str, str] = {}

    def put(self, uri: str, version: int | None, text: str) -> Document | None:
        """Keep a text and return it, or return None if it is not to be analyzed."""
        path = path_of(uri)
        if path is None or not path.endswith(".go") or self._is_foreign(path):
            return None
        self._uris[path] = uri
        # An unpaired surrogate, which JSON can hold, is one unit, and so is a question mark.
        self._open[path] = Document(uri, path, version, text.encode("utf-8", "replace"))
        return self._open[path]

    def remove(self, uri: str) -> Document | None:
        """Forget a text and return it."""
        path = path_of(uri)
        return self._open.pop(path, None) if path is not None else None

    def of(self, uri: str) -> Document | None:
        """Return the text with a URI."""
        path = path_of(uri)
        return self.at(path) if path is not None else None

    def at(self, path: str) -> Document | None:
        """Return the text at a path."""
        return self._open.get(path)

    def uri(self, path: str) -> str:
        """Return the URI of a path: the one that the editor used last, because it knows the file by no other."""
        return self._uris.get(path) or uri_of(path)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of all texts."""
        return frozenset(self._open)

    def groups(self) -> dict[Group, list[Document]]:
        """Return the documents by group, according to the current configuration files."""
        found: dict[Group, list[Document]] = {}
        for document in self._open.values():
            found.setdefault(self.group_of(document.path), []).append(document)
        return found

    def group_of(self, path: str) -> Group:
        """Return the group of a file, open or not."""
        parent = os.path.dirname(path)  # noqa: PTH120 (text only)
        folder = work_tree(parent) or self._folder(path) or parent
        if not self._template.use_config:
            return Group(folder, None)
        return Group(folder, self._template.config_file or find_config(parent))

    def near(self, document: Document, encoding: str) -> Scope:
        """Return the first scope after a change: that file alone."""
        scope = self._scope(self.group_of(document.path), (document,), encoding)
        return replace(scope, request=replace(scope.request, alone=True))

    def around(self, group: Group, encoding: str) -> Scope:
        """Return the second scope: all open files of a group, and the files related to them."""
        scope = self._scope(group, self.groups().get(group, ()), encoding)
        return replace(scope, request=replace(scope.request, touching=True))

    def _scope(self, group: Group, documents: Sequence[Document], encoding: str) -> Scope:
        paths = tuple(sorted(each.path for each in documents))
        request = replace(self._template, cwd=group.folder, paths=paths, config_file=group.config)
        request = replace(request, use_config=group.config is not None)
        return Scope(request, {path: each.data for path, each in self._open.items()}, encoding)

    def _folder(self, path: str) -> str | None:
        """Return the folder of the editor that holds a file, the innermost of several."""
        holding = [each for each in self.folders if Path(path).is_relative_to(each)]
        return max(holding, key=len, default=None)

    def _is_foreign(self, path: str) -> bool:
        """Return whether a file belongs to a dependency rather than to the project."""
        folder = self._folder(path)
        if folder is None:
            return bool(self.folders)
        return any(map(passed_over, Path(path).relative_to(folder).parts[:-1]))
