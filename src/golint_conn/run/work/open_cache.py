"""Opening the cache: where it is, and under which key the snapshot of a run is kept.

The key covers everything that findings depend on and the snapshot itself does not record: our own code and data, the
rules, the root that paths are reported from, and where Go keeps modules.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.names.modules import module_cache
from golint_conn.rule.loading.rule_sources import PACKAGE
from golint_conn.run.cache.location import LocationError, cache_folder
from golint_conn.run.cache.store import Store
from golint_conn.run.work.incremental import IncrementalState
from golint_conn.source.digest import digest
from golint_conn.source.regular import read_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest
    from golint_conn.source import Reader


def opened(request: CheckRequest, settings: Settings, reader: Reader) -> tuple[IncrementalState | None, list[Notice]]:
    """Return what is kept of earlier runs like this one, or None if nothing can be, and notices.

    Installed rules are code without a digest, so their findings are not kept.
    """
    if settings.sources.plugins:
        return None, []
    try:
        folder = cache_folder(request.cache_dir, request.cwd)
    except LocationError as error:
        return None, [Notice("", 0, f"the cache is not used: {error}", NoticeKind.CACHE)]
    store, notice = Store.open(folder, _key(settings, reader))
    kept = IncrementalState(store, reader, anew=request.writes) if store is not None else None
    return kept, [notice] if notice is not None else []


def _key(settings: Settings, reader: Reader) -> bytes:
    parts = [
        sys.version,
        reader.root,
        # Which files count for a hook may change without a change in any file that counts.
        *(sorted(reader.members) if reader.members is not None else ["all"]),
        *settings.rules,
        *(f"{file.path} {file.sha256}" for folder in settings.sources.folders for file in folder.files),
        settings.sources.declared.digest if settings.sources.declared is not None else "",
        module_cache(),
        *_installed(),
    ]
    return digest(*(part.encode("utf-8", "surrogateescape") for part in parts))


def _installed() -> Iterator[str]:
    """Yield what distinguishes one installation from another, and is the same for equal installations."""
    seen: list[str] = []
    for name in ("golint_conn", PACKAGE, "tree_sitter", "tree_sitter_go"):
        # Only the place is needed: loading them would cost more than everything else.
        package = find_spec(name)
        for folder in (package.submodule_search_locations or ()) if package is not None else ():
            if not any(folder.startswith(f"{outer}{os.sep}") for outer in seen):
                seen.append(folder)
                yield from _told(folder)


def _told(folder: str) -> Iterator[str]:
    """Yield what identifies the files in a folder.

    For an installed package that is the installer's own record, which has a digest of each file. If a file is newer
    than the record, or there is no record, it is the place of each file and the time of its last change.
    """
    files = sorted(_files(folder))
    record = _record(folder)
    if record is not None and all(changed <= os.stat(record).st_mtime_ns for _, _, changed in files):  # noqa: PTH116 - a Path is slow
        ours = f"{os.path.basename(folder)}/"  # noqa: PTH119 - as above
        lines = read_utf8(record).splitlines()
        yield from (line for line in lines if line.startswith(ours) and "/__pycache__/" not in line)
        yield from (f"{path[len(folder) :]} {size}" for path, size, _ in files)
    else:
        yield from (f"{path} {size} {changed}" for path, size, changed in files)


def _record(folder: str) -> str | None:
    """Return the path of the installer's record for a package, or None if it has none."""
    parent, name = os.path.split(folder)
    with os.scandir(parent) as entries:
        infos = [each.path for each in entries if each.name.startswith(f"{name}-") and each.name.endswith(".dist-info")]
    paths = (os.path.join(each, "RECORD") for each in infos)  # noqa: PTH118 - as above
    return next((path for path in paths if os.path.isfile(path)), None) if len(infos) == 1 else None  # noqa: PTH113


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the path, the size in bytes and the time of the last change in nanoseconds of each file of a package."""
    pending = [folder]
    while pending:
        here = pending.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                if not entry.is_dir():
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
                elif entry.name != "__pycache__":
                    pending.append(entry.path)
