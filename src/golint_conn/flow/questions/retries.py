"""Retries: whether a call is repeated after it succeeded, or only until it does, as in waiting for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Call
from golint_conn.flow.obligation import NOTHING, OutcomeKind, Phase, State
from golint_conn.flow.search import facts
from golint_conn.flow.search.call_effects import is_bound
from golint_conn.flow.search.reachability import search
from golint_conn.flow.search.scene import Scene
from golint_conn.flow.search.transfer import Transfer
from golint_conn.names.incremental.memory import Memory
from golint_conn.program.functions import declared_symbol, enclosing_function

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Point
    from golint_conn.flow.search.scene import Step
    from golint_conn.flow.summaries.effects import Effects
    from golint_conn.program.reach import Reaches
    from golint_conn.program.references import References
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node


class Retries:
    """Answers the question."""

    def __init__(self, effects: Effects, references: References, reaches: Reaches) -> None:
        self.effects = effects
        self.references = references
        self.reaches = reaches
        self._known: Memory[tuple[str, int, int], bool] = Memory(references.ledger)

    def go_on(self, call: Site) -> bool:
        """Return whether a repeated call is repeated after it succeeded; if we cannot see it, it counts as such."""
        return self._known.of(call.key, self._goes_on, call, bottom=False, top=True)

    def _goes_on(self, call: Site) -> bool:
        reach, function = self.reaches.of(call), enclosing_function(call.node)
        if not reach.is_repeated:
            return False
        is_plain = function is not None and function.kind != "func_literal"
        if reach.loop is None or function is None or not is_plain:
            return True
        return (reach.loop.holds(call) and self._comes_again(call, function)) or self._is_called_again(call, function)

    def _is_called_again(self, call: Site, function: Node) -> bool:
        """Return whether the function around a call is called again after it succeeded."""
        body, symbol = function.field("body"), declared_symbol(function, call.file)
        if body is None or not self.reaches.of(call.at(body)).is_repeated:
            return False
        callers = self.references.calls(symbol) if symbol is not None else []
        working = [each for each in callers if call.in_test or not each.in_test]
        return not working or any(self.go_on(each) for each in working)

    def _comes_again(self, call: Site, function: Node) -> bool:
        """Return whether control may come back to a call after its error was nil."""
        graph = self.effects.graph(function, call.file)
        if graph is None or not is_bound(call.node):
            return True
        at = (number for number, each in enumerate(graph.points) if getattr(each.event, "node", None) == call.node)
        start = next(at, None)
        if start is None:
            return True
        scene = Scene(self.effects, NOTHING, graph, call.file, call.node, index=-1)
        state = State(Phase.PENDING, facts=facts.before(start, scene))
        return bool(search(graph, start, state, _Round(scene)).of(OutcomeKind.AGAIN))


class _Round(Transfer):
    """The transfer function that ends a path when it reaches the call for the second time."""

    def step(self, number: int, point: Point, state: State) -> Step:
        """Return the states after an event, and the outcomes of paths that end at it."""
        event = point.event
        if not isinstance(event, Call) or event.node != self.scene.acquisition:
            return super().step(number, point, state)
        if state.is_touched:
            return [], [(OutcomeKind.AGAIN, event.node.span)]
        return [State(state.phase, facts=state.facts, is_touched=True)], []
