"""Opening the cache: where it is, and under which key the snapshot of a run is kept.

The key stands for all that findings depend on and that the snapshot itself does not record: our own code and data, the
rules, the root that paths are reported from, and where Go keeps modules.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.rule.sources import PACKAGE
from golint_conn.run.cache.location import LocationError, cache_folder
from golint_conn.run.cache.store import Store
from golint_conn.run.kept import Kept
from golint_conn.source.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.run.request import CheckRequest
    from golint_conn.run.settings import Settings
    from golint_conn.source import Reader

_GO = ("GOMODCACHE", "GOPATH", "HOME")


def opened(request: CheckRequest, settings: Settings, reader: Reader) -> tuple[Kept | None, list[Notice]]:
    """Return what is kept of earlier runs like this one, None where there can be nothing, and what is to be said.

    Installed rules are code that we have no digest of; what they find is not kept.
    """
    if settings.sources.plugins:
        return None, []
    try:
        folder = cache_folder(request.cache_dir, request.cwd)
    except LocationError as error:
        return None, [Notice("", 0, f"the cache is not used: {error}", NoticeKind.CACHE)]
    store, notice = Store.open(folder, _key(settings, reader))
    return (Kept(store, reader) if store is not None else None), ([notice] if notice is not None else [])


def _key(settings: Settings, reader: Reader) -> bytes:
    parts = [
        sys.version,
        reader.root,
        # Which files count for a hook may change without any file that does.
        *(sorted(reader.members) if reader.members is not None else ["all"]),
        *settings.rules,
        *(f"{file.path} {file.sha256}" for folder in settings.sources.folders for file in folder.files),
        settings.sources.declared.digest if settings.sources.declared is not None else "",
        *(f"{name}={os.environ.get(name)}" for name in _GO),
        *_installed(),
    ]
    return digest(*(part.encode("utf-8", "surrogateescape") for part in parts))


def _installed() -> Iterator[str]:
    """Yield what tells one installation from another: each of our files with its size and the time of its change."""
    for name in ("golint_conn", PACKAGE, "tree_sitter", "tree_sitter_go"):
        # Only the place is asked for: to load them would cost more than all the rest.
        package = find_spec(name)
        for folder in (package.submodule_search_locations or ()) if package is not None else ():
            yield from sorted(_files(folder))


def _files(folder: str) -> Iterator[str]:
    pending = [folder]
    while pending:
        here = pending.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                if not entry.is_dir():
                    status = entry.stat()
                    yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
                elif entry.name != "__pycache__":
                    pending.append(entry.path)
