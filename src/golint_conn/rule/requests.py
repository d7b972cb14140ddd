"""Requests: what a rule may ask of the HTTP request that a call sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context

_ROUND_TRIPPERS = ("net/http.RoundTripper", "net/http.Transport")


def asks_for_headers(call: Site, context: Context) -> bool:
    """Return whether a call sends a HEAD request, whose response has no body."""
    return context.network.requests.asks_for_headers(call)


def is_answered(call: Site, context: Context) -> bool:
    """Return whether a call may return an HTTP response, as far as the type of its callee tells."""
    return context.network.requests.is_answered(call)


def closes_connection(call: Site, context: Context) -> bool:
    """Return whether a call's connection is not kept: by the request's Close field, or as no pool lasts."""
    given = context.assignments_around(call)
    if any(target.endswith(".Close") and context.constant(value) is True for target, value in given):
        return True
    pools = _pools(call, context)
    return bool(pools) and all(_is_dropped(pool, call, context) for pool in pools)


def _pools(call: Site, context: Context) -> list[Site]:
    """Return where the pools of the client or transport are made that a call is a method of, as far as that is seen."""
    function = call.node.field("function")
    operand = function.field("operand") if function is not None else None
    senders = context.origins(call.at(operand)) if operand is not None else []
    found = [sender for sender in senders if context.makes_pool(sender)]
    clients = [made for sender in senders if (made := context.creation(sender, "net/http.Client")) is not None]
    transports = [made.fields["Transport"] for made in clients if "Transport" in made.fields]
    return [*found, *(each for one in transports for each in context.origins(one) if context.makes_pool(each))]


def _is_dropped(pool: Site, call: Site, context: Context) -> bool:
    """Return whether a pool keeps no connection until the next call: none at all, or it is another pool by then."""
    if context.is_pool_ended(pool, context.trace(pool, wide=True)):
        return True
    reach = context.reach(call)
    loop = reach.evidence.node if reach.evidence is not None else None
    is_shared = loop is not None and loop.span.contains(call.node.span) and not loop.span.contains(pool.node.span)
    return pool.file == call.file and not is_shared and context.reach(pool).is_repeated


def round_trippers_inside(made: Site, context: Context) -> list[Site]:
    """Return the RoundTrippers that a literal takes in to wrap them, such as one that adds a header."""
    literal = context.program.creation(made)
    values = literal.fields.values() if literal is not None else ()
    return [value for value in values if context.type_name(value) in _ROUND_TRIPPERS]
