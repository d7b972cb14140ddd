"""A matcher that counts its steps: it backtracks as Python's own does, over the same parse trees.

A step is one look at a character or a place, or one more try of something that repeats. `re` decides what a single
character or a place may be; only the order in which things are tried is implemented here.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from re import _compiler, _constants, _parser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Step = Callable[[int], bool]
    """The continuation from a place; it returns whether that led to a match."""

Text = str | bytes
Node = tuple[Any, Any]
Spans = list[tuple[int, int]]

UNSET = (-1, -1)
REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
SINGLE = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY}
_RECURSION = 50_000


def single(state: _parser.State, node: Node, flags: int) -> re.Pattern[Any]:
    """Return the expression for one node of a parse tree."""
    return _compiler.compile(_parser.SubPattern(state, [node]), flags)


class TooManyStepsError(Exception):
    """A limit of steps was exceeded."""


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let the matcher call itself for each repetition in a text of some length."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(_RECURSION)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Matcher:
    """An expression; `steps` counts what was done since it was last set to 0."""

    def __init__(self, expression: Text, flags: int = 0, limit: int = sys.maxsize) -> None:
        self.tree = _parser.parse(expression, flags)
        self.steps = 0
        self.limit = limit
        self._group_count = self.tree.state.groups
        self._groups: Spans = []
        self._starts: list[int] = []
        self._text: Text = expression[:0]
        self._length = 0
        self._end = 0
        self._is_end_wanted = False
        self._refused = -1
        self._match = self._sequence(list(self.tree), self.tree.state.flags, self._accept)

    def match(self, text: Text, start: int = 0, *, full: bool = False, refused: int = -1) -> Spans | None:
        """Return the spans of a match at a place, and of its groups; one that ends at `refused` is ignored."""
        self._text, self._length, self._is_end_wanted, self._refused = text, len(text), full, refused
        self._groups = [UNSET] * self._group_count
        self._starts = [-1] * self._group_count
        if not self._match(start):
            return None
        return [(start, self._end), *self._groups[1:]]

    def search(self, text: Text, start: int = 0, *, refused: int = -1) -> Spans | None:
        """Return the spans of the first match from a place on."""
        places = range(start, len(text) + 1)
        tries = (self.match(text, at, refused=refused if at == start else -1) for at in places)
        return next((spans for spans in tries if spans is not None), None)

    def finditer(self, text: Text) -> Iterator[Spans]:
        """Yield the spans of all matches in order."""
        at, refused = 0, -1
        while (spans := self.search(text, at, refused=refused)) is not None:
            yield spans
            start, at = spans[0]
            refused = at if at == start else -1

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.limit:
            raise TooManyStepsError

    def _accept(self, at: int) -> bool:
        if (self._is_end_wanted and at != self._length) or at == self._refused:
            return False
        self._end = at
        return True

    def _sequence(self, nodes: Sequence[Node], flags: int, then: Step) -> Step:
        for node in reversed(nodes):
            then = self._node(node, flags, then)
        return then

    def _node(self, node: Node, flags: int, then: Step) -> Step:
        what, value = node
        if what in SINGLE:
            return self._single(node, flags, then)
        if what in REPEATS:
            return self._repeat(what, value, flags, then)
        if what is _constants.AT:
            return self._place(node, flags, then)
        if what is _constants.BRANCH:
            return self._branch([self._sequence(each, flags, then) for each in value[1]])
        if what is _constants.SUBPATTERN:
            number, added, removed, inner = value
            return self._group(number, list(inner), (flags | added) & ~removed, then)
        if what is _constants.ATOMIC_GROUP:
            return self._atomic(list(value), flags, then)
        if what in {_constants.ASSERT, _constants.ASSERT_NOT}:
            return self._assertion(value, flags, then, is_wanted=what is _constants.ASSERT)
        if what is _constants.GROUPREF:
            return self._reference(value, then)
        message = f"{what} is not known here"
        raise NotImplementedError(message)

    def _fits(self, node: Node, flags: int) -> Step:
        """Return a test of the character at a place, which counts as a step: whether a node matches it."""
        test = single(self.tree.state, node, flags).match
        known: dict[Any, bool] = {}

        def fits(at: int) -> bool:
            self.steps += 1
            if self.steps > self.limit:
                raise TooManyStepsError
            if at >= self._length:
                return False
            character = self._text[at]
            if character not in known:
                known[character] = test(self._text[at : at + 1]) is not None
            return known[character]

        return fits

    def _single(self, node: Node, flags: int, then: Step) -> Step:
        fits = self._fits(node, flags)
        return lambda at: fits(at) and then(at + 1)

    def _place(self, node: Node, flags: int, then: Step) -> Step:
        test = single(self.tree.state, node, flags)

        def place(at: int) -> bool:
            self._step()
            return test.match(self._text, at) is not None and then(at)

        return place

    @staticmethod
    def _branch(ways: list[Step]) -> Step:
        return lambda at: any(way(at) for way in ways)

    def _group(self, number: int | None, inner: Sequence[Node], flags: int, then: Step) -> Step:
        if number is None:
            return self._sequence(inner, flags, then)

        def close(at: int) -> bool:
            before = self._groups[number]
            self._groups[number] = (self._starts[number], at)
            if then(at):
                return True
            self._groups[number] = before
            return False

        body = self._sequence(inner, flags, close)

        def group(at: int) -> bool:
            before = self._starts[number]
            self._starts[number] = at
            if body(at):
                return True
            self._starts[number] = before
            return False

        return group

    def _once(self, inner: Sequence[Node], flags: int) -> Callable[[int], int]:
        """Return a function for the end of the first way to match something, -1 if there is none."""
        ends = [-1]

        def stop(at: int) -> bool:
            ends[0] = at
            return True

        body = self._sequence(inner, flags, stop)
        return lambda at: ends[0] if body(at) else -1

    def _atomic(self, inner: Sequence[Node], flags: int, then: Step) -> Step:
        once = self._once(inner, flags)

        def atomic(at: int) -> bool:
            before = self._groups[:]
            end = once(at)
            if end >= 0 and then(end):
                return True
            self._groups = before
            return False

        return atomic

    def _assertion(self, value: tuple[int, Any], flags: int, then: Step, *, is_wanted: bool) -> Step:
        direction, inner = value
        back = inner.getwidth()[0] if direction < 0 else 0
        once = self._once(list(inner), flags)

        def assertion(at: int) -> bool:
            self._step()
            before = self._groups[:]
            is_there = at >= back and once(at - back) >= 0
            if not is_wanted:
                self._groups = before[:]
            if is_there == is_wanted and then(at):
                return True
            self._groups = before
            return False

        return assertion

    def _reference(self, number: int, then: Step) -> Step:
        def reference(at: int) -> bool:
            start, end = self._groups[number]
            said = self._text[max(start, 0) : max(end, 0)]
            self.steps += len(said)
            self._step()
            return start >= 0 and self._text[at : at + len(said)] == said and then(at + len(said))

        return reference

    def _repeat(self, what: object, value: tuple[int, Any, Any], flags: int, then: Step) -> Step:
        least, most, inner = value
        nodes = list(inner)
        most = sys.maxsize if most is _constants.MAXREPEAT else int(most)
        if len(nodes) == 1 and nodes[0][0] in SINGLE and what is not _constants.MIN_REPEAT:
            fits = self._fits(nodes[0], flags)
            return self._run(fits, least, most, then, gives_back=what is _constants.MAX_REPEAT)
        if what is _constants.POSSESSIVE_REPEAT:
            return self._possessive(self._once(nodes, flags), least, most, then)
        return self._loop(nodes, flags, (least, most), then, is_greedy=what is _constants.MAX_REPEAT)

    def _run(
        self,
        fits: Step,
        least: int,
        most: int,
        then: Step,
        *,
        gives_back: bool,
    ) -> Step:
        """Return a matcher that takes as many of a kind of character as there are, and fewer if that leads nowhere."""

        def run(at: int) -> bool:
            end = at
            while end - at < most and fits(end):
                end += 1
            if not gives_back:
                return end - at >= least and then(end)
            while end - at >= least:
                self._step()
                if then(end):
                    return True
                end -= 1
            return False

        return run

    def _possessive(self, once: Callable[[int], int], least: int, most: int, then: Step) -> Step:
        def possessive(at: int) -> bool:
            before = self._groups[:]
            count, end, last = 0, at, -1
            while count < least or (count < most and end != last):
                self._step()
                last = end if count >= least else -1
                reached = once(end)
                if reached < 0:
                    break
                count, end = count + 1, reached
            if count >= least and then(end):
                return True
            self._groups = before
            return False

        return possessive

    def _loop(
        self,
        nodes: Sequence[Node],
        flags: int,
        bounds: tuple[int, int],
        then: Step,
        *,
        is_greedy: bool,
    ) -> Step:
        """Return a matcher that repeats something with several ways to match, greedily or lazily."""
        least, most = bounds
        count, last = 0, -1

        def again(at: int) -> bool:
            nonlocal count, last
            before = (count, last)
            # As in `re`, only what is optional must match more than nothing.
            count, last = count + 1, last if count < least else at
            if body(at):
                return True
            count, last = before
            return False

        def loop(at: int) -> bool:
            self._step()
            if count < least:
                return again(at)
            may_go_on = count < most and at != last
            if is_greedy:
                return (may_go_on and again(at)) or leave(at)
            return leave(at) or (may_go_on and again(at))

        def leave(at: int) -> bool:
            nonlocal count, last
            # The continuation may come to this loop again, from outside.
            before = (count, last)
            if then(at):
                return True
            count, last = before
            return False

        body = self._sequence(nodes, flags, loop)

        def enter(at: int) -> bool:
            nonlocal count, last
            before = (count, last)
            count, last = 0, -1
            if loop(at):
                return True
            count, last = before
            return False

        return enter
