"""Scopes: which declaration an identifier inside a function means.

One query finds every name that a top-level declaration binds; each gets the range of bytes in which it is visible. An
identifier means the symbol of its name whose range contains it and begins last. No tree of scopes is needed, because
the ranges of Go's blocks nest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.source import Span
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

FUNCTIONS = frozenset({"func_literal", "function_declaration", "method_declaration"})
"""The kinds of nodes that are functions with a body."""

_SCOPES = FUNCTIONS | {
    "block",
    "if_statement",
    "for_statement",
    "expression_switch_statement",
    "type_switch_statement",
    "expression_case",
    "default_case",
    "type_case",
    "communication_case",
}
_BINDING = {
    "short_var_declaration",
    "range_clause",
    "receive_statement",
    "var_spec",
    "const_spec",
    "type_spec",
    "type_alias",
}
_QUERY = f"[{' '.join(f'({kind})' for kind in sorted(_SCOPES | _BINDING))}] @node"
_LISTS = {"receiver": SymbolKind.RECEIVER, "parameters": SymbolKind.PARAMETER, "result": SymbolKind.RESULT}

Binding = tuple["Node", "Node", SymbolKind, Span]
"""The name, the node that declares it, what it is, and where it is visible."""


class Scopes:
    """The local symbols of one top-level declaration."""

    def __init__(self, declaration: Node, file: GoFile) -> None:
        self.by_name: dict[str, list[Symbol]] = {}
        self.by_place: dict[int, Symbol] = {}
        self._blocks: dict[int, Span] = {}
        # The scopes around the current node, innermost last: nodes come in the order in which they start.
        around: list[Span] = []
        is_global = declaration.kind in {"var_declaration", "const_declaration", "type_declaration"}
        specs = {each.node.start for each in file.declared_by(declaration)} if is_global else ()
        for node in Query.of(_QUERY).nodes(declaration):
            span = node.span
            while around and around[-1].end <= span.start:
                around.pop()
            end = around[-1].end if around else span.end
            for name, declared, kind, scope in _BINDERS.get(node.kind, _nothing)(node, max(end, span.end)):
                if name.start not in specs:
                    self._add(Symbol(name.text, kind, name, declared, file, scope), around)
            if node.kind in _SCOPES:
                around.append(span)

    def _add(self, symbol: Symbol, around: list[Span]) -> None:
        same = self.by_name.setdefault(symbol.name, [])
        block = around[-1] if around else symbol.node.span
        if symbol.kind in _LISTS.values() and symbol.scope is not None:
            # The body of a function is the block of its parameters.
            block = symbol.scope
        if same and symbol.declaration.kind in {"short_var_declaration", "receive_statement"}:
            others = (self._blocks.get(other.node.start) for other in same if other.node != symbol.node)
            if block in others:
                # `a, err := f()` declares again only what the same block has not declared yet.
                return
        self._blocks[symbol.node.start] = block
        if symbol.name != "_":
            same.append(symbol)
        self.by_place.setdefault(symbol.node.start, symbol)

    def lookup(self, name: str, offset: int) -> Symbol | None:
        """Return the local symbol that `name` means at a byte, None if it is not local."""
        here = self.by_place.get(offset)
        if here is not None and here.name == name:
            return here
        best: Symbol | None = None
        for symbol in self.by_name.get(name, ()):
            scope = symbol.scope
            inside = scope is not None and scope.start <= offset < scope.end
            if inside and (best is None or best.scope is None or scope.start >= best.scope.start):  # type: ignore[union-attr]  # inside implies a scope
                best = symbol
        return best


def _nothing(_node: Node, _end: int) -> Iterator[Binding]:
    return iter(())


def _names(holder: Node | None) -> list[Node]:
    return [each for each in (holder.children if holder else []) if each.kind == "identifier"]


def _short(node: Node, end: int) -> Iterator[Binding]:
    scope = Span(node.end, end)
    for name in _names(node.field("left")):
        yield name, node, SymbolKind.VARIABLE, scope


def _range(node: Node, end: int) -> Iterator[Binding]:
    if ":=" in node.tokens:
        yield from _short(node, end)


def _switch(node: Node, _end: int) -> Iterator[Binding]:
    value = node.field("value")
    for name in _names(node.field("alias")):
        yield name, node, SymbolKind.VARIABLE, Span(value.end if value else name.end, node.end)


def _variable(node: Node, end: int) -> Iterator[Binding]:
    kind = SymbolKind.VARIABLE if node.kind == "var_spec" else SymbolKind.CONSTANT
    scope = Span(node.end, end)
    for name in node.fields("name"):
        yield name, node, kind, scope


def _type(node: Node, end: int) -> Iterator[Binding]:
    name = node.field("name")
    if name is not None:
        yield name, node, SymbolKind.TYPE, Span(name.start, max(name.start, end))
    yield from _type_parameters(node)


def _type_parameters(owner: Node) -> Iterator[Binding]:
    holder = owner.field("type_parameters")
    for each in holder.children if holder is not None else ():
        for name in each.fields("name"):
            yield name, each, SymbolKind.TYPE_PARAMETER, owner.span


def _function(node: Node, _end: int) -> Iterator[Binding]:
    body = node.field("body")
    scope = body.span if body is not None else Span(node.end, node.end)
    for field, kind in _LISTS.items() if body is not None else ():
        holder = node.field(field)
        for each in holder.children if holder is not None else ():
            if each.kind in {"parameter_declaration", "variadic_parameter_declaration"}:
                for name in each.fields("name"):
                    yield name, each, kind, scope
    yield from _type_parameters(node)


def _method(node: Node, end: int) -> Iterator[Binding]:
    """Also yield the type parameters that a method names again in its receiver, `func (l *List[T]) Add(...)`."""
    yield from _function(node, end)
    receiver = node.field("receiver")
    for parameter in receiver.children if receiver else []:
        declared = parameter.field("type")
        if declared is not None and declared.kind == "pointer_type":
            declared = declared.children[0] if declared.children else None
        arguments = declared.field("type_arguments") if declared and declared.kind == "generic_type" else None
        for argument in arguments.children if arguments else []:
            name = argument.children[0] if argument.kind == "type_elem" and argument.children else argument
            yield name, node, SymbolKind.TYPE_PARAMETER, Span(node.start, node.end)


_BINDERS: dict[str, Callable[[Node, int], Iterator[Binding]]] = {
    "short_var_declaration": _short,
    "range_clause": _range,
    "receive_statement": _range,
    "type_switch_statement": _switch,
    "var_spec": _variable,
    "const_spec": _variable,
    "type_spec": _type,
    "type_alias": _type,
    "func_literal": _function,
    "function_declaration": _function,
    "method_declaration": _method,
}
