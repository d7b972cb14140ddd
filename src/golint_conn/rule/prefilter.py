"""The pre-filter: which files can matter, told from their bytes alone.

Derived from what the enabled rules need: a file passes if for some rule it mentions one of the imports (as a quoted
path) and one of the words. On Go's own source tree that leaves some 150 of 8,000 files to parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.rule.model import Needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.rule.registry import Rule


class Needed:
    """Whether a file holds what one rule needs."""

    def __init__(self, needs: Needs) -> None:
        self._imports = tuple(f"{quote}{path}{quote}".encode() for path in needs.imports for quote in '"`')
        words = sorted(re.escape(word.encode()) for word in needs.words)
        self._words = re.compile(rb"\b(?:" + b"|".join(words) + rb")\b")

    def holds(self, data: bytes) -> bool:
        """Return whether bytes hold one of the imports and one of the words."""
        return any(path in data for path in self._imports) and self._words.search(data) is not None


class Prefilter:
    """The filter for a set of rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        words: dict[tuple[str, ...], set[str]] = {}
        for rule in rules:
            words.setdefault(rule.model.needs.imports, set()).update(rule.model.needs.words)
        self._groups = [Needed(Needs(imports, tuple(each))) for imports, each in words.items()]

    def wants(self, data: bytes) -> bool:
        """Return whether any of the rules may have something to say about a file with these bytes."""
        return any(group.holds(data) for group in self._groups)
