"""Looking at paths: what exists, and what a folder holds.

Most paths come from text that others have written: an import path, a line of go.mod, a setting. Such a path may be too
long, lead through a folder that may not be searched, go in circles, or hold a NUL byte. This module treats it as
leading to nothing: no function here raises an exception unless its docstring says so.
"""

import errno
import os


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Return whether a path leads to a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - a Path raises if the path is too long, or may not be searched


def is_file(path: str | os.PathLike[str]) -> bool:
    """Return whether a path leads to a regular file."""
    return os.path.isfile(path)  # noqa: PTH113 - as above


def is_there(path: str | os.PathLike[str]) -> bool:
    """Return whether a path leads to anything."""
    return os.path.exists(path)  # noqa: PTH110 - as above


def resolved(path: str | os.PathLike[str]) -> str:
    """Return a path without links, or the path itself if it leads nowhere."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return os.fspath(path)


def entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder (the root may be the empty text), in no order; raise OSError on failure."""
    try:
        with os.scandir(folder or os.sep) as found:
            return list(found)
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), folder) from error


def leads_to_file(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is a regular file, or a link to one."""
    try:
        return entry.is_file()
    except OSError:
        return False


def is_own_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is itself a folder, not a link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
