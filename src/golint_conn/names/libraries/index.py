"""Which packages return which kind of obligation, each with names that their users write: an index of the data.

The pre-filter of each run needs it, so `python -m golint_conn.dev.docs` writes it in advance.
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
    """Return the content of the file in a folder, None if there is none."""
    try:
        found = json.loads(read_regular(folder / INDEX))
    except OSError:
        return None
    return {kind: {place: frozenset(names) for place, names in packages.items()} for kind, packages in found.items()}


def document(index: Index) -> str:
    """Return the file with this content."""
    told = {kind: {place: sorted(names) for place, names in packages.items()} for kind, packages in index.items()}
    return json.dumps(told, indent=1, sort_keys=True) + "\n"
