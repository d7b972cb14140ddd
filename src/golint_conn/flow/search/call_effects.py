"""What a call does to an obligation on a path: it returns it, releases it, receives it, or ends the path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Call, Mode
from golint_conn.flow.obligation import ANY, METHOD, OutcomeKind, Phase, Promise, Returned, State
from golint_conn.flow.reasons import INSIDE, KEPT, LITERAL_HANDED, METHOD_HANDED, SERVED, SOMETIMES, SOMEWHERE
from golint_conn.flow.search.access import Rest, covered, inside, unwrapped
from golint_conn.flow.search.conditions import OPPOSITE
from golint_conn.flow.summary import RECEIVER, Effect, Given, Summary
from golint_conn.names.shape import Func
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.functions import parameter

if TYPE_CHECKING:
    from golint_conn.flow.obligation import Path
    from golint_conn.flow.search.scene import Ends, Scene, Step
    from golint_conn.syntax import Node

_BINDING = frozenset({"short_var_declaration", "assignment_statement", "var_spec", "receive_statement"})
_DROPPING = frozenset({"expression_statement", "go_statement", "defer_statement"})
_RECEIVING = frozenset({"unary_expression", "range_clause"})
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
        if self.is_release(node, state):
            return self._met(event)
        path = self.access.path(node.field("function"))
        if path is not None and (path[0], (*path[1], ANY)) in state.aliases:
            # The callee has captured it: `finish := func() error { ...; return resp.Body.Close() }`.
            literal = named_literal(node, self.scene)
            ends = self.scene.escape(node.span, SOMEWHERE)
            return self._literal(literal, event, state) if literal is not None else ([], ends)
        return self._given(event, state)

    def _acquired(self, node: Node, state: State) -> Step:
        """Begin, or begin again in a loop, when the value is acquired."""
        if held_nowhere(node) in state.aliases:
            return [], [(OutcomeKind.OVERWRITTEN, node.span)]
        if state.aliases or is_bound(node):
            return [state], []
        outer = node.parent
        if outer is not None and outer.kind in _RECEIVING and not self.kind.released_by:
            return [replace(state, aliases=frozenset({held_nowhere(node)}))], []
        if outer is not None and outer.kind in _DROPPING:
            return [], [(OutcomeKind.DISCARDED, node.span)]
        if outer is None or outer.kind != "expression_list":
            return [], self._inline(node, state)
        place = outer.children.index(node) if len(outer.children) > 1 else self.scene.index
        self.scene.returned.add(Returned(place, self.scene.part))
        return [], [(OutcomeKind.TRANSFERRED, node.span)]

    def _inline(self, node: Node, state: State) -> Ends:
        """Return what happens to a value that no variable holds: `db.QueryRow(q).Scan(&n)`, `run(newConn())`."""
        where = node.span
        while node.parent is not None and node.parent.kind == "parenthesized_expression":
            node = node.parent
        outer = node.parent
        call = outer.parent if outer is not None else None
        if outer is None or call is None or call.kind != "call_expression":
            return self.scene.escape(where, INSIDE)
        place, error = RECEIVER, None
        if outer.kind == "argument_list":
            is_spread = len(outer.children) == 1
            place = outer.children.index(node) + self.scene.index
            error = place + 1 if is_spread and state.phase is Phase.PENDING else None
        elif outer.kind != "selector_expression" or self.scene.part:
            return self.scene.escape(where, INSIDE)
        callee = self.shapes.callee(call, self.scene.file)
        is_known = self._is_own_body(call) or self.effects.is_modelled(callee)
        if place == RECEIVER and callee.name in self.kind.released_by:
            return [(OutcomeKind.DISCHARGED, call.span)]
        given = Given(place, self.scene.part, error, is_pending=error is not None)
        summary = self.effects.of_argument(call, self.scene.file, given, self.kind)
        if summary.always_releases:
            return [(OutcomeKind.DISCHARGED, call.span)]
        if is_known and summary.returned is None and not summary.effects - {Effect.BORROWS, Effect.DRAINS}:
            return [(OutcomeKind.DISCARDED, where)]
        return self.scene.escape(where, summary.reason or INSIDE)

    def _vouched(self, event: Call, state: State) -> State:
        """Learn from a call such as `check(err)` that returns only if the error is nil."""
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

    def is_release(self, call: Node, state: State) -> bool:
        """Return whether a call is that of a releasing method on an alias."""
        function = call.field("function")
        if function is None:
            return False
        whole = self.access.path(function)
        if whole is None:
            return False
        if (whole[0], (*whole[1], METHOD)) in state.aliases:
            return True
        receivers = self.access.receivers(function)
        if not state.aliases.isdisjoint(receivers):
            return whole[1][-1] in self.kind.released_by
        if whole in state.aliases:
            return "()" in self.kind.released_by
        if not receivers or not self.kind.owner_releases or not covered(receivers[-1], state.aliases):
            return False
        return self.shapes.callee(call, self.scene.file).qualified in self.kind.owner_releases

    def endless(self, state: State) -> frozenset[Path]:
        """Return the access paths of the channels of the obligation that are never closed."""
        tail = self.kind.endless
        return frozenset() if tail is None else frozenset((root, rest + tail) for root, rest in state.aliases)

    # Literals

    def _literal(self, literal: Node, event: Call, state: State) -> Step:
        """Return what a literal does that is called, deferred or started here."""
        given = self._parameters(literal, event.node, state)
        names_it = self.access.mentions(literal, state.aliases | state.views | self.endless(state), calls=True)
        if event.mode is Mode.DEFER and not given:
            return [replace(state, deferred=state.deferred | {event.node.start}) if names_it else state], []
        if not given and not names_it:
            return [state], []
        inside = replace(state, aliases=state.aliases | given)
        summary = self.effects.of_literal(literal, self.scene.file, inside, self.kind)
        if event.mode is Mode.GO and Effect.DISCHARGES in summary.effects and not summary.always_releases:
            return [], self.scene.escape(event.node.span, SOMETIMES)
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
        promise = state.promise
        if promise is not None and not is_awaited(promise, event.node):
            state = replace(state, promise=None)
        beside: list[State] = []
        met: Ends = []
        for place, node in self.operands(event.node):
            if node.kind == "func_literal":
                ended = self._handed_literal(node, event, state)
                if ended is not None:
                    return ended
                continue
            if place != RECEIVER and is_method_value(node, self.scene, state):
                return [], self.scene.escape(event.node.span, METHOD_HANDED)
            rest = self._rest(event.node, (place, node), state, promise)
            if rest is None:
                state = self._viewed(event.node, place, node, state)
                continue
            states, ends = self._applied(event, place, rest, state)
            if not states:
                return states, ends
            state = states[0]
            beside += states[1:]
            met += ends
        return [state, *beside], met

    def _rest(self, call: Node, given: tuple[int, Node], state: State, promise: Promise | None) -> Rest | None:
        """Return what leads from an operand of a call to the obligation, perhaps through a call that returns it."""
        place, node = given
        rest = self.access.promised(node, promise)
        if promise is not None and promise.returned is not None and not promise.returned.is_view:
            inner = unwrapped(node)
            if inner.kind == "call_expression" and inner.start == promise.call:
                rest = promise.returned.rest
        if rest is None:
            return self.below(call, place, node, state.aliases)
        return inside(rest, self.access.through(call)) if place == RECEIVER else rest

    def below(self, call: Node, place: int, node: Node, aliases: frozenset[Path]) -> Rest | None:
        """Return what leads from an operand of a call to an alias; the receiver may be a field that it embeds."""
        return self.access.below(node, aliases, self.access.through(call) if place == RECEIVER else ())

    def operands(self, call: Node) -> list[tuple[int, Node]]:
        """Return the operands of a call: the receiver of a method, and the arguments, each with its place."""
        function = call.field("function")
        operand = function.field("operand") if function is not None and function.kind == "selector_expression" else None
        is_value = operand is not None and unwrapped(operand).kind in {"call_expression", "composite_literal"}
        is_method = operand is not None and (is_value or self.access.path(operand) is not None)
        # A selector that is called on a value of an unknown type is assumed to be a method.
        kinds = {CalleeKind.METHOD, CalleeKind.UNKNOWN}
        is_method = is_method and self.shapes.callee(call, self.scene.file).kind in kinds
        receiver = [(RECEIVER, operand)] if operand is not None and is_method else []
        return [*receiver, *enumerate(self.shapes.arguments(call))]

    def _handed_literal(self, literal: Node, event: Call, state: State) -> Step | None:
        """Return what happens to an obligation captured by a literal that is passed to a call."""
        if not self.access.mentions(literal, state.aliases | state.views, calls=True):
            return None
        summary = self.effects.of_literal(literal, self.scene.file, state, self.kind)
        if summary.has(Effect.DISCHARGES):
            return [], [(OutcomeKind.SCHEDULED, event.node.span)]
        if not summary.effects:
            # It never ends, and needs the value as long as it runs.
            return [], [(OutcomeKind.ENDS, event.node.span)]
        if not summary.has(Effect.ESCAPES) and not self.kind.serves:
            return None
        return [], self.scene.escape(event.node.span, summary.reason or LITERAL_HANDED)

    def _viewed(self, call: Node, place: int, node: Node, state: State) -> State:
        """Return what a call of or with a view does: its Close closes the view only, and it may be read to its end.

        The result of an unknown function of a view is assumed to be a view again.
        """
        function = call.field("function")
        is_receiver = place == RECEIVER and function is not None
        paths = self.access.receivers(function) if function is not None and is_receiver else (self.access.path(node),)
        if state.views.isdisjoint(paths):
            return state
        if is_receiver and self._name(call) in self.kind.released_by:
            return replace(state, is_wrapper_closed=True)
        summary = self.effects.of_argument(call, self.scene.file, Given(place, ()), self.kind)
        returned = summary.returned
        if returned is None and (summary.has(Effect.ESCAPES) or place == RECEIVER) and self._is_unknown(call):
            returned = Returned(0, ())
        if returned is not None:
            further = replace(returned, is_view=True)
            return replace(state, promise=Promise(call.start, summary.open_error, further))
        return replace(state, is_read=True, reading=call.start) if summary.has(Effect.DRAINS) else state

    def _is_unknown(self, call: Node) -> bool:
        """Return whether nothing is known about what a call returns."""
        return not isinstance(self.shapes.callee(call, self.scene.file).shape, Func)

    def _applied(self, event: Call, place: int, rest: Rest, state: State) -> Step:
        is_pending = state.phase is Phase.PENDING
        error = None
        if is_pending and state.error is not None:
            paths = [self.access.path(argument) for argument in self.shapes.arguments(event.node)]
            error = next((at for at, each in enumerate(paths) if each == (state.error, ())), None)
        if ANY in rest and place != RECEIVER and self._is_own_body(event.node):
            return [], self.scene.escape(event.node.span, SOMEWHERE)
        given = Given(place, rest, error, is_pending)
        summary = self.effects.of_argument(event.node, self.scene.file, given, self.kind)
        is_owners = place == RECEIVER and rest not in {(), self.kind.part}
        is_closing = summary.open_error is None or self._name(event.node) in self.kind.released_by
        if is_owners and is_closing and summary.has(Effect.DISCHARGES) and not summary.has(Effect.ESCAPES):
            # A method that releases what its receiver holds knows when there is nothing to do: `if c.closed {...}`.
            return self._met(event)
        return self._apply(event, summary, state)

    @staticmethod
    def _name(call: Node) -> str:
        """Return the name of the method that a call selects, empty for other calls."""
        function = call.field("function")
        name = function.field("field") if function is not None else None
        return name.text if name is not None else ""

    def _is_own_body(self, call: Node) -> bool:
        """Return whether a call calls a function with a body, which could be searched if we knew where to look."""
        symbol = self.shapes.callee(call, self.scene.file).symbol
        return symbol is not None and symbol.declaration.field("body") is not None

    def _apply(self, event: Call, summary: Summary, state: State) -> Step:
        """Return what a summary says about the path of the call."""
        where = event.node.span
        if summary.has(Effect.PREMATURE) and state.phase is Phase.PENDING:
            return [], [(OutcomeKind.PREMATURE, where)]
        if summary.has(Effect.ESCAPES):
            return [], self.scene.escape(where, summary.reason or KEPT)
        if summary.always_releases and summary.returned is None:
            return self._met(event)
        if event.mode is Mode.GO and self.kind.serves:
            return [], self.scene.escape(where, SERVED)
        if not summary.effects and summary.returned is None:
            return [], [(OutcomeKind.ENDS, where)]
        promise = None
        if summary.open_error is not None or summary.returned is not None:
            promise = Promise(event.node.start, summary.open_error, summary.returned)
        state = replace(state, promise=promise)
        if summary.has(Effect.DRAINS):
            state = replace(state, is_read=True, reading=event.node.start)
        # If its error distinguishes the paths, the one on which it is released continues only if the search asks for
        # it.
        is_told = summary.open_error is not None and not self.scene.beyond
        is_unseen = is_told or (summary.open_error is None and summary.returned is None)
        met = self._met(event)[1] if summary.has(Effect.DISCHARGES) and is_unseen else []
        return [state, *self._met_inside(event, summary, state)], met

    def _met_inside(self, event: Call, summary: Summary, state: State) -> list[State]:
        """Return how a path continues on which the callee has released the obligation, judged by its error."""
        if not self.scene.beyond or not summary.has(Effect.DISCHARGES) or summary.open_error is None:
            return []
        promise = Promise(event.node.start, OPPOSITE[summary.open_error])
        met = (OutcomeKind.DISCHARGED, event.node.start)
        return [replace(state, phase=Phase.MET, met=met, promise=promise, deferred=frozenset())]


def is_awaited(promise: Promise, call: Node) -> bool:
    """Return whether what a call promised is still on its way to a call or a literal that contains this one."""
    outer = (each for each in call.ancestors() if each.kind in {"call_expression", "composite_literal"})
    return any(each.start <= promise.call < each.end for each in outer)


def held_nowhere(call: Node) -> Path:
    """Return the access path of a call's result that no variable holds."""
    return ("", call.start), ()


def is_method_value(node: Node, scene: Scene, state: State) -> bool:
    """Return whether an expression is a releasing method of an alias as a value: `t.Cleanup(rows.Close)`."""
    path = scene.access.path(node)
    if path is None or not path[1] or path[1][-1] not in scene.kind.released_by:
        return False
    return not state.aliases.isdisjoint(scene.access.receivers(node))


def literal_of(call: Node) -> Node | None:
    """Return the function literal that a call calls in place."""
    function = call.field("function")
    while function is not None and function.kind == "parenthesized_expression" and function.children:
        function = function.children[0]
    return function if function is not None and function.kind == "func_literal" else None


def named_literal(call: Node, scene: Scene) -> Node | None:
    """Return the function literal that a call calls by the name of a variable that never holds anything else."""
    symbol = scene.effects.shapes.callee(call, scene.file).symbol
    if symbol is None or not symbol.is_local:
        return None
    values = [unwrapped(each) for each in scene.effects.ownership.values(symbol)]
    return values[0] if len(values) == 1 and values[0].kind == "func_literal" else None


def is_bound(node: Node) -> bool:
    """Return whether the value of a call is assigned to something."""
    outer = node.parent
    while outer is not None and outer.kind in _AROUND:
        outer = outer.parent
    if outer is not None and outer.kind == "expression_list":
        outer = outer.parent
    return outer is not None and outer.kind in _BINDING
