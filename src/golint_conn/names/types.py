"""Type expressions and declared types: from the nodes that spell a type to the `Type`.

A declared type is represented by its name; its definition is computed separately (`underlying`), so that types that
contain themselves cost nothing. Aliases are resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from golint_conn.names.budgets import NAMED_TYPES, NESTED_TYPES
from golint_conn.names.constants import Constants
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.resolve import ImportedPackage, Names
from golint_conn.names.shape import (
    ANY,
    UNKNOWN,
    Array,
    Chan,
    Field,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Slice,
    Struct,
    Type,
    TypeParameter,
    substitute,
    universe_type,
)
from golint_conn.names.symbol import Symbol, SymbolKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node


def _embedded_name(node: Node | None) -> str:
    """Return the field name that embedding a type gives: its last word."""
    while node is not None and node.kind in {"pointer_type", "generic_type", "qualified_type"}:
        node = node.field("name") or node.field("type") or (node.children[0] if node.children else None)
    return node.text if node is not None else ""


class Types:
    """Reads types; remembers declared ones."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.constants = Constants(names)
        self._underlying: Memory[tuple[str, int], Type] = Memory(names.workspace.ledger)
        self._aliases: Memory[tuple[str, int], Type] = Memory(names.workspace.ledger)
        self._constraints: Memory[tuple[str, int], Type] = Memory(names.workspace.ledger)
        self._depth = 0

    def shape(self, node: Node | None, file: GoFile) -> Type:
        """Return the type that a type expression spells, unknown if a part of it is not found."""
        if node is None or self._depth > NESTED_TYPES.most:
            return UNKNOWN
        reader = self._READERS.get(node.kind)
        if reader is None:
            return UNKNOWN
        self._depth += 1
        try:
            return reader(self, node, file)
        finally:
            self._depth -= 1

    def _spelled(self, node: Node | None, file: GoFile) -> Type:
        """Return the type of a separate type expression, however deeply the one nests that led to it."""
        depth, self._depth = self._depth, 0
        try:
            return self.shape(node, file)
        finally:
            self._depth = depth

    def declared(self, symbol: Symbol) -> Type:
        """Return a declared type by its symbol; an alias is resolved."""
        if symbol.kind is SymbolKind.TYPE_PARAMETER:
            return TypeParameter(
                symbol.name, self._constraints.of(symbol.key, self._constraint, symbol, bottom=UNKNOWN)
            )
        if symbol.declaration.kind == "type_alias":
            spelled = symbol.declaration.field("type")
            return self._aliases.of(symbol.key, self._spelled, spelled, symbol.file, bottom=UNKNOWN)
        path = self.names.package_path(symbol.file)
        return Named(path, symbol.name, symbol=symbol if symbol.is_local else None)

    def symbol(self, named: Named) -> Symbol | None:
        """Return the declaration of a named type, None if its source is not known."""
        if named.symbol is not None:
            return named.symbol
        scope = self.names.known_package(named.path)
        found = scope.lookup(named.name) if scope is not None else None
        return found if found is not None and found.kind is SymbolKind.TYPE else None

    def underlying(self, shape: Type) -> Type:
        """Return the definition of a named type, with its type arguments filled in; other types stay as they are."""
        for _ in range(NAMED_TYPES.most):
            if isinstance(shape, TypeParameter):
                shape = shape.constraint
            if not isinstance(shape, Named) or not shape.path:
                return shape
            symbol = self.symbol(shape)
            if symbol is None:
                return UNKNOWN
            spelled = symbol.declaration.field("type")
            made = self._underlying.of(symbol.key, self._spelled, spelled, symbol.file, bottom=UNKNOWN)
            bindings = dict(zip(self.type_parameter_names(symbol.declaration), shape.arguments, strict=False))
            shape = substitute(made, bindings)
        return UNKNOWN

    def type_parameter_names(self, declaration: Node) -> list[str]:
        """Return the names of the type parameters that a declaration introduces, in order."""
        holder = declaration.field("type_parameters")
        return [name.text for each in (holder.children if holder else []) for name in each.fields("name")]

    def function(self, node: Node, file: GoFile) -> Func:
        """Return the type of a function from a node with parameters and a result: declaration, literal or type."""
        parameters, variadic = self._parameters(node.field("parameters"), file)
        result = node.field("result")
        if result is None:
            results: tuple[Type, ...] = ()
        elif result.kind == "parameter_list":
            results, _ = self._parameters(result, file)
        else:
            results = (self.shape(result, file),)
        holder = node.field("type_parameters")
        type_parameters = tuple(
            TypeParameter(name.text, self.shape(each.field("type"), file))
            for each in (holder.children if holder else [])
            for name in each.fields("name")
        )
        return Func(parameters, results, variadic, type_parameters)

    def _parameters(self, node: Node | None, file: GoFile) -> tuple[tuple[Type, ...], bool]:
        shapes: list[Type] = []
        variadic = False
        for each in node.children if node else []:
            shape = self.shape(each.field("type"), file)
            if each.kind == "variadic_parameter_declaration":
                shape, variadic = Slice(shape), True
            shapes += [shape] * max(1, len(each.fields("name")))
        return tuple(shapes), variadic

    def _constraint(self, symbol: Symbol) -> Type:
        if symbol.declaration.kind != "type_parameter_declaration":
            return ANY
        return self._spelled(symbol.declaration.field("type"), symbol.file)

    def _identifier(self, node: Node, file: GoFile) -> Type:
        found = self.names.resolve(node.text, node.start, file)
        if isinstance(found, Symbol):
            return self.declared(found) if found.kind in {SymbolKind.TYPE, SymbolKind.TYPE_PARAMETER} else UNKNOWN
        return universe_type(node.text) or UNKNOWN

    def _qualified(self, node: Node, file: GoFile) -> Type:
        package, name = node.field("package"), node.field("name")
        if package is None or name is None:
            return UNKNOWN
        found = self.names.resolve(package.text, package.start, file)
        if not isinstance(found, ImportedPackage):
            return UNKNOWN
        symbol = found.scope.lookup(name.text) if found.scope is not None else None
        # A type of a package whose source is not available still has its name: that much is certain.
        return self.declared(symbol) if symbol is not None else Named(found.path, name.text)

    def _generic(self, node: Node, file: GoFile) -> Type:
        base = self.shape(node.field("type"), file)
        holder = node.field("type_arguments")
        arguments = tuple(self.shape(each, file) for each in (holder.children if holder else []))
        if isinstance(base, Named):
            return Named(base.path, base.name, arguments, base.symbol)
        return UNKNOWN

    def _struct(self, node: Node, file: GoFile) -> Type:
        fields: list[Field] = []
        for group in node.children:
            for each in group.children:
                shape = self.shape(each.field("type"), file)
                names = each.fields("name")
                if not names:
                    if "*" in each.tokens:
                        shape = Pointer(shape)
                    fields.append(Field(_embedded_name(each.field("type")), shape, embedded=True))
                fields += [Field(name.text, shape) for name in names]
        return Struct(tuple(fields))

    def _interface(self, node: Node, file: GoFile) -> Type:
        methods: list[Field] = []
        embedded: list[Type] = []
        for each in node.children:
            name = each.field("name")
            if each.kind == "method_elem" and name is not None:
                methods.append(Field(name.text, self.function(each, file)))
            elif each.kind == "type_elem" and len(each.children) == 1:
                embedded.append(self.shape(each.children[0], file))
            else:
                embedded.append(UNKNOWN)
        return Interface(tuple(methods), tuple(embedded))

    def _inner(self, node: Node, file: GoFile) -> Type:
        return self.shape(node.children[0], file) if len(node.children) == 1 else UNKNOWN

    def _pointer(self, node: Node, file: GoFile) -> Type:
        return Pointer(self._inner(node, file))

    def _map(self, node: Node, file: GoFile) -> Type:
        return Map(self.shape(node.field("key"), file), self.shape(node.field("value"), file))

    def _channel(self, node: Node, file: GoFile) -> Type:
        tokens = [token for token in node.tokens if token in {"chan", "<-"}]
        prefix = {("chan",): "chan", ("<-", "chan"): "<-chan"}.get(tuple(tokens), "chan<-")
        return Chan(prefix, self.shape(node.field("value"), file))

    def _array(self, node: Node, file: GoFile) -> Type:
        length = node.field("length")
        value = self.constants.value(length, file)
        return Array(str(value) if isinstance(value, int) else "?", self.shape(node.field("element"), file))

    _READERS: ClassVar[dict[str, Callable[[Types, Node, GoFile], Type]]] = {
        "type_identifier": _identifier,
        "identifier": _identifier,
        "qualified_type": _qualified,
        "generic_type": _generic,
        "pointer_type": _pointer,
        "slice_type": lambda types, node, file: Slice(types.shape(node.field("element"), file)),
        "array_type": _array,
        "implicit_length_array_type": _array,
        "map_type": _map,
        "channel_type": _channel,
        "function_type": lambda types, node, file: types.function(node, file),
        "struct_type": _struct,
        "interface_type": _interface,
        "parenthesized_type": _inner,
        "negated_type": _inner,
        "type_elem": _inner,
        "type_constraint": _inner,
    }
