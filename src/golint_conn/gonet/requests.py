"""Requests: which calls send an HTTP request, through which Client, with which method, URL and context.

`client.Get(url)`, `http.Post(url, kind, body)` and `client.Do(request)`, whose request `http.NewRequest(...)` makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.flow.usage import GIVEN_REQUESTS
from golint_conn.names.shape import Func, Package
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.program.definitions import Definitions
    from golint_conn.program.uses import Trace, Use

HTTP = "net/http"

SENDERS = {
    # function or method: the method of its requests, empty if its first argument is a request and not a URL
    **dict.fromkeys(GIVEN_REQUESTS, ""),
    "Get": "GET",
    "Head": "HEAD",
    "Post": "POST",
    "PostForm": "POST",
}
"""How net/http sends, as functions or as methods of a Client or a RoundTripper."""

_MAKERS = {
    # function: the places of its context (None: the background), its method and its URL
    f"{HTTP}.NewRequest": (None, 0, 1),
    f"{HTTP}.NewRequestWithContext": (0, 1, 2),
    f"{HTTP}/httptest.NewRequest": (None, 0, 1),
    f"{HTTP}/httptest.NewRequestWithContext": (0, 1, 2),
}
_COPIERS = frozenset({f"{HTTP}.Request.WithContext", f"{HTTP}.Request.Clone"})
"""Methods that give a request another context, their first argument."""


@dataclass(frozen=True, slots=True)
class Made:
    """A call that makes a request: its context, None for the background, its method and its URL.

    A copy of a request has no method and URL, but the request that it is `copied` from.
    """

    context: Site | None
    method: Site | None = None
    url: Site | None = None
    copied: Site | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A call that sends a request: through what, None for the functions of net/http, which use http.DefaultClient.

    `methods`, `urls` and `contexts` are those that the request may have, if it is known how it is made.
    """

    call: Site
    name: str
    client: Site | None
    methods: frozenset[str] = frozenset()
    urls: tuple[Site, ...] = ()
    contexts: tuple[Site, ...] = ()


class Requests:
    """Answers what calls send."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes

    def sent(self, call: Site) -> Request | None:
        """Return the request that a call sends with net/http, None if the call does something else."""
        callee = self.shapes.callee(call.node, call.file)
        if callee.name not in SENDERS or not self.is_answered(call):
            return None
        client = None if callee.path == HTTP and callee.kind is CalleeKind.FUNCTION else self._operand(call)
        if client is None and callee.path != HTTP:
            return None
        if client is not None and isinstance(self.shapes.of(client.node, client.file), Package):
            return None
        first, method = next(self._arguments(call), None), SENDERS[callee.name]
        if method or first is None:
            return Request(call, callee.name, client, frozenset({method} - {""}), (first,) if first is not None else ())
        made = self.made(first)
        methods = frozenset(self._constants(each.method for each in made))
        urls = tuple(each.url for each in made if each.url is not None)
        contexts = tuple(each.context for each in made if each.context is not None)
        return Request(call, callee.name, client, methods, urls, contexts)

    def through(self, trace: Trace) -> list[tuple[Use, Request]]:
        """Return the requests that are sent through a Client or RoundTripper on its way, each with its use."""
        found = [(use, self.sent(use.site)) for use in trace.calls(*SENDERS)]
        return [(use, request) for use, request in found if request is not None]

    def made(self, request: Site) -> list[Made]:
        """Return how the request that an expression means may be made, and copied with another context."""
        found, pending, seen = list[Made](), [request], set[Site]()
        while pending:
            for origin in self.definitions.origins(pending.pop()):
                made = self.making(origin) if origin not in seen else None
                seen.add(origin)
                if made is not None:
                    found.append(made)
                    pending += [made.copied] if made.copied is not None else []
        return found

    def making(self, site: Site) -> Made | None:
        """Return what the call at a site makes a request from, None if it makes none."""
        if site.node.kind != "call_expression":
            return None
        name, arguments = self.shapes.callee(site.node, site.file).qualified, [*self._arguments(site)]
        if name in _COPIERS and arguments:
            return Made(arguments[0], copied=self._operand(site))
        context, method, url = _MAKERS.get(name, (None, 0, len(arguments)))
        if url >= len(arguments):
            return None
        return Made(arguments[context] if context is not None else None, arguments[method], arguments[url])

    def is_answered(self, call: Site) -> bool:
        """Return whether a call may return an HTTP response, by the type of its callee."""
        shape = self.shapes.callee(call.node, call.file).shape
        return not isinstance(shape, Func) or (bool(shape.results) and str(shape.results[0]) == f"*{HTTP}.Response")

    def asks_for_headers(self, call: Site) -> bool:
        """Return whether a call sends a HEAD request, whose response has no body.

        If another function sends it, the arguments show that: the method, or a request with that method.
        """
        given = [*self._arguments(call)]
        methods = [*given, *(made.method for each in given for made in self.made(each))]
        return SENDERS.get(self.shapes.callee(call.node, call.file).name) == "HEAD" or "HEAD" in self._constants(
            methods
        )

    def _constants(self, sites: Iterable[Site | None]) -> Iterator[str]:
        constant = self.shapes.types.constants.value
        values = (constant(each.node, each.file) for each in sites if each is not None)
        return (value for value in values if isinstance(value, str))

    def _arguments(self, call: Site) -> Iterator[Site]:
        return (call.at(node) for node in self.shapes.arguments(call.node))

    @staticmethod
    def _operand(call: Site) -> Site | None:
        function = call.node.field("function")
        operand = function.field("operand") if function is not None else None
        return call.at(operand) if operand is not None else None
