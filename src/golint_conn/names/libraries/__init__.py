"""What we know about libraries, as data: one TOML file for each Go package, read on first use.

The import path is the path of the file, without elements for a major version (`/v5`), so that one file serves all
versions of a package. Its `declarations` are Go declarations without bodies; they replace a package whose source is not
available. After changing a file, run `python -m golint_conn.dev.docs` to update the index. A team's own models have the
same form; `golint_conn.names.libraries.library` combines both.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golint_conn.names.libraries.index import written
from golint_conn.names.libraries.reading import PackageReader
from golint_conn.source import SourceFile
from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golint_conn.names.libraries.entries import PackageModel
    from golint_conn.names.libraries.index import Index
    from golint_conn.source.toml_tables import Fault

PREFIX = "LIBRARIES/"
"""The prefix of the paths of declarations; no file on disk has such a path, because those are absolute."""

FOLDER = Path(__file__).parent
SUFFIX = ".toml"

_CLIENT = "client"
"""The key of the tables of clients."""

_ELEMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]*")
_MAJOR = re.compile(r"v(?:[2-9]|[1-9][0-9]+)")
_SPACED = re.compile(r"\.v[0-9]+$")


def unversioned(path: str) -> str:
    """Return an import path without the elements for a major version.

    >>> unversioned("example.com/pool/v2/client")
    'example.com/pool/client'
    """
    return "/".join(each for each in path.split("/") if not _MAJOR.fullmatch(each))


def major(path: str) -> int:
    """Return the major version in an import path, 1 if there is none.

    >>> major("example.com/pool/v2/client"), major("example.com/pool")
    (2, 1)
    """
    said = (each for each in path.split("/") if _MAJOR.fullmatch(each))
    return int(next(said, "v1")[1:])


@cache
def model(path: str, folder: Path = FOLDER) -> PackageModel | None:
    """Return the model of a package by its import path, None if there is none; ValueError for malformed data."""
    known = document(path, folder)
    if known is None:
        return None
    reader = PackageReader()
    found = reader.read(known)
    if reader.faults:
        raise malformed(unversioned(path), _told(reader.faults[0], known))
    return found


def _told(fault: Fault, known: Mapping[str, Any]) -> str:
    """Return what is wrong with one of our files, with the entry that it is about."""
    entry: Any = known
    for part in fault.key[:2]:
        entry = entry[int(part)] if isinstance(entry, list) else entry.get(part)
    subject = (entry.get("names") or entry.get("name") or "") if isinstance(entry, dict) else ""
    where = ".".join(part for part in fault.key if not part.isdecimal())
    return ": ".join(str(part) for part in (where, subject, fault.said) if part)


@cache
def document(path: str, folder: Path = FOLDER) -> Mapping[str, Any] | None:
    """Return the data of a package by its import path, None if there are none; ValueError for malformed data."""
    place = unversioned(path)
    if not all(_ELEMENT.fullmatch(each) for each in place.split("/")):
        return None
    found = _read(folder, place)
    if found is None or "same_as" not in found:
        return found
    target = _read(folder, str(found["same_as"]))
    if target is None or "same_as" in target:
        raise malformed(place, f"same_as {found['same_as']!r} does not name a file with its own data")
    # The same clients may be documented elsewhere.
    return {**target, **{key: value for key, value in found.items() if key == _CLIENT}}


def declarations(path: str) -> SourceFile | None:
    """Return Go declarations of a package by its import path, None if we have none."""
    known = model(path)
    return source_of(known, path) if known is not None and known.is_declared else None


def source_of(known: PackageModel, path: str) -> SourceFile:
    """Return the Go file made of the declarations of a package, imported by a path."""
    imports = "".join(f'import "{_of_same_major(each, path)}"\n' for each in known.imports)
    text = f"package {package_name(known)}\n\n{imports}\n{known.declarations}"
    return SourceFile(f"{PREFIX}{path}", text.encode())


def package_name(known: PackageModel) -> str:
    """Return the name of a package, by the convention for import paths if the model does not give it."""
    return known.name or _likely_name(known.package)


@cache
def handing(kind: str, folder: Path = FOLDER) -> Mapping[str, frozenset[str]]:
    """Return the packages whose functions return a kind of obligation, each with names that their users write.

    If any handle of a type is an obligation, the packages whose declarations use that type are included.
    """
    return _handing(folder).get(kind, {})


@cache
def _handing(folder: Path) -> Index:
    known = written(folder)
    if known is not None:
        return known
    from golint_conn.names.libraries.skimming import skimmed  # noqa: PLC0415 (ours has an index)

    return skimmed(folder, SUFFIX)


def malformed(place: str, reason: str) -> ValueError:
    """Return the error for data that cannot be right, with the file and the reason."""
    return ValueError(f"{place}{SUFFIX}: {reason}")


def _read(folder: Path, place: str) -> Mapping[str, Any] | None:
    try:
        data = read_regular(folder / f"{place}{SUFFIX}")
    except OSError:
        return None
    import tomllib  # noqa: PLC0415 - a run that needs no library never loads it

    try:
        found = tomllib.loads(data.decode())
    except ValueError as error:
        raise malformed(place, str(error)) from error
    if "same_as" in found:
        if found.keys() - {"same_as", _CLIENT}:
            raise malformed(place, "a file with same_as may hold nothing but clients")
    elif found.get("package") != place:
        raise malformed(place, f"package is {found.get('package')!r}")
    return found


def _of_same_major(imported: str, path: str) -> str:
    """Return an import of our declarations, in the major version of the requested module."""
    elements = path.split("/")
    for at, element in enumerate(elements):
        module = "/".join(elements[:at])
        if _MAJOR.fullmatch(element) and (imported == module or imported.startswith(f"{module}/")):
            return f"{module}/{element}{imported[len(module) :]}"
    return imported


def _likely_name(path: str) -> str:
    return _SPACED.sub("", path.rpartition("/")[2]).removeprefix("go-").removesuffix(".go").replace("-", "_")
