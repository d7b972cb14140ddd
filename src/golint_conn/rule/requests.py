"""Requests: what a rule may ask of the HTTP request that a call sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context

_MAKERS = ("net/http.NewRequest", "net/http.NewRequestWithContext")


def asks_for_headers(call: Site, context: Context) -> bool:
    """Return whether a call sends a HEAD request, whose response has no body."""
    given = [*context.arguments(call), *_made_with(call, context)]
    return context.callee(call).name == "Head" or "HEAD" in [context.constant(each) for each in given]


def closes_connection(call: Site, context: Context) -> bool:
    """Return whether the function around a call sets the Close field of something: the connection is not kept."""
    given = context.assignments_around(call)
    return any(target.endswith(".Close") and context.constant(value) is True for target, value in given)


def _made_with(call: Site, context: Context) -> list[Site]:
    """Return the arguments by which the requests among the arguments of a call were made."""
    made = [origin for argument in context.arguments(call) for origin in context.origins(argument)]
    return [each for origin in made if context.callee_name(origin) in _MAKERS for each in context.arguments(origin)]
