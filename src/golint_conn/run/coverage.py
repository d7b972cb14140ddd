"""Coverage: of which files a run can say that something is *not* found there.

A finding can be brought about by code of another package. That something is gone is said only where the whole module
of a file was looked at, and without trouble.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from golint_conn.finding import Notice, NoticeKind
from golint_conn.run.pattern import WILDCARD
from golint_conn.run.request import CheckRequest
from golint_conn.source.paths import is_file, is_folder, is_there, resolved

_EVERYWHERE = frozenset({NoticeKind.CRASH, NoticeKind.UNREADABLE})
_HERE = frozenset({NoticeKind.SYNTAX, NoticeKind.LIMIT})


class Coverage:
    """What a run for a request has looked at; `paths` are the checked files as findings name them."""

    def __init__(self, request: CheckRequest, root: str, paths: Iterable[str], notices: Iterable[Notice]) -> None:
        self._request = request
        self._root = root
        self._paths = frozenset(paths)
        told = tuple(notices)
        self._is_troubled = any(each.kind in _EVERYWHERE for each in told)
        self._given_up = frozenset(each.path for each in told if each.kind in _HERE)
        self._modules: dict[str, str] = {}

    def is_whole(self, path: str) -> bool:
        """Return whether all was analysed that could bring a finding into a file."""
        if self._is_troubled or path not in self._paths or path in self._given_up:
            return False
        module = self._module(str(Path(self._root, path).parent))
        return any(module == folder or module.startswith(folder.rstrip(os.sep) + os.sep) for folder in self._folders)

    def is_gone(self, path: str) -> bool:
        """Return whether there is no such file any more."""
        return not is_there(Path(self._root, path))

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The folders of which everything was asked for."""
        if self._request.stdin_filename is not None:
            return frozenset()
        texts = [each.replace(os.sep, "/") for each in self._request.paths]
        heads = (text.removesuffix(WILDCARD) for text in texts if WILDCARD not in text.removesuffix(WILDCARD))
        places = (resolved(Path(self._request.cwd, head)) for head in heads)
        return frozenset(place for place in places if is_folder(place))

    def _module(self, folder: str) -> str:
        """Return the folder of the module around a folder; itself outside of any."""
        if folder not in self._modules:
            candidates = (each for each in (Path(folder), *Path(folder).parents) if is_file(each / "go.mod"))
            self._modules[folder] = str(next(candidates, folder))
        return self._modules[folder]
