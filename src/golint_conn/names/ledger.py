"""The ledger: what each fact rests on, so that it can be kept for as long as that stays the same, and no longer.

Facts are computed on demand and remembered, and one asks for others. A fact rests on *items*: the content of a file,
the names of a package, the files that import something. While a fact is computed, the items that are looked at are
noted; whoever asks for the fact later rests on the same items without looking at them. Items are the bits of an
integer, so that to note a hundred of them at once costs as much as to note one.

Facts about functions that call each other would ask for themselves. Such a question gets an answer *meanwhile*, and
what was computed from that answer holds only until the fact in question is known: it is forgotten then, and computed
afresh when somebody asks for it by itself. So no fact depends on which of them was asked for first.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Key = TypeVar("Key")
Value = TypeVar("Value")

_SETTLED = 1 << 60
"""The level of what rests on no question that is still open."""

_AGAIN = object()

_CALLS = 4_000
"""How deep calls may nest; Python's own bound, 1,000, is made for runaway functions."""

ItemKey = tuple[str, ...]
"""A kind of item and what it is about: `("file", "/code/a.go")`."""


class Ledger:
    """What the fact in hand rests on; one per process.

    `mask` has a bit for each item that was looked at since it was last set to 0. `level` counts the questions that are
    open, and `lowest` is the lowest of those that got an answer meanwhile.
    """

    __slots__ = ("_masks", "_numbers", "_tables", "answers", "keys", "level", "lowest", "mask", "passing")

    def __init__(self) -> None:
        # A fact asks for others some hundred deep, and each stands on several calls.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))
        self.mask = 0
        self.level = 0
        self.lowest = _SETTLED
        self.passing: list[tuple[Callable[[object], object], object]] = []
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

    def cut(self, level: int) -> None:
        """Note that a question was answered in short because it was asked too far below the one at a level."""
        self.lowest = min(self.lowest, level)

    def same(self, mask: int) -> int:
        """Return the one object that stands for all equal masks: there are few of them, and they are long."""
        return self._masks.setdefault(mask, mask)


class Memory(Generic[Key, Value]):
    """Facts of one kind by their keys."""

    __slots__ = ("_known", "_ledger", "_open")

    def __init__(self, ledger: Ledger, *, evictable: bool = False) -> None:
        self._ledger = ledger
        self._known: dict[Key, tuple[Value, int, int]] = ledger.evictable({}) if evictable else {}
        self._open: dict[Key, int] = {}

    def of(
        self,
        key: Key,
        compute: Callable[..., Value],
        *arguments: object,
        meanwhile: Value = _AGAIN,  # type: ignore[assignment]  # told apart below
    ) -> Value:
        """Return a fact, computed from the arguments where it is not known.

        Who asks while it is being computed gets what is given as `meanwhile`; without that it is computed within.
        """
        ledger = self._ledger
        known = self._known.get(key)
        if known is not None:
            value, mask, lowest = known
            ledger.mask |= mask
            ledger.lowest = min(ledger.lowest, lowest)
            return value
        level = self._open.get(key)
        if level is not None:
            if meanwhile is _AGAIN:
                return compute(*arguments)
            ledger.lowest = min(ledger.lowest, level)
            return meanwhile
        return self._computed(key, compute, arguments)

    def _computed(self, key: Key, compute: Callable[..., Value], arguments: tuple[object, ...]) -> Value:
        ledger = self._ledger
        outer_mask, outer_lowest, first = ledger.mask, ledger.lowest, len(ledger.passing)
        ledger.level += 1
        level = self._open[key] = ledger.level
        ledger.mask, ledger.lowest = 0, _SETTLED
        try:
            value = compute(*arguments)
            mask = ledger.same(ledger.mask)
            if ledger.lowest >= level:
                for forget, each in ledger.passing[first:]:
                    forget(each)
                del ledger.passing[first:]
                ledger.lowest = _SETTLED
            else:
                ledger.passing.append((self._known.pop, key))  # type: ignore[arg-type]  # its own keys
            self._known[key] = (value, mask, ledger.lowest)
            return value
        finally:
            del self._open[key]
            ledger.level -= 1
            ledger.mask |= outer_mask
            ledger.lowest = min(ledger.lowest, outer_lowest)


def listed(words: Iterable[str]) -> bytes:
    """Return the answer that is a set of paths or names, in their order."""
    return "\n".join(sorted(words)).encode("utf-8", "surrogateescape")


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
