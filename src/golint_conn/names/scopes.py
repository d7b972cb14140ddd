"""Scopes: which declaration an identifier inside a function means.

One query finds every name that a top-level declaration binds; each gets the range of bytes in which it is seen. The
symbol that an identifier means is then the one of its name whose range holds it and begins last. No tree of scopes
is needed, because the ranges of Go's blocks nest.
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

_BINDINGS = """
(short_var_declaration) @short
(range_clause) @range
(receive_statement) @receive
(type_switch_statement alias: (_)) @switch
(var_spec) @var
(const_spec) @const
(type_spec) @type
(type_alias) @type
(parameter_declaration name: (_)) @parameter
(variadic_parameter_declaration name: (_)) @parameter
(type_parameter_declaration) @type_parameter
(method_declaration) @method
"""

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

Binding = tuple["Node", SymbolKind, Span]


class Scopes:
    """The local symbols of one top-level declaration."""

    def __init__(self, declaration: Node, file: GoFile) -> None:
        self.by_name: dict[str, list[Symbol]] = {}
        self.by_place: dict[int, Symbol] = {}
        self._blocks: dict[int, Span] = {}
        query = Query.of(_BINDINGS)
        if declaration.kind in {"var_declaration", "const_declaration", "type_declaration"}:
            specs = {each.node.start for each in file.declarations.values()}
        else:
            specs = set()
        for match in query.matches(declaration):
            for capture, (node, *_) in match.captures.items():
                for name, kind, scope in _BINDERS[capture](node):
                    if name.start not in specs:
                        self._add(Symbol(name.text, kind, name, node, file, scope))

    def _add(self, symbol: Symbol) -> None:
        same = self.by_name.setdefault(symbol.name, [])
        block = _block(symbol)
        others = [self._blocks.get(other.node.start) for other in same if other.node != symbol.node]
        if symbol.declaration.kind in {"short_var_declaration", "receive_statement"} and block in others:
            # `a, err := f()` declares again only what the same block has not declared yet.
            return
        self._blocks[symbol.node.start] = block
        if symbol.name != "_":
            same.append(symbol)
        self.by_place.setdefault(symbol.node.start, symbol)

    def lookup(self, name: str, offset: int) -> Symbol | None:
        """Return the local symbol that `name` means at a byte, None where it is not local."""
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


def _block(symbol: Symbol) -> Span:
    """Return the block that a symbol is declared in; that of a parameter is the body of its function."""
    if symbol.kind in {SymbolKind.PARAMETER, SymbolKind.RESULT, SymbolKind.RECEIVER} and symbol.scope is not None:
        return symbol.scope
    return next((outer.span for outer in symbol.declaration.ancestors() if outer.kind in _SCOPES), symbol.node.span)


def _scope_end(node: Node) -> int:
    """Return where the innermost scope around a binding ends."""
    for outer in node.ancestors():
        if outer.kind in _SCOPES:
            return outer.end
    return node.end


def _names(holder: Node | None) -> list[Node]:
    return [each for each in (holder.children if holder else []) if each.kind == "identifier"]


def _short(node: Node) -> Iterator[Binding]:
    scope = Span(node.end, max(node.end, _scope_end(node)))
    for name in _names(node.field("left")):
        yield name, SymbolKind.VARIABLE, scope


def _range(node: Node) -> Iterator[Binding]:
    if ":=" in node.tokens:
        scope = Span(node.end, max(node.end, _scope_end(node)))
        for name in _names(node.field("left")):
            yield name, SymbolKind.VARIABLE, scope


def _switch(node: Node) -> Iterator[Binding]:
    value = node.field("value")
    for name in _names(node.field("alias")):
        yield name, SymbolKind.VARIABLE, Span(value.end if value else name.end, node.end)


def _spec(kind: SymbolKind) -> Callable[[Node], Iterator[Binding]]:
    def bindings(node: Node) -> Iterator[Binding]:
        scope = Span(node.end, max(node.end, _scope_end(node)))
        for name in node.fields("name"):
            yield name, kind, scope

    return bindings


def _type(node: Node) -> Iterator[Binding]:
    name = node.field("name")
    if name is not None:
        yield name, SymbolKind.TYPE, Span(name.start, max(name.start, _scope_end(node)))


def _parameter(node: Node) -> Iterator[Binding]:
    chain = list(node.ancestors())
    owner = next(
        (each for each in chain if each.kind in FUNCTIONS or each.kind in {"function_type", "method_elem"}), None
    )
    if owner is None or owner.kind not in FUNCTIONS:
        return
    body = owner.field("body")
    lists = {"receiver": SymbolKind.RECEIVER, "result": SymbolKind.RESULT, "parameters": SymbolKind.PARAMETER}
    kind = next((k for f, k in lists.items() if (held := owner.field(f)) is not None and held == chain[0]), None)
    if kind is not None and body is not None:
        for name in node.fields("name"):
            yield name, kind, Span(body.start, body.end)


def _type_parameter(node: Node) -> Iterator[Binding]:
    owner = next(
        (each for each in node.ancestors() if each.kind in FUNCTIONS or each.kind in {"type_spec", "type_alias"}), None
    )
    if owner is not None:
        for name in node.fields("name"):
            yield name, SymbolKind.TYPE_PARAMETER, Span(owner.start, owner.end)


def _method(node: Node) -> Iterator[Binding]:
    """Yield the type parameters that a method names again in its receiver, `func (l *List[T]) Add(...)`."""
    receiver = node.field("receiver")
    for parameter in receiver.children if receiver else []:
        declared = parameter.field("type")
        if declared is not None and declared.kind == "pointer_type":
            declared = declared.children[0] if declared.children else None
        arguments = declared.field("type_arguments") if declared and declared.kind == "generic_type" else None
        for argument in arguments.children if arguments else []:
            name = argument.children[0] if argument.kind == "type_elem" and argument.children else argument
            yield name, SymbolKind.TYPE_PARAMETER, Span(node.start, node.end)


_BINDERS: dict[str, Callable[[Node], Iterator[Binding]]] = {
    "short": _short,
    "range": _range,
    "receive": _range,
    "switch": _switch,
    "var": _spec(SymbolKind.VARIABLE),
    "const": _spec(SymbolKind.CONSTANT),
    "type": _type,
    "parameter": _parameter,
    "type_parameter": _type_parameter,
    "method": _method,
}
