"""Questions that depend on each other get the least solution of their equations, whichever is asked first."""

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.names.budgets import ROUNDS, STACKS
from golint_conn.names.incremental import memory as memory_module
from golint_conn.names.incremental.inputs import Limit
from golint_conn.names.incremental.ledger import NO_LEVEL, Ledger, bits
from golint_conn.names.incremental.memory import Memory, NestingError

Graph = dict[int, tuple[list[int], int]]
"""For each question, the questions that it asks, and the values that it adds to theirs, as bits."""

MOST = 9


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    numbers = range(draw(st.integers(1, MOST)))
    asked = st.lists(st.sampled_from(list(numbers)), max_size=4)
    return {each: (draw(asked), draw(st.integers(0, 7))) for each in numbers}


class Equations:
    """A question's value is its own bits and those of the questions that it asks, in one of several ways."""

    def __init__(self, graph: Graph, *, is_lazy: bool = False) -> None:
        self.graph = graph
        self.is_lazy = is_lazy
        self.ledger = Ledger()
        self.memory: Memory[int, int] = Memory(self.ledger)
        self.computed = 0

    def ask(self, number: int) -> int:
        return self.memory.of(number, self._value, number, bottom=0, top=-1)

    def _value(self, number: int) -> int:
        self.computed += 1
        self.ledger.record(Limit, "fact", str(number), "", source=None)
        asked, value = self.graph[number]
        for each in asked:
            if self.is_lazy and value:
                # Rounds in which this is known do not ask the others.
                return 1
            value |= self.ask(each)
        return int(bool(value)) if self.is_lazy else value

    def asked(self, number: int) -> tuple[int, set[str]]:
        """Return a value, and what it depends on."""
        self.ledger.mask = 0
        value = self.ask(number)
        return value, {self.ledger.keys[each][2] for each in bits(self.ledger.mask)}


def solution(graph: Graph) -> dict[int, int]:
    """Return the values after computing each question from all others, again and again, until nothing changes."""
    values = dict.fromkeys(graph, 0)
    while True:
        fresh = {}
        for number, (asked, own) in graph.items():
            fresh[number] = own
            for each in asked:
                fresh[number] |= values[each]
        if fresh == values:
            return values
        values = fresh


def reached(graph: Graph, number: int) -> set[str]:
    seen, pending = {number}, [number]
    while pending:
        for each in graph[pending.pop()][0]:
            if each not in seen:
                seen.add(each)
                pending.append(each)
    return {str(each) for each in seen}


@given(graphs(), st.lists(st.integers(0, MOST - 1), min_size=1, max_size=MOST))
def test_the_least_solution_whichever_is_asked_first(graph: Graph, order: list[int]) -> None:
    equations, values = Equations(graph), solution(graph)
    for number in [each for each in order if each in graph]:
        assert equations.asked(number) == (values[number], reached(graph, number))
        assert equations.ledger.lowest == NO_LEVEL


@given(graphs(), st.permutations(range(MOST)))
def test_what_is_asked_may_change_from_round_to_round(graph: Graph, order: list[int]) -> None:
    equations, values = Equations(graph, is_lazy=True), solution(graph)
    for number in [each for each in order if each in graph]:
        value, items = equations.asked(number)
        assert value == int(bool(values[number]))
        assert str(number) in items <= reached(graph, number)


@given(graphs())
def test_what_is_known_is_not_computed_again(graph: Graph) -> None:
    equations = Equations(graph)
    for number in graph:
        equations.ask(number)
    before = equations.computed
    for number in graph:
        equations.ask(number)
    assert equations.computed == before


def test_a_long_ring_takes_two_rounds() -> None:
    size = 1_000
    equations = Equations({each: ([(each + 1) % size], 1 << each) for each in range(size)})
    assert equations.ask(0) == (1 << size) - 1
    assert equations.computed <= 3 * size


def test_a_long_chain_is_followed_to_its_end() -> None:
    size = 5_000
    equations = Equations({each: ([each + 1] if each < size else [], int(each == size)) for each in range(size + 1)})
    assert equations.ask(0) == 1
    assert equations.computed == size + 1
    other = Equations(equations.graph)
    idle = threading.active_count()
    assert other.ask(0) == 1
    assert threading.active_count() == idle


def test_what_has_no_solution_gets_the_safe_answer() -> None:
    ledger = Ledger()
    memory: Memory[str, int] = Memory(ledger)
    rounds = []

    def grows(name: str, other: str) -> int:
        rounds.append(name)
        ledger.record(Limit, "fact", name, "", source=None)
        return memory.of(other, grows, other, name, bottom=0, top=-1) + 1

    assert memory.of("a", grows, "a", "b", bottom=0, top=-1) == -1
    assert memory.of("b", grows, "b", "a", bottom=0, top=-1) == -1
    assert len(rounds) == 2 * ROUNDS.most
    assert ledger.mask == 0b11


def test_what_has_no_bottom_is_computed_from_the_answers_of_the_others() -> None:
    ledger = Ledger()
    inner: Memory[str, int] = Memory(ledger)
    outer: Memory[str, int] = Memory(ledger)

    def found() -> int:
        return min(outer.of("x", lambda: inner.of("x", found, bottom=0, top=-1) + 1), 5)

    assert inner.of("x", found, bottom=0, top=-1) == 5
    assert outer.of("x", pytest.fail) == 6


def test_where_memory_would_run_out_an_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "STACKS", replace(STACKS, most=2))
    size = 200
    equations = Equations({each: ([(each + 1) % size], 0) for each in range(size)})
    with pytest.raises(NestingError):
        equations.ask(0)
    monkeypatch.undo()
    assert equations.asked(0) == (0, {str(each) for each in range(size)})


def _failing(memory: Memory[int, int], number: int) -> int:
    if number > 200:
        raise LookupError(number)
    return memory.of(number + 1, _failing, memory, number + 1, bottom=0) + memory.of(0, _failing, memory, 0, bottom=0)


def test_an_error_comes_to_the_one_who_asked_and_leaves_nothing_behind() -> None:
    ledger = Ledger()
    memory: Memory[int, int] = Memory(ledger)
    with pytest.raises(LookupError, match="201"):
        memory.of(0, _failing, memory, 0, bottom=0)
    for number in (0, 1):
        assert memory.of(number, int, number + 7, bottom=0) == number + 7
