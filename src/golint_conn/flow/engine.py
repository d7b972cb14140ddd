"""The engine: from a call to what becomes of the obligation that it hands out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.flow.effects import Effects
from golint_conn.flow.events import Call, Mode
from golint_conn.flow.obligation import Failure, ObligationKind, Outcome, OutcomeKind, Phase, State
from golint_conn.flow.search import Result, search
from golint_conn.flow.transfer import Transfer
from golint_conn.names.shape import Func, dereferenced
from golint_conn.names.shapes import Callee, CalleeKind
from golint_conn.program.functions import enclosing_function, returned, values
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.flow.graph import Graph
    from golint_conn.names.gofile import GoFile
    from golint_conn.program.references import References
    from golint_conn.syntax import Node

_DEPTH = 5
_CALLS = "(call_expression) @call"


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A call that hands out an obligation at one of its results; `is_resolved` where we know what it calls."""

    site: Site
    index: int
    is_resolved: bool


class Engine:
    """Finds acquisitions and follows them."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes
        self.effects = Effects(references, Transfer)
        self._handing: dict[tuple[tuple[str, int], int, str], bool] = {}
        self.given_up: list[Site] = []
        self._acquisitions: dict[tuple[tuple[str, int, int], str], Acquisition | None] = {}
        self._results: dict[tuple[tuple[str, int, int], str, bool], Result | None] = {}
        self._depth = 0

    def acquisition(self, site: Site, kind: ObligationKind) -> Acquisition | None:
        """Return what a call hands out, None for one that hands out nothing of this kind."""
        key = (site.key, kind.name)
        if key not in self._acquisitions:
            self._acquisitions[key] = self._acquisition(site, kind)
        return self._acquisitions[key]

    def _acquisition(self, site: Site, kind: ObligationKind) -> Acquisition | None:
        callee = self.shapes.callee(site.node, site.file)
        if callee.qualified in kind.exempt:
            return None
        for name, index in kind.acquired_by:
            if callee.qualified == name:
                return Acquisition(site, index, is_resolved=True)
        if not kind.types or not isinstance(callee.shape, Func) or callee.kind is CalleeKind.CONVERSION:
            return None
        for index, shape in enumerate(callee.shape.results):
            if index > 0 and not self._has_body(callee):
                # A handle beside a result of its own kind, as generated clients return it, has been read already.
                return None
            if str(dereferenced(shape)) in kind.types and self._hands_out(callee, index, kind):
                return Acquisition(site, index, is_resolved=callee.kind is not CalleeKind.VALUE)
        return None

    def follow(self, acquisition: Acquisition, kind: ObligationKind, *, beyond: bool = False) -> Result | None:
        """Return what becomes of an obligation in its function; None at package level and in too deep nesting."""
        key = (acquisition.site.key, kind.name, beyond)
        if key not in self._results:
            result = self._follow(acquisition, kind, beyond=beyond)
            self._results[key] = result
            if result is not None and result.is_capped:
                self.given_up.append(acquisition.site)
        return self._results[key]

    def _follow(self, acquisition: Acquisition, kind: ObligationKind, *, beyond: bool) -> Result | None:
        node, file = acquisition.site.node, acquisition.site.file
        function = enclosing_function(node)
        graph = self.effects.graph(function, file) if function is not None else None
        start = self._point(graph, node) if graph is not None else None
        if graph is None or start is None or function is None:
            return None
        event = graph.points[start].event
        if isinstance(event, Call) and event.mode is not Mode.CALL:
            return Result([Outcome(OutcomeKind.DISCARDED, node.span)])
        never_fails = kind.failure is Failure.NEVER_FAILS or not self._has_error(node, file)
        state = State(Phase.OPEN if never_fails else Phase.PENDING)
        transfer = Transfer(self.effects, kind, graph, file, acquisition=node, index=acquisition.index, beyond=beyond)
        return search(graph, start, state, transfer)

    def _has_error(self, call: Node, file: GoFile) -> bool:
        shape = self.shapes.callee(call, file).shape
        return isinstance(shape, Func) and bool(shape.results) and str(shape.results[-1]) == "error"

    @staticmethod
    def _point(graph: Graph, call: Node) -> int | None:
        for number, point in enumerate(graph.points):
            if isinstance(point.event, Call) and point.event.node == call:
                return number
        return None

    def _hands_out(self, callee: Callee, index: int, kind: ObligationKind) -> bool:
        """Return whether a function returns an open obligation at a result, as one without a body is taken to do."""
        symbol = callee.symbol
        if symbol is None or symbol.declaration.kind not in {"function_declaration", "method_declaration"}:
            return True
        if symbol.declaration.field("body") is None or self._depth >= _DEPTH:
            return True
        key = (symbol.key, index, kind.name)
        if key not in self._handing:
            self._handing[key] = True
            self._depth += 1
            try:
                self._handing[key] = self._returns_open(symbol.declaration, symbol.file, kind)
            finally:
                self._depth -= 1
        return self._handing[key]

    @staticmethod
    def _has_body(callee: Callee) -> bool:
        return callee.symbol is not None and callee.symbol.declaration.field("body") is not None

    def _returns_open(self, function: Node, file: GoFile, kind: ObligationKind) -> bool:
        inside = [match["call"] for match in Query.of(_CALLS).matches(function)]
        found = [self.acquisition(Site(call, file), kind) for call in inside]
        acquired = [each for each in found if each is not None]
        opens = False
        for each in acquired:
            result = self.follow(each, kind, beyond=True)
            if result is None:
                return False
            if result.of(OutcomeKind.RETURNED_MET, OutcomeKind.ESCAPED):
                # Some paths return it closed, or may: whether this caller has to close it is not certain.
                return False
            opens = opens or bool(result.of(OutcomeKind.TRANSFERRED))
        return opens or (not acquired and self._returns_unknown(function, file))

    def _returns_unknown(self, function: Node, file: GoFile) -> bool:
        """Return whether a function passes on what a call returns of which nothing is known."""
        calls = [value for each in returned(function) for value in values(each.children[0] if each.children else None)]
        unknown = [call for call in calls if call.kind == "call_expression"]
        return any(not isinstance(self.shapes.callee(call, file).shape, Func) for call in unknown)
