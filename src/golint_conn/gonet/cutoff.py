"""Cut off: what leaves a function open while the function itself cancels the context that feeds it.

    ctx, cancel := context.WithTimeout(ctx, limit)
    defer cancel()                                  // runs before the caller gets to see the response
    return client.Do(request.WithContext(ctx))

Two obligations are followed through the same function and compared exit by exit: the cancel function, called at an
exit, and the body, returned to the caller at the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.flow.kinds import CANCEL
from golint_conn.flow.obligation import ObligationKind, OutcomeKind
from golint_conn.flow.questions.unread_by_callers import is_left_unread
from golint_conn.names.budgets import PARAMETERS
from golint_conn.names.incremental.memory import Memory
from golint_conn.program.functions import callee_body, declared_symbol, enclosing_function, parameter
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from golint_conn.flow.engine import Acquisition, Engine
    from golint_conn.gonet.derivations import Derivations
    from golint_conn.source import Span
    from golint_conn.syntax import Node

_CALLS = "(call_expression) @call"
_LATER = frozenset({"go_statement", "argument_list"})
"""Nodes around a call that does not run before the function returns, or may not."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """What is cut off: the call that opened it, the exit where it leaves, and the call that cancels its context."""

    acquisition: Acquisition
    leaves: Span
    cancelled: Site


class CutOffs:
    """Finds them."""

    def __init__(self, engine: Engine, derivations: Derivations) -> None:
        self.engine = engine
        self.derivations = derivations
        self._carried: Memory[tuple[tuple[str, int], str], frozenset[int] | None] = Memory(engine.ledger)

    def of(self, call: Site, kinds: Sequence[ObligationKind]) -> Iterator[CutOff]:
        """Yield what is cut off by the cancel function that a call returns."""
        cancel = self.engine.acquisition(call, CANCEL)
        if cancel is None:
            return
        function = enclosing_function(call.node)
        cancelled = self._cancelled(cancel) if function is not None else {}
        if function is None or not cancelled:
            return
        for opened, where in self._opened(function, call, kinds):
            if where not in cancelled or is_left_unread(self.engine, opened):
                continue
            if any(call in self.derivations.of(each).calls for each in self._fed(opened)):
                yield CutOff(opened, where, cancelled[where])

    def ends_with_function(self, call: Site) -> bool:
        """Return whether the context of a call is sure to be canceled when its function returns."""
        derived = [each for carrier in self.derivations.carriers(call) for each in self.derivations.of(carrier).calls]
        return any(self._is_short(each, call) for each in derived)

    def _is_short(self, derived: Site, near: Site) -> bool:
        if enclosing_function(derived.node) != enclosing_function(near.node):
            return False
        if self.derivations.is_of_served(derived):
            # net/http/request.go, Context: "For incoming server requests, the context is canceled [...] when the
            # ServeHTTP method returns."
            return True
        cancel = self.engine.acquisition(derived, CANCEL)
        result = self.engine.follow(cancel) if cancel is not None else None
        return result is not None and bool(result.outcomes) and all(each.kind.is_met for each in result.outcomes)

    def _cancelled(self, cancel: Acquisition) -> dict[Span, Site]:
        """Return the exits at which a cancel function is sure to have been called, and the call for each."""
        result = self.engine.follow(cancel, beyond=True)
        if result is None or result.is_capped or result.of(OutcomeKind.ESCAPED, OutcomeKind.TRANSFERRED):
            return {}
        found = {}
        for where, ends in result.exits.items():
            places = [self._calling(cancel.site, start) for kind, start in ends if kind.is_met]
            if len(places) == len(ends) and all(place is not None for place in places):
                found[where] = next(place for place in places if place is not None)
        return found

    @staticmethod
    def _calling(near: Site, start: int) -> Site | None:
        """Return the call at a byte, None if it runs at its own time: in a goroutine, or as a callback."""
        node: Node | None = near.file.node_at(start, start + 1)
        while node is not None and node.kind != "call_expression":
            node = node.parent
        if node is None or node.parent is None or node.parent.kind in _LATER:
            return None
        literals = [each for each in (node.field("arguments") or node).children if each.kind == "func_literal"]
        return None if literals else near.at(node)

    def _opened(
        self, function: Node, near: Site, kinds: Sequence[ObligationKind]
    ) -> Iterator[tuple[Acquisition, Span]]:
        """Yield what a function opens and returns to its callers unread, with the exits where it does."""
        for match in Query.of(_CALLS).matches(function):
            if enclosing_function(match["call"]) != function:
                continue
            for acquisition in self.engine.acquisitions(near.at(match["call"]), kinds):
                result = self.engine.follow(acquisition)
                for outcome in result.of(OutcomeKind.TRANSFERRED) if result is not None else ():
                    yield acquisition, _exit(outcome.where, near)

    def _fed(self, acquisition: Acquisition) -> list[Site]:
        """Return the arguments of a call whose context feeds what it opens.

        For a function with a body, those that feed what it returns; for others, those that carry a context.
        """
        site = acquisition.site
        places = self._feeding(site, acquisition.kind)
        return [each for place, each in self._carriers(site) if places is None or place in places]

    def _carriers(self, call: Site) -> list[tuple[int, Site]]:
        carriers = set(self.derivations.carriers(call))
        arguments = enumerate(call.at(node) for node in self.engine.shapes.arguments(call.node))
        return [(place, each) for place, each in arguments if each in carriers]

    def _feeding(self, call: Site, kind: ObligationKind) -> frozenset[int] | None:
        """Return the places of the parameters that feed what a function returns; None for one without a body."""
        body = callee_body(call, self.engine.shapes)
        symbol = declared_symbol(*body) if body is not None else None
        if body is None or symbol is None:
            return None
        asked = (body[0], Site(*body), kind)
        return self._carried.of((symbol.key, kind.name), self._feeds, *asked, bottom=frozenset(), top=None)

    def _feeds(self, function: Node, near: Site, kind: ObligationKind) -> frozenset[int]:
        return frozenset(self._places(function, near, kind))

    def _places(self, function: Node, near: Site, kind: ObligationKind) -> Iterator[int]:
        for acquisition, _ in self._opened(function, near, (kind,)):
            inner = self._feeding(acquisition.site, kind)
            for at, argument in self._carriers(acquisition.site):
                if inner is not None and at not in inner:
                    continue
                roots = self.derivations.of(argument).parameters
                declared = (
                    (place, parameter(function, near.file, self.engine.shapes, place))
                    for place in range(PARAMETERS.most)
                )
                yield from (place for place, symbol in declared if symbol is not None and symbol in roots)


def _exit(where: Span, near: Site) -> Span:
    """Return the span of the return statement around a call that is returned directly, or the exit itself."""
    node = near.file.node_at(where.start, where.end)
    while node is not None and node.kind in {"call_expression", "expression_list", "parenthesized_expression"}:
        node = node.parent
    return node.span if node is not None and node.kind == "return_statement" else where
