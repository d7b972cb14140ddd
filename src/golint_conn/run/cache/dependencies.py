"""Trails: what the findings of each file rest on, as worker processes tell it.

Each worker, a process between two times that it forgets all, numbers the items of each build by itself. It sends each
item once, before or with the first trail that has it; what stands for the items of a file is then one integer.
"""

from dataclasses import dataclass

from golint_conn.names.ledger import ItemKey, bits
from golint_conn.run.cache.records import FileOutcome, Item


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What came of one file, and the items that it rests on, as `worker` numbers them, as a mask."""

    path: str
    worker: str
    mask: int
    outcome: FileOutcome


@dataclass(frozen=True, slots=True)
class Numbered:
    """Items of one worker, the first of which has the number `first`."""

    worker: str
    first: int
    items: tuple[tuple[ItemKey, bytes], ...]


class Numbering:
    """Brings the numbers of many workers into one."""

    def __init__(self, items: dict[int, Item]) -> None:
        self.items = items
        self._numbers = {item: number for number, item in items.items()}
        # Items that nothing rested on any more have left gaps: how many there are is no free number.
        self._next = max(items, default=-1) + 1
        self._known: dict[tuple[str, int], int] = {}

    def learn(self, numbered: Numbered) -> None:
        """Take up the items of a worker."""
        for at, ((kind, *arguments), answer) in enumerate(numbered.items, numbered.first):
            item = Item(kind, tuple(arguments), answer)
            number = self._numbers.get(item)
            if number is None:
                number = self._numbers[item] = self._next
                self.items[number] = item
                self._next += 1
            self._known[numbered.worker, at] = number

    def numbers(self, trail: Dependencies) -> tuple[int, ...]:
        """Return the numbers of the items that a file rests on."""
        return tuple(sorted(self._known[trail.worker, at] for at in bits(trail.mask)))
