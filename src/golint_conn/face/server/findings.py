"""The findings for the open documents: results of both kinds of passes, and their current places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.face.server.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from golint_conn.face.server.documents import Document, Documents, Group
    from golint_conn.face.server.jobs import Identity, Shown


class Findings:
    """Findings by the file that contains them.

    Those of an open document are either near, because a pass over its file alone finds them, or far. Those of other
    files are recorded by the group of open documents that they touch.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._near: dict[str, tuple[Shown, ...]] = {}
        self._far: dict[str, tuple[Shown, ...]] = {}
        self._texts: dict[str, bytes] = {}
        self._elsewhere: dict[Group, dict[str, tuple[Shown, ...]]] = {}

    def shown(self, path: str) -> tuple[Shown, ...]:
        """Return the findings in a file, in order."""
        found = [*self._near.get(path, ()), *self._far.get(path, ())]
        if self._documents.at(path) is None:
            found += [each for group in self._elsewhere.values() for each in group.get(path, ())]
        return tuple(sorted({each.identity: each for each in found}.values(), key=lambda each: each.place))

    def is_near(self, identity: Identity) -> bool:
        """Return whether a pass over its file alone finds a finding."""
        return any(each.identity == identity for each in self._near.get(identity.place.path, ()))

    def near(self, document: Document, found: Iterable[Shown] | None) -> None:
        """Take over the findings of a pass over one document, None if it failed; the others move with its lines."""
        path = document.path
        self._near[path] = tuple(each for each in found or () if each.place.path == path)
        known = {each.identity for each in self._near[path]}
        drift = Drift(path, self._texts.get(path, document.data), document.data)
        moved = [drift.moved(each) for each in self._far.get(path, ())] if found is not None else []
        self._far[path] = tuple(each for each in moved if each is not None and each.identity not in known)
        self._texts[path] = document.data

    def around(self, group: Group, members: Iterable[Document], found: Iterable[Shown]) -> Iterable[str]:
        """Take over the findings of a pass over all open documents of a group; return the files that have changed."""
        by_path: dict[str, list[Shown]] = {}
        for each in found:
            by_path.setdefault(each.place.path, []).append(each)
        affected = set(by_path) | set(self._elsewhere.get(group, ()))
        for document in members:
            path = document.path
            here = by_path.pop(path, [])
            known = {each.identity for each in self._near.get(path, ())}
            self._near[path] = tuple(each for each in here if each.identity in known)
            self._far[path] = tuple(each for each in here if each.identity not in known)
            self._texts[path] = document.data
            affected.add(path)
        self._elsewhere[group] = {path: tuple(each) for path, each in by_path.items()}
        return sorted(affected)

    def close(self, document: Document) -> Iterable[str]:
        """Forget a closed document; return the files whose findings have changed."""
        path, group = document.path, self._documents.group_of(document.path)
        open_paths = frozenset(each.path for each in self._documents.groups().get(group, ()))
        files = dict(self._elsewhere.get(group, {}))
        files[path] = (*self._near.pop(path, ()), *self._far.pop(path, ()))
        self._texts.pop(path, None)
        self._elsewhere[group] = dict(_touching(files, open_paths))
        return sorted(files)

    def keep(self, groups: Container[Group]) -> Iterable[str]:
        """Forget the findings of groups that no longer exist; return the files whose findings have changed."""
        gone = [self._elsewhere.pop(group) for group in list(self._elsewhere) if group not in groups]
        return sorted({path for files in gone for path in files})


def _touching(files: dict[str, tuple[Shown, ...]], paths: frozenset[str]) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    for path, found in files.items():
        kept = tuple(each for each in found if each.touches(paths))
        if kept:
            yield path, kept
