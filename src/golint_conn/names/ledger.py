"""The ledger: what each fact rests on, so that it can be kept for as long as that stays the same, and no longer.

Facts are computed on demand and remembered, and one asks for others. A fact rests on *items*: the content of a file,
the names of a package, the files that import something. While a fact is computed, the items that are looked at are
noted; whoever asks for the fact later rests on the same items without looking at them. Items are the bits of an
integer, so that to note a hundred of them at once costs as much as to note one.

Facts are kept in a `golint_conn.names.memory.Memory`, which also solves questions that ask for themselves.
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
"""How deep calls may nest; Python's own bound, 1,000, is made for runaway functions."""

ItemKey = tuple[str, ...]
"""A kind of item and what it is about: `("file", "/code/a.go")`."""


class Ledger:
    """What the fact in hand rests on; one per process.

    `mask` has a bit for each item that was looked at since it was last set to 0. `cycles` has the questions that are
    open, and `lowest` is the lowest level of those that were answered before they were known.
    """

    __slots__ = ("_masks", "_numbers", "_tables", "answers", "cycles", "keys", "lowest", "mask")

    def __init__(self) -> None:
        # A fact asks for others some hundred deep, and each stands on several calls.
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
        """Return a table, of facts that hardly anybody asks for when their file was looked at; `tidy` empties it."""
        self._tables.append(table)
        return table

    def tidy(self) -> None:
        """Forget short-lived facts, to free memory; no question may be open."""
        for table in self._tables:
            table.clear()
        self._masks.clear()

    def note(self, *key: str, answer: Callable[[], bytes]) -> int:
        """Note that the fact in hand rests on an item, and return its number; `answer` is asked once for what it is."""
        number = self._numbers.get(key)
        if number is None:
            said = answer()
            number = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.answers.append(said)
        self.mask |= 1 << number
        return number

    def since(self, number: int) -> tuple[tuple[ItemKey, bytes], ...]:
        """Return the items from a number on, with their answers."""
        return tuple(zip(self.keys[number:], self.answers[number:], strict=True))

    def same(self, mask: int) -> int:
        """Return the one object that stands for all equal masks: there are few of them, and they are long."""
        return self._masks.setdefault(mask, mask)


def listed(words: Iterable[str]) -> bytes:
    """Return the answer that is a set of paths or names, in their order."""
    return "\n".join(sorted(words)).encode("utf-8", "surrogateescape")


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
