"""The pre-filter: which files can matter, told from their bytes alone.

Derived from what the enabled rules need: a file passes if for some rule it mentions one of the imports (as a quoted
path) and one of the words. On Go's own source tree that leaves some 150 of 8,000 files to parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.names import libraries
from golint_conn.rule.model import Needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.rule.registry import Rule

_VERSION = "(?:/v[0-9]+)?"


class Needed:
    """Whether a file holds what one rule needs."""

    def __init__(self, needs: Needs) -> None:
        self._imports = tuple(f"{quote}{path}{quote}".encode() for path in needs.imports for quote in '"`')
        handing = [libraries.handing(kind.name) for kind in needs.handing]
        packages = sorted({path for each in handing for path in each})
        # One file of data serves all versions of a package, `a.org/b` and `a.org/v2/b`: what comes before the second
        # slash is looked for first, because that is fast.
        starts = {quote + "/".join(path.split("/")[:2]) for path in packages for quote in '"`'}
        self._starts = tuple(start.encode() for start in starts)
        paths = (f"{_VERSION}/".join(map(re.escape, path.split("/"))) + _VERSION for path in packages)
        self._packages = re.compile(f'["`](?:{"|".join(paths)})["`]'.encode()) if packages else None
        words = {*needs.words} or {name for each in handing for names in each.values() for name in names}
        self._words = _any_of(words)
        self._alone = _any_of({*needs.alone}) if needs.alone else None

    def holds(self, data: bytes) -> bool:
        """Return whether bytes hold one of the imports and one of the words, or a word that needs no import."""
        if self._alone is not None and self._alone.search(data) is not None:
            return True
        return self._has_import(data) and self._words.search(data) is not None

    def _has_import(self, data: bytes) -> bool:
        if any(path in data for path in self._imports):
            return True
        return (
            self._packages is not None
            and any(start in data for start in self._starts)
            and self._packages.search(data) is not None
        )


class Prefilter:
    """The filter for a set of rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        words: dict[tuple[object, ...], list[Needs]] = {}
        for rule in rules:
            needs = rule.model.needs
            words.setdefault((needs.imports, needs.handing, bool(needs.words)), []).append(needs)
        self._groups = [Needed(_joined(each)) for each in words.values()]

    def wants(self, data: bytes) -> bool:
        """Return whether any of the rules may have something to say about a file with these bytes."""
        return any(group.holds(data) for group in self._groups)


def _joined(group: list[Needs]) -> Needs:
    """Return what one of several rules that need the same imports needs."""
    words = {word for needs in group for word in needs.words}
    alone = {word for needs in group for word in needs.alone}
    return Needs(group[0].imports, tuple(words), group[0].handing, tuple(alone))


def _any_of(words: set[str]) -> re.Pattern[bytes]:
    """Return the pattern of some words, each as a whole."""
    return re.compile(rb"\b(?:" + "|".join(sorted(map(re.escape, words))).encode() + rb")\b")
