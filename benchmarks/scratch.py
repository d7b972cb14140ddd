"""Copies of trees to measure in: whole, in part, and with one function edited. The originals are only read."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Files that golint-conn reads besides Go files.
_ALSO = frozenset({"go.mod", "go.work", "modules.txt"})
_FUNCTION = re.compile(rb"^func .*\{\n", re.MULTILINE)


def copy_tree(source: Path, target: Path) -> None:
    """Copy the Go files and the module files of a folder; symbolic links are left out."""
    for folder, _, names in os.walk(source):
        wanted = [name for name in names if name.endswith(".go") or name in _ALSO]
        into = target / Path(folder).relative_to(source)
        for name in wanted:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                into.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, into / name)
    target.mkdir(parents=True, exist_ok=True)


def copy_part(source: Path, target: Path, files: Iterable[str], one_in: int) -> None:
    """Copy package folders that hold one in N files of a copied tree, and its module files.

    The choice depends only on their names: it is the same in each run, and larger parts include smaller ones.
    """
    packages: dict[Path, list[Path]] = {}
    for path in map(Path, files):
        packages.setdefault(path.parent.relative_to(source), []).append(path)
    wanted = max(sum(map(len, packages.values())) // one_in, 1)
    chosen: list[Path] = []
    for folder in sorted(packages, key=lambda each: sha256(str(each).encode()).digest()):
        if len(chosen) >= wanted:
            break
        chosen += packages[folder]
    for path in (*chosen, *(path for name in sorted(_ALSO) for path in source.rglob(name))):
        into = target / path.relative_to(source)
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, into)


@contextmanager
def edited(path: Path, number: int) -> Iterator[None]:
    """Insert a no-op statement into the first function of a file, and remove it at the end."""
    before = path.read_bytes()
    found = _FUNCTION.search(before)
    if found is None:
        message = f"{path} has no function to edit"
        raise ValueError(message)
    path.write_bytes(before[: found.end()] + f"\t_ = {number}\n".encode() + before[found.end() :])
    try:
        yield
    finally:
        path.write_bytes(before)


def editable(path: Path) -> bool:
    """Return whether a file holds a function of more than one line."""
    return _FUNCTION.search(path.read_bytes()) is not None
