"""The context of a check: what a rule may ask the lower floors, and how it says what it found.

Everything here is a question with one answer; nothing changes anything. A rule that needs to know more than this can
answer needs a new fact in a lower floor, not code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.flow.questions.captured_by_goroutine import runs_beside
from golint_conn.flow.questions.retries import Rounds
from golint_conn.gonet.endpoints import are_local, are_private
from golint_conn.program.functions import (
    display_name,
)
from golint_conn.program.site import Site
from golint_conn.rule.values import Values
from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.finding import Fix
    from golint_conn.flow.engine import Acquisition
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.flow.search.reachability import Result
    from golint_conn.gonet.contexts import Bound
    from golint_conn.gonet.cutoff import CutOff
    from golint_conn.gonet.endpoints import Endpoint
    from golint_conn.gonet.network import Network
    from golint_conn.gonet.requests import Request
    from golint_conn.names.gofile import GoFile
    from golint_conn.program.concurrency import FanOut
    from golint_conn.program.uses import Trace, Use
    from golint_conn.rule.model import Model
    from golint_conn.syntax import Node


class Context(Values):
    """The file that a match stands in, the program around it, and the rule that asks."""

    def __init__(self, network: Network, file: GoFile, rule: Model) -> None:
        self.network = network
        self.program = network.program
        self.engine = network.engine
        self.file = file
        self.rule = rule

    def site(self, node: Node) -> Site:
        """Return the site of a node of the match."""
        return Site(node, self.file)

    def is_fixed_dialer(self, function: Site) -> bool:
        """Return whether a dial function connects to a place of its own, whatever address it is given."""
        return any(self.network.dialers.is_fixed(origin) for origin in self.origins(function))

    def is_deadline_dialer(self, function: Site) -> bool:
        """Return whether a dial function gives the connections that it makes a deadline for reading."""
        return any(self.network.dialers.sets_deadline(origin) for origin in self.origins(function))

    def is_dial_parameter(self, site: Site) -> bool:
        """Return whether an expression is a parameter of a function literal that is the dialer of a transport."""
        symbol = self.symbol(site) if site.node.kind == "identifier" else None
        return symbol is not None and self.network.dialers.is_hook_parameter(symbol)

    def endpoints(self, network: Site | None, address: Site, *, defaults: bool = False) -> list[Endpoint]:
        """Return what an address says, for each place it may come from; with `defaults` also what flags are."""
        return self.network.endpoints.of(network, address, defaults=defaults)

    def is_local(self, network: Site | None, address: Site) -> bool:
        """Return whether who dials an address reaches this machine: a socket file, loopback, a listener of ours."""
        return are_local(self.endpoints(network, address))

    def is_private(self, network: Site | None, address: Site) -> bool:
        """Return whether only this machine can reach who listens on an address; of a flag the default counts."""
        return are_private(self.endpoints(network, address, defaults=True))

    def follow(self, call: Site, kind: ObligationKind) -> Result | None:
        """Return what becomes of the obligation that a call hands out; None where it hands out none of the kind."""
        acquisition = self.engine.acquisition(call, kind)
        return self.engine.follow(acquisition) if acquisition is not None else None

    def runs_beside(self, acquisition: Acquisition) -> bool:
        """Return whether a goroutine is started with what a call hands out."""
        return runs_beside(acquisition, self.engine)

    def request(self, call: Site) -> Request | None:
        """Return the HTTP request that a call sends, None for a call that does something else."""
        return self.network.requests.sent(call)

    def requests(self, trace: Trace) -> list[tuple[Use, Request]]:
        """Return the HTTP requests that are sent through a Client or RoundTripper on its way, each with its use."""
        return self.network.requests.through(trace)

    def request_bound(self, site: Site) -> Bound:
        """Return whether the request that an expression stands for can wait for ever."""
        return self.network.contexts.of_request(site)

    def import_beside(self, site: Site, path: str) -> Site | None:
        """Return an import of a package in a program that the code at a site is part of."""
        return self.program.links.import_beside(site.file, path)

    def registers_handlers(self, site: Site) -> bool:
        """Return whether the package of a site registers handlers of its own on `http.DefaultServeMux`."""
        return self.network.multiplexer.registers(site.file)

    def replaces_default_mux(self, site: Site) -> bool:
        """Return whether the module of a site puts another multiplexer in the place of `http.DefaultServeMux`."""
        return self.network.multiplexer.is_replaced(site.file)

    def goes_on(self, call: Site) -> bool:
        """Return whether a call is made again and again, and not only until it goes well."""
        return Rounds(self.engine.effects, self.program.references, self.program.reaches).go_on(call)

    def fan_out(self, site: Site) -> FanOut | None:
        """Return the loop that has many goroutines run the code at a site; None where there is none for certain."""
        return self.program.concurrency.fan_out(site)

    def context_bound(self, site: Site) -> Bound:
        """Return whether the context that an expression stands for can last for ever."""
        return self.network.contexts.of_context(site)

    def hangs(self, call: Site) -> bool:
        """Return whether a derived context that nobody cancels hangs on a timer, a signal or a parent that may end."""
        return self.network.derivations.hangs(call)

    def cut_off(self, call: Site, *kinds: ObligationKind) -> list[CutOff]:
        """Return what leaves a function open although the cancel function from a call cancels what feeds it there."""
        return self.network.cut_off(call, *kinds)

    def ends_with_function(self, call: Site) -> bool:
        """Return whether a context that a call is given is sure to be cancelled when its function leaves."""
        return self.network.ends_with_function(call)

    def is_default_client_bounded(self, site: Site) -> bool:
        """Return whether the module gives `http.DefaultClient` a limit."""
        return self.network.defaults.is_client_bounded(site)

    def finding(  # noqa: PLR0913 - the fields of a finding, each by name
        self,
        site: Site,
        message: str,
        *,
        hint: str = "",
        severity: Severity | None = None,
        confidence: Confidence | None = None,
        related: Iterable[tuple[Site, str]] = (),
        flow: Iterable[tuple[Site, str]] = (),
        exits: tuple[Location, ...] = (),
        pedantic: bool = False,
        fix: Fix | None = None,
    ) -> Finding:
        """Return a finding of this rule; severity and confidence are the rule's own unless given."""
        span = highlight(site.node)
        locations = [Location(site.file.source.path, span, LocationKind.PRIMARY)]
        for place, note in related:
            locations.append(Location(place.file.source.path, highlight(place.node), LocationKind.RELATED, note))
        return Finding(
            rule=self.rule.id,
            message=message,
            severity=self.rule.severity if severity is None else severity,
            confidence=self.rule.confidence if confidence is None else confidence,
            locations=tuple(locations),
            hint=hint,
            flow=tuple(
                Location(place.file.source.path, highlight(place.node), LocationKind.RELATED, note)
                for place, note in flow
            ),
            exits=exits,
            symbol=display_name(site.node),
            anchor=site.file.source.text(span),
            pedantic=pedantic,
            fixes=() if fix is None else (fix,),
        )


def highlight(node: Node) -> Span:
    """Return the small span that stands for a node in a report: the head of a literal, a call's callee, a loop's line.

    A pull request shows an alert only where all of its lines changed, so no span runs over a whole block.
    """
    start, end = node.start, node.end
    match node.kind:
        case "composite_literal":
            spelled = node.field("type")
            end = spelled.end if spelled is not None else min(end, start + 1)
            outer = node.parent
            if outer is not None and outer.kind == "unary_expression" and outer.operator() == "&":
                start = outer.start
        case "for_statement" | "func_literal" | "function_declaration" | "method_declaration" | "if_statement":
            body = node.field("body") or node.field("consequence")
            end = body.start if body is not None else end
        case _:
            pass
    return Span(start, max(start, _first_line_end(node, start, end)))


def _first_line_end(node: Node, start: int, end: int) -> int:
    """Return where a range ends on its first line, white space before the line's end left out."""
    text = node.source.data[start:end]
    first = text.partition(b"\n")[0].rstrip()
    return start + len(first)
