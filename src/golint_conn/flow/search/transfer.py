"""The transfer function: what one event does to an obligation on a path.

`Effects` answers everything that depends on other functions; the row of the kind answers everything that depends on the
kind of obligation. An event either changes the state, or ends the path with an outcome, or leaves both alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from golint_conn.flow.graph.events import Assign, Assume, Call, Case, Exhausted, Mode, Return, Send, Use, shown
from golint_conn.flow.obligation import ANY, ELEMENT, METHOD, OutcomeKind, Phase, State
from golint_conn.flow.reasons import COUNTED, SENT, SOMEWHERE, stored
from golint_conn.flow.search.access import Rest, covered, covers, unwrapped
from golint_conn.flow.search.call_effects import Calls, held_nowhere, is_method_value, literal_of
from golint_conn.flow.search.conditions import OPPOSITE, assumed, chosen, is_counted
from golint_conn.flow.search.defer_in_loop import DeferInLoop
from golint_conn.flow.search.exits import Exits
from golint_conn.flow.search.facts import assigned
from golint_conn.flow.search.nothing_to_close import is_absent
from golint_conn.flow.search.selecting import is_there, selected
from golint_conn.flow.summary import Effect
from golint_conn.names.shape import Func

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.flow.graph.cfg import Point
    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import Path
    from golint_conn.flow.search.scene import Scene, Step
    from golint_conn.source import Span
    from golint_conn.syntax import Node


class Transfer:
    """The transfer function of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.shapes = scene.effects.shapes
        self.access = scene.access
        self.calls = Calls(scene)
        self.exits = Exits(scene)
        self.turns = DeferInLoop(scene)

    def step(self, number: int, point: Point, state: State) -> Step:
        """Return the states after an event, and the outcomes of paths that end at it."""
        states, ends = self._stepped(point, state)
        if number == self.scene.graph.end:
            left = [self.exits.at_end(each) for each in states]
            ends = [*ends, *(end for each in left for end in each)]
        if any(kind is OutcomeKind.SCHEDULED for kind, _ in ends):
            ends = [*ends, *self.turns.repeated(state, ends)]
        return states, ends

    def _stepped(self, point: Point, state: State) -> Step:
        event = point.event
        if event is None:
            return [state], []
        if state.phase in {Phase.MET, Phase.FAILED}:
            return self._after(event, state)
        early = self._early(event, state)
        if early is not None:
            return [], [(OutcomeKind.PREMATURE, early)]
        states, ends = self._HANDLERS[type(event)](self, event, state)
        if self.scene.beyond:
            states = [*states, *self._beyond(event, state, ends)]
        return states, ends

    def _beyond(self, event: Event, state: State, ends: list[tuple[OutcomeKind, Span]]) -> list[State]:
        """Return the states in which a path continues after the obligation was released or passed on, or never was."""
        if isinstance(event, Return):
            return []
        facts = state.facts
        if isinstance(event, Assume | Case):
            learned = assumed(event, self.scene) if isinstance(event, Assume) else chosen(event, self.access)
            facts |= {(path[0], value) for path, value in learned if not path[1]}
        return [
            replace(state, phase=Phase.MET, met=(kind, where.start), promise=None, deferred=frozenset(), facts=facts)
            for kind, where in ends
            if kind.is_met or kind in _GOES_ON
        ]

    def _after(self, event: Event, state: State) -> Step:
        """Return what an event does when there is nothing left to release, or never was."""
        if isinstance(event, Return):
            return [], self.exits.after(event, state)
        if isinstance(event, Call) and event.mode is Mode.CALL:
            if event.node == self.scene.acquisition:
                return [], []
            if self.scene.effects.never_returns(self.shapes.callee(event.node, self.scene.file)):
                self.exits.note_met(event.node.span, state)
                return [], []
        if state.phase is Phase.FAILED:
            return self._failed(event, state)
        if isinstance(event, Assume | Case):
            return self._HANDLERS[type(event)](self, event, state)
        target = self.access.path(event.target) if isinstance(event, Assign) else None
        return [self._noted(event, target, state) if isinstance(event, Assign) and target else state], []

    def _failed(self, event: Event, state: State) -> Step:
        """Return what an event does after the acquisition has failed: any use of the part is a use of nothing."""
        used = selected(event, state, self.scene)
        if used is not None and self.scene.sees_failure:
            return [], [(OutcomeKind.PREMATURE, used)]
        if isinstance(event, Assume | Case):
            facts = assumed(event, self.scene) if isinstance(event, Assume) else chosen(event, self.access)
            for path, value in facts:
                is_handle = value == "set" and any(covers(path, alias) for alias in state.aliases)
                if is_handle or (not path[1] and (path[0], OPPOSITE[value]) in state.facts):
                    return [], []
        if isinstance(event, Assign):
            target = self.access.path(event.target)
            if target is not None and (target == (state.error, ()) or any(covers(target, a) for a in state.aliases)):
                return [], []
        return [state], []

    def _early(self, event: Event, state: State) -> Span | None:
        """Return where an event uses the part of a handle before the error was checked."""
        if state.phase is not Phase.PENDING or is_there(state):
            return None
        return selected(event, state, self.scene)

    # Conditions

    def _assume(self, event: Assume, state: State) -> Step:
        node = event.condition
        if node.kind == "call_expression" and not event.truth and self._ends_by(node, state):
            return [], [(OutcomeKind.DISCHARGED, node.span)]
        if is_absent(event, state, self.scene):
            return [], [(OutcomeKind.VOID, node.span)]
        if is_counted(node, state, self.scene):
            return [], self.scene.escape(node.span, COUNTED)
        return self._learn(assumed(event, self.scene), state, node.span)

    def _case(self, event: Case, state: State) -> Step:
        if is_absent(event, state, self.scene):
            return [], [(OutcomeKind.VOID, event.value.span)]
        return self._learn(chosen(event, self.access), state, event.value.span)

    def _ends_by(self, call: Node, state: State) -> bool:
        """Return whether a call that returned false has released the obligation: `rows.Next()`."""
        function = call.field("function")
        name = function.field("field") if function is not None else None
        if function is None or name is None or name.text not in self.scene.kind.ended_by:
            return False
        return not state.aliases.isdisjoint(self.access.receivers(function))

    def _learn(self, facts: list[tuple[Path, str]], state: State, where: Span) -> Step:
        for path, value in facts:
            root, fields = path
            if not fields and (root, OPPOSITE[value]) in state.facts:
                return [], []
            if state.phase is Phase.MET:
                continue
            if not fields and root == state.error and state.phase is Phase.PENDING:
                if value in {"set", "false"}:
                    return self._void(state, root, value), [(OutcomeKind.VOID, where)]
                state = replace(state, phase=Phase.OPEN)
            elif value == "nil" and any(covers(path, alias) for alias in state.aliases):
                state = replace(state, aliases=self._without(path, state))
                if not state.aliases:
                    return [], [(OutcomeKind.VOID, where)]
            elif value == "set" and state.phase is Phase.PENDING and any(covers(path, a) for a in state.aliases):
                # A handle that is not nil need not hold anything: its error, if one is kept, has the last word.
                state = state if state.error is not None and not fields else replace(state, phase=Phase.OPEN)
            if not fields:
                state = replace(state, facts=state.facts | {(root, value)})
        return [state], []

    def _without(self, path: Path, state: State) -> frozenset[Path]:
        """Return what still names the obligation if a variable is nil: everything else if it only wraps it."""
        rests = {alias[1][len(path[1]) :] for alias in state.aliases if covers(path, alias)}
        is_handle = bool(rests & {(), self.scene.part})
        return frozenset() if is_handle else _outside(path, state.aliases)

    def _void(self, state: State, error: tuple[str, int], value: str) -> list[State]:
        """Return how a path continues after the acquisition failed, if it is still of interest."""
        if not (self.scene.part and (self.scene.sees_failure or state.deferred)) or is_there(state):
            return []
        facts = frozenset(fact for fact in state.facts if fact[0] != error) | {(error, value)}
        return [replace(state, phase=Phase.FAILED, facts=facts, promise=None)]

    # Assignments

    def _assign(self, event: Assign, state: State) -> Step:
        target, acquisition = self._target(event.target), self.scene.acquisition
        if acquisition is not None and event.value is not None and unwrapped(event.value) == acquisition:
            return self._acquired(event, target, state)
        key = event.target.field("index")
        if key is not None and self.access.mentions(key, state.aliases, calls=False):
            return [], self._stored(event)
        rests, is_view = self._moved(event, state)
        if event.opaque and event.value is not None and ANY in (self.access.below(event.value, state.aliases) or ()):
            # `for _, each := range conns` goes through the elements of what holds it somewhere.
            return [], self.scene.escape(event.target.span, SOMEWHERE)
        if target is None:
            is_blank = event.target.kind == "identifier" and event.target.text == "_"
            return ([], self._stored(event)) if rests and not is_blank else ([state], [])
        if rests and not self._is_own(event.target, target):
            return [], self._stored(event)
        return self._renamed(event, target, (rests, is_view), state)

    def _target(self, node: Node) -> Path | None:
        """Return the access path of an assignment's target; None for an element, because others keep their values."""
        path = self.access.path(node)
        return path if path is not None and ELEMENT not in path[1] else None

    def _acquired(self, event: Assign, target: Path | None, state: State) -> Step:
        """Bind the results of the acquisition to the variables that get them."""
        where = event.target.span
        is_blank = event.target.kind == "identifier" and event.target.text == "_"
        if event.index != self.scene.index:
            is_error = is_blank and self._holds_error(event)
            if is_error and not self.scene.part and state.phase is Phase.PENDING:
                return [replace(state, phase=Phase.OPEN)], []
            if target is not None and not target[1] and self.scene.tells_failure(event.target):
                return [replace(_forget(target, state), error=target[0])], []
            return [_forget(target, state) if target is not None else state], []
        if target is None or not self._is_own(event.target, target):
            return [], [(OutcomeKind.DISCARDED, where)] if is_blank else self._stored(event)
        if state.aliases and all(covers(target, held) for held in state.aliases):
            return [], self._lost(event, state)
        alias = (target[0], target[1] + self.scene.part)
        bound = replace(_forget(target, state), aliases=frozenset({alias}))
        return [replace(bound, deferred=self._awaiting(bound))], []

    def _holds_error(self, event: Assign) -> bool:
        """Return whether an assignment takes the last result of the acquisition, which is its error."""
        callee = self.shapes.callee(event.value, self.scene.file) if event.value is not None else None
        shape = callee.shape if callee is not None else None
        return not isinstance(shape, Func) or event.index == len(shape.results) - 1

    def _stored(self, event: Assign) -> list[tuple[OutcomeKind, Span]]:
        """Return what happens to an obligation that is stored where others may see it."""
        return self.scene.escape(event.target.span, stored(shown(event.target)))

    def _lost(self, event: Assign, state: State) -> list[tuple[OutcomeKind, Span]]:
        """Return what happens to an obligation whose last name gets another value.

        A variable that a loop's body declares is another one in each iteration; what was deferred has kept the old one.
        """
        lost = OutcomeKind.READ_ONLY if state.is_read else OutcomeKind.OVERWRITTEN
        if event.declares and state.deferred:
            return self.exits.leave(state, event.target.span, lost)
        return [(lost, event.target.span)]

    def _awaiting(self, state: State) -> frozenset[int]:
        """Return the deferred literals before the acquisition that name the variable that holds it later."""
        acquisition = self.scene.acquisition
        found: set[int] = set()
        for point in self.scene.graph.points:
            event = point.event
            if not isinstance(event, Call) or event.mode is not Mode.DEFER or acquisition is None:
                continue
            literal = literal_of(event.node)
            if literal is not None and event.node.start < acquisition.start:
                named = self.access.mentions(literal, state.aliases, calls=True)
                found.update({event.node.start} if named else ())
        return frozenset(found)

    def _moved(self, event: Assign, state: State) -> tuple[list[Rest], bool]:
        """Return all paths from the assigned value to the obligation, and whether the value is a view of it."""
        value = event.value
        if value is None or event.opaque:
            return self._element(event, state), False
        inner = unwrapped(value)
        promise = state.promise
        if promise is not None and promise.returned is not None and inner.start == promise.call:
            returned = promise.returned
            is_it = inner.kind == "call_expression" and event.index == returned.index
            return ([returned.rest], returned.is_view) if is_it else ([], False)
        if event.index and inner.kind != "call_expression":
            # `conn, ok := conns[key]`: the second value says whether there is a first one.
            return [], False
        inside = self.access.promised(value, promise)
        if inside is not None:
            return [inside], False
        if is_method_value(value, self.scene, state):
            return [(METHOD,)], False
        if inner.kind == "call_expression" and self.access.converted(inner) is None:
            return [], False
        if inner.kind == "func_literal":
            return self._captured(inner, state), False
        rests = self.access.places(value, state.aliases)
        views = self.access.places(value, state.views) if not rests else []
        return views or rests, bool(views)

    def _element(self, event: Assign, state: State) -> list[Rest]:
        """Return what leads to the obligation from the element that a range loop assigns to a variable."""
        rests = self.access.places(event.value, state.aliases) if event.value is not None and event.index else []
        return [rest[1:] for rest in rests if rest[:1] == (ELEMENT,)]

    def _captured(self, literal: Node, state: State) -> list[Rest]:
        """Return how a variable that gets a literal holds what the literal has captured."""
        if not self.access.mentions(literal, state.aliases, calls=True):
            return []
        summary = self.scene.effects.of_literal(literal, self.scene.file, state, self.scene.kind)
        if summary.has(Effect.PREMATURE):
            # What the error will be when it is called is not known yet: what it does to an existing value counts.
            there = replace(state, phase=Phase.OPEN)
            summary = self.scene.effects.of_literal(literal, self.scene.file, there, self.scene.kind)
        if summary.always_releases:
            return [(METHOD,)]
        return [(ANY,)] if summary.effects & {Effect.DISCHARGES, Effect.ESCAPES} else []

    def _renamed(self, event: Assign, target: Path, moved: tuple[list[Rest], bool], state: State) -> Step:
        """Give the target its new aliases; what was only known under the target's name is overwritten."""
        rests, is_view = moved
        kept = _outside(target, state.aliases)
        added = frozenset((target[0], target[1] + rest) for rest in rests)
        views = _outside(target, state.views)
        before, state = state, self._noted(event, target, state)
        if state.aliases and not kept and (is_view or not added):
            return [], self._lost(event, before)
        if target[0] == state.error and not target[1]:
            # The error was not checked: from here on the value is assumed to exist.
            state = replace(state, error=None, phase=Phase.OPEN)
        if is_view:
            return [replace(state, aliases=kept, views=views | added)], []
        return [replace(state, aliases=kept | added, views=views)], []

    def _noted(self, event: Assign, target: Path, state: State) -> State:
        """Return what is known about a variable that gets another value."""
        before, state = state.facts, _forget(target, state)
        if target[1]:
            return state
        if state.reading is not None and event.value is not None and unwrapped(event.value).start == state.reading:
            state = replace(state, read_error=target[0]) if self.scene.is_error(event.target) else state
        elif target[0] == state.read_error:
            state = replace(state, read_error=None)
        promise, value = state.promise, event.value
        if promise is not None and promise.error is not None and value is not None and value.start == promise.call:
            fact = promise.error if self.scene.is_error(event.target) else None
        else:
            fact = assigned(event, before, self.scene)
        return replace(state, facts=state.facts | {(target[0], fact)}) if fact is not None else state

    def _is_own(self, node: Node, path: Path) -> bool:
        """Return whether a target is a local variable, or a field of a value that this function made."""
        if not path[1] and node.kind == "identifier":
            symbol = self.shapes.names.symbol_of(node, self.scene.file)
            return symbol is None or self._declared_here(symbol.node)
        root: Node | None = node
        while root is not None and root.kind != "identifier":
            root = root.field("operand") or (root.children[0] if root.children else None)
        symbol = self.shapes.names.symbol_of(root, self.scene.file) if root is not None else None
        return symbol is not None and self._declared_here(symbol.node) and self.scene.effects.ownership.is_own(symbol)

    def _declared_here(self, name: Node) -> bool:
        """Return whether a name is declared in this function, and not in one around a function literal."""
        return self.scene.graph.function.span.contains(name.span)

    # The other events

    def _call(self, event: Call, state: State) -> Step:
        return self.calls.step(event, state)

    def _return(self, event: Return, state: State) -> Step:
        return [], self.exits.at_return(event, state)

    def _send(self, event: Send, state: State) -> Step:
        if self.access.mentions(event.value, state.aliases | state.views, calls=False):
            return [], self.scene.escape(event.value.span, SENT)
        return [state], []

    def _used(self, _event: Use, state: State) -> Step:
        return [state], []

    def _exhausted(self, event: Exhausted, state: State) -> Step:
        """End a path after a loop that receives forever, or that has run without having reached the obligation."""
        path = self.access.path(event.over) or held_nowhere(event.over)
        if path in self.calls.endless(state):
            return [], []
        held = any(rest[:1] == (ELEMENT,) for rest in self.access.places(event.over, state.aliases))
        return ([], []) if held and event.names and not self._is_passed(event, state) else ([state], [])

    def _is_passed(self, event: Exhausted, state: State) -> bool:
        """Return whether the variable of a loop has had the element that holds the obligation."""
        element = self.access.path(event.names[1]) if event.names[1:] else None
        return element is not None and bool(covered(element, state.aliases))

    _HANDLERS: ClassVar[dict[type, Callable[..., Step]]] = {
        Assume: _assume,
        Case: _case,
        Assign: _assign,
        Call: _call,
        Return: _return,
        Exhausted: _exhausted,
        Send: _send,
        Use: _used,
    }


_GOES_ON = frozenset({OutcomeKind.ESCAPED, OutcomeKind.OVERWRITTEN, OutcomeKind.READ_ONLY, OutcomeKind.VOID})
"""The ends, besides a release, after which a path is followed further if the search asks for that."""


def _forget(target: Path, state: State) -> State:
    """Drop what was known about a variable that gets another value."""
    if target[1]:
        return state
    return replace(state, facts=frozenset(fact for fact in state.facts if fact[0] != target[0]))


def _outside(target: Path, paths: frozenset[Path]) -> frozenset[Path]:
    return frozenset(path for path in paths if not covers(target, path))
