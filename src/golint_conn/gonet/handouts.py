"""Handouts: which calls return a client that a function makes for each of them.

    func newClient() *http.Client { return &http.Client{Transport: &http.Transport{}} }

Each call of newClient returns another pool. A function that returns a value that it has made on one path, and an
existing one on another, returns neither for certain; a literal with a new pool is as fresh as the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.program.functions import declared_symbol, enclosing_function, may_hand_on, returned, values
from golint_conn.program.uses import UseKind

if TYPE_CHECKING:
    from golint_conn.gonet.pools import Pools
    from golint_conn.program.definitions import Definitions
    from golint_conn.program.site import Site
    from golint_conn.program.trace import Tracer
    from golint_conn.syntax import Node

_BRANCHES = frozenset(
    {"if_statement", "for_statement", "expression_case", "type_case", "default_case", "communication_case"}
)


@dataclass(frozen=True, slots=True)
class Handout:
    """A call that returns a value made for it.

    `owned` says that the value is inside what the call returns, `is_last` that the caller does not pass it on.
    """

    call: Site
    owned: bool
    is_last: bool


class Handouts:
    """Finds them."""

    def __init__(self, tracer: Tracer, definitions: Definitions, pools: Pools) -> None:
        self.tracer = tracer
        self.definitions = definitions
        self.pools = pools
        self._known: Memory[tuple[tuple[str, int, int], bool], list[Handout]] = Memory(tracer.references.ledger)

    def of(self, site: Site, *, owned: bool = False) -> list[Handout]:
        """Return the calls that return a value made at a site, through functions that do nothing else with it.

        A function that returns a fresh value on some paths and another on others returns neither for certain.
        """
        return self._known.of((site.key, owned), self._handed_out, site, owned, bottom=[])

    def _handed_out(self, site: Site, owned: bool) -> list[Handout]:  # noqa: FBT001 - part of the key
        function = enclosing_function(site.node)
        if function is None or not may_hand_on(function):
            return []
        trace = self.tracer.trace(site, wide=False, owned=owned)
        returns = [use for use in trace.of(UseKind.RETURNED) if not use.inner]
        others = [use for use in trace.uses if use.keeps and use.kind is not UseKind.RETURNED]
        symbol = declared_symbol(function, site.file)
        if not returns or others or trace.is_fallback or symbol is None:
            return []
        if not self._is_certain(site, [use.site.node for use in returns], function):
            return []
        is_inside = all(use.owned for use in returns)
        found = []
        for call in self.tracer.references.calls(symbol):
            further = self.of(call, owned=is_inside)
            found += [Handout(call, is_inside, is_last=not further), *further]
        return list(dict.fromkeys(found))

    def _is_certain(self, site: Site, places: list[Node], function: Node) -> bool:
        """Return whether a function returns what is made at a site, or else something just made."""
        branch = next((o for o in site.node.ancestors() if o.kind in _BRANCHES or o == function), function)
        if branch != function and not any(branch.span.contains(place.span) for place in places):
            return False
        statements = [each for each in returned(function) if each.children and each not in places]
        others = [site.at(value) for each in statements for value in values(each.children[0])[:1]]
        origins = [origin for value in others for origin in self.definitions.origins(value)]
        made = [each for each in origins if each.node.kind not in {"nil", "call_expression"}]
        return all(each.node.kind == "composite_literal" and self.pools.is_brought(each) for each in made)
