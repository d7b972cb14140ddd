"""Cycles: facts that depend on an open question, until the first question of their cycle settles them.

Such a fact is *provisional*: it was computed from an answer that may change. Provisional facts are kept in a list in
the order in which they were found. Those that were added after a question was opened were computed for it, so the place
of a provisional fact in the list says what it depends on: the last open question that began before it. (A number
recorded with the fact would not do, because closed questions free their numbers for others.)
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

SETTLED = -1
"""The place of a fact that depends on no open question."""

NONE: Any = object()
"""Means that a fact has no bottom, or no top."""

Known = tuple[Any, int, int]
"""A value, the mask of what it depends on, and its place among the provisional facts."""


@dataclass(frozen=True, slots=True)
class Provisional:
    """A fact that may change: where it is kept, under which key, and its value in this round.

    `before` holds the values of the last round by their keys. `top` is the answer that is always safe; a fact that
    never depends on itself has none. `is_changed` says that an answer was used that differs from the value.
    """

    table: dict[Any, Known]
    before: dict[Any, Any]
    key: Any
    value: Any
    top: Any
    is_changed: bool


class Cycles:
    """The open questions, each with the number of provisional facts when it was opened, and those facts."""

    __slots__ = ("_facts", "_firsts")

    def __init__(self) -> None:
        self._facts: list[Provisional] = []
        self._firsts: list[int] = []

    def begin(self) -> int:
        """Open a question, and return its level: the number of open questions with it."""
        self._firsts.append(len(self._facts))
        return len(self._firsts)

    def end(self) -> None:
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
        """Return whether all answers used since the last question was opened equal the values that came out."""
        return not any(fact.is_changed for fact in self._facts[self._firsts[-1] :])

    def settle(self, mask: int) -> None:
        """Keep all facts since the last open question for good."""
        for fact in self._taken():
            fact.table[fact.key] = (fact.value, mask, SETTLED)

    def give_up(self, mask: int) -> None:
        """Replace all facts since the last open question by their safe answers."""
        for fact in self._taken():
            if fact.top is not NONE:
                fact.table[fact.key] = (fact.top, mask, SETTLED)
            else:
                del fact.table[fact.key]

    def again(self) -> list[Provisional]:
        """Begin another round of the last open question: return the facts since then, whose values are set aside."""
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
