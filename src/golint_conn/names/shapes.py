"""Inference: the type of an expression, and what a call calls.

Answers are computed on demand and remembered by place. The cases follow the Go specification's list of expressions; an
expression that is not covered is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from golint_conn.names import constants
from golint_conn.names.calls import BUILTINS, Callee, CalleeKind, Calls
from golint_conn.names.declared import Declared
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.members import Member, Members, is_exported
from golint_conn.names.resolve import ImportedPackage, Names
from golint_conn.names.shape import (
    NIL,
    UNKNOWN,
    Array,
    Chan,
    Func,
    Map,
    Named,
    Package,
    Pointer,
    Slice,
    Type,
    TypeOf,
    default,
    dereferenced,
    is_untyped,
    universe_type,
)
from golint_conn.names.symbol import Symbol
from golint_conn.names.types import Types

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.workspace import Workspace
    from golint_conn.syntax import Node

__all__ = ["BUILTINS", "Callee", "CalleeKind", "TypeInfo"]


def _untyped(name: str) -> Callable[[TypeInfo, Node, GoFile], Type]:
    shape = Named("", f"untyped {name}")
    return lambda _shapes, _node, _file: shape


class TypeInfo:
    """Computes types over a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.names = Names(workspace)
        self.types = Types(self.names)
        self.members = Members(self.types)
        self._shapes: Memory[tuple[str, int, int, str], Type] = Memory(workspace.ledger, evictable=True)
        self._callees: Memory[tuple[str, int, int], Callee] = Memory(workspace.ledger, evictable=True)
        self._declared = Declared(self)
        self._calls = Calls(self)

    def of(self, node: Node | None, file: GoFile) -> Type:
        """Return the type of an expression; for one that names a type or a package, `TypeOf` or `Package`."""
        if node is None:
            return UNKNOWN
        reader = self._READERS.get(node.kind)
        if reader is None:
            return UNKNOWN
        key = (file.path, node.start, node.end, node.kind)
        return self._shapes.of(key, reader, self, node, file, bottom=UNKNOWN)

    def value(self, node: Node | None, file: GoFile) -> Type:
        """Return the type that a variable gets from an expression."""
        shape = default(self.of(node, file))
        return UNKNOWN if isinstance(shape, TypeOf | Package) else shape

    def of_symbol(self, symbol: Symbol, offset: int = -1) -> Type:
        """Return the type of a declared name; `offset` is where it is used, which matters in a type switch."""
        return self._declared.of_symbol(symbol, offset)

    def callee(self, call: Node, file: GoFile) -> Callee:
        """Return what a call expression calls."""
        key = (file.path, call.start, call.end)
        return self._callees.of(key, self._calls.callee, call, file)

    @staticmethod
    def arguments(call: Node) -> list[Node]:
        """Return the arguments of a call, in order."""
        return Calls.arguments(call)

    def member(self, node: Node, file: GoFile) -> Member | None:
        """Return the field or method that a selector expression selects, None for a qualified name or if unknown."""
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return None
        base = self.of(operand, file)
        if isinstance(base, Package):
            return None
        package = "" if is_exported(field.text) else self.names.package_path(file)
        return self.members.find(base.shape if isinstance(base, TypeOf) else base, field.text, package)

    # Expressions

    def _identifier(self, node: Node, file: GoFile) -> Type:
        name = node.text
        found = self.names.resolve(name, node.start, file)
        if isinstance(found, Symbol):
            return self.of_symbol(found, node.start)
        if isinstance(found, ImportedPackage):
            return Package(found.path)
        universe = universe_type(name)
        return TypeOf(universe) if universe is not None else UNKNOWN

    def _selector(self, node: Node, file: GoFile) -> Type:
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return UNKNOWN
        base = self.of(operand, file)
        if isinstance(base, Package):
            scope = self.names.known_package(base.path)
            symbol = scope.lookup(field.text) if scope is not None else None
            return self.of_symbol(symbol) if symbol is not None else UNKNOWN
        member = self.member(node, file)
        if member is None or not isinstance(base, TypeOf):
            return member.shape if member is not None else UNKNOWN
        if not isinstance(member.shape, Func):
            return UNKNOWN
        return Func((base.shape, *member.shape.parameters), member.shape.results, member.shape.variadic)

    def type_named(self, node: Node | None, file: GoFile) -> Type | None:
        """Return the type that a node names, in type or in expression syntax; None if it names a value."""
        if node is None:
            return None
        shape = self.of(node, file)
        if isinstance(shape, TypeOf):
            return shape.shape
        if node.kind == "identifier":
            return None
        spelled = self.types.shape(node, file) if node.kind.endswith(("_type", "type_identifier")) else UNKNOWN
        return None if spelled == UNKNOWN else spelled

    def _literal(self, node: Node, file: GoFile) -> Type:
        spelled = node.field("type")
        if spelled is not None and spelled.kind == "implicit_length_array_type":
            body = node.field("body")
            elements = body.children if body is not None else []
            keyed = any(each.kind == "keyed_element" for each in elements)
            return Array("?" if keyed else str(len(elements)), self.types.shape(spelled.field("element"), file))
        return self.types.shape(spelled, file)

    def _elided(self, node: Node, file: GoFile) -> Type:
        """Return the type of `{...}` inside a literal of a slice, array or map, which the outer type determines."""
        element = node.parent
        keyed = element.parent if element is not None else None
        is_keyed = keyed is not None and keyed.kind == "keyed_element"
        outer = keyed.parent if keyed is not None and is_keyed else keyed
        holder = outer.parent if outer is not None and outer.kind == "literal_value" else None
        if holder is None:
            return UNKNOWN
        around = self.of(holder if holder.kind == "composite_literal" else outer, file)
        inside = self.types.underlying(dereferenced(around))
        if isinstance(inside, Map) and keyed is not None and is_keyed and keyed.field("key") == element:
            return inside.key
        return inside.element if isinstance(inside, Slice | Array | Map) else UNKNOWN

    def _unary(self, node: Node, file: GoFile) -> Type:
        operand = self.of(node.field("operand"), file)
        match node.operator():
            case "&":
                return Pointer(operand)
            case "*":
                if isinstance(operand, TypeOf):
                    return TypeOf(Pointer(operand.shape))
                pointed = self.types.underlying(operand)
                return pointed.element if isinstance(pointed, Pointer) else UNKNOWN
            case "<-":
                channel = self.types.underlying(operand)
                return channel.element if isinstance(channel, Chan) else UNKNOWN
            case _:
                return operand

    def _binary(self, node: Node, file: GoFile) -> Type:
        operator = node.operator()
        if operator in {"==", "!=", "<", "<=", ">", ">="}:
            return Named("", "untyped bool")
        left, right = self.of(node.field("left"), file), self.of(node.field("right"), file)
        if operator in {"<<", ">>"}:
            return left
        if not is_untyped(left):
            return left if left != UNKNOWN else (UNKNOWN if is_untyped(right) else right)
        return constants.wider(left, right)

    def _index(self, node: Node, file: GoFile) -> Type:
        operand = self.of(node.field("operand"), file)
        if isinstance(operand, TypeOf):
            arguments = tuple(
                shape.shape if isinstance(shape := self.of(each, file), TypeOf) else self.types.shape(each, file)
                for each in node.fields("index")
            )
            base = operand.shape
            return TypeOf(Named(base.path, base.name, arguments, base.symbol)) if isinstance(base, Named) else UNKNOWN
        if isinstance(operand, Func):
            return operand
        underlying = self.types.underlying(dereferenced(self.types.underlying(operand)))
        match underlying:
            case Slice() | Array() | Map():
                return underlying.element
            case Named(path="", name="string" | "untyped string"):
                return Named("", "uint8")
        return UNKNOWN

    def _slice(self, node: Node, file: GoFile) -> Type:
        operand = self.value(node.field("operand"), file)
        array = self.types.underlying(dereferenced(operand))
        return Slice(array.element) if isinstance(array, Array) else operand

    def _assertion(self, node: Node, file: GoFile) -> Type:
        return self.types.shape(node.field("type"), file)

    def _call(self, node: Node, file: GoFile) -> Type:
        return self._calls.result(node, file)

    def _conversion(self, node: Node, file: GoFile) -> Type:
        return self._calls.conversion(node, file)

    def _parenthesized(self, node: Node, file: GoFile) -> Type:
        return self.of(node.children[0], file) if len(node.children) == 1 else UNKNOWN

    def _type(self, node: Node, file: GoFile) -> Type:
        spelled = self.types.shape(node, file)
        return UNKNOWN if spelled == UNKNOWN else TypeOf(spelled)

    _READERS: ClassVar[dict[str, Callable[[TypeInfo, Node, GoFile], Type]]] = {
        "identifier": _identifier,
        "selector_expression": _selector,
        "call_expression": _call,
        "composite_literal": _literal,
        "literal_value": _elided,
        "func_literal": lambda shapes, node, file: shapes.types.function(node, file),
        "unary_expression": _unary,
        "binary_expression": _binary,
        "index_expression": _index,
        "slice_expression": _slice,
        "type_assertion_expression": _assertion,
        "type_conversion_expression": _conversion,
        "type_instantiation_expression": _type,
        "parenthesized_expression": _parenthesized,
        "variadic_argument": _parenthesized,
        "interpreted_string_literal": _untyped("string"),
        "raw_string_literal": _untyped("string"),
        "rune_literal": _untyped("rune"),
        "int_literal": _untyped("int"),
        "float_literal": _untyped("float"),
        "imaginary_literal": _untyped("complex"),
        "true": _untyped("bool"),
        "false": _untyped("bool"),
        "nil": lambda _shapes, _node, _file: NIL,
        "iota": _untyped("int"),
        **dict.fromkeys(
            (
                "type_identifier",
                "qualified_type",
                "generic_type",
                "pointer_type",
                "slice_type",
                "array_type",
                "map_type",
                "channel_type",
                "function_type",
                "struct_type",
                "interface_type",
                "parenthesized_type",
            ),
            _type,
        ),
    }
