"""Stand-ins that count the work of code that looks through bytes: with expressions, or with methods of bytes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from tests.linear.matcher import Matcher, Spans, deep_recursion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType, ModuleType

    import pytest


_MOST_STEPS = 1_000_000


class CountedBytes(bytes):
    """Bytes that count how many of them were looked at or copied."""

    looked_at: ClassVar[int] = 0

    def find(self, part: Any, start: int = 0, end: int | None = None) -> int:  # noqa: ANN401 - the signature of bytes
        """Find a part; all up to its end is looked at."""
        found = super().find(part, start, end)
        self._look(found + 1 - start if found >= 0 else self._span(start, end))
        return found

    def rfind(self, part: Any, start: int = 0, end: int | None = None) -> int:  # noqa: ANN401 - the signature of bytes
        """Find the last such part; everything after it is looked at."""
        found = super().rfind(part, start, end)
        self._look(self._span(start, end) - (found - start if found >= 0 else 0))
        return found

    def count(self, part: Any, start: int = 0, end: int | None = None) -> int:  # noqa: ANN401 - the signature of bytes
        """Count a part; everything is looked at."""
        self._look(self._span(start, end))
        return super().count(part, start, end)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - the signature of bytes
        found = super().__getitem__(key)
        if isinstance(key, slice):
            self._look(len(found))
            return CountedBytes(found)
        return found

    def _span(self, start: int, end: int | None) -> int:
        return max(0, (len(self) if end is None else min(end, len(self))) - start)

    @staticmethod
    def _look(count: int) -> None:
        CountedBytes.looked_at += count


class CountedMatch:
    """What a counted expression has found."""

    def __init__(self, text: bytes, spans: Spans) -> None:
        self._text = text
        self._spans = spans

    def start(self) -> int:
        """Return where the match begins."""
        return self._spans[0][0]

    def end(self) -> int:
        """Return where the match ends."""
        return self._spans[0][1]

    def __getitem__(self, group: int) -> bytes | None:
        start, end = self._spans[group]
        plain = bytes(self._text) if isinstance(self._text, bytes) else self._text
        return plain[start:end] if start >= 0 else None


class CountedPattern:
    """An expression that is matched step by step."""

    steps: ClassVar[int] = 0

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._matcher = Matcher(pattern.pattern, pattern.flags, _MOST_STEPS)

    def _found(self, text: bytes, try_it: Callable[[bytes], Any], end: int | None) -> CountedMatch | None:
        self._matcher.steps = 0
        plain = bytes(text) if isinstance(text, bytes) else text
        spans = try_it(plain if end is None else plain[: max(end, 0)])
        CountedPattern.steps += self._matcher.steps
        return CountedMatch(text, spans) if spans is not None else None

    def match(self, text: bytes, start: int = 0, end: int | None = None) -> CountedMatch | None:
        """Match at a place."""
        return self._found(text, lambda part: self._matcher.match(part, start), end)

    def fullmatch(self, text: bytes) -> CountedMatch | None:
        """Match all of a text."""
        return self._found(text, lambda part: self._matcher.match(part, full=True), None)

    def search(self, text: bytes, start: int = 0, end: int | None = None) -> CountedMatch | None:
        """Match at the first place where that is possible."""
        return self._found(text, lambda part: self._matcher.search(part, start), end)

    def finditer(self, text: bytes, start: int = 0, end: int | None = None) -> Iterator[CountedMatch]:
        """Yield the matches in order."""
        while (found := self.search(text, start, end)) is not None:
            yield found
            start = found.end() + (found.end() == found.start())

    def findall(self, text: bytes, start: int = 0, end: int | None = None) -> list[bytes | None]:
        """Return what was matched, or the first group of it."""
        has_group = self._matcher.tree.state.groups > 1
        return [found[int(has_group)] for found in self.finditer(text, start, end)]

    def split(self, text: bytes) -> list[bytes]:
        """Return what is between the matches."""
        ends = [(found.start(), found.end()) for found in self.finditer(text)]
        starts = [0, *(end for _, end in ends)]
        return [text[start:end] for start, (end, _) in zip(starts, [*ends, (len(text), 0)], strict=True)]

    def sub(self, put: Callable[[CountedMatch], bytes], text: bytes) -> bytes:
        """Return a text with each match replaced."""
        pieces, at = [], 0
        for found in self.finditer(text):
            pieces += [text[at : found.start()], put(found)]
            at = found.end()
        return CountedBytes(b"".join([*pieces, text[at:]]))


def count_in(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a module match its expressions step by step."""
    for name, value in list(vars(module).items()):
        if isinstance(value, re.Pattern):
            monkeypatch.setattr(module, name, CountedPattern(value))


def work(function: Callable[[bytes], object], text: bytes) -> int:
    """Return how much work a function does on a text."""
    CountedBytes.looked_at = CountedPattern.steps = 0
    with deep_recursion():
        function(CountedBytes(text))
    return CountedBytes.looked_at + CountedPattern.steps


def lines_run(function: Callable[[], object]) -> int:
    """Return how many lines of Python run when a function is called."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - itself
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count
