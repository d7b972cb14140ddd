"""Contexts: whether the context that a request carries can end by itself.

A request lives as long as its context allows. One made from `context.Background()` allows for ever; one with a
deadline does not; one that comes from a parameter or a field is its owner's business and counts as bounded.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from golint_conn.names.shapes import CalleeKind
from golint_conn.program.functions import values
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from golint_conn.gonet.requests import Requests
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site

_DEPTH = 8
_CALLER_STEP = 3
"""A step to a caller costs more of the depth than a step within a function: callers multiply."""

_ENDLESS = frozenset({"context.Background", "context.TODO"})
_CANCELLABLE = frozenset({"context.WithCancel", "context.WithCancelCause"})
_DERIVING = _CANCELLABLE | {"context.WithValue", "context.WithoutCancel"}


class Bound(Enum):
    """Whether something ends by itself."""

    ENDLESS = "endless"
    BOUNDED = "bounded"
    UNKNOWN = "unknown"


class Contexts:
    """Classifies contexts and requests."""

    def __init__(self, definitions: Definitions, requests: Requests) -> None:
        self.definitions = definitions
        self.requests = requests
        self.shapes = definitions.shapes

    def of_request(self, site: Site, depth: int = _DEPTH) -> Bound:
        """Return whether the request that an expression stands for can wait for ever.

        Of the values that a variable may hold a deadline on any counts; of the callers that pass one, each is a request
        of its own, and one that can wait for ever is enough.
        """
        bounds = []
        for origin in self.definitions.origins(site):
            if origin.node.kind == "nil":
                continue
            bound = self._request(origin, depth)
            if bound is Bound.UNKNOWN and depth > 0:
                passed = [self.of_request(each, depth - _CALLER_STEP) for each in self.definitions.behind(origin)]
                bound = Bound.ENDLESS if Bound.ENDLESS in passed else bound
            bounds.append(bound)
        return self._joined(bounds)

    def of_context(self, site: Site, depth: int = _DEPTH) -> Bound:
        """Return whether the context that an expression stands for can last for ever."""
        if depth <= 0:
            return Bound.UNKNOWN
        return self._joined([self._context(each, depth) for each in self.definitions.origins(site)])

    @staticmethod
    def _joined(bounds: list[Bound]) -> Bound:
        """Return one answer for all values a variable may hold: a deadline on any of them counts."""
        for bound in (Bound.BOUNDED, Bound.UNKNOWN, Bound.ENDLESS):
            if bound in bounds:
                return bound
        return Bound.UNKNOWN

    def _request(self, site: Site, depth: int) -> Bound:
        if site.node.kind == "composite_literal":
            return Bound.ENDLESS
        made = self.requests.making(site)
        if made is None:
            return Bound.UNKNOWN
        return self.of_context(made.context, depth - 1) if made.context is not None else Bound.ENDLESS

    def _context(self, site: Site, depth: int) -> Bound:
        if site.node.kind != "call_expression":
            return Bound.UNKNOWN
        callee = self.shapes.callee(site.node, site.file)
        if callee.qualified in _ENDLESS:
            return Bound.ENDLESS
        if callee.qualified in _CANCELLABLE and self._is_cancel_handed_on(site):
            return Bound.UNKNOWN
        if callee.qualified in _DERIVING:
            arguments = self.shapes.arguments(site.node)
            return self.of_context(site.at(arguments[0]), depth - 1) if arguments else Bound.UNKNOWN
        if callee.path == "context" and callee.kind is CalleeKind.FUNCTION:
            return Bound.BOUNDED
        return Bound.UNKNOWN

    def _is_cancel_handed_on(self, site: Site) -> bool:
        """Return whether the cancel function is handed to somebody, a timer perhaps, who may call it in time."""
        left = next((each for each in site.node.ancestors() if each.kind != "parenthesized_expression"), None)
        statement = left.parent if left is not None and left.kind == "expression_list" else None
        names = values(statement.field("left")) if statement is not None else []
        symbol = self.shapes.names.symbol_of(names[1], site.file) if len(names) > 1 else None
        if symbol is None:
            return True
        return any(called_by(each.node) is None for each in self.definitions.references.of(symbol))
