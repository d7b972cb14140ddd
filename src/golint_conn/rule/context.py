"""The context of a check: what a rule may ask the lower floors, and how it reports what it found.

Everything here is a question with one answer, under one of five nouns; nothing changes anything. A rule that needs to
know more needs a new fact in a lower floor, not code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.program.functions import display_name
from golint_conn.program.site import Site
from golint_conn.rule.questions.code import Code
from golint_conn.rule.questions.flow import Flow
from golint_conn.rule.questions.http import Http
from golint_conn.rule.questions.net import Net
from golint_conn.rule.questions.values import Values
from golint_conn.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.finding import Fix
    from golint_conn.gonet.network import Network
    from golint_conn.names.gofile import GoFile
    from golint_conn.rule.model import Model
    from golint_conn.syntax import Node


NOUNS = {"code": Code, "values": Values, "flow": Flow, "net": Net, "http": Http}
"""The nouns of a context, with what answers under each."""


class Context:
    """The file of a match, the program around it, and the rule that asks.

    `code` answers questions about expressions, `values` about where values come from and go, `flow` about how code
    runs, `net` about addresses and connections, and `http` about requests, clients and servers.
    """

    def __init__(self, network: Network, file: GoFile, rule: Model) -> None:
        self.network = network
        self.program = network.program
        self.engine = network.engine
        self.file = file
        self.rule = rule
        self.code = Code(network.program)
        self.values = Values(network, self.code)
        self.flow = Flow(network)
        self.net = Net(network, self.code, self.values)
        self.http = Http(network, self.code, self.values, self.flow)

    def site(self, node: Node) -> Site:
        """Return the site of a node of the match."""
        return Site(node, self.file)

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
    """Return the small span that represents a node in a report: a literal's type, a call's callee, a loop's line.

    A pull request shows an alert only if all of its lines changed, so no span covers a whole block.
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
    """Return where a range ends on its first line, without the white space at the end of the line."""
    text = node.source.data[start:end]
    first = text.partition(b"\n")[0].rstrip()
    return start + len(first)
