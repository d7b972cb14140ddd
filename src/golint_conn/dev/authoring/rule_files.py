"""Rule files on disk: finds, reads and writes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.run.request import UsageError
from golint_conn.source.regular import read_regular
from golint_conn.source.writer import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SUFFIX = ".py"


def rule_files(paths: Iterable[str]) -> list[str]:
    """Return the rule files that some paths name, each once and those of a folder sorted.

    A folder's rule files are its Python files whose names start with a letter; subfolders are skipped.
    Raises UsageError with each path that names none.
    """
    found: dict[str, None] = {}
    wrong = []
    for path in paths:
        place = Path(path)
        if place.is_dir():
            named = sorted(str(each) for each in place.glob(f"*{_SUFFIX}") if each.name[0].isalpha())
        else:
            named = [path] if place.suffix == _SUFFIX and place.is_file() else []
        if not named:
            wrong.append(f"{path}: {_reason(place)}")
        found.update(dict.fromkeys(named))
    if wrong:
        raise UsageError(*wrong)
    return list(found)


def read(path: str) -> bytes:
    """Return the bytes of a file; raises UsageError if it cannot be read."""
    try:
        return read_regular(path)
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise UsageError(message) from error


def _reason(place: Path) -> str:
    if place.is_dir():
        return "no rule files in this folder"
    return "not a Python file" if place.exists() else "there is no such file or folder"


def write_all(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Rewrite all files or none; `before` holds the bytes that were read from each.

    Raises UsageError if a file has changed since or cannot be written, and then restores the files written before it.
    """
    changed = [path for path in after if read_regular(path) != before[path]]
    if changed:
        raise UsageError(*(f"{path}: not written: it has changed since it was read" for path in changed))
    written: list[str] = []
    try:
        for path, data in after.items():
            write_whole(path, data)
            written.append(path)
    except OSError as error:
        for path in written:
            write_whole(path, before[path])
        message = f"{error.filename}: not written, and no other file was: {error.strerror}"
        raise UsageError(message) from error


def write_new(folder: str, name: str, data: bytes) -> str:
    """Write a new file, creating its folder if needed; return its path.

    Raises UsageError if the file exists, or cannot be written.
    """
    path = Path(folder, name)
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        is_there = path.exists() or path.is_symlink()
        if not is_there:
            write_whole(str(path), data)
    except OSError as error:
        message = f"{path}: not written: {error.strerror}"
        raise UsageError(message) from error
    if is_there:
        message = f"{path}: exists already, and is not changed"
        raise UsageError(message)
    return str(path)
