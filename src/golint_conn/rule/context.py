"""The context of a check: what a rule may ask the lower floors, and how it says what it found.

Everything here is a question with one answer; nothing changes anything. A rule that needs to know more than this can
answer needs a new fact in a lower floor, not code of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.names.shape import Func, Interface, Named, Package, Tuple, TypeOf, dereferenced
from golint_conn.program.dialers import is_loopback
from golint_conn.program.functions import declared_names, display_name, enclosing_declaration, enclosing_function
from golint_conn.program.places import assigned_value, field_owner
from golint_conn.program.site import Site
from golint_conn.program.uses import UseKind
from golint_conn.rule.configured import Configured
from golint_conn.source import Span
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.flow.search import Result
    from golint_conn.names.constants import Value
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Shape
    from golint_conn.names.shapes import Callee
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.contexts import Bound
    from golint_conn.program.creation import Creation
    from golint_conn.program.lifetime import Handout, ShortLife
    from golint_conn.program.program import Program
    from golint_conn.program.reach import Reach
    from golint_conn.program.uses import Trace, Use
    from golint_conn.rule.model import Model
    from golint_conn.syntax import Node


class Context:
    """The file that a match stands in, the program around it, and the rule that asks."""

    def __init__(self, program: Program, engine: Engine, file: GoFile, rule: Model) -> None:
        self.program = program
        self.engine = engine
        self.file = file
        self.rule = rule

    def site(self, node: Node) -> Site:
        """Return the site of a node of the match."""
        return Site(node, self.file)

    def creation(self, site: Site, type_name: str) -> Creation | None:
        """Return what a literal, `new(T)` or a variable without a value creates, if it is of the named type."""
        made = self.program.creation(site)
        return made if made is not None and str(made.type) == type_name else None

    def configured(self, site: Site, type_name: str) -> Configured | None:
        """Return the struct of the named type that is made at a site with all its settings; None for what is not made.

        None too where the value goes to too many places to be followed to the end.
        """
        made = self.creation(site, type_name)
        trace = self.trace(site, wide=True) if made is not None else None
        if made is None or trace is None or not trace.complete:
            return None
        passed = [use for use in trace.of(UseKind.PASSED) if not use.followed and not use.owned]
        is_settled = any(use.kind is UseKind.COPIED and not use.owned for use in trace.uses)
        return Configured(made, trace, is_settled or any(self.may_change(use, type_name) for use in passed))

    def outlives_calls(self, made: Site, trace: Trace) -> bool:
        """Return whether a value outlives its function and is not made, used and dropped for each call."""
        if self.short_life(made) is not None:
            return False
        handouts = [handout for handout in self.handouts(made) if handout.is_last]
        if handouts and all(self.short_life(each.call, owned=each.owned) is not None for each in handouts):
            return False
        if trace.of(UseKind.KEPT, UseKind.RETURNED, UseKind.CAPTURED):
            return True
        handed_on = any(not use.followed for use in trace.of(UseKind.PASSED))
        return handed_on or (bool(trace.calls()) and self.lasts(trace.origin))

    def is_fixed_dialer(self, function: Site) -> bool:
        """Return whether a dial function connects to a place of its own, whatever address it is given."""
        return any(self.program.dialers.is_fixed(origin) for origin in self.origins(function))

    def is_dial_parameter(self, site: Site) -> bool:
        """Return whether an expression is a parameter of a function literal that is the dialer of a transport."""
        symbol = self.symbol(site) if site.node.kind == "identifier" else None
        return symbol is not None and self.program.dialers.is_hook_parameter(symbol)

    def field_owner(self, value: Site, fields: Iterable[str]) -> Site | None:
        """Return the literal, or the expression, one of whose named fields is given a value; None for other values."""
        owner = field_owner(value.node, frozenset(fields))
        return value.at(owner) if owner is not None else None

    def is_local(self, network: Site | None, address: Site) -> bool:
        """Return whether a connection stays on this machine: over a socket file, to loopback or to a listener here."""
        names = [self.text_prefix(each) for each in (self.sources(network) if network is not None else [])]
        hosts = self.sources(address)
        is_here = [is_loopback(self.text_prefix(each)) or self.program.dialers.is_own_address(each) for each in hosts]
        return any(name.startswith("unix") for name in names) or (bool(hosts) and all(is_here))

    def varies(self, site: Site) -> bool:
        """Return whether what a call makes differs with what the caller asks for."""
        return self.program.variations.covers(site)

    def trace(self, site: Site, *, wide: bool = False) -> Trace:
        """Return where a value goes: inside its function and the functions it calls, or, wide, in the whole module."""
        return self.program.trace(site, wide=wide)

    def reach(self, site: Site) -> Reach:
        """Return how often the code at a site is reached."""
        return self.program.reach(site)

    def short_life(self, site: Site, *, owned: bool = False) -> ShortLife | None:
        """Return how a value is made repeatedly, used and dropped; None where it is kept, unused or made once.

        With `owned` the value is inside of what the site makes.
        """
        return self.program.lifetimes.short(site, owned=owned)

    def lasts(self, site: Site) -> bool:
        """Return whether a local value is used as long as the program runs: in main, or in an endless loop."""
        return self.program.lifetimes.lasts(site)

    def handouts(self, site: Site) -> list[Handout]:
        """Return the calls that hand out a value made afresh at a site."""
        return self.program.lifetimes.handouts(site)

    def makes_pool(self, site: Site) -> bool:
        """Return whether an expression makes a new http.Transport: a literal, `new`, a variable or a clone."""
        return self.program.pools.is_made(site)

    def is_pool_ended(self, made: Site, *traces: Trace) -> bool:
        """Return whether the connections of a new Transport end with their use, by its settings or where it goes."""
        return self.program.pools.is_ended(made, *traces)

    def is_pool_limited(self, made: Site, *traces: Trace) -> bool:
        """Return whether idle connections of a new Transport are closed after a while, by its IdleConnTimeout."""
        return self.program.pools.is_limited(made, *traces)

    def follow(self, call: Site, kind: ObligationKind) -> Result | None:
        """Return what becomes of the obligation that a call hands out; None where it hands out none of the kind."""
        acquisition = self.engine.acquisition(call, kind)
        return self.engine.follow(acquisition) if acquisition is not None else None

    def place(self, span: Span, near: Site) -> Site:
        """Return the site of the node that covers a span of the same file."""
        node = near.file.tree.root.descendant_at(span.start, span.end)
        return near.at(node if node is not None else near.node)

    def is_end_of_main(self, site: Site) -> bool:
        """Return whether a site stands in main itself, whose end closes everything."""
        function = enclosing_function(site.node)
        name = function.field("name") if function is not None else None
        return name is not None and name.text == "main" and site.file.package_name == "main"

    def request_bound(self, site: Site) -> Bound:
        """Return whether the request that an expression stands for can wait for ever."""
        return self.program.contexts.of_request(site)

    def context_bound(self, site: Site) -> Bound:
        """Return whether the context that an expression stands for can last for ever."""
        return self.program.contexts.of_context(site)

    def origins(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from, by looking backwards."""
        return self.program.definitions.origins(site)

    def sources(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from in the whole module, through parameters and fields too."""
        return self.program.definitions.sources(site)

    def callee(self, call: Site) -> Callee:
        """Return what a call expression calls."""
        return self.program.callee(call)

    def callee_name(self, site: Site) -> str:
        """Return the full name of what an expression calls, such as `net.Listen`; empty for what is no call."""
        return self.callee(site).qualified if site.node.kind == "call_expression" else ""

    def arguments(self, call: Site) -> list[Site]:
        """Return the arguments of a call."""
        return [call.at(node) for node in self.program.shapes.arguments(call.node)]

    def constant(self, site: Site | None) -> Value | None:
        """Return the value of a constant expression, None for what is none."""
        return None if site is None else self.program.constant(site)

    def symbol(self, site: Site) -> Symbol | None:
        """Return the symbol that an identifier means."""
        return self.program.shapes.names.symbol_of(site.node, site.file)

    def package_path(self, site: Site) -> str:
        """Return the import path of the package that a site belongs to."""
        return self.program.shapes.names.package_path(site.file)

    def is_own_method(self, call: Site) -> bool:
        """Return whether a call calls a method that the source at hand declares, not one of a library."""
        symbol = self.callee(call).symbol
        return symbol is not None and not self.program.shapes.names.is_standard(symbol.file)

    def is_foreign(self, use: Use) -> bool:
        """Return whether a value is put into a type of another module, where code that we do not read may use it."""
        base = dereferenced(use.shape) if use.shape is not None else None
        if not isinstance(base, Named) or not base.path or "." not in base.path.partition("/")[0]:
            return False
        module = self.program.workspace.module(use.site.file.path.rpartition("/")[0]).file.module
        return not (base.path == module or base.path.startswith(f"{module}/"))

    def text_prefix(self, site: Site) -> str:
        """Return what the text of a string expression is sure to begin with, from its constant parts."""
        value = self.constant(site)
        if isinstance(value, str):
            return value
        left = site.node.field("left")
        if site.node.kind == "binary_expression" and left is not None:
            return self.text_prefix(site.at(left))
        if self.callee_name(site) == "fmt.Sprintf":
            return self.text_prefix(self.arguments(site)[0]).partition("%")[0]
        return ""

    def is_module_type(self, site: Site) -> bool:
        """Return whether an expression has a type that its own module declares."""
        module = self.program.workspace.module(site.file.path.rpartition("/")[0]).file.module
        name = self.type_name(site)
        return bool(module) and name.startswith((f"{module}.", f"{module}/"))

    def field_name(self, site: Site) -> str:
        """Return the full name of the field that a selector selects, by the type that declares it; else empty.

        `net/http.Transport.Dial` also where the Transport is embedded in another type.
        """
        if site.node.kind != "selector_expression":
            return ""
        member = self.program.shapes.member(site.node, site.file)
        owner = dereferenced(member.owner) if member is not None and not member.is_method else None
        return f"{owner.path}.{owner.name}.{member.name}" if member is not None and isinstance(owner, Named) else ""

    def is_chosen(self, site: Site) -> bool:
        """Return whether code runs only because a flag, an option or a parameter says so."""
        return self.program.choices.is_chosen(site)

    def methods(self, shape: Shape) -> frozenset[str]:
        """Return the names of the methods that a type declares itself; empty where its source is not at hand."""
        return self.program.methods.names(shape)

    def called_by_methods(self, shape: Shape) -> frozenset[str]:
        """Return the names of what the methods of a type call."""
        return self.program.methods.called(shape)

    def is_default_client_bounded(self, site: Site) -> bool:
        """Return whether the module gives `http.DefaultClient` a limit."""
        return self.program.defaults.is_client_bounded(site)

    def may_change(self, use: Use, type_name: str) -> bool:
        """Return whether the callee of a passed value may set its fields: it takes the struct type, or anything."""
        shape = use.shape
        if use.value is not None and self.is_interface(use.value):
            return False
        if not isinstance(shape, Func):
            return True
        taken = [str(parameter) for parameter in shape.parameters]
        return any(f"*{type_name}" in each or "?" in each or each in {"any", "[]any"} for each in taken)

    def is_interface(self, site: Site) -> bool:
        """Return whether an expression has an interface type, behind which no field can be set without an assertion."""
        return isinstance(self.program.shapes.types.underlying(self.program.shape(site)), Interface)

    def calls_around(self, site: Site) -> list[str]:
        """Return the full names of what the function around a site calls, nested literals included, in order."""
        declaration = enclosing_declaration(site.node)
        found = Query.of("(call_expression) @call").matches(declaration) if declaration is not None else ()
        callees = [self.program.shapes.callee(match["call"], site.file) for match in found]
        return [callee.qualified or callee.name for callee in callees]

    def strings_around(self, site: Site) -> set[str]:
        """Return the string literals of the function around a site."""
        declaration = enclosing_declaration(site.node)
        query = Query.of("[(interpreted_string_literal) (raw_string_literal)] @text")
        found = query.matches(declaration) if declaration is not None else ()
        return {match["text"].text.strip('"`') for match in found}

    def assignments_around(self, site: Site) -> list[tuple[str, Site]]:
        """Return what the function around a site assigns to fields: the text of the target, and the value."""
        declaration = enclosing_declaration(site.node)
        query = Query.of("(assignment_statement left: (expression_list (selector_expression) @target))")
        found = query.matches(declaration) if declaration is not None else ()
        pairs = [(match["target"], assigned_value(match["target"])) for match in found]
        return [(target.text, site.at(value)) for target, value in pairs if value is not None]

    def names_around(self, site: Site) -> list[str]:
        """Return the names that code stands under: variables it is assigned to, its functions, its receiver's type."""
        return [name for outer in site.node.ancestors() for name in declared_names(outer)]

    def is_shutdown(self, site: Site) -> bool:
        """Return whether code runs when something stops: by its function's name, or as a registered shutdown hook."""
        return self.program.shutdowns.covers(site)

    def type_name(self, site: Site) -> str:
        """Return the full name of the type of an expression without pointer, such as `net/http.Client`; else empty.

        Of a call with several results the first counts.
        """
        shape = self.program.shape(site)
        if isinstance(shape, Tuple) and shape.items:
            shape = shape.items[0]
        if isinstance(shape, TypeOf | Package):
            return ""
        base = dereferenced(shape)
        return f"{base.path}.{base.name}" if isinstance(base, Named) and base.path else ""

    def names(self, site: Site) -> str:
        """Return the full name of a package-level thing that an expression names, such as `net/http.DefaultClient`."""
        operand, field = site.node.field("operand"), site.node.field("field")
        if site.node.kind == "selector_expression" and operand is not None and field is not None:
            base = self.program.shapes.of(operand, site.file)
            return f"{base.path}.{field.text}" if isinstance(base, Package) else ""
        symbol = self.symbol(site)
        if symbol is None or symbol.is_local:
            return ""
        return f"{self.program.shapes.names.package_path(symbol.file)}.{symbol.name}"

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
