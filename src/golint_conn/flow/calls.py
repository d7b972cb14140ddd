"""What a call does to an obligation on a path: it hands it out, discharges it, is given it, or ends the path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.access import Rest, covered, unwrapped
from golint_conn.flow.events import Call, Mode
from golint_conn.flow.obligation import ANY, METHOD, OutcomeKind, Phase, Promise, Returned, State
from golint_conn.flow.summary import RECEIVER, Effect, Given, Summary
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.functions import parameter

if TYPE_CHECKING:
    from golint_conn.flow.obligation import Path
    from golint_conn.flow.scene import Scene, Step
    from golint_conn.syntax import Node

_BINDING = frozenset({"short_var_declaration", "assignment_statement", "var_spec", "receive_statement"})
_DROPPING = frozenset({"expression_statement", "go_statement", "defer_statement"})
_AROUND = frozenset({"parenthesized_expression", "type_assertion_expression"})


class Calls:
    """Calls in one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.effects = scene.effects
        self.shapes = scene.effects.shapes
        self.access = scene.access
        self.kind = scene.kind

    def step(self, event: Call, state: State) -> Step:
        """Return the states after a call, and the outcomes of paths that end at it."""
        node = event.node
        if self.scene.acquisition is not None and node == self.scene.acquisition:
            return self._acquired(node, state)
        callee = self.shapes.callee(node, self.scene.file)
        if event.mode is Mode.CALL and self.effects.never_returns(callee):
            return [], [(OutcomeKind.ENDS, node.span)]
        state = self._vouched(event, state)
        if not state.aliases:
            return [state], []
        literal = literal_of(node)
        if literal is not None:
            return self._literal(literal, event, state)
        if self._is_discharge(node, state):
            return self._met(event)
        return self._given(event, state)

    def _acquired(self, node: Node, state: State) -> Step:
        """Begin, or begin again in a loop, where the value is handed out."""
        if state.aliases or is_bound(node):
            return [state], []
        outer = node.parent
        if outer is not None and outer.kind in _DROPPING:
            return [], [(OutcomeKind.DISCARDED, node.span)]
        if outer is None or outer.kind != "expression_list":
            return [], [(OutcomeKind.ESCAPED, node.span)]
        place = outer.children.index(node) if len(outer.children) > 1 else self.scene.index
        self.scene.returned.add(Returned(place, self.scene.part))
        return [], [(OutcomeKind.TRANSFERRED, node.span)]

    def _vouched(self, event: Call, state: State) -> State:
        """Learn from a call such as `check(err)` that returns only where the error is nil."""
        if state.phase is not Phase.PENDING or state.error is None or event.mode is not Mode.CALL:
            return state
        for place, argument in enumerate(self.shapes.arguments(event.node)):
            if self.access.path(argument) == (state.error, ()) and self.effects.vouches(
                event.node, self.scene.file, place
            ):
                return replace(state, phase=Phase.OPEN, facts=state.facts | {(state.error, "nil")})
        return state

    @staticmethod
    def _met(event: Call) -> Step:
        kind = OutcomeKind.SCHEDULED if event.mode is Mode.DEFER else OutcomeKind.DISCHARGED
        return [], [(kind, event.node.span)]

    def _is_discharge(self, call: Node, state: State) -> bool:
        """Return whether a call is that of a discharging method on an alias."""
        function = call.field("function")
        if function is None:
            return False
        operand, name = function.field("operand"), function.field("field")
        path = self.access.path(operand) if name is not None else self.access.path(function)
        whole = self.access.path(function)
        if whole is not None and (whole[0], (*whole[1], METHOD)) in state.aliases:
            return True
        if path in state.aliases:
            return (name.text if name is not None else "()") in self.kind.discharged_by
        if whole in state.aliases and "()" in self.kind.discharged_by:
            return True
        if name is None or not self.kind.owner_discharges or covered(path, state.aliases) is None:
            return False
        return self.shapes.callee(call, self.scene.file).qualified in self.kind.owner_discharges

    # Literals

    def _literal(self, literal: Node, event: Call, state: State) -> Step:
        """Return what a literal does that is called, deferred or started here."""
        given = self._parameters(literal, event.node, state)
        names_it = self.access.mentions(literal, state.aliases | state.views, calls=True)
        if event.mode is Mode.DEFER and not given:
            return [replace(state, deferred=state.deferred | {event.node.start}) if names_it else state], []
        if not given and not names_it:
            return [state], []
        inside = replace(state, aliases=state.aliases | given)
        summary = self.effects.of_literal(literal, self.scene.file, inside, self.kind)
        if event.mode is Mode.GO and Effect.DISCHARGES in summary.effects and not summary.always_discharges:
            return [], [(OutcomeKind.ESCAPED, event.node.span)]
        return self._apply(event, summary, state)

    def _parameters(self, literal: Node, call: Node, state: State) -> frozenset[Path]:
        """Return the aliases that the parameters of a literal get from the arguments of its call."""
        found = set()
        for place, argument in enumerate(self.shapes.arguments(call)):
            rest = self.access.below(argument, state.aliases)
            held = parameter(literal, self.scene.file, self.shapes, place) if rest is not None else None
            if held is not None and rest is not None:
                found.add((held.key, rest))
        return frozenset(found)

    # Arguments

    def _given(self, event: Call, state: State) -> Step:
        """Return what a call does with the aliases among its receiver and arguments."""
        promise, state = state.promise, replace(state, promise=None)
        for place, node in self._operands(event.node):
            if node.kind == "func_literal":
                ended = self._handed_literal(node, event, state)
                if ended is not None:
                    return ended
                continue
            rest = self._rest(node, state, promise)
            if rest is None and (place == RECEIVER or not self._is_method_value(node, state)):
                state = self._viewed(event.node, place, node, state)
                continue
            if rest is None:
                return [], [(OutcomeKind.ESCAPED, event.node.span)]
            states, ends = self._applied(event, place, rest, state)
            if not states:
                return states, ends
            state = states[0]
        return [state], []

    def _rest(self, node: Node, state: State, promise: Promise | None) -> Rest | None:
        """Return what leads from an argument to the obligation, through a call that returns it if need be."""
        if promise is not None and promise.returned is not None and not promise.returned.is_view:
            inner = unwrapped(node)
            if inner.kind == "call_expression" and inner.start == promise.call:
                return promise.returned.rest
        return self.access.below(node, state.aliases)

    def _operands(self, call: Node) -> list[tuple[int, Node]]:
        """Return what is given to a call: the receiver of a method, and the arguments, each with its place."""
        function = call.field("function")
        operand = function.field("operand") if function is not None and function.kind == "selector_expression" else None
        is_method = operand is not None and self.access.path(operand) is not None
        is_method = is_method and self.shapes.callee(call, self.scene.file).kind is CalleeKind.METHOD
        receiver = [(RECEIVER, operand)] if operand is not None and is_method else []
        return [*receiver, *enumerate(self.shapes.arguments(call))]

    def _handed_literal(self, literal: Node, event: Call, state: State) -> Step | None:
        """Return what becomes of an obligation that a literal has captured which is handed to a call."""
        if not self.access.mentions(literal, state.aliases | state.views, calls=True):
            return None
        effects = self.effects.of_literal(literal, self.scene.file, state, self.kind).effects
        if Effect.DISCHARGES in effects:
            return [], [(OutcomeKind.SCHEDULED, event.node.span)]
        return ([], [(OutcomeKind.ESCAPED, event.node.span)]) if Effect.ESCAPES in effects else None

    def _is_method_value(self, node: Node, state: State) -> bool:
        """Return whether an expression is a discharging method as a value: `t.Cleanup(rows.Close)`."""
        return is_method_value(self.access.path(node), state, self.kind.discharged_by)

    def _viewed(self, call: Node, place: int, node: Node, state: State) -> State:
        """Return what a call of or with a view does: its Close closes the view only, and it may be read to its end."""
        path = self.access.path(node)
        if path is None or path not in state.views:
            return state
        if place == RECEIVER:
            function = call.field("function")
            name = function.field("field") if function is not None else None
            is_close = name is not None and name.text in self.kind.discharged_by
            return replace(state, is_wrapper_closed=True) if is_close else state
        summary = self.effects.of_argument(call, self.scene.file, Given(place, ()), self.kind)
        return replace(state, is_read=True) if summary.has(Effect.DRAINS) else state

    def _applied(self, event: Call, place: int, rest: Rest, state: State) -> Step:
        is_pending = state.phase is Phase.PENDING
        error = None
        if is_pending and state.error is not None:
            paths = [self.access.path(argument) for argument in self.shapes.arguments(event.node)]
            error = next((at for at, each in enumerate(paths) if each == (state.error, ())), None)
        if ANY in rest and place != RECEIVER and self._is_own_body(event.node):
            return [], [(OutcomeKind.ESCAPED, event.node.span)]
        given = Given(place, rest, error, is_pending)
        return self._apply(event, self.effects.of_argument(event.node, self.scene.file, given, self.kind), state)

    def _is_own_body(self, call: Node) -> bool:
        """Return whether a call calls a function whose body could be looked into, were it known where to look."""
        symbol = self.shapes.callee(call, self.scene.file).symbol
        return symbol is not None and symbol.declaration.field("body") is not None

    def _apply(self, event: Call, summary: Summary, state: State) -> Step:
        """Return what a summary says of the path that the call stands on."""
        where = event.node.span
        if summary.has(Effect.PREMATURE) and state.phase is Phase.PENDING:
            return [], [(OutcomeKind.PREMATURE, where)]
        if summary.has(Effect.ESCAPES):
            return [], [(OutcomeKind.ESCAPED, where)]
        if summary.always_discharges and summary.returned is None:
            return self._met(event)
        if not summary.effects and summary.returned is None:
            return [], [(OutcomeKind.ENDS, where)]
        promise = None
        if summary.open_error is not None or summary.returned is not None:
            promise = Promise(event.node.start, summary.open_error, summary.returned)
        return [replace(state, promise=promise, is_read=state.is_read or summary.has(Effect.DRAINS))], []


def is_method_value(path: Path | None, state: State, methods: frozenset[str]) -> bool:
    """Return whether an access path is that of a discharging method of an alias."""
    return path is not None and bool(path[1]) and path[1][-1] in methods and (path[0], path[1][:-1]) in state.aliases


def literal_of(call: Node) -> Node | None:
    """Return the function literal that a call calls where it stands."""
    function = call.field("function")
    while function is not None and function.kind == "parenthesized_expression" and function.children:
        function = function.children[0]
    return function if function is not None and function.kind == "func_literal" else None


def is_bound(node: Node) -> bool:
    """Return whether the value of a call is assigned to something."""
    outer = node.parent
    while outer is not None and outer.kind in _AROUND:
        outer = outer.parent
    if outer is not None and outer.kind == "expression_list":
        outer = outer.parent
    return outer is not None and outer.kind in _BINDING
