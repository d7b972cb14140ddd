"""Texts made to use up time, derived from the parse tree of an expression.

Superlinear time takes something that repeats: during the repetition, the expression can begin again, or continue in
another way. So there are texts for each repetition: a prefix that leads there, what it repeats many times, and
something that ends the match or makes it fail. The prefix may be repeated too, because then each repetition begins the
match once more.
"""

from __future__ import annotations

from itertools import islice, product, zip_longest
from re import _constants, _parser
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.linear.matcher import REPEATS, SINGLE, Node, single

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MANY = 16
"""A repetition that may be this long counts as endless."""

_BYTES = [*map(chr, range(32, 127)), *map(chr, range(32)), *"\x7f\x85\xa0\xe9\xff"]
_WIDER = [*"\u0131\u2028\u0669\u4e2d"]
_FEW, _SOME = 3, 8


class Pump(NamedTuple):
    """A family of texts: one for each number of repetitions."""

    before: str
    repeated: str
    behind: str

    def text(self, times: int) -> str:
        """Return the text with a number of repetitions."""
        return f"{self.before}{self.repeated * times}{self.behind}"


class Repetition(NamedTuple):
    """An endless repetition: ways to reach it, to continue it, and to get from it to the end."""

    before: list[str]
    body: list[str]
    behind: list[str]


class Pumps:
    """Derives the pumps of one expression."""

    def __init__(self, tree: _parser.SubPattern) -> None:
        self._state = tree.state
        self._tree = list(tree)
        self._letters: dict[int, list[str]] = {}
        self._alphabet = self._kinds()

    def all(self) -> list[Pump]:
        """Return the pumps without duplicates."""
        whole = self._sequence(self._tree, self._state.flags)[:1]
        repetitions = self._repetitions(self._tree, self._state.flags, [""], [""])
        return list(dict.fromkeys(pump for each in repetitions for pump in self._around(each, whole)))

    def _around(self, repetition: Repetition, whole: list[str]) -> Iterator[Pump]:
        """Yield the pumps for a repetition."""
        before, ways, behind = repetition
        # A repetition that begins the match again contains some of the prefix.
        body = [*ways[:2], *sorted(ways[2:], key=lambda each: set(before[0]).isdisjoint(each))]
        led = [f"{lead}{each}" for lead, each in product(before[-2:], body[:_FEW])]
        pairs = [first + second for first, second in product(body[:_FEW], repeat=2) if first != second]
        for repeated in filter(None, dict.fromkeys([*body[:_SOME], *pairs, *before, *led, *whole])):
            others = [letter for letter in self._alphabet if letter not in repeated]
            ends = [
                "",
                repeated[0],
                *behind[:2],
                *others[:_FEW],
                *map("".join, product(["\n", behind[-1]], others[:_FEW])),
            ]
            for lead, end in product(before[:2], dict.fromkeys(ends)):
                yield Pump(lead, repeated, end)

    def _kinds(self) -> list[str]:
        """Return one character of each kind that the expression distinguishes, those that it names first."""
        nodes = list(_singles(self._tree, self._state.flags))
        named = [letter for node, _ in nodes for letter in _named(node)]
        wider = _WIDER if self._state.flags & _constants.SRE_FLAG_UNICODE else []
        tests = [single(self._state, node, flags).match for node, flags in nodes]
        kinds: dict[tuple[bool, ...], str] = {}
        for letter in dict.fromkeys([*named, *_BYTES, *wider]):
            kind = (letter == "\n", letter.isalnum() or letter == "_", *(test(letter) is not None for test in tests))
            kinds.setdefault(kind, letter)
        for (node, _), test in zip(nodes, tests, strict=True):
            self._letters[id(node)] = [letter for letter in kinds.values() if test(letter)]
        return list(kinds.values())

    def _sequence(self, nodes: Sequence[Node], flags: int) -> list[str]:
        """Return texts for some nodes: the first way of each, then the second of each, then those that differ in one."""
        ways = [self._ways(node, flags) or [""] for node in nodes]
        plain = [each[0] for each in ways]
        others = _in_turn([[(at, other) for other in each[1:]] for at, each in enumerate(ways)])
        texts = ("".join([*plain[:at], other, *plain[at + 1 :]]) for at, other in others)
        fullest = "".join(each[1] if len(each) > 1 else each[0] for each in ways)
        return list(dict.fromkeys(["".join(plain), fullest, *islice(texts, 2 * _SOME)]))

    def _ways(self, node: Node, flags: int) -> list[str]:
        what, value = node
        if what in SINGLE:
            return self._letters[id(node)]
        if what in REPEATS:
            least, most, inner = value
            once = self._sequence(list(inner), flags)
            few = [each * least for each in once]
            return [*dict.fromkeys([few[0], *(each * (least + 1) for each in once), *few])] if most > least else few
        return list(_in_turn([self._sequence(inner, flags | added) for inner, added in _inner(node)]))

    def _repetitions(
        self, nodes: Sequence[Node], flags: int, before: list[str], behind: list[str]
    ) -> Iterator[Repetition]:
        for at, node in enumerate(nodes):
            what, value = node
            lead = _joined(before, self._sequence(nodes[:at], flags))
            rest = _joined(self._sequence(nodes[at + 1 :], flags), behind)
            if what in REPEATS:
                inner = list(value[2])
                body = self._sequence(inner, flags)
                if value[1] >= MANY:
                    yield Repetition(lead, [each for each in body if each], rest)
                yield from self._repetitions(inner, flags, [*lead[:2], *_joined(lead[:1], body[:1])], rest)
            elif what not in SINGLE:
                for inner, added in _inner(node, assertions=True):
                    yield from self._repetitions(inner, flags | added, lead, rest)


def _in_turn(lists: list[list[Any]]) -> Iterator[Any]:
    """Yield the first of each list, then the second of each, and so on."""
    return (each for row in zip_longest(*lists) for each in row if each is not None)


def _joined(first: list[str], second: list[str]) -> list[str]:
    """Return a few texts made of two parts."""
    few = [f"{first[0]}{each}" for each in second[:_FEW]]
    return list(dict.fromkeys([*few, *(f"{each}{second[0]}" for each in first[1:_FEW])]))


def _inner(node: Node, *, assertions: bool = False) -> Iterator[tuple[list[Node], int]]:
    """Yield the sequences inside a node that is neither a character nor a repetition, with the flags they add."""
    what, value = node
    if what is _constants.BRANCH:
        yield from ((list(each), 0) for each in value[1])
    elif what is _constants.SUBPATTERN:
        yield list(value[3]), value[1]
    elif what is _constants.ATOMIC_GROUP:
        yield list(value), 0
    elif assertions and what in {_constants.ASSERT, _constants.ASSERT_NOT}:
        yield list(value[1]), 0


def _named(node: Node) -> Iterator[str]:
    """Yield the characters that a node names."""
    what, value = node
    if what is _constants.IN:
        for each in value:
            yield from _named(each)
    elif what in {_constants.LITERAL, _constants.NOT_LITERAL}:
        yield chr(value)
    elif what is _constants.RANGE:
        yield chr(value[0])


def _singles(nodes: Sequence[Node], flags: int) -> Iterator[tuple[Node, int]]:
    """Yield the nodes that match a single character, with the flags that hold there."""
    for node in nodes:
        if node[0] in SINGLE:
            yield node, flags
        elif node[0] in REPEATS:
            yield from _singles(list(node[1][2]), flags)
        else:
            for inner, added in _inner(node, assertions=True):
                yield from _singles(inner, flags | added)
