"""What we know of libraries, as data: one TOML file for each Go package, read when somebody first asks for it.

A file lies where its import path says, elements for a major version (`/v5`) left out, so that one file serves all
versions of a package. Its `declarations` are Go declarations without bodies; they stand in for a package whose source
is nowhere at hand. What its functions do with what they are handed is read by `golint_conn.program.models`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golint_conn.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "LIBRARIES/"
"""What the paths of declarations begin with; no file on disk has such a path, for those are absolute."""

FOLDER = Path(__file__).parent
SUFFIX = ".toml"

_ELEMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]*")
_MAJOR = re.compile(r"v(?:[2-9]|[1-9][0-9]+)")
_SPACED = re.compile(r"\.v[0-9]+$")
_KEYS = frozenset({"package", "same_as", "name", "imports", "declarations", "function", "type"})


@cache
def document(path: str, folder: Path = FOLDER) -> Mapping[str, Any] | None:
    """Return what is known of a package by its import path, None where nothing is; ValueError for malformed data."""
    elements = [each for each in path.split("/") if not _MAJOR.fullmatch(each)]
    if not elements or not all(_ELEMENT.fullmatch(each) for each in elements):
        return None
    place = "/".join(elements)
    found = _read(folder, place)
    if found is None or "same_as" not in found:
        return found
    target = _read(folder, str(found["same_as"]))
    if target is None or "same_as" in target:
        raise malformed(place, f"same_as {found['same_as']!r} names no file with data of its own")
    return target


def declarations(path: str) -> SourceFile | None:
    """Return Go declarations of a package by its import path, None where we have none."""
    known = document(path)
    if known is None or not ("declarations" in known or "name" in known):
        return None
    name = known.get("name") or _likely_name(known["package"])
    imports = "".join(f'import "{each}"\n' for each in known.get("imports", ()))
    text = f"package {name}\n\n{imports}\n{known.get('declarations', '')}"
    return SourceFile(f"{PREFIX}{path}", text.encode())


def malformed(place: str, reason: str) -> ValueError:
    """Return the error for data that cannot be right, with the file and the reason."""
    return ValueError(f"{place}{SUFFIX}: {reason}")


def _read(folder: Path, place: str) -> Mapping[str, Any] | None:
    try:
        data = (folder / f"{place}{SUFFIX}").read_bytes()
    except OSError:
        return None
    import tomllib  # noqa: PLC0415 - a run that asks for no library never loads it

    try:
        found = tomllib.loads(data.decode())
    except ValueError as error:
        raise malformed(place, str(error)) from error
    unknown = sorted(found.keys() - _KEYS)
    if unknown:
        raise malformed(place, f"unknown key {unknown[0]!r}")
    if "same_as" in found:
        if len(found) > 1:
            raise malformed(place, "a file with same_as holds nothing else")
    elif found.get("package") != place:
        raise malformed(place, f"package is {found.get('package')!r}")
    return found


def _likely_name(path: str) -> str:
    return _SPACED.sub("", path.rpartition("/")[2]).removeprefix("go-").removesuffix(".go").replace("-", "_")
