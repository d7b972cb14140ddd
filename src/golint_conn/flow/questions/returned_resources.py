"""Returned resources: what a function returns to its callers, including what it gets from functions of its own module.

A function that calls itself, directly or through others, gets what it returns from somewhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.engine import Acquisition
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Func, Named, dereferenced
from golint_conn.program.functions import callee_body, declared_symbol, enclosing_function
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import ObligationKind, Returned
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Type
    from golint_conn.syntax import Node

_CALLS = "(call_expression) @call"

Handed = list[tuple["ObligationKind", "Returned"]]
"""Kinds, each with the result that holds one and what leads from there to it."""


class Handing:
    """Answers the question, and remembers the answers."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shapes = engine.shapes
        self._known: Memory[tuple[str, int], Handed] = Memory(engine.ledger)

    def of(self, function: Node, file: GoFile) -> Handed:
        """Return what a function returns, open on every path on which it does."""
        return self._known.of((file.path, function.start), self._found, function, file, bottom=[])

    def _found(self, function: Node, file: GoFile) -> Handed:
        symbol = declared_symbol(function, file)
        shape = self.shapes.of_symbol(symbol) if symbol is not None else None
        results = shape.results if isinstance(shape, Func) else ()
        if all(_is_plain(each) for each in results):
            return []
        owners = self.engine.owners
        return [
            (acquisition.kind, each)
            for acquisition in self._acquired(function, file)
            for each in owners.reachable(results, self.engine.handed_to_callers(acquisition), acquisition.kind)
        ]

    def _acquired(self, function: Node, file: GoFile) -> Iterator[Acquisition]:
        """Yield what the calls in a function acquire, without those in literals and those of the function itself."""
        for match in Query.of(_CALLS).matches(function):
            site = Site(match["call"], file)
            if enclosing_function(site.node) != function or self.engine.calls(site.node, file, function):
                continue
            direct = self.engine.acquisitions(site, self.engine.kinds)
            yield from direct
            kinds = {each.kind.name for each in direct}
            yield from (each for each in self._passed_on(site) if each.kind.name not in kinds)

    def _passed_on(self, site: Site) -> Iterator[Acquisition]:
        """Yield what a call gets from a function with a body, somewhere inside its results."""
        body = callee_body(site, self.shapes)
        if body is None or body[1].is_signatures:
            return
        callee = self.shapes.callee(site.node, site.file)
        for kind, each in self.of(*body):
            may_fail = self.engine.may_fail(callee, each.index)
            yield Acquisition(site, kind, each.index, each.rest, may_fail=may_fail)


def _is_plain(result: Type) -> bool:
    """Return whether a result is of a predeclared type, which holds nothing that must be released."""
    base = dereferenced(result)
    return isinstance(base, Named) and not base.path
