"""Folders of rule files: read once, as a whole, without running anything in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.rule.loading.rule_sources import RuleFile, RuleFolder
from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

# We never run what lies in these, and it changes by itself.
_PASSED_OVER = frozenset({"__pycache__", ".git"})
MOST_FILES = 1_000
MOST_BYTES = 16_000_000


class FolderError(Exception):
    """A folder cannot be used for rule files; the message says why, without the folder's own name."""


def read_folder(path: str) -> RuleFolder:
    """Return a folder with the bytes of all files at and below it; raises FolderError if it is not usable.

    It must hold regular files and folders only: the target of a link could change without a change in the folder.
    """
    folder = os.path.realpath(path)
    files: list[RuleFile] = []
    size = 0
    try:
        for each in _files(Path(folder)):
            # If a link has replaced a file by now, it is not followed.
            files.append(RuleFile(str(each), read_regular(each, MOST_BYTES, follow=False)))
            size += len(files[-1].data)
            if len(files) > MOST_FILES or size > MOST_BYTES:
                message = f"it holds more than {MOST_FILES:,} files or {MOST_BYTES // 1_000_000} MB"
                raise FolderError(message)
    except OSError as error:
        name = os.path.relpath(error.filename, folder) if isinstance(error.filename, str) else "."
        message = str(error.strerror) if name == "." else f"{name}: {error.strerror}"
        raise FolderError(message) from error
    return RuleFolder(folder, tuple(sorted(files, key=lambda each: each.path)))


def rule_names(path: str) -> frozenset[str]:
    """Return the ids of the rules that the files of a folder would have, by their names alone."""
    try:
        files = [RuleFile(each, b"") for each in os.listdir(path)]  # noqa: PTH208 (only names are needed)
    except OSError:
        return frozenset()
    return frozenset(each.rule_id for each in files if each.is_rule)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files at and below a folder; raises FolderError for anything that is neither file nor folder."""
    waiting = [folder]
    while waiting:
        for each in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            if each.name in _PASSED_OVER:
                continue
            if each.is_symlink():
                message = f"{os.path.relpath(each.path, folder)} is a symbolic link; replace it by a copy of the file"
                raise FolderError(message)
            if each.is_dir():
                waiting.append(Path(each.path))
            elif each.is_file():
                yield Path(each.path)
            else:
                # Opening a device can have effects.
                message = f"{os.path.relpath(each.path, folder)} is not a regular file"
                raise FolderError(message)
