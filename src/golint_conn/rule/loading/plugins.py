"""Plugins: rules of installed packages, found by the entry-point group `golint_conn.rules`.

Only those are used that the command line or a configuration file names. Only then are the packages searched, too,
because that takes longer than checking a file. Installing a package means trusting it, so the metadata of installed
packages counts, and nothing that merely lies in the working directory or in the analyzed code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.rule.loading.rule_modules import import_path
from golint_conn.rule.loading.rule_sources import Plugin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution, EntryPoint

GROUP = "golint_conn.rules"


def installed_plugins(tree: str) -> dict[str, Plugin]:
    """Return the plugins of installed packages by name; `tree` is the absolute folder of the analyzed code."""
    from importlib.metadata import distributions  # noqa: PLC0415 (see above)

    places = [each for each in import_path() if not _is_inside(each, tree) or _is_installation(each)]
    found: dict[str, Plugin] = {}
    for distribution in distributions(path=places):
        for entry in _entry_points(distribution):
            # As with modules, the first place where it is found counts.
            if entry.group == GROUP:
                found.setdefault(entry.name, Plugin(entry.name, entry.value.partition(":")[0].strip()))
    return found


def _entry_points(distribution: Distribution) -> Iterable[EntryPoint]:
    """Return the entry points of a package, or none if they cannot be read: there may be many packages."""
    try:
        return distribution.entry_points
    except Exception:  # noqa: BLE001 (the library decides how reading a text fails)
        return ()


def missing_plugins(names: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return a sentence about each name that is not installed."""
    known = sorted(found)
    there = f"installed are {', '.join(known)}" if known else "none is installed"
    return [
        f'no installed package has a plugin "{name}" (entry-point group {GROUP}); {there}'
        for name in dict.fromkeys(names)
        if name not in known
    ]


def _is_inside(place: str, folder: str) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder))


def _is_installation(place: str) -> bool:
    """Return whether a place belongs to the running Python, whose environment may well lie in the tree."""
    return any(_is_inside(place, each) for each in (sys.prefix, sys.base_prefix))
