"""Derivations: the calls from which the context of a request, a query or an expression comes.

    ctx, cancel := context.WithTimeout(parent, limit)          // derived here, from parent
    ctx = context.WithValue(ctx, key, value)                   // and here, from the one before
    req, err := http.NewRequestWithContext(ctx, "GET", url, nil)    // carries both: when either is canceled, it ends

Definitions are searched backward, in the order of the text: an assignment after a use does not reach it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.budgets import DERIVED_CONTEXTS
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import Func, Tuple, dereferenced
from golint_conn.names.symbol import SymbolKind
from golint_conn.program.functions import callee_body, enclosing_declaration, unwrapped
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.names.shape import Type
    from golint_conn.names.symbol import Symbol
    from golint_conn.program.definitions import Definitions

_CONTEXT = "context.Context"
_REQUEST = "net/http.Request"
_PACKAGES = frozenset({"context", "golang.org/x/net/context"})
_ENDLESS = frozenset({"Background", "TODO", "WithoutCancel"})
_ON_ITS_PARENT = frozenset({"WithCancel", "WithCancelCause", "WithValue"})
_DETACHING = frozenset({"context.WithoutCancel"})
_CANCELS = frozenset({"context.CancelFunc", "context.CancelCauseFunc"})
_CALLS = "(call_expression) @call"


@dataclass(frozen=True, slots=True)
class Derived:
    """The calls that derive a context, and the parameters that it may come from in the end."""

    calls: frozenset[Site] = frozenset()
    parameters: frozenset[Symbol] = frozenset()


class Derivations:
    """Answers where contexts come from."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self._derived: Memory[tuple[str, int, int], list[Site]] = Memory(definitions.references.ledger)

    def hangs(self, call: Site) -> bool:
        """Return whether a derived context leaks if it is not canceled: a timer, a signal or its parent keeps it.

        A parent that never ends keeps nothing, and the request that the function serves ends with what is derived from
        it.
        """
        return any(self._is_hanging(each) for each in self._deriving(call))

    def _deriving(self, call: Site) -> list[Site]:
        """Return the calls of package context that derive what a call returns: itself, or those in a function."""
        return self._derived.of(call.key, self._derives, call, bottom=[])

    def _derives(self, call: Site) -> list[Site]:
        callee = self.shapes.callee(call.node, call.file)
        body = callee_body(call, self.shapes) if callee.path not in _PACKAGES else None
        if body is None:
            return [call]
        inside = [Site(match["call"], body[1]) for match in Query.of(_CALLS).matches(body[0])]
        named = [each for each in inside if self._gives_cancel(each)]
        return list(dict.fromkeys(found for each in named for found in self._deriving(each)))

    def _gives_cancel(self, call: Site) -> bool:
        callee = self.shapes.callee(call.node, call.file)
        if callee.path in _PACKAGES or callee.qualified == "os/signal.NotifyContext":
            return callee.name.startswith(("With", "Notify")) and callee.name not in {"WithValue", "WithoutCancel"}
        results = callee.shape.results if isinstance(callee.shape, Func) else ()
        return any(str(each) in _CANCELS for each in results)

    def _is_hanging(self, call: Site) -> bool:
        callee = self.shapes.callee(call.node, call.file)
        arguments = self.shapes.arguments(call.node)
        parent = call.at(arguments[0]) if arguments else None
        if parent is None or self._is_served(parent):
            return parent is None
        is_plain = callee.path in _PACKAGES and callee.name in _ON_ITS_PARENT
        return not is_plain or self._may_end(parent)

    def _is_served(self, context: Site) -> bool:
        """Return whether a context is that of the request or stream that the function around it serves."""
        return any(self.is_of_served(each) for each in self.of(context).calls)

    def is_of_served(self, call: Site) -> bool:
        """Return whether a call is `r.Context()` of a request, stream or the like that a function gets to serve.

        A client's request has an owner that may run for long; one that is served comes with its ResponseWriter.
        """
        callee = self.shapes.callee(call.node, call.file)
        function = call.node.field("function")
        operand = function.field("operand") if function is not None else None
        if callee.name != "Context" or operand is None or self.shapes.arguments(call.node):
            return False
        is_request = callee.qualified == f"{_REQUEST}.Context"
        root = operand
        while root.kind == "selector_expression":
            root = root.field("operand") or root.children[0]
        symbol = self.shapes.names.symbol_of(root, call.file) if root.kind == "identifier" else None
        if symbol is None or symbol.kind is not SymbolKind.PARAMETER:
            return False
        return root != operand or not is_request or self._is_handler(symbol)

    @staticmethod
    def _is_handler(request: Symbol) -> bool:
        holder = request.declaration.parent
        return holder is not None and "ResponseWriter" in holder.text

    def _may_end(self, parent: Site) -> bool:
        """Return whether a context may be canceled, by what is known about where it comes from."""
        pending, seen = [parent], {parent}
        while pending and len(seen) < DERIVED_CONTEXTS.most:
            for source in self.definitions.sources(pending.pop()):
                callee = self.shapes.callee(source.node, source.file) if source.node.kind == "call_expression" else None
                if callee is None and source.node.kind == "nil":
                    continue
                if callee is None or callee.path not in _PACKAGES or callee.name not in _ENDLESS | {"WithValue"}:
                    return True
                above = [source.at(node) for node in self.shapes.arguments(source.node)[:1]]
                pending += [each for each in above if callee.name == "WithValue" and each not in seen]
                seen.update(above)
        return False

    def of(self, site: Site) -> Derived:
        """Return what derives the context of an expression that is, or carries, one."""
        calls: set[Site] = set()
        parameters: set[Symbol] = set()
        pending, seen = [site], set[Site]()
        while pending and len(seen) < DERIVED_CONTEXTS.most:
            here = pending.pop()
            here = here.at(unwrapped(here.node))
            if here in seen:
                continue
            seen.add(here)
            if here.node.kind == "call_expression":
                calls.add(here)
                pending += self._below(here)
            elif here.node.kind == "identifier":
                symbol = self.shapes.names.symbol_of(here.node, here.file)
                if symbol is None or not symbol.is_local:
                    continue
                parameters.update({symbol} if symbol.kind is SymbolKind.PARAMETER else ())
                pending += [each for each in self.definitions.of_symbol(symbol) if self._reaches(each, here)]
        return Derived(frozenset(calls), frozenset(parameters))

    @staticmethod
    def _reaches(definition: Site, use: Site) -> bool:
        """Return whether a definition is before a use, or in another function."""
        within = enclosing_declaration(definition.node) == enclosing_declaration(use.node)
        return not within or definition.node.end <= use.node.start

    def _below(self, call: Site) -> list[Site]:
        """Return the contexts that a call derives its own from: its arguments, or the request of `r.Context()`."""
        callee = self.shapes.callee(call.node, call.file)
        if callee.qualified in _DETACHING:
            return []
        function = call.node.field("function")
        operand = function.field("operand") if function is not None else None
        if callee.qualified == f"{_REQUEST}.Context" and operand is not None:
            return [call.at(operand)]
        return self.carriers(call)

    def carriers(self, call: Site) -> list[Site]:
        """Return the arguments of a call that are, or carry, a context."""
        found = []
        for argument in self.shapes.arguments(call.node):
            shape = self.shapes.of(argument, call.file)
            if _is_carrier(shape):
                found.append(call.at(argument))
        return found


def _is_carrier(shape: Type) -> bool:
    if isinstance(shape, Tuple):
        return bool(shape.items) and _is_carrier(shape.items[0])
    return not isinstance(shape, Func) and str(dereferenced(shape)) in {_CONTEXT, _REQUEST}
