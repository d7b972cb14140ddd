"""Exits: what happens to an obligation when its function returns, by what is returned and what was deferred."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Call, Mode, Return
from golint_conn.flow.obligation import ANY, METHOD, OutcomeKind, Phase, Returned, State
from golint_conn.flow.reasons import LITERAL_HANDED
from golint_conn.flow.search.call_effects import is_method_value, literal_of, named_literal
from golint_conn.flow.search.conditions import known
from golint_conn.flow.summary import Effect
from golint_conn.names.shapes import CalleeKind

if TYPE_CHECKING:
    from golint_conn.flow.search.scene import Ends, Scene
    from golint_conn.source import Span
    from golint_conn.syntax import Node


class Exits:
    """The exits of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.access = scene.access
        self.shapes = scene.effects.shapes
        self._deferred: dict[int, Node] | None = None

    def at_return(self, event: Return, state: State) -> Ends:
        """Return what a return statement does with an obligation that is not released."""
        where = event.node.span
        if event.values:
            returned = self._returned(event, state)
            if returned:
                met = self._met_by_deferred(self._with_results(event, state), where)
                if met:
                    return [*self._note(where, met), (OutcomeKind.RETURNED_MET, where)]
                kind = OutcomeKind.FAILED if self._is_failure(event, state) else OutcomeKind.TRANSFERRED
                self.scene.returned.update(returned)
                return self._note(where, [(kind, where)])
        elif self._named(state):
            return self._note(where, [(OutcomeKind.TRANSFERRED, where)])
        if not state.aliases:
            return self._note(where, [(OutcomeKind.TRANSFERRED, where)])
        return self._note(where, self.leave(self._with_results(event, state), where, OutcomeKind.LEAK))

    def _met_by_deferred(self, state: State, where: Span) -> Ends:
        """Return the release that was deferred before a value is returned anyway; empty if there is none."""
        ends = self.leave(state, where, OutcomeKind.LEAK) if state.deferred else []
        return [end for end in ends if end[0].is_met]

    def at_end(self, state: State) -> Ends:
        """Return what the end of the body does with an obligation."""
        body = self.scene.graph.function.field("body") or self.scene.graph.function
        where = type(body.span)(max(body.start, body.end - 1), body.end)
        if state.phase in {Phase.MET, Phase.FAILED}:
            return self._gone(state, where, returned=self._named(state))
        if self._named(state):
            return self._note(where, [(OutcomeKind.TRANSFERRED, where)])
        return self._note(where, self.leave(state, where, OutcomeKind.LEAK))

    def after(self, event: Return, state: State) -> Ends:
        """Return what a return statement does after the obligation is released, or if there never was one."""
        where = event.node.span
        values = any(self.access.mentions(value, state.aliases, calls=False) for value in event.values)
        is_there = state.met is None or state.met[0] is not OutcomeKind.VOID
        if values and is_there and self._is_failure(event, state):
            self._gone(state, where, returned=False)
            return [(OutcomeKind.FAILED, where)] if state.phase is Phase.MET else []
        returned = values or (not event.values and self._named(state))
        return self._gone(self._with_results(event, state), where, returned=returned)

    def fails(self, event: Return, state: State) -> bool:
        """Return whether a return statement is certain to return an error."""
        return bool(event.values) and self._is_failure(event, state)

    def _gone(self, state: State, where: Span, *, returned: bool) -> Ends:
        if state.phase is Phase.FAILED:
            ends = self.leave(state, where, OutcomeKind.VOID)
            return [end for end in ends if end[0] is OutcomeKind.PREMATURE]
        self.note_met(where, state)
        is_met = state.met is not None and state.met[0].is_met
        return [(OutcomeKind.RETURNED_MET, where)] if returned and is_met else []

    def note_met(self, where: Span, state: State) -> None:
        """Record for the table of exits how the obligation was released before an exit."""
        if state.met is not None:
            self.scene.exits.setdefault(where, set()).add(state.met)

    def leave(self, state: State, where: Span, lost: OutcomeKind) -> Ends:
        """Return what the deferred literals do with an obligation, and `lost` if they leave it open."""
        for start in sorted(state.deferred, reverse=True):
            call = self._calls().get(start)
            literal = literal_of(call) or named_literal(call, self.scene) if call is not None else None
            if literal is None or call is None:
                continue
            plain = replace(state, deferred=frozenset(), promise=None, views=frozenset())
            summary = self.scene.effects.of_literal(literal, self.scene.file, plain, self.scene.kind)
            if summary.has(Effect.PREMATURE):
                return [(OutcomeKind.PREMATURE, call.span)]
            if summary.always_releases:
                return [(OutcomeKind.SCHEDULED, call.span)]
            if summary.has(Effect.ESCAPES):
                return self.scene.escape(call.span, summary.reason or LITERAL_HANDED)
        if lost is OutcomeKind.LEAK and state.is_wrapper_closed:
            lost = OutcomeKind.WRAPPER_ONLY
        elif lost is OutcomeKind.LEAK and state.is_read:
            has_failed = self.scene.kind.gives_up and (state.read_error, "set") in state.facts
            lost = OutcomeKind.READ_FAILED if has_failed else OutcomeKind.READ_ONLY
        return [(lost, where)]

    def _note(self, where: Span, ends: Ends) -> Ends:
        """Record for the table of exits what happens at one."""
        found = self.scene.exits.setdefault(where, set())
        found.update((kind, place.start) for kind, place in ends)
        return ends

    def _calls(self) -> dict[int, Node]:
        if self._deferred is None:
            events = [point.event for point in self.scene.graph.points]
            deferred = [e.node for e in events if isinstance(e, Call) and e.mode is Mode.DEFER]
            self._deferred = {node.start: node for node in deferred}
        return self._deferred

    def _named(self, state: State) -> bool:
        """Return whether a named result holds the obligation when the function returns."""
        results = self.scene.results()
        held = [alias for alias in state.aliases if alias[0] in results]
        self.scene.returned.update(
            Returned(results.index(alias[0]), alias[1]) for alias in held if state.phase in {Phase.OPEN, Phase.PENDING}
        )
        return bool(held)

    def _returned(self, event: Return, state: State) -> set[Returned]:
        """Return which of the returned values hold the obligation, and how."""
        found: set[Returned] = set()
        for index, value in enumerate(event.values):
            rest = self.access.below(value, state.aliases)
            promise = state.promise
            if rest is not None:
                found.add(Returned(index, rest))
            elif promise is not None and promise.returned is not None and value.start == promise.call:
                spread = promise.returned.index if len(event.values) == 1 else index
                found.add(Returned(spread, promise.returned.rest, promise.returned.is_view))
            elif (inside := self.access.promised(value, promise)) is not None:
                found.add(Returned(index, inside))
            elif is_method_value(value, self.scene, state):
                found.add(Returned(index, (METHOD,)))
            elif self.access.below(value, state.views) is not None:
                found.add(Returned(index, (), is_view=True))
            elif self._carries(value, state):
                found.add(Returned(index, (ANY,)))
        return found

    def _carries(self, value: Node, state: State) -> bool:
        """Return whether a returned call of an unknown constructor wraps the value: `lib.NewReader(resp.Body)`."""
        if value.kind != "call_expression" or not self.access.mentions(value, state.aliases, calls=True):
            return False
        callee = self.shapes.callee(value, self.scene.file)
        return callee.kind is not CalleeKind.BUILTIN and callee.name.startswith("New")

    def _is_failure(self, event: Return, state: State) -> bool:
        """Return whether a return statement is certain to return an error: one that is not nil, or a new one."""
        last = event.values[-1]
        if str(self.shapes.of(last, self.scene.file)) != "error":
            return False
        if last.kind == "call_expression" and known(last, self.scene, state) != "set":
            # A step that works on another returned value, `return conn, conn.init()`, may well succeed.
            return not self.access.mentions(last, state.aliases, calls=True)
        path = self.access.path(last)
        return last.kind == "call_expression" or (path is not None and (path[0], "set") in state.facts)

    def _with_results(self, event: Return, state: State) -> State:
        """Return what is known when deferred calls run: a return statement has set the named results."""
        results = self.scene.results()
        if not event.values or not results or not state.deferred:
            return state
        facts = state.facts
        for key, value in zip(results, event.values, strict=False):
            if (self.access.path(value) or (None,))[0] == key:
                continue
            fact = known(value, self.scene, state)
            facts = frozenset(each for each in facts if each[0] != key)
            facts |= {(key, fact)} if fact is not None else frozenset()
        return replace(state, facts=facts)
