"""Skimming: the content of the index, read from the text of the data, because parsing takes ten times as long."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from golint_conn.names.libraries.entries import LONG_LIVED_CLIENT
from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from golint_conn.names.libraries.index import Index

_SAME_AS = re.compile(rb'^same_as = "([^"]+)"', re.MULTILINE)
_ENTRY = re.compile(rb"^\[\[(?:function|type)\]\]\n((?:[^\[\n].*\n|\n)*)", re.MULTILINE)
_CLIENT = re.compile(rb"^\[\[client\]\]\n((?:[^\[\n].*\n|\n)*)", re.MULTILINE)
_KIND = re.compile(rb'^(acquires|obligation) = "([^"]+)"', re.MULTILINE)
_NAMES = re.compile(rb"^names? = [^\]=]*", re.MULTILINE)
_PART = re.compile(rb"^part = [^\]=]*", re.MULTILINE)
_IMPORTS = re.compile(rb"^imports = [^\]=]*", re.MULTILINE)
_QUOTED = re.compile(rb'"([^"]*)"')


def skimmed(folder: Path, suffix: str) -> Index:
    """Return the content of the files in a folder that have a suffix."""
    texts = {
        os.path.relpath(f"{at}/{name}", folder).replace(os.sep, "/").removesuffix(suffix): read_regular(f"{at}/{name}")
        for at, _, names in os.walk(folder)
        for name in names
        if name.endswith(suffix)
    }
    same = {place: each[1].decode() for place, text in texts.items() if (each := _SAME_AS.search(text))}
    found: dict[str, dict[str, frozenset[str]]] = {}
    typed: list[tuple[str, str]] = []
    for place, text in texts.items():
        for entry in _ENTRY.findall(text):
            said = _KIND.search(entry)
            if said is None:
                continue
            packages = found.setdefault(said[2].decode(), {})
            packages[place] = packages.get(place, frozenset()) | set(_names(entry))
            if said[1] == b"obligation":
                typed.append((said[2].decode(), place))
        for entry in _CLIENT.findall(text):
            packages = found.setdefault(LONG_LIVED_CLIENT, {})
            packages[place] = packages.get(place, frozenset()) | set(_names(entry))
    for place, text in texts.items():
        imports = _listed(_IMPORTS.search(text))
        for kind, declaring in typed:
            if declaring in imports:
                found[kind][place] = found[kind].get(place, frozenset()) | found[kind][declaring]
    for packages in found.values():
        packages.update({place: packages[target] for place, target in same.items() if target in packages})
    return found


def _names(entry: bytes) -> Iterator[str]:
    for name in (*_listed(_NAMES.search(entry)), *_listed(_PART.search(entry))):
        yield name.rpartition(".")[2]


def _listed(found: re.Match[bytes] | None) -> list[str]:
    return [each.decode() for each in _QUOTED.findall(found[0])] if found is not None else []
