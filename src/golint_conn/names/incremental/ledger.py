"""The ledger: what each fact depends on, so that it is kept as long as that stays the same, and no longer.

Facts are computed on demand and remembered, and computing one may need others. A fact depends on *inputs*
(`golint_conn.names.incremental.inputs`): the content of a file, the names of a package, the files that import
something. The inputs that are read while a fact is computed are recorded; a fact that uses it later depends on the same
inputs without reading them. Inputs are the bits of an integer, so that recording a hundred of them at once costs as
much as recording one. If no cache is written, only the inputs that are reported are recorded.

Facts are kept in a `golint_conn.names.incremental.memory.Memory`, which also solves questions that depend on
themselves.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

from golint_conn.names.incremental.cycles import Cycles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.incremental.inputs import Input

Key = TypeVar("Key")
Value = TypeVar("Value")

NO_LEVEL = 1 << 60
"""The level of what depends on no question that is still open."""

_CALLS = 4_000
"""How deeply calls may nest; Python's own limit, 1,000, is made for runaway functions."""


class Ledger:
    """What the current fact depends on; one per build and process.

    `mask` has a bit for each input that was read since it was last set to 0. `cycles` has the open questions, and
    `lowest` is the lowest level of those that were answered before their value was known. Only a ledger that
    `is_recording` knows everything that a fact depends on.
    """

    __slots__ = ("_bits", "_masks", "_tables", "answers", "cycles", "is_recording", "keys", "lowest", "mask")

    def __init__(self, *, is_recording: bool = False) -> None:
        # Facts nest some hundred deep, and each takes several calls.
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _CALLS))
        self.mask = 0
        self.cycles = Cycles()
        self.lowest = NO_LEVEL
        self.is_recording = is_recording
        self.keys: list[tuple[str, ...]] = []
        self.answers: list[bytes] = []
        self._bits: dict[tuple[object, ...], int] = {}
        self._masks: dict[int, int] = {}
        self._tables: list[dict[Any, Any]] = []

    def evictable(self, table: dict[Key, Value]) -> dict[Key, Value]:
        """Return a table for facts that are rarely needed once their file is analyzed; `evict` empties it."""
        self._tables.append(table)
        return table

    def evict(self) -> None:
        """Evict short-lived facts to free memory; no question may be open."""
        for table in self._tables:
            table.clear()
        self._masks.clear()

    def record(self, kind: type[Input], *about: str, source: object) -> int:
        """Record that the current fact depends on an input, and return its bit, 0 if it is not recorded.

        `source` is the file or the workspace that answers; it is asked once.
        """
        if not self.is_recording and not kind.is_reported:
            return 0
        key = (kind, *about)
        bit = self._bits.get(key)
        if bit is None:
            before = self.mask
            answer = kind(*about).of(source)
            # What answering reads is covered by the answer.
            self.mask = before
            bit = self._bits[key] = 1 << len(self.keys)
            self.keys.append((kind.kind, *about))
            self.answers.append(answer)
        self.mask |= bit
        return bit

    def since(self, number: int) -> tuple[tuple[tuple[str, ...], bytes], ...]:
        """Return the inputs from a number on, by their kinds and what they are about, with their answers."""
        return tuple(zip(self.keys[number:], self.answers[number:], strict=True))

    def same(self, mask: int) -> int:
        """Return the one object that represents all equal masks: there are few of them, and they are long."""
        return self._masks.setdefault(mask, mask)


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
