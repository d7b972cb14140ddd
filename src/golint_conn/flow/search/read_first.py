"""Reading: whether what was acquired was read before it was closed.

The paths are those of the obligation, followed further after its release: a deferred Close comes before the reads. What
may read counts as a read: a method of the handle's part, a call that gets it and may do anything with it, every place
where it is stored. Looking at the handle around it (`resp.StatusCode`) reads nothing, nor does a function of the module
that only closes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assign, Call, Return, Send
from golint_conn.flow.loggers import prints
from golint_conn.flow.obligation import OutcomeKind, Phase, State
from golint_conn.flow.search.access import Access
from golint_conn.flow.search.call_effects import Calls, literal_of
from golint_conn.flow.search.scene import Scene
from golint_conn.flow.search.transfer import Transfer
from golint_conn.flow.summary import RECEIVER
from golint_conn.names.budgets import ACCESS_PATH
from golint_conn.names.calls import CalleeKind
from golint_conn.program.functions import callee_body, parameter, receiver
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Point
    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import Path
    from golint_conn.flow.search.access import Rest
    from golint_conn.flow.search.scene import Ends, Step
    from golint_conn.source import Span
    from golint_conn.syntax import Node

_NEVER_READ = frozenset({CalleeKind.CONVERSION, CalleeKind.BUILTIN})


class Reading(Transfer):
    """The transfer function that remembers what may have read, and says at each good end whether anything did."""

    def step(self, number: int, point: Point, state: State) -> Step:
        """Return the states after an event, and the outcomes of paths that end at it."""
        event = point.event
        states, ends = super().step(number, point, state)
        if event is None and number != self.scene.graph.end:
            return states, ends
        is_read = state.is_touched or (event is not None and touches(event, self.scene, state.aliases))
        states = [replace(each, is_touched=is_read or each.is_touched) for each in states]
        return states, [*ends, *self._closed(number, event, replace(state, is_touched=is_read), ends)]

    def _closed(self, number: int, event: Event | None, state: State, ends: Ends) -> Ends:
        """Return the outcome of a path that ends, or reaches the next iteration of its loop, with everything closed."""
        is_next = event is not None and getattr(event, "node", None) == self.scene.acquisition
        if not (number == self.scene.graph.end or is_next or isinstance(event, Return)):
            return []
        kinds = {state.met[0]} if state.met is not None and state.phase is Phase.MET else {kind for kind, _ in ends}
        where = self._end(event, state)
        if kinds & {OutcomeKind.ESCAPED, OutcomeKind.TRANSFERRED}:
            return [(OutcomeKind.CLOSED_READ, where)]
        if not any(kind.is_met for kind in kinds):
            return []
        if isinstance(event, Return) and self.exits.fails(event, state):
            return []
        again = [(OutcomeKind.AGAIN, where)] if is_next else []
        return [*again, (OutcomeKind.CLOSED_READ if state.is_touched else OutcomeKind.CLOSED_UNREAD, where)]

    def _end(self, event: Event | None, state: State) -> Span:
        """Return the place where a path closes, or where it ends if that is not known."""
        end = self.scene.graph.function.span
        if state.met is not None:
            return type(end)(state.met[1], state.met[1] + 1)
        return event.node.span if isinstance(event, Return) else type(end)(end.end - 1, end.end)


def touches(event: Event, scene: Scene, aliases: frozenset[Path]) -> bool:
    """Return whether an event may read the value at some access paths, or passes it on to where it may be read."""
    if isinstance(event, Return):
        return any(scene.access.below(value, aliases) is not None for value in event.values)
    if isinstance(event, Send):
        return scene.access.mentions(event.value, aliases, calls=False)
    if isinstance(event, Assign):
        is_call = event.value is None or event.value.kind == "call_expression"
        return not is_call and event.value is not None and scene.access.below(event.value, aliases) is not None
    if not isinstance(event, Call) or event.node == scene.acquisition:
        return False
    calls = Calls(scene)
    literals = [literal_of(event.node), *(each for each in scene.effects.shapes.arguments(event.node))]
    inside = [each for each in literals if each is not None and each.kind == "func_literal"]
    if any(_literal_touches(each, scene, aliases) for each in inside):
        return True
    if calls.is_release(event.node, State(Phase.OPEN, aliases)):
        # A call that closes it as its owner, resp.Write(w), has read it before.
        return scene.effects.shapes.callee(event.node, scene.file).qualified in scene.kind.owner_releases
    handed = [(place, calls.below(event.node, place, node, aliases)) for place, node in calls.operands(event.node)]
    return any(_given(event.node, scene, place, rest) for place, rest in handed if rest is not None)


def _literal_touches(literal: Node, scene: Scene, aliases: frozenset[Path]) -> bool:
    if not scene.access.mentions(literal, aliases, calls=True):
        return False
    return _body_touches((literal, scene), aliases)


def _given(call: Node, scene: Scene, place: int, rest: Rest) -> bool:
    """Return whether a callee may read what a path from its receiver or an argument leads to."""
    callee = scene.effects.shapes.callee(call, scene.file)
    if callee.kind in _NEVER_READ or prints(callee.name):
        return False
    if place == RECEIVER and len(rest) > len(scene.kind.part):
        # An owner's methods may read what it holds through another of its fields, such as a decoder.
        return callee.name not in scene.kind.released_by
    body = callee_body(Site(call, scene.file), scene.effects.shapes)
    if body is None:
        # A method of the handle around it, resp.Cookies(), reads nothing of the part.
        return not (place == RECEIVER and rest)
    function, file = body
    shapes = scene.effects.shapes
    held = receiver(function, file, shapes) if place == RECEIVER else parameter(function, file, shapes, place)
    graph = scene.effects.graph(function, file)
    if held is None or graph is None or len(rest) > ACCESS_PATH.most:
        return held is not None
    inner = Scene(scene.effects, scene.kind, graph, file, part=scene.part)
    return _body_touches((function, inner), frozenset({(held.key, rest)}))


def _body_touches(body: tuple[Node, Scene], aliases: frozenset[Path]) -> bool:
    """Return whether anything in a body may read, on whatever path."""
    function, scene = body
    key = (scene.file.path, function.start, scene.kind.name, scene.part, aliases)
    return scene.effects.touching.of(key, _touches_inside, function, scene, aliases, bottom=False, top=True)


def _touches_inside(function: Node, outer: Scene, aliases: frozenset[Path]) -> bool:
    graph = outer.effects.graph(function, outer.file)
    if graph is None:
        return True
    scene = Scene(outer.effects, outer.kind, graph, outer.file, part=outer.part)
    scene.access = Access(outer.effects.shapes, outer.file)
    events = (point.event for point in graph.points)
    return any(touches(event, scene, aliases) for event in events if event is not None)
