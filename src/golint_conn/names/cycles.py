"""Cycles: facts that depend on an open question, until the first question of their cycle settles them.

Such a fact is *provisional*: it was computed from an answer that may turn out to be another. Provisional facts stand in
a list in the order in which they were found. Those that were added after a question was opened were asked for by it, so
that what a provisional fact depends on is told by its place in the list: the last open question that began before it.
(A number noted with the fact would not do, because questions that close make room for others of the same number.)
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

SETTLED = -1
"""The place of a fact that depends on no open question."""

NONE: Any = object()
"""Stands where a fact has no bottom, or no top."""

Known = tuple[Any, int, int]
"""A value, the mask of what it depends on, and its place among the provisional facts."""


@dataclass(frozen=True, slots=True)
class Provisional:
    """A fact that may change: where it is kept, under which key, and its value in this round.

    `before` holds the values of the round before by their keys. `top` is the answer that is always safe; a fact that is
    never asked for within its own cycle has none. `is_changed` says that another answer than the value was given out.
    """

    table: dict[Any, Known]
    before: dict[Any, Any]
    key: Any
    value: Any
    top: Any
    is_changed: bool


class Cycles:
    """The open questions, each with the number of provisional facts there were when it was opened, and those facts."""

    __slots__ = ("_facts", "_firsts")

    def __init__(self) -> None:
        self._facts: list[Provisional] = []
        self._firsts: list[int] = []

    def open(self) -> int:
        """Open a question, and return its level: how many are open with it."""
        self._firsts.append(len(self._facts))
        return len(self._firsts)

    def close(self) -> None:
        """Close the question that was opened last."""
        self._firsts.pop()

    def level_of(self, place: int) -> int:
        """Return the level of the last open question that asked for the fact at a place."""
        return bisect_right(self._firsts, place)

    def add(self, fact: Provisional, mask: int) -> None:
        """Keep a fact for this round."""
        fact.table[fact.key] = (fact.value, mask, len(self._facts))
        self._facts.append(fact)

    def is_stable(self) -> bool:
        """Return whether all answers that were given out since the last open question are what came out."""
        return not any(fact.is_changed for fact in self._facts[self._firsts[-1] :])

    def settle(self, mask: int) -> None:
        """Keep all facts since the last open question for good."""
        for fact in self._taken():
            fact.table[fact.key] = (fact.value, mask, SETTLED)

    def give_up(self, mask: int) -> None:
        """Let the safe answers stand for all facts since the last open question."""
        for fact in self._taken():
            if fact.top is not NONE:
                fact.table[fact.key] = (fact.top, mask, SETTLED)
            else:
                del fact.table[fact.key]

    def again(self) -> list[Provisional]:
        """Begin another round of the last open question: return the facts since then, whose values are kept aside."""
        taken = self._taken()
        for fact in taken:
            del fact.table[fact.key]
            fact.before[fact.key] = fact.value
        return taken

    def drop(self) -> None:
        """Forget all facts since the last open question."""
        for fact in self._taken():
            del fact.table[fact.key]

    def _taken(self) -> list[Provisional]:
        first = self._firsts[-1]
        taken = self._facts[first:]
        del self._facts[first:]
        return taken
