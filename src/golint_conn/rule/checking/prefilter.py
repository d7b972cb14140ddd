"""The pre-filter: decides from the bytes of files alone which of them can matter.

It is derived from what the enabled rules need: a file passes if, for some rule, it mentions one of the imports (as a
quoted path) and one of the words. On Go's own source tree that leaves some 150 of 8,000 files to parse.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.heads import quoted
from golint_conn.names.libraries.library import Library
from golint_conn.rule.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(rb"\w+")
_VERSION = re.compile(rb"/v[0-9]+(?=/|$)")


def imported(data: bytes) -> frozenset[bytes]:
    """Return the import paths at the top of a file, as they are written and without major versions.

    One file of library data serves all versions of a package, `a.org/b` and `a.org/b/v2`.
    """
    written = quoted(data)
    return frozenset(written).union(_VERSION.sub(b"", path) for path in written)


class Spelled:
    """A file with its imports and all its words; one scan serves callers that ask for many."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.imports = imported(data)
        self.words = frozenset(_WORD.findall(data))


class Needed:
    """Whether a file holds what one rule needs, given which functions of a library acquire which obligations."""

    def __init__(self, terms: Terms, library: Library | None = None) -> None:
        known = library or Library()
        handing = [known.handing(kind) for kind in terms.handing]
        packages = {path for each in handing for path in each}
        self._imports = frozenset(path.encode() for path in {*terms.imports, *packages})
        words = {*terms.words} or {name for each in handing for names in each.values() for name in names}
        self._words = _Words(words)
        telling = (word for kind in terms.handing for word in known.telling(kind))
        self._alone = _Words({*terms.alone, *telling})

    def holds(self, data: bytes, imports: frozenset[bytes] | None = None) -> bool:
        """Return whether bytes hold one of the imports and one of the words, or a word that needs no import.

        `imports` spares callers that check several rules another scan of the top.
        """
        paths = imported(data) if imports is None else imports
        return (not self._imports.isdisjoint(paths) and self._words.are_in(data)) or self._alone.are_in(data)

    def is_met(self, text: Spelled) -> bool:
        """Return what `holds` returns, for a file whose words are all known."""
        is_imported = not self._imports.isdisjoint(text.imports)
        return (is_imported and self._words.are_among(text)) or self._alone.are_among(text)


class Prefilter:
    """The filter for a set of rules, by the terms of each."""

    def __init__(self, rules: Iterable[Terms], library: Library | None = None) -> None:
        groups: dict[tuple[object, ...], list[Terms]] = {}
        for terms in rules:
            groups.setdefault((terms.imports, terms.handing, bool(terms.words)), []).append(terms)
        self._groups = [Needed(_joined(each), library) for each in groups.values()]

    def wants(self, data: bytes) -> bool:
        """Return whether any of the rules may have something to say about a file with these bytes."""
        imports = imported(data)
        return any(group.holds(data, imports) for group in self._groups)


class _Words:
    """Some words, each matched as a whole."""

    def __init__(self, words: set[str]) -> None:
        self._words = tuple(sorted(word.encode() for word in words))

        self._phrases = tuple(word for word in self._words if not _WORD.fullmatch(word))

    def are_among(self, text: Spelled) -> bool:
        """Return whether one of the words is in a file whose words are all known."""
        return not text.words.isdisjoint(self._words) or (bool(self._phrases) and self.are_in(text.data))

    def are_in(self, data: bytes) -> bool:
        """Return whether one of the words is in some bytes."""
        # Most files hold none of the words even as parts of others, and checking that is ten times as fast.
        return any(word in data for word in self._words) and self._pattern.search(data) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        # A single file needs few of the patterns, and compiling all of them takes longer than reading it.
        return re.compile(rb"\b(?:" + b"|".join(map(re.escape, self._words)) + rb")\b")


def _joined(group: list[Terms]) -> Terms:
    """Return what at least one of several rules with the same imports needs."""
    words = {word for terms in group for word in terms.words}
    alone = {word for terms in group for word in terms.alone}
    return Terms(group[0].imports, tuple(words), group[0].handing, tuple(alone))
