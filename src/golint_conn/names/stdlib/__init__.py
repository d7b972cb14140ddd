"""Go's standard library as data: the exported signatures of every public package, one file each, read on demand.

The files are Go source without bodies, written by `python -m golint_conn.dev.stdlib GOROOT` from the library's own
source. They go through the same indexer as any other Go file. `VERSION` holds the Go version that they came from.
"""

from functools import cache
from pathlib import Path

from golint_conn.source import SourceFile
from golint_conn.source.regular import read_regular, read_utf8

PREFIX = "GOROOT/"
"""The prefix of the paths of these files; no file on disk has such a path, because those are absolute."""

FOLDER = Path(__file__).parent
SUFFIX = ".gostub"


@cache
def load(path: str) -> SourceFile | None:
    """Return the signatures of a standard package by its import path, None if the library has no such package."""
    if not all(part.isidentifier() or part.replace("-", "").isalnum() for part in path.split("/")):
        return None
    try:
        data = read_regular(FOLDER / f"{path}{SUFFIX}")
    except OSError:
        return None
    return SourceFile(f"{PREFIX}{path}", data)


def go_version() -> str:
    """Return the Go version whose library the signatures came from, such as `go1.27.3`."""
    return read_utf8(FOLDER / "VERSION").strip()
