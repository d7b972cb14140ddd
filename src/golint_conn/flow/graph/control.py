"""Control: which calls never return, and which return only if an error is nil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Call, Mode
from golint_conn.flow.graph.lower import TooDeepError, lower
from golint_conn.names.incremental.memory import Memory

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Callee, TypeInfo
    from golint_conn.program.models import Models
    from golint_conn.syntax import Node

_DECLARATIONS = frozenset({"function_declaration", "method_declaration"})


class Control:
    """Lowers functions, and knows which of them return; remembers both."""

    def __init__(self, shapes: TypeInfo, models: Models) -> None:
        self.shapes = shapes
        self.models = models
        self._graphs: Memory[tuple[str, int], Graph | None] = Memory(shapes.workspace.ledger, evictable=True)
        self._ending: Memory[tuple[str, int], bool] = Memory(shapes.workspace.ledger)

    def graph(self, function: Node, file: GoFile) -> Graph | None:
        """Return the graph of a function, None for one that nests too deeply."""
        return self._graphs.of((file.path, function.start), _lowered, function)

    def never_returns(self, callee: Callee) -> bool:
        """Return whether a call ends the path: a library's function, or one whose body never reaches its end."""
        model = self.models.of(callee)
        if model is not None and not model.returns:
            return True
        symbol = callee.symbol
        if symbol is None or symbol.declaration.kind not in _DECLARATIONS or symbol.declaration.field("body") is None:
            return False
        return self._ending.of(symbol.key, self._has_no_exit, symbol.declaration, symbol.file, bottom=True, top=False)

    def _has_no_exit(self, function: Node, file: GoFile) -> bool:
        graph = self.graph(function, file)
        if graph is None:
            return False
        seen, pending = {0}, [0]
        while pending:
            point = graph.points[pending.pop()]
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


def _lowered(function: Node) -> Graph | None:
    try:
        return lower(function)
    except TooDeepError:
        return None
