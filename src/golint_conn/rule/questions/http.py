"""HTTP: what a rule may ask about requests and their senders, clients, pools of connections and handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.gonet.contexts import Bound
from golint_conn.program.texts import common
from golint_conn.program.uses import UseKind
from golint_conn.rule.questions.urls import Urls

if TYPE_CHECKING:
    from golint_conn.gonet.network import Network
    from golint_conn.gonet.requests import Request
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace, Use
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.questions.flow import Flow
    from golint_conn.rule.questions.values import Values

_CLIENT = "net/http.Client"
_TRANSPORT = "net/http.Transport"
_ROUND_TRIPPERS = ("net/http.RoundTripper", _TRANSPORT)


class Http:
    """Questions about HTTP as net/http implements it."""

    def __init__(self, network: Network, code: Code, values: Values, flow: Flow) -> None:
        self.network = network
        self.program = network.program
        self.code = code
        self.values = values
        self.flow = flow
        self._urls = Urls(code, values)

    # Requests

    def request(self, call: Site) -> Request | None:
        """Return the request that a call sends, or None if it sends none."""
        return self.network.requests.sent(call)

    def sent(self, trace: Trace) -> list[Use]:
        """Return the requests through a Client or what carries it; a Get of something else is none."""
        return [use for use, _ in self.network.requests.through(trace) if use.name != "RoundTrip"]

    def unbounded(self, trace: Trace) -> list[Use]:
        """Return the requests through a Client, in code that is not for tests, that nothing ends."""
        found = []
        for use in self.sent(trace):
            if use.site.in_test or self.code.is_own_method(use.site):
                continue
            arguments = self.code.arguments(use.site)
            if use.name != "Do" or (arguments and self.request_bound(arguments[0]) is Bound.ENDLESS):
                found.append(use)
        return found

    def urls(self, call: Site) -> list[Site]:
        """Return the expressions for the address of the request that a call sends."""
        request = self.request(call)
        return [*request.urls] if request is not None else []

    def url_prefix(self, call: Site) -> str:
        """Return what the address of a request is sure to begin with."""
        return common(self.code.text_prefix(url) for url in self.urls(call))

    def steady_host(self, url: Site) -> str | None:
        """Return what an address begins with, if known; None if it may name another host each time."""
        return self._urls.steady(url)

    def asks_for_headers(self, call: Site) -> bool:
        """Return whether a call sends a HEAD request, whose response has no body."""
        return self.network.requests.asks_for_headers(call)

    def is_answered(self, call: Site) -> bool:
        """Return whether a call may return an HTTP response, judging by the type of its callee."""
        return self.network.requests.is_answered(call)

    def closes_connection(self, call: Site) -> bool:
        """Return whether a call's connection is not kept: the request's Close field says so, or no pool lasts."""
        given = self.code.assignments_around(call)
        if any(target.endswith(".Close") and self.code.constant(value) is True for target, value in given):
            return True
        pools = self._pools(call)
        return bool(pools) and all(self._is_dropped(pool, call) for pool in pools)

    def round_trippers_inside(self, made: Site) -> list[Site]:
        """Return the RoundTrippers that a literal wraps, such as one that adds a header."""
        literal = self.program.creation(made)
        values = literal.fields.values() if literal is not None else ()
        return [value for value in values if self.code.type_name(value) in _ROUND_TRIPPERS]

    def _pools(self, call: Site) -> list[Site]:
        """Return where the pools of the client or transport that a call is a method of are made, if seen."""
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

    def clients_of(self, transport: Site) -> list[Site]:
        """Return what makes the Clients that use a Transport: those it is put into, or the one it is taken from."""
        operand = self.code.operand(transport)
        if operand is not None and self.code.field_name(transport) == f"{_CLIENT}.Transport":
            return self.values.sources(operand)
        if not self.makes_pool(transport):
            return []
        parts = self.values.trace(transport, wide=True).of(UseKind.PART, owned=False)
        return [use.site for use in parts if use.name == "Transport"]

    def transport_settings(self, transport: Site | None, *names: str) -> list[Site]:
        """Return what fields of a Client's own Transport, wrapped or not, are set to."""
        origins = self.values.sources(transport) if transport is not None else []
        inside = [value for origin in origins for value in self.round_trippers_inside(origin)]
        found: list[Site | None] = []
        for origin in [*origins, *(each for value in inside for each in self.values.sources(value))]:
            made = self.values.creation(origin, _TRANSPORT)
            found += [made.fields.get(name) for name in names] if made is not None else []
            if self.makes_pool(origin):
                trace = self.values.trace(origin, wide=True)
                found += [use.value for name in names for use in trace.sets(name)]
        return [value for value in found if value is not None]

    def makes_pool(self, site: Site) -> bool:
        """Return whether an expression makes a new http.Transport: a literal, `new`, a variable or a clone."""
        return self.network.pools.is_made(site)

    def is_pool_ended(self, made: Site, *traces: Trace) -> bool:
        """Return whether the connections of a new Transport end with their use, by its settings or where it goes."""
        return self.network.pools.is_ended(made, *traces)

    def is_pool_limited(self, made: Site, *traces: Trace) -> bool:
        """Return whether idle connections of a new Transport are closed after a while, by its IdleConnTimeout."""
        return self.network.pools.is_limited(made, *traces)

    def request_bound(self, site: Site) -> Bound:
        """Return whether the request that an expression stands for can wait forever."""
        return self.network.contexts.of_request(site)

    def is_default_client_bounded(self, site: Site) -> bool:
        """Return whether the module gives `http.DefaultClient` a limit."""
        return self.network.defaults.is_client_bounded(site)

    def registers_handlers(self, site: Site) -> bool:
        """Return whether the package of a site registers handlers of its own on `http.DefaultServeMux`."""
        return self.network.multiplexer.registers(site.file)

    def replaces_default_mux(self, site: Site) -> bool:
        """Return whether the module of a site replaces `http.DefaultServeMux` by another multiplexer."""
        return self.network.multiplexer.is_replaced(site.file)
