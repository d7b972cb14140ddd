"""Contexts: whether the context that a request carries can end by itself.

A request lives as long as its context. `context.Background()` never ends; a context with a deadline does; one from a
parameter or a field is its owner's business and counts as bounded.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.functions import values
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from golint_conn.gonet.requests import Requests
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site

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
        self._requests: Memory[tuple[str, int, int], Bound | None] = Memory(definitions.references.ledger)
        self._contexts: Memory[tuple[str, int, int], Bound | None] = Memory(definitions.references.ledger)

    def of_request(self, site: Site) -> Bound:
        """Return whether a request can wait forever.

        If a variable may hold several values, a deadline on any of them counts; if several callers pass one, each is a
        request of its own, and one that can wait forever is enough.
        """
        return self._of_request(site) or Bound.UNKNOWN

    def _of_request(self, site: Site) -> Bound | None:
        """Return the same, but None for a request that comes from nothing but itself."""
        return self._requests.of(site.key, self._any_request, site, bottom=None, top=Bound.UNKNOWN)

    def _any_request(self, site: Site) -> Bound | None:
        bounds: list[Bound | None] = []
        for origin in self.definitions.origins(site):
            if origin.node.kind == "nil":
                continue
            bound = self._request(origin)
            if bound is Bound.UNKNOWN:
                passed = [self._of_request(each) for each in self.definitions.behind(origin)]
                bound = Bound.ENDLESS if Bound.ENDLESS in passed else bound
            bounds.append(bound)
        return self._joined(bounds)

    def of_context(self, site: Site) -> Bound:
        """Return whether a context can last forever."""
        return self._of_context(site) or Bound.UNKNOWN

    def _of_context(self, site: Site) -> Bound | None:
        return self._contexts.of(site.key, self._any_context, site, bottom=None, top=Bound.UNKNOWN)

    def _any_context(self, site: Site) -> Bound | None:
        return self._joined([self._context(each) for each in self.definitions.origins(site)])

    @staticmethod
    def _joined(bounds: list[Bound | None]) -> Bound | None:
        """Return one answer for all values that a variable may hold: a deadline on any of them counts."""
        for bound in (Bound.BOUNDED, Bound.UNKNOWN, Bound.ENDLESS):
            if bound in bounds:
                return bound
        return None

    def _request(self, site: Site) -> Bound | None:
        if site.node.kind == "composite_literal":
            return Bound.ENDLESS
        made = self.requests.making(site)
        if made is None:
            return Bound.UNKNOWN
        return self._of_context(made.context) if made.context is not None else Bound.ENDLESS

    def _context(self, site: Site) -> Bound | None:
        if site.node.kind != "call_expression":
            return Bound.UNKNOWN
        callee = self.shapes.callee(site.node, site.file)
        if callee.qualified in _ENDLESS:
            return Bound.ENDLESS
        if callee.qualified in _CANCELLABLE and self._is_cancel_handed_on(site):
            return Bound.UNKNOWN
        if callee.qualified in _DERIVING:
            arguments = self.shapes.arguments(site.node)
            return self._of_context(site.at(arguments[0])) if arguments else Bound.UNKNOWN
        if callee.path == "context" and callee.kind is CalleeKind.FUNCTION:
            return Bound.BOUNDED
        return Bound.UNKNOWN

    def _is_cancel_handed_on(self, site: Site) -> bool:
        """Return whether the cancel function is passed on, perhaps to a timer, so that it may be called in time."""
        left = next((each for each in site.node.ancestors() if each.kind != "parenthesized_expression"), None)
        statement = left.parent if left is not None and left.kind == "expression_list" else None
        names = values(statement.field("left")) if statement is not None else []
        symbol = self.shapes.names.symbol_of(names[1], site.file) if len(names) > 1 else None
        if symbol is None:
            return True
        return any(called_by(each.node) is None for each in self.definitions.references.of(symbol))
