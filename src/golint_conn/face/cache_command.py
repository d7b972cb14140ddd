"""`golint-conn cache`: where the cache is and how large, and how to remove it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from golint_conn.run.request import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from golint_conn.run.cache.database import Entry

_SHOWN_DIGITS = 12


def run_cache(options: argparse.Namespace) -> int:
    """Perform an action on the cache; return 0, or raise UsageError if it fails."""
    from golint_conn.report.terminal import visible  # noqa: PLC0415 (every command loads this module)
    from golint_conn.run.cache.database import DamagedError, UnusableError  # noqa: PLC0415
    from golint_conn.run.cache.folder import FolderError  # noqa: PLC0415
    from golint_conn.run.cache.location import LocationError, cache_folder  # noqa: PLC0415

    try:
        folder = cache_folder(options.cache_dir, os.getcwd())  # noqa: PTH109 (a string)
    except LocationError as error:
        raise UsageError(str(error)) from error
    try:
        lines = list({"clean": _clean, "info": _info}[options.action](folder))
    except OSError as error:
        message = f"{folder}: {error.strerror}"
        raise UsageError(message) from error
    except (DamagedError, FolderError, UnusableError) as error:
        message = f"{folder}: {error}"
        raise UsageError(message) from error
    sys.stdout.write("".join(f"{visible(line)}\n" for line in lines))
    return 0


def _clean(folder: str) -> Iterator[str]:
    from golint_conn.run.cache.folder import clean  # noqa: PLC0415 (see above)

    if not os.path.lexists(folder):
        yield f"{folder}: there is no cache"
        return
    freed = clean(folder)
    left = ", and the folder stays, because it holds something else" if os.path.lexists(folder) else ""
    yield f"{folder}: removed, {freed:,} bytes freed{left}"


def _info(folder: str) -> Iterator[str]:
    from golint_conn.run.cache.database import entries  # noqa: PLC0415 (see above)
    from golint_conn.run.cache.folder import FolderError, is_marked, used_bytes  # noqa: PLC0415

    if not os.path.lexists(folder):
        yield f"{folder}: there is no cache"
        return
    if not is_marked(folder):
        message = "it is not a golint-conn cache"
        raise FolderError(message)
    held = entries(folder)
    yield f"folder: {folder}"
    yield f"size: {used_bytes(folder):,} bytes"
    yield f"keys: {len(held)} (one for each tree of files with one set of rules and settings)"
    yield f"last use: {_when(held[0]) if held else 'never'}"
    for each in held:
        yield f"  {each.key.hex()[:_SHOWN_DIGITS]}  {each.size:>11,} bytes  last used {_when(each)}"


def _when(entry: Entry) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.used))
