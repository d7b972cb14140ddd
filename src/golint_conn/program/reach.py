"""Reach: whether code runs once, now and then, or repeatedly.

The answer for a place is found by climbing: a loop, a function literal that is registered as a handler, or one that
runs once. At the top of a declared function its signature, its name and its callers in the module decide. All rules
whose harm grows with repetition use this answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.scopes import FUNCTIONS
from golint_conn.names.shape import Named, dereferenced
from golint_conn.names.shapes import CalleeKind
from golint_conn.program.functions import declared_symbol, display_name
from golint_conn.program.loops import Loop, Loops
from golint_conn.program.places import runs_in_place
from golint_conn.program.references import called_by

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.references import References
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node


class Frequency(IntEnum):
    """How often code runs, ordered.

    START: at start-up, in main or init, outside the program's work. ONCE: at most once in a process. SETUP: a
    constructor or set-up function. CALL: whenever it is called, and no more is known. REQUEST: for each request or
    event. LOOP: in a loop with more than one iteration.
    """

    START = 0
    ONCE = 1
    SETUP = 2
    CALL = 3
    REQUEST = 4
    LOOP = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """The answer: how often, what shows it (a loop, a handler), and in words that follow "is built ..."."""

    frequency: Frequency
    evidence: Site | None
    words: str
    is_endless: bool = False
    """Whether it is a loop that ends only when something forces it to."""
    loop: Loop | None = None

    @property
    def is_repeated(self) -> bool:
        """Whether the code is certain to run again and again."""
        return self.frequency >= Frequency.REQUEST


_SETUP = re.compile(r"(?:New|new|Must|must|Init|init|Set[Uu]p|set[Uu]p|Configure|configure|Provide|provide)(?![a-z])")
"""The names of constructors and set-up functions; longer verbs need Initialize and Provision spelled out."""

_MAKES = re.compile(
    r"(?:Make|make|Open|open|Build|build|Create|create|Default|default|Start|start|Run|run|Initiali[sz]e)(?![a-z])"
)
"""Names that are a constructor's only if the function returns something of the module that it made."""

_TESTS = re.compile(r"(?:Test|Benchmark|Fuzz|Example)(?![a-z])")

_ONCE_CALLEES = frozenset({"sync.Once.Do", "sync.OnceFunc", "sync.OnceValue", "sync.OnceValues"})

_HANDLER_PARAMETERS: dict[str, str] = {
    "net/http.ResponseWriter": "for each request",
    "net/http.Request": "for each request",
    "github.com/gin-gonic/gin.Context": "for each request",
    "github.com/labstack/echo.Context": "for each request",
    "github.com/labstack/echo/v4.Context": "for each request",
    "github.com/gofiber/fiber/v2.Ctx": "for each request",
    "github.com/gofiber/fiber/v3.Ctx": "for each request",
    "github.com/valyala/fasthttp.RequestCtx": "for each request",
    "github.com/kataras/iris/v12.Context": "for each request",
    "github.com/emicklei/go-restful.Request": "for each request",
    "github.com/emicklei/go-restful/v3.Request": "for each request",
    "github.com/beego/beego/v2/server/web/context.Context": "for each request",
    "github.com/miekg/dns.ResponseWriter": "for each query",
}
"""Parameter types that mark a function as one that a server calls for each request; the library's own names."""

_COMMAND_PARAMETERS = frozenset(
    {
        "github.com/spf13/cobra.Command",
        "github.com/urfave/cli.Context",
        "github.com/urfave/cli/v2.Context",
        "github.com/urfave/cli/v3.Command",
        "testing.M",
    }
)
"""Parameter types of functions that a command-line program runs once."""


class Reaches:
    """Answers the question and remembers the answers for functions."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.shapes = references.shapes
        self.loops = Loops(self.shapes)
        self._functions: Memory[tuple[str, int], Reach] = Memory(references.ledger)

    def of(self, site: Site) -> Reach:
        """Return how often the code at a site runs."""
        for outer in site.node.ancestors():
            loop = self.loops.repeating(site.at(outer), site.node)
            if loop is not None:
                return Reach(Frequency.LOOP, loop.site, "in a loop", loop.runs_on(site.node), loop)
            if outer.kind == "func_literal":
                decided = self._literal(site.at(outer))
                if decided is not None:
                    return decided
            elif outer.kind in FUNCTIONS:
                return self._function(site.at(outer))
        return Reach(Frequency.START, None, "once")

    def _literal(self, site: Site) -> Reach | None:
        """Return what a function literal decides; None if it runs in place and the climb continues."""
        if runs_in_place(site.node):
            return None
        handled = self._by_signature(site)
        if handled is not None:
            return handled
        parent = site.node.parent
        call = parent.parent if parent is not None and parent.kind == "argument_list" else None
        if call is not None and call.kind == "call_expression":
            callee = self.shapes.callee(call, site.file)
            if callee.qualified in _ONCE_CALLEES:
                return Reach(Frequency.ONCE, site.at(call), "once")
            return None if callee.kind is not CalleeKind.UNKNOWN else Reach(Frequency.CALL, None, "on each call")
        held = self._holding_variable(site)
        if held is not None:
            plain = Reach(Frequency.CALL, None, "on each call")
            return self._functions.of((site.file.path, site.node.start), self._held, held, plain, bottom=plain)
        return Reach(Frequency.CALL, None, f"on each call of {_called(site.node)}")

    def _held(self, symbol: Symbol, plain: Reach) -> Reach:
        """Return what the calls of a variable that holds a function literal decide."""
        calls = [self.of(each) for each in self.references.calls(symbol)]
        return max(calls, key=lambda reach: reach.frequency, default=plain)

    def _holding_variable(self, site: Site) -> Symbol | None:
        value, outer = site.node, site.node.parent
        while outer is not None and outer.kind == "parenthesized_expression":
            value, outer = outer, outer.parent
        statement = outer.parent if outer is not None and outer.kind == "expression_list" else None
        if outer is None or statement is None or statement.kind != "short_var_declaration":
            return None
        left, right = statement.field("left"), outer
        place = next((i for i, each in enumerate(right.children) if each == value), 0)
        names = left.children if left is not None else []
        return self.shapes.names.symbol_of(names[place], site.file) if place < len(names) else None

    def _by_signature(self, site: Site) -> Reach | None:
        """Return what the parameters of a function say about its callers."""
        function = self.shapes.types.function(site.node, site.file)
        named = [each for each in map(dereferenced, function.parameters) if isinstance(each, Named)]
        types = [f"{each.path}.{each.name}" for each in named]
        if any(each in _COMMAND_PARAMETERS for each in types):
            return Reach(Frequency.ONCE, site, "once")
        if (
            types[:1] == ["net/http.Request"]
            and "net/http.ResponseWriter" not in types
            and not _is_round_trip(site.node)
        ):
            return None
        for each in types:
            if each in _HANDLER_PARAMETERS:
                return Reach(Frequency.REQUEST, site, _HANDLER_PARAMETERS[each])
        return None

    def _function(self, site: Site) -> Reach:
        key = (site.file.path, site.node.start)
        name = site.node.field("name")
        plain = Reach(Frequency.CALL, None, f"on each call of {display_name(name) if name else 'the function'}")
        return self._functions.of(key, self._declared, site, plain, bottom=plain)

    def _declared(self, site: Site, plain: Reach) -> Reach:
        declaration = site.node
        name = declaration.field("name")
        text = name.text if name is not None else ""
        is_method = declaration.kind == "method_declaration"
        if not is_method and (text == "init" or (text == "main" and site.file.package_name == "main")):
            return Reach(Frequency.START, site, "once")
        if site.file.is_test and _TESTS.match(text):
            return Reach(Frequency.ONCE, site, "once")
        handled = self._by_signature(site)
        if handled is not None:
            return handled
        symbol = declared_symbol(declaration, site.file)
        if symbol is None:
            return plain
        return self._called(site, plain, is_setup=self._is_setup(site, text))

    def _is_setup(self, site: Site, name: str) -> bool:
        """Return whether a function makes or sets up something that outlives it: by its name and its results."""
        if _SETUP.match(name):
            return True
        if not _MAKES.match(name):
            return False
        module = self.shapes.workspace.module(site.file.path.rpartition("/")[0]).file.module
        results = [dereferenced(each) for each in self.shapes.types.function(site.node, site.file).results]
        return any(isinstance(each, Named) and each.path and _is_below(each.path, module) for each in results)

    def _called(self, site: Site, plain: Reach, *, is_setup: bool) -> Reach:
        """Return what the callers in the module decide: repeated if any is, once if all are."""
        symbol = declared_symbol(site.node, site.file)
        if symbol is None:
            return plain
        # Tests and benchmarks call in loops what a program calls once; they say nothing about the program.
        references = [each for each in self.references.of(symbol) if not each.in_test or site.in_test]
        calls = [each.at(call) for each in references if (call := called_by(each.node)) is not None]
        reaches = [self.of(call) for call in calls]
        repeated = [reach for reach in reaches if reach.is_repeated]
        if repeated:
            return max(repeated, key=lambda reach: reach.frequency)
        all_known = len(calls) == len(references)
        strongest = max((reach.frequency for reach in reaches), default=Frequency.CALL)
        if all_known and strongest <= Frequency.ONCE:
            return Reach(strongest, None, "once")
        if is_setup or (all_known and strongest is Frequency.SETUP):
            return Reach(Frequency.SETUP, site, "at set-up")
        return plain


def _called(literal: Node) -> str:
    """Return the name of a function literal in messages: it runs when it is called, not with the code around it."""
    around = display_name(literal)
    return f"a function literal in {around}" if around else "a function literal"


def _is_below(path: str, module: str) -> bool:
    return bool(module) and (path == module or path.startswith(f"{module}/"))


def _is_round_trip(function: Node) -> bool:
    """Return whether a function is the method of a RoundTripper, which its Client calls for each request."""
    name = function.field("name")
    return function.kind == "method_declaration" and name is not None and name.text == "RoundTrip"
