"""Coverage: the files for which a run can say that something is *not* found there.

This needs that the run looked at everything that could cause a finding in the file, without trouble.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from golint_conn.finding import Notice, NoticeKind
from golint_conn.run.pattern import WILDCARD, FolderPattern, folder_pattern, wildcard_pattern
from golint_conn.run.request import CheckRequest
from golint_conn.source.paths import is_folder, is_there

_EVERYWHERE = frozenset({NoticeKind.CRASH, NoticeKind.UNREADABLE})
_HERE = frozenset({NoticeKind.SYNTAX, NoticeKind.LIMIT})


class Coverage:
    """What a run for a request has looked at; `paths` are the checked files as findings name them."""

    def __init__(self, request: CheckRequest, root: str, paths: Iterable[str], notices: Iterable[Notice]) -> None:
        self._request = request
        self._root = root
        self._paths = frozenset(paths)
        told = tuple(notices)
        self._is_troubled = request.alone or any(each.kind in _EVERYWHERE for each in told)
        self._given_up = frozenset(each.path for each in told if each.kind in _HERE)

    def is_whole(self, path: str) -> bool:
        """Return whether everything that could cause a finding in a file was analyzed."""
        return path in self._paths and path not in self._given_up and not self._is_troubled

    def is_gone(self, path: str) -> bool:
        """Return whether a file no longer exists, among those that the run was asked for."""
        place = Path(self._root, path)
        return any(each.holds(str(place.parent)) for each in self._patterns) and not is_there(place)

    @cached_property
    def _patterns(self) -> list[FolderPattern]:
        """The requested folders."""
        if self._request.stdin_filename is not None:
            return []
        cwd, texts = self._request.cwd, self._request.paths
        patterns = [wildcard_pattern(text.replace(os.sep, "/"), cwd) for text in texts if WILDCARD in text]
        return [*patterns, *(folder_pattern(str(Path(cwd, text))) for text in texts if is_folder(Path(cwd, text)))]
