"""Which rules run: chosen by id or by category, in layers.

The configuration file is one layer and the command line another. A layer with a `select` starts afresh; one without it
removes rules from the layer below. Inside a layer the more specific word wins, so `select = ["leak"]` with `ignore =
["response-discarded"]` and the reverse both do what they say; between equals, ignore wins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.config.suggestion import suggest

_UNNAMED, _EVERY, _BY_CATEGORY, _BY_ID = range(4)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that select rules; `absent` are ids of rules that exist and are not used."""

    ids: frozenset[str]
    categories: frozenset[str]
    absent: frozenset[str] = frozenset()

    @classmethod
    def of(cls, infos: Iterable[RuleInfo], absent: frozenset[str] = frozenset()) -> "Vocabulary":
        """Return the words for these rules."""
        known = tuple(infos)
        return cls(frozenset(info.id for info in known), frozenset(info.category for info in known), absent)

    def is_rule(self, word: str) -> bool:
        """Return whether a word is the id of a rule, used or not."""
        return word in self.ids or word in self.absent

    def unknown(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Return each word that is neither a rule id nor a category, with a message about it."""
        return [
            (word, f'"{word}" is neither a rule nor a category{suggest(word, self.ids | self.categories)}')
            for word in words
            if not self.is_rule(word) and word not in self.categories
        ]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place (a file, the command line) says about rules; None says nothing."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None

    def keeps(self, info: RuleInfo, below: bool) -> bool:  # noqa: FBT001 (the result of the layer below, never a literal)
        """Return whether the rule runs after this layer, given whether it would run without it."""
        inherited = _EVERY if below else _UNNAMED
        wanted = inherited if self.select is None else _weight(info, self.select)
        return wanted > _weight(info, self.ignore or ())


def _weight(info: RuleInfo, words: Sequence[str]) -> int:
    if info.id in words:
        return _BY_ID
    return _BY_CATEGORY if info.category in words else _UNNAMED


def enabled(infos: Iterable[RuleInfo], layers: Iterable[Layer]) -> tuple[str, ...]:
    """Return the ids of the rules that run, in the order given; `layers` go from the weakest to the strongest."""
    stack = tuple(layers)
    chosen = []
    for info in infos:
        runs = True
        for layer in stack:
            runs = layer.keeps(info, runs)
        if runs:
            chosen.append(info.id)
    return tuple(chosen)
