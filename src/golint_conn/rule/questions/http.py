"""HTTP: what a rule may ask of requests and who sends them, of clients, pools of connections and handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Func

if TYPE_CHECKING:
    from golint_conn.program.contexts import Bound
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.questions.flow import Flow
    from golint_conn.rule.questions.values import Values

_CLIENT = "net/http.Client"
_ROUND_TRIPPERS = ("net/http.RoundTripper", "net/http.Transport")
_MAKERS = ("net/http.NewRequest", "net/http.NewRequestWithContext")


class Http:
    """Questions about HTTP as net/http speaks it."""

    def __init__(self, program: Program, code: Code, values: Values, flow: Flow) -> None:
        self.program = program
        self.code = code
        self.values = values
        self.flow = flow

    # Requests

    def asks_for_headers(self, call: Site) -> bool:
        """Return whether a call sends a HEAD request, whose response has no body."""
        given = [*self.code.arguments(call), *self._made_with(call)]
        return self.code.callee(call).name == "Head" or "HEAD" in [self.code.constant(each) for each in given]

    def is_answered(self, call: Site) -> bool:
        """Return whether a call may return an HTTP response, as far as the type of its callee tells."""
        shape = self.code.callee(call).shape
        return not isinstance(shape, Func) or (bool(shape.results) and str(shape.results[0]) == "*net/http.Response")

    def closes_connection(self, call: Site) -> bool:
        """Return whether a call's connection is not kept: by the request's Close field, or as no pool lasts."""
        given = self.code.assignments_around(call)
        if any(target.endswith(".Close") and self.code.constant(value) is True for target, value in given):
            return True
        pools = self._pools(call)
        return bool(pools) and all(self._is_dropped(pool, call) for pool in pools)

    def round_trippers_inside(self, made: Site) -> list[Site]:
        """Return the RoundTrippers that a literal takes in to wrap them, such as one that adds a header."""
        literal = self.program.creation(made)
        values = literal.fields.values() if literal is not None else ()
        return [value for value in values if self.code.type_name(value) in _ROUND_TRIPPERS]

    def _made_with(self, call: Site) -> list[Site]:
        """Return the arguments by which the requests among the arguments of a call were made."""
        made = [origin for argument in self.code.arguments(call) for origin in self.values.origins(argument)]
        return [each for one in made if self.code.callee_name(one) in _MAKERS for each in self.code.arguments(one)]

    def _pools(self, call: Site) -> list[Site]:
        """Return where the pools of the client or transport are made that a call is a method of, as far as seen."""
        function = call.node.field("function")
        operand = function.field("operand") if function is not None else None
        senders = self.values.origins(call.at(operand)) if operand is not None else []
        found = [sender for sender in senders if self.makes_pool(sender)]
        clients = [made for sender in senders if (made := self.values.creation(sender, _CLIENT)) is not None]
        transports = [made.fields["Transport"] for made in clients if "Transport" in made.fields]
        return [*found, *(each for one in transports for each in self.values.origins(one) if self.makes_pool(each))]

    def _is_dropped(self, pool: Site, call: Site) -> bool:
        """Return whether a pool keeps no connection until the next call: none at all, or it is another pool by then."""
        if self.is_pool_ended(pool, self.values.trace(pool, wide=True)):
            return True
        reach = self.flow.reach(call)
        loop = reach.evidence.node if reach.evidence is not None else None
        is_shared = loop is not None and loop.span.contains(call.node.span) and not loop.span.contains(pool.node.span)
        return pool.file == call.file and not is_shared and self.flow.reach(pool).is_repeated

    # Clients, pools and handlers

    def makes_pool(self, site: Site) -> bool:
        """Return whether an expression makes a new http.Transport: a literal, `new`, a variable or a clone."""
        return self.program.pools.is_made(site)

    def is_pool_ended(self, made: Site, *traces: Trace) -> bool:
        """Return whether the connections of a new Transport end with their use, by its settings or where it goes."""
        return self.program.pools.is_ended(made, *traces)

    def is_pool_limited(self, made: Site, *traces: Trace) -> bool:
        """Return whether idle connections of a new Transport are closed after a while, by its IdleConnTimeout."""
        return self.program.pools.is_limited(made, *traces)

    def request_bound(self, site: Site) -> Bound:
        """Return whether the request that an expression stands for can wait for ever."""
        return self.program.contexts.of_request(site)

    def is_default_client_bounded(self, site: Site) -> bool:
        """Return whether the module gives `http.DefaultClient` a limit."""
        return self.program.defaults.is_client_bounded(site)

    def registers_handlers(self, site: Site) -> bool:
        """Return whether the package of a site registers handlers of its own on `http.DefaultServeMux`."""
        return self.program.links.registers(site.file)

    def replaces_default_mux(self, site: Site) -> bool:
        """Return whether the module of a site puts another multiplexer in the place of `http.DefaultServeMux`."""
        return self.program.links.replaces_default_mux(site.file)
