"""The ledger: what each fact depends on, so that it is kept as long as that stays the same, and no longer.

Facts are computed on demand and remembered, and computing one may need others. A fact depends on *inputs*: the content
of a file, the names of a package, the files that import something. The inputs that are read while a fact is computed
are recorded; a fact that uses it later depends on the same inputs without reading them. Inputs are the bits of an
integer, so that recording a hundred of them at once costs as much as recording one.

Facts are kept in a `golint_conn.names.memory.Memory`, which also solves questions that depend on themselves.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

from golint_conn.names.cycles import Cycles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Key = TypeVar("Key")
Value = TypeVar("Value")

NO_LEVEL = 1 << 60
"""The level of what depends on no question that is still open."""

_CALLS = 4_000
"""How deeply calls may nest; Python's own limit, 1,000, is made for runaway functions."""

ItemKey = tuple[str, ...]
"""A kind of input and what it is about: `("file", "/code/a.go")`."""


class Ledger:
    """What the current fact depends on; one per process.

    `mask` has a bit for each input that was read since it was last set to 0. `cycles` has the open questions, and
    `lowest` is the lowest level of those that were answered before their value was known.
    """

    __slots__ = ("_masks", "_numbers", "_tables", "answers", "cycles", "keys", "lowest", "mask")

    def __init__(self) -> None:
        # Facts nest some hundred deep, and each takes several calls.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))
        self.mask = 0
        self.cycles = Cycles()
        self.lowest = NO_LEVEL
        self.keys: list[ItemKey] = []
        self.answers: list[bytes] = []
        self._numbers: dict[ItemKey, int] = {}
        self._masks: dict[int, int] = {}
        self._tables: list[dict[Any, Any]] = []

    def evictable(self, table: dict[Key, Value]) -> dict[Key, Value]:
        """Return a table for facts that are rarely needed once their file is analyzed; `tidy` empties it."""
        self._tables.append(table)
        return table

    def tidy(self) -> None:
        """Evict short-lived facts to free memory; no question may be open."""
        for table in self._tables:
            table.clear()
        self._masks.clear()

    def note(self, *key: str, answer: Callable[[], bytes]) -> int:
        """Record that the current fact depends on an input, and return its number; `answer` is called once."""
        number = self._numbers.get(key)
        if number is None:
            said = answer()
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.answers.append(said)
        self.mask |= 1 << number
        return number

    def since(self, number: int) -> tuple[tuple[ItemKey, bytes], ...]:
        """Return the inputs from a number on, with their answers."""
        return tuple(zip(self.keys[number:], self.answers[number:], strict=True))

    def same(self, mask: int) -> int:
        """Return the one object that represents all equal masks: there are few of them, and they are long."""
        return self._masks.setdefault(mask, mask)


def listed(words: Iterable[str]) -> bytes:
    """Return a set of paths or names as an answer, in order."""
    return "\n".join(sorted(words)).encode("utf-8", "surrogateescape")


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
