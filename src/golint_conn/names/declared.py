"""Declared names: the type of a variable, constant, parameter, function or type, by its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import (
    BOOL,
    INT,
    UNKNOWN,
    Array,
    Chan,
    Func,
    Map,
    Named,
    Slice,
    Tuple,
    Type,
    TypeOf,
    default,
    dereferenced,
)
from golint_conn.names.symbol import Symbol, SymbolKind

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.inference import Inference
    from golint_conn.syntax import Node


class Declared:
    """Computes the types of declared names and remembers them."""

    def __init__(self, infer: Inference) -> None:
        self.infer = infer
        self._symbols: Memory[tuple[str, int], Type] = Memory(infer.names.workspace.ledger)

    def of_symbol(self, symbol: Symbol, offset: int = -1) -> Type:
        """Return the type of a declared name; `offset` is where it is used, which matters in a type switch."""
        if symbol.declaration.kind == "type_switch_statement":
            return self._switched(symbol, offset)
        return self._symbols.of(symbol.key, self._declared, symbol, bottom=UNKNOWN)

    def _declared(self, symbol: Symbol) -> Type:
        node, file = symbol.declaration, symbol.file
        match symbol.kind:
            case SymbolKind.TYPE | SymbolKind.TYPE_PARAMETER:
                return TypeOf(self.infer.types.declared(symbol))
            case SymbolKind.FUNCTION | SymbolKind.METHOD:
                return self.infer.types.function(node, file)
            case SymbolKind.CONSTANT:
                return self._constant(symbol)
            case SymbolKind.PARAMETER | SymbolKind.RESULT | SymbolKind.RECEIVER:
                shape = self.infer.types.shape(node.field("type"), file)
                return Slice(shape) if node.kind == "variadic_parameter_declaration" else shape
        match node.kind:
            case "var_spec":
                declared = node.field("type")
                if declared is not None:
                    return self.infer.types.shape(declared, file)
                return self._assigned(symbol, node.fields("name"), node.field("value"))
            case "short_var_declaration":
                left = node.field("left")
                return self._assigned(symbol, left.children if left else [], node.field("right"))
            case "range_clause":
                return self._ranged(symbol, node)
            case "receive_statement":
                left, right = node.field("left"), node.field("right")
                shapes = (self.infer.of(right, file), BOOL)
                names = left.children if left else []
                return next((shapes[i] for i, name in enumerate(names[:2]) if name == symbol.node), UNKNOWN)
        return UNKNOWN

    def _assigned(self, symbol: Symbol, names: list[Node], right: Node | None) -> Type:
        """Return the type that one name of `a, b := ...` gets."""
        values = [] if right is None else (right.children if right.kind == "expression_list" else [right])
        place = next((i for i, name in enumerate(names) if name == symbol.node), None)
        if place is None or not values:
            return UNKNOWN
        if len(values) == len(names):
            return self.infer.value(values[place], symbol.file)
        if len(values) == 1:
            items = self.results(values[0], symbol.file, len(names))
            return default(items[place]) if place < len(items) else UNKNOWN
        return UNKNOWN

    def results(self, node: Node, file: GoFile, wanted: int) -> tuple[Type, ...]:
        """Return the types of a single expression that is assigned to `wanted` names (call, or `v, ok` form)."""
        while node.kind == "parenthesized_expression" and node.children:
            node = node.children[0]
        shape = self.infer.of(node, file)
        if isinstance(shape, Tuple):
            return shape.items
        if wanted > 1 and node.kind in {"index_expression", "type_assertion_expression", "unary_expression"}:
            return (shape, BOOL)
        return (shape,)

    def _constant(self, symbol: Symbol) -> Type:
        place = next((i for i, name in enumerate(symbol.declaration.fields("name")) if name == symbol.node), 0)
        spec = self.infer.types.constants.repeated(symbol)
        declared, value = spec.field("type"), spec.field("value")
        if declared is not None:
            return self.infer.types.shape(declared, symbol.file)
        values = value.children if value is not None else []
        return self.infer.of(values[place], symbol.file) if place < len(values) else UNKNOWN

    def _ranged(self, symbol: Symbol, node: Node) -> Type:
        left = node.field("left")
        place = next((i for i, n in enumerate(left.children if left else []) if n == symbol.node), None)
        items = self._range_items(self.infer.value(node.field("right"), symbol.file))
        return items[place] if place is not None and place < len(items) else UNKNOWN

    def _range_items(self, over: Type) -> tuple[Type, ...]:
        underlying = self.infer.types.underlying(dereferenced(self.infer.types.underlying(over)))
        match underlying:
            case Slice() | Array():
                return (INT, underlying.element)
            case Map():
                return (underlying.key, underlying.element)
            case Chan():
                return (underlying.element,)
            case Named(path="", name="string"):
                return (INT, Named("", "int32"))
            case Named(path=""):
                return (over,)
            case Func() if underlying.parameters:
                yielded = self.infer.types.underlying(underlying.parameters[0])
                return yielded.parameters if isinstance(yielded, Func) else ()
        return ()

    def _switched(self, symbol: Symbol, offset: int) -> Type:
        """Return the type of `x` in `switch x := y.(type)`, which depends on the clause it is used in."""
        switch = symbol.declaration
        for clause in switch.children:
            if clause.start <= offset < clause.end:
                types = clause.fields("type") if clause.kind == "type_case" else []
                if len(types) == 1 and types[0].text != "nil":
                    return self.infer.types.shape(types[0], symbol.file)
        return self.infer.value(switch.field("value"), symbol.file)
