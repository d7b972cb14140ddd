"""Trails: the dependencies of each file's findings, as worker processes report them.

Each worker, a process between two times that it forgets everything, numbers the inputs of each build by itself. It
sends each input once, before or with the first trail that has it; one integer then stands for the inputs of a file.
"""

from dataclasses import dataclass

from golint_conn.names.incremental.ledger import bits
from golint_conn.run.cache.records import FileOutcome, RecordedInput


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The result of one file, and the inputs that it depends on, as `worker` numbers them, as a mask."""

    path: str
    worker: str
    mask: int
    outcome: FileOutcome


@dataclass(frozen=True, slots=True)
class Numbered:
    """Inputs of one worker, the first of which has the number `first`."""

    worker: str
    first: int
    inputs: tuple[tuple[tuple[str, ...], bytes], ...]


class Numbering:
    """Maps the numbers of many workers to one numbering."""

    def __init__(self, inputs: dict[int, RecordedInput]) -> None:
        self.inputs = inputs
        self._numbers = {item: number for number, item in inputs.items()}
        # Inputs that nothing depends on any more have left gaps: their count is not a free number.
        self._next = max(inputs, default=-1) + 1
        self._known: dict[tuple[str, int], int] = {}

    def learn(self, numbered: Numbered) -> None:
        """Add the inputs of a worker."""
        for at, ((kind, *arguments), answer) in enumerate(numbered.inputs, numbered.first):
            item = RecordedInput(kind, tuple(arguments), answer)
            number = self._numbers.get(item)
            if number is None:
                number = self._numbers[item] = self._next
                self.inputs[number] = item
                self._next += 1
            self._known[numbered.worker, at] = number

    def numbers(self, dependency: Dependencies) -> tuple[int, ...]:
        """Return the numbers of the inputs that a file depends on."""
        return tuple(sorted(self._known[dependency.worker, at] for at in bits(dependency.mask)))
