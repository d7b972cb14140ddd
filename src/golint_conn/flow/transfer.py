"""The transfer function: what one event does to an obligation on a path.

Everything that depends on other functions is asked of `Effects`; everything that depends on the kind of obligation is
read from its row. An event either changes the state, or ends the path with an outcome, or leaves both alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from golint_conn.flow.access import Access, covers
from golint_conn.flow.conditions import OPPOSITE, assumed, chosen
from golint_conn.flow.events import Assign, Assume, Call, Case, Mode, Return, Send, Use
from golint_conn.flow.obligation import OutcomeKind, Phase, State
from golint_conn.flow.summary import Effect, Given
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.choices import guards
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.flow.graph import Graph, Point
    from golint_conn.flow.obligation import ObligationKind, Path
    from golint_conn.flow.summary import Callees
    from golint_conn.names.gofile import GoFile
    from golint_conn.source import Span
    from golint_conn.syntax import Node

Ends = list[tuple[OutcomeKind, "Span"]]
Step = tuple[list[State], Ends]

_MET = frozenset({OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED})
_METHOD_VALUE = ("()",)
"""What follows a variable that holds a discharging method as a value: calling it discharges."""

_LITERALS = "(func_literal) @literal"
_CALLS = "(call_expression) @call"


class Transfer:
    """The transfer function for one obligation in one function.

    `acquisition` is the call that hands the value out, at result `index`; None where the search begins with a
    parameter that holds it. With `beyond` a path goes on after the obligation was met, to see what is returned then.
    """

    def __init__(  # noqa: PLR0913 - what a search is about, each part by itself
        self,
        effects: Callees,
        kind: ObligationKind,
        graph: Graph,
        file: GoFile,
        *,
        acquisition: Node | None = None,
        index: int = 0,
        beyond: bool = False,
    ) -> None:
        self.effects = effects
        self.shapes = effects.shapes
        self.kind = kind
        self.graph = graph
        self.file = file
        self.acquisition = acquisition
        self.index = index
        self.beyond = beyond
        self.access = Access(self.shapes, file)

    def step(self, number: int, point: Point, state: State) -> Step:
        """Return the states after an event, and the outcomes of paths that end at it."""
        if state.phase is Phase.MET:
            states, ends = self._after(point, state)
        elif point.event is not None:
            states, ends = self._HANDLERS[type(point.event)](self, point.event, state)
            if self.beyond and any(kind in _MET for kind, _ in ends):
                states = [*states, replace(state, phase=Phase.MET)]
        else:
            states, ends = [state], []
        if number == self.graph.end:
            ends = [*ends, *(end for each in states for end in self._exit(each, self._closing_brace()))]
        return states, ends

    def _after(self, point: Point, state: State) -> Step:
        """Return what an event does once the obligation is met: only whether the value is returned is of interest."""
        event = point.event
        if isinstance(event, Return):
            returned = any(self.access.mentions(value, state.aliases, calls=False) for value in event.values)
            if returned and self._is_failure(event, state):
                return [], [(OutcomeKind.FAILED, event.node.span)]
            is_named = not event.values and self._is_result(state)
            return [], [(OutcomeKind.RETURNED_MET, event.node.span)] if returned or is_named else []
        if isinstance(event, Assume | Case):
            return self._HANDLERS[type(event)](self, event, state)
        return [state], []

    def _closing_brace(self) -> Span:
        function = self.graph.function
        body = function.field("body") or function
        return type(body.span)(max(body.start, body.end - 1), body.end)

    def _exit(self, state: State, where: Span) -> Ends:
        if state.phase is Phase.MET:
            return [(OutcomeKind.RETURNED_MET, where)] if self._is_result(state) else []
        if self._is_result(state):
            return [(OutcomeKind.TRANSFERRED, where)]
        return [(OutcomeKind.LEAK, where)]

    def _is_result(self, state: State) -> bool:
        """Return whether a named result holds the obligation when the function leaves."""
        holder = self.graph.function.field("result")
        names = [name for each in (holder.children if holder else []) for name in each.fields("name")]
        keys = {(self.file.path, name.start) for name in names}
        return any(alias[0] in keys for alias in state.aliases)

    # Conditions

    def _assume(self, event: Assume, state: State) -> Step:
        node = event.condition
        if node.kind == "call_expression" and not event.truth and self._ends_by(node, state):
            return [], [(OutcomeKind.DISCHARGED, node.span)]
        return self._learn(assumed(event, self.access, self.shapes, self.file), state, node.span)

    def _case(self, event: Case, state: State) -> Step:
        return self._learn(chosen(event, self.access), state, event.value.span)

    def _ends_by(self, call: Node, state: State) -> bool:
        """Return whether a call that answered false has discharged the obligation: `rows.Next()`."""
        function = call.field("function")
        name = function.field("field") if function is not None else None
        if function is None or name is None or name.text not in self.kind.ended_by:
            return False
        return self.access.path(function.field("operand")) in state.aliases

    def _learn(self, facts: list[tuple[Path, str]], state: State, where: Span) -> Step:
        for path, value in facts:
            root, fields = path
            if not fields and (root, OPPOSITE[value]) in state.facts:
                return [], []
            if not fields and root == state.error and state.phase is Phase.PENDING:
                if value == "set":
                    return [], [(OutcomeKind.VOID, where)]
                state = replace(state, phase=Phase.OPEN)
            elif value == "nil" and any(covers(path, alias) for alias in state.aliases):
                return [], [(OutcomeKind.VOID, where)]
            elif value == "set" and state.phase is Phase.PENDING and any(covers(path, a) for a in state.aliases):
                state = replace(state, phase=Phase.OPEN)
            if not fields:
                state = replace(state, facts=state.facts | {(root, value)})
        return [state], []

    # Assignments

    def _assign(self, event: Assign, state: State) -> Step:
        target, where = self.access.path(event.target), event.target.span
        if self.acquisition is not None and event.value is not None and _is(event.value, self.acquisition):
            return self._acquired(event, target, state)
        moved = self._moved(event, state)
        if target is None:
            is_blank = event.target.kind == "identifier" and event.target.text == "_"
            return ([], [(OutcomeKind.ESCAPED, where)]) if moved and not is_blank else ([state], [])
        if moved and not self._is_own(event.target, target):
            return [], [(OutcomeKind.ESCAPED, where)]
        return self._renamed(event, target, moved, state)

    def _acquired(self, event: Assign, target: Path | None, state: State) -> Step:
        """Bind the results of the acquisition to the variables that get them."""
        if event.index == self.index:
            if target is None:
                is_blank = event.target.kind == "identifier" and event.target.text == "_"
                return [], [(OutcomeKind.DISCARDED if is_blank else OutcomeKind.ESCAPED, event.target.span)]
            if not self._is_own(event.target, target):
                return [], [(OutcomeKind.ESCAPED, event.target.span)]
            if state.aliases and all(covers(target, held) for held in state.aliases):
                return [], [(OutcomeKind.OVERWRITTEN, event.target.span)]
            alias = (target[0], target[1] + self.kind.part)
            if self._is_awaited(alias):
                return [], [(OutcomeKind.SCHEDULED, event.target.span)]
            return [replace(self._forget(target, state), aliases=frozenset({alias}))], []
        if target is not None and not target[1] and self._is_error(event.target):
            return [replace(self._forget(target, state), error=target[0])], []
        return [self._forget(target, state) if target is not None else state], []

    def _is_awaited(self, alias: Path) -> bool:
        """Return whether a `defer` before the acquisition will discharge what the variable then holds."""
        state = State(Phase.OPEN, frozenset({alias}))
        for point in self.graph.points:
            event = point.event
            if not isinstance(event, Call) or event.mode is not Mode.DEFER or self.acquisition is None:
                continue
            literal = self._literal(event.node)
            if (
                literal is not None
                and event.node.start < self.acquisition.start
                and self._discharges_inside(literal, state)
            ):
                return True
        return False

    def _is_error(self, node: Node) -> bool:
        return str(self.shapes.of(node, self.file)) in {"error", "?"}

    def _moved(self, event: Assign, state: State) -> frozenset[Path]:
        """Return the aliases that the target gets, as paths relative to it; with an empty root where unknown."""
        value = event.value
        if value is None or event.opaque:
            return frozenset()
        path = self.access.path(value)
        if self._is_discharging_value(path, state):
            return frozenset({(("", 0), _METHOD_VALUE)})
        if path is not None:
            return frozenset((("", 0), a[1][len(path[1]) :]) for a in state.aliases if covers(path, a))
        if self._is_call(value):
            return frozenset()
        if self.access.mentions(value, state.aliases, calls=False):
            return frozenset({(("", 0), ("?",))})
        return frozenset()

    @staticmethod
    def _is_call(node: Node) -> bool:
        while (
            node.kind in {"parenthesized_expression", "type_assertion_expression", "unary_expression"} and node.children
        ):
            node = node.field("operand") or node.children[0]
        return node.kind == "call_expression"

    def _renamed(self, event: Assign, target: Path, moved: frozenset[Path], state: State) -> Step:
        """Give the target its new aliases; what was only known under the target's name is overwritten."""
        kept = frozenset(alias for alias in state.aliases if not covers(target, alias))
        added = frozenset((target[0], target[1] + rest) for _, rest in moved)
        state = self._forget(target, state)
        is_kept = state.promised is not None and event.value is not None and event.value.start == state.promised[0]
        if is_kept and state.promised is not None and not target[1] and self._is_error(event.target):
            state = replace(state, facts=state.facts | {(target[0], state.promised[1])}, promised=None)
        if state.aliases and not kept and not added:
            return [], [(OutcomeKind.OVERWRITTEN, event.target.span)]
        if target[0] == state.error and not target[1]:
            # The error was not looked at: from here on the value counts as there.
            state = replace(state, error=None, phase=Phase.OPEN)
        return [replace(state, aliases=kept | added)], []

    @staticmethod
    def _forget(target: Path, state: State) -> State:
        """Drop what was known of a variable that gets another value."""
        if target[1]:
            return state
        return replace(state, facts=frozenset(fact for fact in state.facts if fact[0] != target[0]))

    def _is_own(self, node: Node, path: Path) -> bool:
        """Return whether a target is a local variable, or a field of a value that this function made."""
        if not path[1]:
            symbol = self.shapes.names.symbol_of(node, self.file) if node.kind == "identifier" else None
            return symbol is None or self._declared_here(symbol.node)
        root: Node | None = node
        while root is not None and root.kind != "identifier":
            root = root.field("operand") or (root.children[0] if root.children else None)
        symbol = self.shapes.names.symbol_of(root, self.file) if root is not None else None
        return symbol is not None and self._declared_here(symbol.node) and self.effects.ownership.is_own(symbol)

    def _declared_here(self, name: Node) -> bool:
        """Return whether a name is declared in this function, and not in one around a function literal."""
        return self.graph.function.span.contains(name.span)

    # Calls

    def _call(self, event: Call, state: State) -> Step:
        node = event.node
        if self.acquisition is not None and _is(node, self.acquisition):
            return self._acquisition_call(node, state)
        callee = self.shapes.callee(node, self.file)
        if event.mode is Mode.CALL and self.effects.never_returns(callee):
            return [], [(OutcomeKind.ENDS, node.span)]
        state = self._vouched(event, state)
        if not state.aliases:
            return [state], []
        ended = self._discharge(event, state)
        if ended is not None:
            return ended
        literal = self._literal(node)
        if literal is not None:
            return self._closure(literal, event, state)
        return self._passed(event, state)

    def _vouched(self, event: Call, state: State) -> State:
        """Learn from a call such as `check(err)` that returns only where the error is nil."""
        if state.phase is not Phase.PENDING or state.error is None or event.mode is not Mode.CALL:
            return state
        for place, argument in enumerate(self.shapes.arguments(event.node)):
            if self.access.path(argument) == (state.error, ()) and self.effects.vouches(event.node, self.file, place):
                return replace(state, phase=Phase.OPEN, facts=state.facts | {(state.error, "nil")})
        return state

    def _acquisition_call(self, node: Node, state: State) -> Step:
        """Begin, or begin again in a loop, where the value is handed out."""
        if state.aliases:
            return [state], []
        if self._is_bound(node):
            return [state], []
        kind = self._unbound(node)
        return [], [(kind, node.span)]

    @staticmethod
    def _is_bound(node: Node) -> bool:
        outer = node.parent
        while outer is not None and outer.kind in {"parenthesized_expression", "type_assertion_expression"}:
            outer = outer.parent
        if outer is not None and outer.kind == "expression_list":
            outer = outer.parent
        return outer is not None and outer.kind in {
            "short_var_declaration",
            "assignment_statement",
            "var_spec",
            "receive_statement",
        }

    @staticmethod
    def _unbound(node: Node) -> OutcomeKind:
        outer = node.parent
        if outer is not None and outer.kind in {"expression_statement", "go_statement", "defer_statement"}:
            return OutcomeKind.DISCARDED
        if outer is not None and outer.kind == "expression_list":
            return OutcomeKind.TRANSFERRED
        return OutcomeKind.ESCAPED

    def _discharge(self, event: Call, state: State) -> Step | None:
        """Return what a call of a discharging method on an alias does, None for any other call."""
        function = event.node.field("function")
        if function is None:
            return None
        operand, name = function.field("operand"), function.field("field")
        path = self.access.path(operand) if name is not None else self.access.path(function)
        method = name.text if name is not None else "()"
        met = path in state.aliases and method in self.kind.discharged_by
        if name is None and path is not None:
            met = met or (path[0], path[1] + _METHOD_VALUE) in state.aliases
        if not met and name is not None and path is not None and any(covers(path, a) for a in state.aliases):
            met = self.shapes.callee(event.node, self.file).qualified in self.kind.owner_discharges
        if not met:
            return None
        is_pending = state.phase is Phase.PENDING and state.error is not None and bool(self.kind.part)
        if is_pending and event.mode is not Mode.GO and not is_conditional(event.node):
            return [], [(OutcomeKind.PREMATURE, event.node.span)]
        kind = OutcomeKind.SCHEDULED if event.mode is Mode.DEFER else OutcomeKind.DISCHARGED
        return [], [(kind, event.node.span)]

    @staticmethod
    def _literal(call: Node) -> Node | None:
        """Return the function literal that a call calls where it stands."""
        function = call.field("function")
        while function is not None and function.kind == "parenthesized_expression" and function.children:
            function = function.children[0]
        return function if function is not None and function.kind == "func_literal" else None

    def _closure(self, literal: Node, event: Call, state: State) -> Step:
        """Return what a literal does that is called, deferred or started here."""
        if self._is_unguarded(literal, state):
            return [], [(OutcomeKind.PREMATURE, event.node.span)]
        if self._discharges_inside(literal, state):
            kind = OutcomeKind.SCHEDULED if event.mode is Mode.DEFER else OutcomeKind.DISCHARGED
            return [], [(kind, event.node.span)]
        arguments = event.node.field("arguments")
        handed = self.access.mentions(literal, state.aliases, calls=True) if event.mode is Mode.GO else False
        if handed or (arguments is not None and self.access.mentions(arguments, state.aliases, calls=False)):
            return [], [(OutcomeKind.ESCAPED, event.node.span)]
        return [state], []

    def _is_unguarded(self, literal: Node, state: State) -> bool:
        """Return whether a literal discharges, under no condition, what is there only if the error is nil."""
        if state.phase is not Phase.PENDING or state.error is None or not self.kind.part:
            return False
        calls = [match["call"] for match in Query.of(_CALLS).matches(literal)]
        met = [call for call in calls if self._discharge(Call(call, Mode.GO), state) is not None]
        return any(not any(guards(call)) for call in met)

    def _discharges_inside(self, node: Node, state: State) -> bool:
        """Return whether a discharging call on an alias, or a call that may be one, stands inside of a literal."""
        for match in Query.of(_CALLS).matches(node):
            call = match["call"]
            if self._discharge(Call(call, Mode.GO), state) is not None:
                return True
            arguments = self.shapes.arguments(call)
            for place, argument in enumerate(arguments):
                path = self.access.path(argument)
                if path is None or not any(covers(path, alias) for alias in state.aliases):
                    continue
                effects = self._effect_of(call, place, path, state)
                if Effect.BORROWS not in effects:
                    return True
        return False

    def _passed(self, event: Call, state: State) -> Step:
        """Return what a call does with the aliases among its arguments."""
        arguments = self.shapes.arguments(event.node)
        after = [state]
        for place, argument in enumerate(arguments):
            if argument.kind == "func_literal":
                if any(self._discharges_inside(m["literal"], state) for m in Query.of(_LITERALS).matches(argument)):
                    return [], [(OutcomeKind.SCHEDULED, event.node.span)]
                continue
            path = self.access.path(argument)
            if path is not None and any(covers(path, alias) for alias in state.aliases):
                after, ends = self._applied(event, place, path, after)
                if ends:
                    return after, ends
            elif self._is_discharging_value(path, state) or (
                argument.kind != "call_expression" and self.access.mentions(argument, state.aliases, calls=False)
            ):
                return [], [(OutcomeKind.ESCAPED, event.node.span)]
        return after, []

    def _is_discharging_value(self, path: Path | None, state: State) -> bool:
        """Return whether an expression is a discharging method as a value: `t.Cleanup(rows.Close)`."""
        if path is None or not path[1] or path[1][-1] not in self.kind.discharged_by:
            return False
        return (path[0], path[1][:-1]) in state.aliases

    def _applied(self, event: Call, place: int, path: Path, states: list[State]) -> Step:
        after: list[State] = []
        for state in states:
            effects = self._effect_of(event.node, place, path, state)
            if Effect.ESCAPES in effects:
                return [], [(OutcomeKind.ESCAPED, event.node.span)]
            if Effect.BORROWS not in effects:
                kind = OutcomeKind.SCHEDULED if event.mode is Mode.DEFER else OutcomeKind.DISCHARGED
                return [], [(kind, event.node.span)]
            promised = self.effects.promise(effects)
            after.append(replace(state, promised=(event.node.start, promised)) if promised is not None else state)
        return after, []

    def _effect_of(self, call: Node, place: int, path: Path, state: State) -> frozenset[Effect]:
        rest = next(alias[1][len(path[1]) :] for alias in state.aliases if covers(path, alias))
        is_pending = state.phase is Phase.PENDING and state.error is not None
        paths = [self.access.path(argument) for argument in self.shapes.arguments(call)] if is_pending else []
        error = next((at for at, each in enumerate(paths) if each == (state.error, ())), None)
        return self.effects.of_argument(call, self.file, Given(place, rest, error), self.kind)

    # The other ways out

    def _return(self, event: Return, state: State) -> Step:
        if not event.values:
            return [], self._exit(state, event.node.span)
        if any(self.access.mentions(value, state.aliases, calls=False) for value in event.values):
            kind = OutcomeKind.FAILED if self._is_failure(event, state) else OutcomeKind.TRANSFERRED
            return [], [(kind, event.node.span)]
        if any(self._carries(value, state) for value in event.values):
            return [], [(OutcomeKind.TRANSFERRED, event.node.span)]
        if not state.aliases:
            return [], [(OutcomeKind.TRANSFERRED, event.node.span)]
        return [], [(OutcomeKind.LEAK, event.node.span)]

    def _is_failure(self, event: Return, state: State) -> bool:
        """Return whether a return statement is certain to return an error: one that is not nil, or a new one."""
        last = event.values[-1]
        if str(self.shapes.of(last, self.file)) != "error":
            return False
        path = self.access.path(last)
        return last.kind == "call_expression" or (path is not None and (path[0], "set") in state.facts)

    def _carries(self, value: Node, state: State) -> bool:
        """Return whether a returned call wraps the value: `bufio.NewReader(resp.Body)`, not `io.ReadAll(...)`."""
        if value.kind != "call_expression" or not self.access.mentions(value, state.aliases, calls=True):
            return False
        callee = self.shapes.callee(value, self.file)
        return callee.kind is not CalleeKind.BUILTIN and callee.name.startswith("New")

    def _send(self, event: Send, state: State) -> Step:
        if self.access.mentions(event.value, state.aliases, calls=False):
            return [], [(OutcomeKind.ESCAPED, event.value.span)]
        return [state], []

    def _used(self, _event: Use, state: State) -> Step:
        return [state], []

    _HANDLERS: ClassVar[dict[type, Callable[..., Step]]] = {
        Assume: _assume,
        Case: _case,
        Assign: _assign,
        Call: _call,
        Return: _return,
        Send: _send,
        Use: _used,
    }


def is_conditional(node: Node) -> bool:
    """Return whether an expression is evaluated only if another operand of `&&` or `||` says so."""
    return any(outer.kind == "binary_expression" and outer.operator() in {"&&", "||"} for outer in node.ancestors())


def _is(value: Node, call: Node) -> bool:
    """Return whether an expression is a call, through parentheses and assertions."""
    while value.kind in {"parenthesized_expression", "type_assertion_expression", "unary_expression"} and value != call:
        inner = value.field("operand") or (value.children[0] if value.children else None)
        if inner is None:
            return False
        value = inner
    return value == call
