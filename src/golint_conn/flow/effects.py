"""Effects: what a call does to an argument, from the body of its callee where that is at hand.

The same search with another seed: it starts at the entry of the callee with the parameter as the only name of an open
obligation. What its exits do is the summary: for exits that return an error, and for those that do not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from golint_conn.flow.events import Call, Mode, Return
from golint_conn.flow.lower import TooDeepError, lower
from golint_conn.flow.models import never_returns, prints
from golint_conn.flow.obligation import ObligationKind, OutcomeKind, Phase, State
from golint_conn.flow.search import Result, Transition, search
from golint_conn.flow.summary import BORROWED, DISCHARGED, ESCAPED, Effect, Given
from golint_conn.names.shape import Func, Interface, Named, Slice, dereferenced
from golint_conn.names.shapes import Callee, CalleeKind
from golint_conn.program.functions import callee_body, parameter
from golint_conn.program.ownership import Ownership
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.flow.graph import Graph
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Shapes
    from golint_conn.program.references import References
    from golint_conn.syntax import Node


_DEPTH = 6
_NOTHING = ObligationKind("nothing")
"""The kind of no obligation, for searches that ask only where control can go."""

_NEVER_CLOSE = frozenset({"io.Reader", "io.Writer", "io.ReaderFrom", "io.WriterTo", "io.ByteReader", "io.RuneReader"})
"""Interfaces through which nothing can be closed."""


class Effects:
    """Computes effects and remembers them."""

    def __init__(self, references: References, transfers: Callable[..., Transition]) -> None:
        self.references = references
        self.shapes: Shapes = references.shapes
        self.ownership = Ownership(references)
        self._transfers = transfers
        self._graphs: dict[tuple[str, int], Graph | None] = {}
        self._summaries: dict[tuple[tuple[str, int], Given, str], frozenset[Effect]] = {}
        self._vouching: dict[tuple[str, int], bool] = {}
        self._ending: dict[tuple[str, int], bool] = {}
        self._depth = 0

    def graph(self, function: Node, file: GoFile) -> Graph | None:
        """Return the graph of a function, None for one that nests too deeply."""
        key = (file.path, function.start)
        if key not in self._graphs:
            try:
                self._graphs[key] = lower(function)
            except TooDeepError:
                self._graphs[key] = None
        return self._graphs[key]

    def never_returns(self, callee: Callee) -> bool:
        """Return whether a call ends the path: a library's function, or one whose body never gets to its end."""
        if never_returns(callee.qualified or callee.name if callee.kind is CalleeKind.BUILTIN else callee.qualified):
            return True
        symbol = callee.symbol
        if symbol is None or symbol.declaration.kind not in {"function_declaration", "method_declaration"}:
            return False
        if symbol.declaration.field("body") is None:
            return False
        if symbol.key not in self._ending:
            self._ending[symbol.key] = False
            self._ending[symbol.key] = self._has_no_exit(symbol.declaration, symbol.file)
        return self._ending[symbol.key]

    def _has_no_exit(self, function: Node, file: GoFile) -> bool:
        graph = self.graph(function, file)
        if graph is None:
            return False
        seen, pending = {0}, [0]
        while pending:
            number = pending.pop()
            point = graph.points[number]
            event = point.event
            called = event.node if isinstance(event, Call) and event.mode is Mode.CALL else None
            if called is not None and self.never_returns(self.shapes.callee(called, file)):
                continue
            if not point.successors:
                return False
            fresh = [after for after in point.successors if after not in seen]
            seen.update(fresh)
            pending += fresh
        return True

    def vouches(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call comes back only where the error that it is given is nil: `check(err)`."""
        body = callee_body(Site(call, file), self.shapes)
        held = parameter(body[0], body[1], self.shapes, place) if body is not None else None
        graph = self.graph(body[0], body[1]) if body is not None else None
        if body is None or held is None or graph is None or self._depth >= _DEPTH:
            return False
        if held.key not in self._vouching:
            self._vouching[held.key] = False
            state = State(Phase.OPEN, facts=frozenset({(held.key, "set")}))
            result = search(graph, 0, state, self._transfers(self, _NOTHING, graph, body[1]))
            self._vouching[held.key] = not result.is_capped and all(o.kind is OutcomeKind.ENDS for o in result.outcomes)
        return self._vouching[held.key]

    def of_argument(self, call: Node, file: GoFile, given: Given, kind: ObligationKind) -> frozenset[Effect]:
        """Return what a call does to the obligation below one of its arguments."""
        callee = self.shapes.callee(call, file)
        if callee.kind is CalleeKind.CONVERSION:
            return BORROWED
        if callee.kind is CalleeKind.BUILTIN:
            return ESCAPED if callee.name == "append" else BORROWED
        if callee.qualified in kind.borrowed_by:
            return BORROWED
        taken = self._parameter_shape(callee, given.place)
        if str(taken) in _NEVER_CLOSE:
            return BORROWED
        body = callee_body(Site(call, file), self.shapes)
        if body is None and prints(callee.name):
            return BORROWED
        if body is None or self._depth >= _DEPTH:
            return ESCAPED
        held = parameter(body[0], body[1], self.shapes, given.place)
        if held is None:
            return BORROWED
        key = ((body[1].path, body[0].start), given, kind.name)
        if key not in self._summaries:
            self._summaries[key] = ESCAPED
            self._depth += 1
            try:
                failure = self._failure(body, given)
                state = State(Phase.OPEN if failure is None else Phase.PENDING, error=failure)
                state = replace(state, aliases=frozenset({(held.key, given.rest)}))
                self._summaries[key] = self._summarise(body[0], body[1], state, kind)
            finally:
                self._depth -= 1
        return self._summaries[key]

    def _parameter_shape(self, callee: Callee, place: int) -> object:
        function = callee.shape
        if not isinstance(function, Func) or not function.parameters:
            return None
        last = len(function.parameters) - 1
        shape = function.parameters[min(place, last)]
        if function.variadic and place >= last and isinstance(shape, Slice):
            shape = shape.element
        if isinstance(shape, Named | Interface):
            return shape
        return dereferenced(shape)

    def _failure(self, body: tuple[Node, GoFile], given: Given) -> tuple[str, int] | None:
        """Return the parameter that holds the acquisition's error, if that is passed along with the handle."""
        held = parameter(body[0], body[1], self.shapes, given.error) if given.error is not None else None
        return held.key if held is not None else None

    def _summarise(self, function: Node, file: GoFile, state: State, kind: ObligationKind) -> frozenset[Effect]:
        graph = self.graph(function, file)
        if graph is None:
            return ESCAPED
        transfer = self._transfers(self, kind, graph, file)
        result = search(graph, 0, state, transfer)
        return self._effects(result, graph, file)

    def _effects(self, result: Result, graph: Graph, file: GoFile) -> frozenset[Effect]:
        if result.is_capped or result.of(OutcomeKind.ESCAPED, OutcomeKind.TRANSFERRED, OutcomeKind.FAILED):
            return ESCAPED
        leaks = result.of(OutcomeKind.LEAK, OutcomeKind.OVERWRITTEN)
        if not leaks:
            return DISCHARGED
        if not result.of(OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED):
            return BORROWED
        kinds = {self._exit_kind(graph, file, outcome.where) for outcome in leaks}
        met = {
            self._exit_kind(graph, file, outcome.where)
            for outcome in result.of(OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED)
        }
        if kinds == {"ok"} and met != {"ok"}:
            return frozenset({Effect.BORROWS, Effect.BORROWS_ON_SUCCESS})
        if kinds == {"error"}:
            return frozenset({Effect.BORROWS, Effect.BORROWS_ON_ERROR})
        return BORROWED

    def _exit_kind(self, graph: Graph, file: GoFile, where: object) -> str:
        """Return `ok` or `error` by what a return statement returns last, `?` where that is not to be seen."""
        for point in graph.points:
            event = point.event
            if isinstance(event, Return) and event.values and event.node.span == where:
                last = event.values[-1]
                if last.kind == "nil":
                    return "ok"
                is_error = str(self.shapes.of(last, file)) == "error"
                return "error" if is_error else "ok"
        return "?"

    @staticmethod
    def promise(effects: frozenset[Effect]) -> str | None:
        """Return what is known of a call's error where the obligation is open after it."""
        if Effect.BORROWS_ON_SUCCESS in effects:
            return "nil"
        return "set" if Effect.BORROWS_ON_ERROR in effects else None
