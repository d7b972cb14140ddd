"""Memory: facts that are computed once; facts that depend on themselves are the least solution of their equations.

Facts about functions that call each other form cycles. A question that is asked while it is open gets its value of the
last round, in the first round its *bottom*, the value that claims least. A fact computed from such an answer is
provisional. In the end, the first question of a cycle checks whether any answer that was used differs from the final
value; if so it begins another round, and otherwise all facts of the cycle settle together. These are the strongly
connected components that Tarjan's algorithm finds, each solved as soon as it is complete. If values only grow from
round to round, the solution does not depend on which question was asked first.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Generic

from golint_conn.names.budgets import ROUNDS, STACKS
from golint_conn.names.incremental.cycles import NONE, SETTLED, Known, Provisional
from golint_conn.names.incremental.ledger import NO_LEVEL, Key, Value
from golint_conn.names.incremental.stack import on_own_stack

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.incremental.ledger import Ledger

_ON_ONE_STACK = 60
"""How many questions nest on one stack; each takes ten calls or twenty."""


class NestingError(RuntimeError):
    """Questions nest so deeply that their stacks would run out of memory."""


class _Question:
    """An open question: how it is computed, and its current answer."""

    __slots__ = ("answer", "arguments", "compute", "is_given", "level")

    def __init__(self, level: int, compute: Callable[..., Any], arguments: tuple[object, ...], answer: Any) -> None:  # noqa: ANN401 - a value of any kind of fact
        self.level = level
        self.compute = compute
        self.arguments = arguments
        self.answer = answer
        self.is_given = False


class Memory(Generic[Key, Value]):
    """Facts of one kind, by key."""

    __slots__ = ("_before", "_known", "_ledger", "_open")

    def __init__(self, ledger: Ledger, *, evictable: bool = False) -> None:
        self._ledger = ledger
        self._known: dict[Key, Known] = ledger.evictable({}) if evictable else {}
        self._before: dict[Key, Value] = {}
        self._open: dict[Key, _Question] = {}

    def of(
        self,
        key: Key,
        compute: Callable[..., Value],
        *arguments: object,
        bottom: Value = NONE,
        top: Value = NONE,
    ) -> Value:
        """Return a fact, computed from the arguments if it is not known.

        `bottom` is where the solution begins if the fact depends on itself; without it the fact is computed within.
        `top` is the answer if no solution is found in a number of rounds; without it that is the bottom.
        """
        ledger = self._ledger
        known = self._known.get(key)
        if known is not None:
            value, mask, place = known
            ledger.mask |= mask
            if place != SETTLED:
                ledger.lowest = min(ledger.lowest, ledger.cycles.level_of(place))
            return value  # type: ignore[no-any-return]  # what was put there
        question = self._open.get(key)
        if question is None:
            return self._asked(key, compute, arguments, bottom, bottom if top is NONE else top)
        if bottom is NONE:
            return compute(*arguments)
        question.is_given = True
        ledger.lowest = min(ledger.lowest, question.level)
        return question.answer  # type: ignore[no-any-return]  # as above

    def _asked(
        self, key: Key, compute: Callable[..., Value], arguments: tuple[object, ...], bottom: Value, top: Value
    ) -> Value:
        ledger = self._ledger
        cycles, outer_mask, outer_lowest = ledger.cycles, ledger.mask, ledger.lowest
        question = self._open[key] = _Question(cycles.begin(), compute, arguments, self._before.get(key, bottom))
        ledger.mask = 0
        try:
            value = self._computed(question)
            if ledger.lowest <= question.level:
                value = self._solved(key, question, value, top)
            else:
                # Most facts depend on no open question.
                self._known[key] = (value, ledger.same(ledger.mask), SETTLED)
        except BaseException:
            cycles.drop()
            raise
        finally:
            del self._open[key]
            cycles.end()
            ledger.mask |= outer_mask
            ledger.lowest = min(ledger.lowest, outer_lowest)
        return value

    def _solved(self, key: Key, question: _Question, value: Value, top: Value) -> Value:
        """Return a fact: provisional if it depends on a question opened before, otherwise solved with its cycle."""
        aside: list[Provisional] = []
        try:
            for rounds in count(1):
                mask = self._ledger.same(self._ledger.mask)
                is_changed = question.is_given and bool(value != question.answer)
                if self._ledger.lowest < question.level:
                    return self._kept(Provisional(self._known, self._before, key, value, top, is_changed), mask)
                if self._ledger.lowest > question.level:
                    break
                if not is_changed and self._ledger.cycles.is_stable():
                    self._ledger.cycles.settle(mask)
                    break
                if rounds % ROUNDS.most == 0:
                    self._ledger.cycles.give_up(mask)
                    if top is not NONE:
                        value = top
                        break
                question.answer = value
                aside += self._ledger.cycles.again()
                value = self._computed(question)
        finally:
            for fact in aside:
                fact.before.pop(fact.key, None)
        self._known[key] = (value, mask, SETTLED)
        self._ledger.lowest = NO_LEVEL
        return value

    def _kept(self, fact: Provisional, mask: int) -> Value:
        self._ledger.cycles.add(fact, mask)
        return fact.value  # type: ignore[no-any-return]  # one of ours

    def _computed(self, question: _Question) -> Value:
        self._ledger.lowest = NO_LEVEL
        question.is_given = False
        if question.level % _ON_ONE_STACK:
            return question.compute(*question.arguments)  # type: ignore[no-any-return]  # a value of ours
        if question.level // _ON_ONE_STACK > STACKS.most:
            message = f"more than {STACKS.most * _ON_ONE_STACK} questions depend on one another"
            raise NestingError(message)
        return on_own_stack(question.compute, question.arguments)  # type: ignore[no-any-return]  # what the call returns
