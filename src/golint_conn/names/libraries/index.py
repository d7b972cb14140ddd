"""Which packages hand out which kind of obligation, each with names that their users write: an index of the data.

The pre-filter of each run asks for it, so that it is written in advance, by `python -m golint_conn.dev.docs`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "handing.json"

Index = Mapping[str, Mapping[str, frozenset[str]]]
"""By the kind, then by the import path without major versions."""


def written(folder: Path) -> Index | None:
    """Return what the file in a folder says, None where there is none."""
    try:
        found = json.loads(read_regular(folder / INDEX))
    except OSError:
        return None
    return {kind: {place: frozenset(names) for place, names in packages.items()} for kind, packages in found.items()}


def document(index: Index) -> str:
    """Return the file that says the same."""
    told = {kind: {place: sorted(names) for place, names in packages.items()} for kind, packages in index.items()}
    return json.dumps(told, indent=1, sort_keys=True) + "\n"
