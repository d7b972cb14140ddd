"""The pre-filter: which files can matter, told from their bytes alone.

Derived from what the enabled rules need: a file passes if for some rule it mentions one of the imports (as a quoted
path) and one of the words. On Go's own source tree that leaves some 150 of 8,000 files to parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.rule.registry import Rule


class Prefilter:
    """The filter for a set of rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        words: dict[tuple[str, ...], set[str]] = {}
        for rule in rules:
            words.setdefault(rule.model.needs.imports, set()).update(rule.model.needs.words)
        self._groups = [
            (
                tuple(f'"{path}"'.encode() for path in imports),
                re.compile(rb"\b(?:" + b"|".join(sorted(re.escape(word.encode()) for word in each)) + rb")\b"),
            )
            for imports, each in words.items()
        ]

    def wants(self, data: bytes) -> bool:
        """Return whether any of the rules may have something to say about a file with these bytes."""
        return any(
            any(path in data for path in imports) and words.search(data) is not None for imports, words in self._groups
        )
