"""Making and removing folders of any depth: Python's own functions recurse once per level."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from golint_conn.source.paths import entries, is_folder, is_own_folder


def make_folder(path: str) -> None:
    """Make a folder, by its absolute path, and its missing parents; OSError propagates."""
    missing = []
    while not is_folder(path):
        missing.append(path)
        path = os.path.dirname(path)  # noqa: PTH120 - a deep folder has as many Paths around it
    for each in reversed(missing):
        os.mkdir(each)  # noqa: PTH102 - as above


@contextmanager
def temporary_folder(prefix: str) -> Iterator[str]:
    """Make a new folder, with no links in its path, that exists as long as the context."""
    import tempfile  # noqa: PLC0415 (few runs need a folder)

    folder = os.path.realpath(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(path: str) -> None:
    """Remove a folder and everything in it; links are removed, their targets stay."""
    folders, pending = [], [path]
    while pending:
        here = pending.pop()
        folders.append(here)
        for entry in entries(here):
            if is_own_folder(entry):
                pending.append(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108 - as above
    for each in reversed(folders):
        os.rmdir(each)  # noqa: PTH106 - as above
