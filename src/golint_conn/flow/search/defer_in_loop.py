"""Defer in a loop: whether each iteration of the loop that acquires defers another release.

    for _, address := range addresses {
        conn, err := net.Dial("tcp", address)
        ...
        defer conn.Close()     // runs when the function returns: all of them stay open until then

What an iteration puts aside for later (in a slice, on a channel, for a goroutine) has to stay open that long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assign, Call, Mode, Send
from golint_conn.flow.obligation import OutcomeKind
from golint_conn.names.calls import CalleeKind

if TYPE_CHECKING:
    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import State
    from golint_conn.flow.search.scene import Ends, Scene


class DeferInLoop:
    """The iterations of the loop around the acquisition of one scene, if there is one."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._events: list[Event] | None = None

    def repeated(self, state: State, ends: Ends) -> Ends:
        """Return the outcome for each deferred release that the next iteration defers again."""
        deferred = {each.node.span for each in self._cycle() if isinstance(each, Call)}
        again = [where for kind, where in ends if kind is OutcomeKind.SCHEDULED and where in deferred]
        if not again or any(self._keeps(each, state) for each in self._cycle()):
            return []
        return [(OutcomeKind.DEFERRED_IN_LOOP, where) for where in again]

    def _cycle(self) -> list[Event]:
        if self._events is None:
            graph, acquisition = self.scene.graph, self.scene.acquisition
            points = sorted(graph.cycle(acquisition)) if acquisition is not None else []
            self._events = [event for each in points if (event := graph.points[each].event) is not None]
        return self._events

    def _keeps(self, event: Event, state: State) -> bool:
        """Return whether an event puts the value aside for the time after the iteration."""
        access = self.scene.access
        if isinstance(event, Send):
            return access.mentions(event.value, state.aliases, calls=False)
        if isinstance(event, Assign):
            is_store = event.target.kind in {"index_expression", "selector_expression"} and event.value is not None
            return is_store and event.value is not None and access.below(event.value, state.aliases) is not None
        if not isinstance(event, Call) or event.node == self.scene.acquisition:
            return False
        if event.mode is Mode.GO:
            return access.mentions(event.node, state.aliases, calls=True)
        callee = self.scene.effects.shapes.callee(event.node, self.scene.file)
        is_append = callee.kind is CalleeKind.BUILTIN and callee.name == "append"
        return is_append and access.mentions(event.node, state.aliases, calls=True)
