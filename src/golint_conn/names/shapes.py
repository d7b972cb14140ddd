"""Inference: the shape of an expression, and what a call calls.

Everything is asked on demand and remembered by place. The cases follow the Go specification's list of expressions; one
that is not covered is unknown. A depth limit keeps hostile nesting from exhausting the stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from golint_conn.names import constants
from golint_conn.names.members import Member, Members
from golint_conn.names.resolve import ImportedPackage, Names
from golint_conn.names.shape import (
    BOOL,
    INT,
    NIL,
    UNKNOWN,
    Array,
    Chan,
    Func,
    Map,
    Named,
    Package,
    Pointer,
    Shape,
    Slice,
    Tuple,
    TypeOf,
    call_result,
    default,
    dereferenced,
    is_untyped,
    substitute,
    unify,
    universe_type,
)
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.names.types import Types

if TYPE_CHECKING:
    from collections.abc import Callable

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.workspace import Workspace
    from golint_conn.syntax import Node

_DEPTH_LIMIT = 80


class CalleeKind(Enum):
    """What a call calls."""

    FUNCTION = "function"
    METHOD = "method"
    BUILTIN = "builtin"
    CONVERSION = "conversion"
    VALUE = "value"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Callee:
    """The function that a call calls.

    `path` is the import path of its package, `receiver` the name of the type that declares a method. `symbol` is its
    declaration where the source is known; `shape` its function type where that is.
    """

    kind: CalleeKind
    path: str = ""
    receiver: str = ""
    name: str = ""
    symbol: Symbol | None = None
    shape: Shape = UNKNOWN

    @property
    def qualified(self) -> str:
        """The full name: `net/http.Get`, `net/http.Client.Do`, `len`; empty for a value or an unknown callee."""
        if self.kind in {CalleeKind.VALUE, CalleeKind.UNKNOWN, CalleeKind.CONVERSION}:
            return ""
        return ".".join(part for part in (self.path, self.receiver, self.name) if part)


class Shapes:
    """Computes shapes over a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.names = Names(workspace)
        self.types = Types(self.names)
        self.members = Members(self.types)
        self._shapes: dict[tuple[str, int, int, str], Shape] = {}
        self._symbols: dict[tuple[str, int], Shape] = {}
        self._depth = 0

    def of(self, node: Node | None, file: GoFile) -> Shape:
        """Return the shape of an expression; for one that names a type or a package, `TypeOf` or `Package`."""
        if node is None:
            return UNKNOWN
        key = (file.path, node.start, node.end, node.kind)
        known = self._shapes.get(key)
        if known is not None:
            return known
        reader = _EXPRESSIONS.get(node.kind)
        if reader is None or self._depth > _DEPTH_LIMIT:
            return UNKNOWN
        self._depth += 1
        try:
            shape = reader(self, node, file)
        finally:
            self._depth -= 1
        self._shapes[key] = shape
        return shape

    def value(self, node: Node | None, file: GoFile) -> Shape:
        """Return the shape that a variable gets from an expression."""
        shape = default(self.of(node, file))
        return UNKNOWN if isinstance(shape, TypeOf | Package) else shape

    # Symbols

    def of_symbol(self, symbol: Symbol, offset: int = -1) -> Shape:
        """Return the shape of a declared name; `offset` is where it is used, which matters in a type switch."""
        if symbol.declaration.kind == "type_switch_statement":
            return self._switched(symbol, offset)
        if symbol.key not in self._symbols:
            self._symbols[symbol.key] = UNKNOWN
            self._symbols[symbol.key] = self._declared(symbol)
        return self._symbols[symbol.key]

    def _declared(self, symbol: Symbol) -> Shape:
        node, file = symbol.declaration, symbol.file
        match symbol.kind:
            case SymbolKind.TYPE | SymbolKind.TYPE_PARAMETER:
                return TypeOf(self.types.declared(symbol))
            case SymbolKind.FUNCTION | SymbolKind.METHOD:
                return self.types.function(node, file)
            case SymbolKind.CONSTANT:
                return self._constant(symbol)
            case SymbolKind.PARAMETER | SymbolKind.RESULT | SymbolKind.RECEIVER:
                shape = self.types.shape(node.field("type"), file)
                return Slice(shape) if node.kind == "variadic_parameter_declaration" else shape
        match node.kind:
            case "var_spec":
                declared = node.field("type")
                if declared is not None:
                    return self.types.shape(declared, file)
                return self._assigned(symbol, node.fields("name"), node.field("value"))
            case "short_var_declaration":
                left = node.field("left")
                return self._assigned(symbol, left.children if left else [], node.field("right"))
            case "range_clause":
                return self._ranged(symbol, node)
            case "receive_statement":
                left, right = node.field("left"), node.field("right")
                shapes = (self.of(right, file), BOOL)
                names = left.children if left else []
                return next((shapes[i] for i, name in enumerate(names[:2]) if name == symbol.node), UNKNOWN)
        return UNKNOWN

    def _assigned(self, symbol: Symbol, names: list[Node], right: Node | None) -> Shape:
        """Return what one name of `a, b := ...` gets."""
        values = [] if right is None else (right.children if right.kind == "expression_list" else [right])
        place = next((i for i, name in enumerate(names) if name == symbol.node), None)
        if place is None or not values:
            return UNKNOWN
        if len(values) == len(names):
            return self.value(values[place], symbol.file)
        if len(values) == 1:
            items = self.results(values[0], symbol.file, len(names))
            return default(items[place]) if place < len(items) else UNKNOWN
        return UNKNOWN

    def results(self, node: Node, file: GoFile, wanted: int) -> tuple[Shape, ...]:
        """Return the shapes of a single expression that is assigned to `wanted` names (call, or `v, ok` form)."""
        while node.kind == "parenthesized_expression" and node.children:
            node = node.children[0]
        shape = self.of(node, file)
        if isinstance(shape, Tuple):
            return shape.items
        if wanted == 2 and node.kind in {"index_expression", "type_assertion_expression", "unary_expression"}:
            return (shape, BOOL)
        return (shape,)

    def _constant(self, symbol: Symbol) -> Shape:
        spec: Node | None = symbol.declaration
        place = next((i for i, name in enumerate(symbol.declaration.fields("name")) if name == symbol.node), 0)
        parent = spec.parent if spec else None
        before = [each for each in (parent.children if parent else []) if each.start <= symbol.declaration.start]
        for each in reversed(before or [symbol.declaration]):
            declared, value = each.field("type"), each.field("value")
            if declared is not None:
                return self.types.shape(declared, symbol.file)
            if value is not None:
                values = value.children
                return self.of(values[place], symbol.file) if place < len(values) else UNKNOWN
        return UNKNOWN

    def _ranged(self, symbol: Symbol, node: Node) -> Shape:
        left = node.field("left")
        place = next((i for i, n in enumerate(left.children if left else []) if n == symbol.node), None)
        items = self._range_items(self.value(node.field("right"), symbol.file))
        return items[place] if place is not None and place < len(items) else UNKNOWN

    def _range_items(self, over: Shape) -> tuple[Shape, ...]:
        underlying = self.types.underlying(dereferenced(self.types.underlying(over)))
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
                yielded = self.types.underlying(underlying.parameters[0])
                return yielded.parameters if isinstance(yielded, Func) else ()
        return ()

    def _switched(self, symbol: Symbol, offset: int) -> Shape:
        """Return the shape of `x` in `switch x := y.(type)`, which is that of the clause it is used in."""
        switch = symbol.declaration
        for clause in switch.children:
            if clause.start <= offset < clause.end:
                types = clause.fields("type") if clause.kind == "type_case" else []
                if len(types) == 1 and types[0].text != "nil":
                    return self.types.shape(types[0], symbol.file)
        return self.value(switch.field("value"), symbol.file)

    # Calls

    def callee(self, call: Node, file: GoFile) -> Callee:
        """Return what a call expression calls."""
        function = call.field("function")
        while function is not None and function.kind == "parenthesized_expression" and function.children:
            function = function.children[0]
        if function is None:
            return Callee(CalleeKind.UNKNOWN)
        if function.kind == "index_expression":
            inner = function.field("operand")
            if inner is not None and isinstance(self.of(inner, file), Func):
                function = inner
        if function.kind == "selector_expression":
            return self._selected_callee(function, file)
        if function.kind == "identifier":
            found = self.names.resolve(function.text, function.start, file)
            if isinstance(found, Symbol):
                return self._symbol_callee(found, function)
            if found is None and function.text in BUILTINS:
                return Callee(CalleeKind.BUILTIN, name=function.text)
        return self._value_callee(self.of(function, file))

    def _symbol_callee(self, symbol: Symbol, node: Node) -> Callee:
        shape = self.of_symbol(symbol, node.start)
        if symbol.kind is SymbolKind.FUNCTION:
            path = self.names.package_path(symbol.file)
            return Callee(CalleeKind.FUNCTION, path, "", symbol.name, symbol, shape)
        callee = self._value_callee(shape)
        return Callee(callee.kind, symbol=symbol, shape=callee.shape)

    def _selected_callee(self, node: Node, file: GoFile) -> Callee:
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return Callee(CalleeKind.UNKNOWN)
        base = self.of(operand, file)
        if isinstance(base, Package):
            scope = self.names.known_package(base.path)
            symbol = scope.lookup(field.text) if scope is not None else None
            if symbol is not None:
                return self._symbol_callee(symbol, field)
            return Callee(CalleeKind.FUNCTION, base.path, "", field.text)
        member = self.member(node, file)
        if member is None:
            receiver = dereferenced(base.shape if isinstance(base, TypeOf) else base)
            if isinstance(receiver, Named) and receiver.path and self.types.symbol(receiver) is None:
                return Callee(CalleeKind.METHOD, receiver.path, receiver.name, field.text)
            return Callee(CalleeKind.UNKNOWN, name=field.text)
        if not member.is_method:
            return self._value_callee(member.shape)
        owner = member.owner
        path, receiver_name = (owner.path, owner.name) if isinstance(owner, Named) else ("", "")
        return Callee(CalleeKind.METHOD, path, receiver_name, field.text, member.symbol, self.of(node, file))

    def _value_callee(self, shape: Shape) -> Callee:
        if isinstance(shape, TypeOf):
            return Callee(CalleeKind.CONVERSION, shape=shape.shape)
        underlying = self.types.underlying(shape)
        return Callee(CalleeKind.VALUE if isinstance(underlying, Func) else CalleeKind.UNKNOWN, shape=underlying)

    def member(self, node: Node, file: GoFile) -> Member | None:
        """Return the field or method that a selector expression selects, None for a qualified name or if unknown."""
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return None
        base = self.of(operand, file)
        if isinstance(base, Package):
            return None
        return self.members.find(base.shape if isinstance(base, TypeOf) else base, field.text)

    # Expressions

    def _identifier(self, node: Node, file: GoFile) -> Shape:
        name = node.text
        found = self.names.resolve(name, node.start, file)
        if isinstance(found, Symbol):
            return self.of_symbol(found, node.start)
        if isinstance(found, ImportedPackage):
            return Package(found.path)
        universe = universe_type(name)
        return TypeOf(universe) if universe is not None else UNKNOWN

    def _selector(self, node: Node, file: GoFile) -> Shape:
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return UNKNOWN
        base = self.of(operand, file)
        if isinstance(base, Package):
            scope = self.names.known_package(base.path)
            symbol = scope.lookup(field.text) if scope is not None else None
            return self.of_symbol(symbol) if symbol is not None else UNKNOWN
        if isinstance(base, TypeOf):
            member = self.members.find(base.shape, field.text)
            if member is not None and isinstance(member.shape, Func):
                function = member.shape
                return Func((base.shape, *function.parameters), function.results, function.variadic)
            return UNKNOWN
        member = self.members.find(base, field.text)
        return member.shape if member is not None else UNKNOWN

    def _call(self, node: Node, file: GoFile) -> Shape:
        callee = self.callee(node, file)
        arguments = self.arguments(node)
        if callee.kind is CalleeKind.BUILTIN:
            return self._builtin(callee.name, arguments, file)
        if callee.kind is CalleeKind.CONVERSION:
            return callee.shape
        if not isinstance(callee.shape, Func):
            return UNKNOWN
        if callee.path == "unsafe":
            return self._unsafe(callee.name, arguments, file) or call_result(callee.shape)
        function = callee.shape
        if function.type_parameters:
            function = self._instantiated(function, node, arguments, file)
        return call_result(function)

    def _instantiated(self, function: Func, call: Node, arguments: list[Node], file: GoFile) -> Func:
        """Fill in the type parameters of a generic call from its type arguments and from its arguments."""
        names = [each.name for each in function.type_parameters]
        bindings: dict[str, Shape] = {}
        holder = call.field("type_arguments")
        written = list(holder.children) if holder else []
        index = call.field("function")
        if index is not None and index.kind == "index_expression":
            written += index.fields("index")
        for name, node in zip(names, written, strict=False):
            shape = self.of(node, file)
            bindings[name] = shape.shape if isinstance(shape, TypeOf) else self.types.shape(node, file)
        shapes = [self.of(each, file) for each in arguments]
        if len(shapes) == 1 and isinstance(shapes[0], Tuple):
            shapes = list(shapes[0].items)
        open_names = frozenset(names)
        for untyped in (False, True):
            for place, shape in enumerate(shapes):
                pattern = self._parameter_at(function, place)
                if pattern is not None and is_untyped(shape) == untyped:
                    unify(pattern, default(shape), bindings, open_names)
        # A parameter such as S in `[S ~[]E, E any]` tells of others through what it is made of.
        for each in function.type_parameters:
            if each.name in bindings and isinstance(each.constraint, Slice | Map | Chan | Pointer | Func):
                unify(each.constraint, self.types.underlying(bindings[each.name]), bindings, open_names)
        known = {name: bindings.get(name, UNKNOWN) for name in names}
        filled = substitute(function, known)
        return filled if isinstance(filled, Func) else function

    @staticmethod
    def _parameter_at(function: Func, place: int) -> Shape | None:
        last = len(function.parameters) - 1
        if function.variadic and place >= last:
            shape = function.parameters[last]
            return shape.element if isinstance(shape, Slice) else UNKNOWN
        return function.parameters[place] if place <= last else None

    @staticmethod
    def arguments(call: Node) -> list[Node]:
        """Return the arguments of a call, in order."""
        holder = call.field("arguments")
        return holder.children if holder is not None else []

    def _builtin(self, name: str, arguments: list[Node], file: GoFile) -> Shape:
        first = arguments[0] if arguments else None
        match name:
            case "new":
                shape = self.type_named(first, file)
                return Pointer(shape if shape is not None else self.value(first, file))
            case "make":
                shape = self.type_named(first, file)
                return shape if shape is not None else UNKNOWN
            case "append":
                return self.value(first, file)
            case "len" | "cap" | "copy":
                return INT
            case "min" | "max":
                shapes = [self.of(each, file) for each in arguments]
                return next((each for each in shapes if not is_untyped(each)), shapes[0] if shapes else UNKNOWN)
            case "recover":
                return _RECOVERED
            case "complex":
                return Named("", "complex128")
            case "real" | "imag":
                return Named("", "float64")
            case _:
                return Tuple(())

    def _unsafe(self, name: str, arguments: list[Node], file: GoFile) -> Shape | None:
        """Return what the generic built-ins of package unsafe give; its other functions have ordinary signatures."""
        inner = self.types.underlying(self.value(arguments[0], file)) if arguments else UNKNOWN
        if name == "Slice":
            return Slice(inner.element) if isinstance(inner, Pointer) else UNKNOWN
        if name == "SliceData":
            return Pointer(inner.element) if isinstance(inner, Slice) else UNKNOWN
        return None

    def type_named(self, node: Node | None, file: GoFile) -> Shape | None:
        """Return the type that a node names, in type or in expression syntax; None where it names a value."""
        if node is None:
            return None
        shape = self.of(node, file)
        if isinstance(shape, TypeOf):
            return shape.shape
        if node.kind == "identifier":
            return None
        spelled = self.types.shape(node, file) if node.kind.endswith(("_type", "type_identifier")) else UNKNOWN
        return None if spelled == UNKNOWN else spelled

    def _literal(self, node: Node, file: GoFile) -> Shape:
        spelled = node.field("type")
        if spelled is not None and spelled.kind == "implicit_length_array_type":
            body = node.field("body")
            elements = body.children if body is not None else []
            keyed = any(each.kind == "keyed_element" for each in elements)
            return Array("?" if keyed else str(len(elements)), self.types.shape(spelled.field("element"), file))
        return self.types.shape(spelled, file)

    def _elided(self, node: Node, file: GoFile) -> Shape:
        """Return the shape of `{...}` inside of a literal of a slice, array or map, whose type says what it is."""
        outer = node.parent
        while outer is not None and outer.kind in {"literal_element", "keyed_element"}:
            outer = outer.parent
        holder = outer.parent if outer is not None and outer.kind == "literal_value" else None
        if holder is None:
            return UNKNOWN
        around = self.of(holder if holder.kind == "composite_literal" else outer, file)
        inside = self.types.underlying(dereferenced(around))
        return inside.element if isinstance(inside, Slice | Array | Map) else UNKNOWN

    def _unary(self, node: Node, file: GoFile) -> Shape:
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

    def _binary(self, node: Node, file: GoFile) -> Shape:
        operator = node.operator()
        if operator in {"==", "!=", "<", "<=", ">", ">="}:
            return Named("", "untyped bool")
        left, right = self.of(node.field("left"), file), self.of(node.field("right"), file)
        if operator in {"<<", ">>"}:
            return left
        if not is_untyped(left):
            return left if left != UNKNOWN else (UNKNOWN if is_untyped(right) else right)
        return constants.wider(left, right)

    def _index(self, node: Node, file: GoFile) -> Shape:
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

    def _slice(self, node: Node, file: GoFile) -> Shape:
        operand = self.value(node.field("operand"), file)
        array = self.types.underlying(dereferenced(operand))
        return Slice(array.element) if isinstance(array, Array) else operand

    def _assertion(self, node: Node, file: GoFile) -> Shape:
        return self.types.shape(node.field("type"), file)

    def _conversion(self, node: Node, file: GoFile) -> Shape:
        """Read `F[int](x)`, which the grammar takes for a conversion even where F is a generic function."""
        spelled = node.field("type")
        base = spelled.field("type") if spelled is not None and spelled.kind == "generic_type" else None
        if spelled is not None and base is not None:
            function = self._generic_function(base, file)
            if isinstance(function, Func):
                holder = spelled.field("type_arguments")
                names = [each.name for each in function.type_parameters]
                written = [self.types.shape(each, file) for each in (holder.children if holder else [])]
                bindings: dict[str, Shape] = dict(zip(names, written, strict=False))
                operand = self.of(node.field("operand"), file)
                for pattern in function.parameters[:1]:
                    unify(pattern, default(operand), bindings, frozenset(names))
                known = {name: bindings.get(name, UNKNOWN) for name in names}
                filled = substitute(function, known)
                return call_result(filled) if isinstance(filled, Func) else UNKNOWN
        return self.types.shape(spelled, file)

    def _generic_function(self, node: Node, file: GoFile) -> Shape:
        if node.kind == "qualified_type":
            package, name = node.field("package"), node.field("name")
            found = self.names.resolve(package.text, package.start, file) if package else None
            if isinstance(found, ImportedPackage) and found.scope is not None and name is not None:
                symbol = found.scope.lookup(name.text)
                return self.of_symbol(symbol) if symbol is not None else UNKNOWN
            return UNKNOWN
        found = self.names.resolve(node.text, node.start, file)
        return self.of_symbol(found, node.start) if isinstance(found, Symbol) else UNKNOWN

    def _parenthesized(self, node: Node, file: GoFile) -> Shape:
        return self.of(node.children[0], file) if len(node.children) == 1 else UNKNOWN

    def _type(self, node: Node, file: GoFile) -> Shape:
        spelled = self.types.shape(node, file)
        return UNKNOWN if spelled == UNKNOWN else TypeOf(spelled)


_RECOVERED = universe_type("any") or UNKNOWN

BUILTINS = frozenset(
    "append cap clear close complex copy delete imag len make max min new panic print println real recover".split()
)
"""Go's built-in functions."""


def _untyped(name: str) -> Callable[[Shapes, Node, GoFile], Shape]:
    shape = Named("", f"untyped {name}")
    return lambda _shapes, _node, _file: shape


_EXPRESSIONS: dict[str, Callable[[Shapes, Node, GoFile], Shape]] = {
    "identifier": Shapes._identifier,  # noqa: SLF001 - the table is part of the class
    "selector_expression": Shapes._selector,  # noqa: SLF001
    "call_expression": Shapes._call,  # noqa: SLF001
    "composite_literal": Shapes._literal,  # noqa: SLF001
    "literal_value": Shapes._elided,  # noqa: SLF001
    "func_literal": lambda shapes, node, file: shapes.types.function(node, file),
    "unary_expression": Shapes._unary,  # noqa: SLF001
    "binary_expression": Shapes._binary,  # noqa: SLF001
    "index_expression": Shapes._index,  # noqa: SLF001
    "slice_expression": Shapes._slice,  # noqa: SLF001
    "type_assertion_expression": Shapes._assertion,  # noqa: SLF001
    "type_conversion_expression": Shapes._conversion,  # noqa: SLF001
    "type_instantiation_expression": Shapes._type,  # noqa: SLF001
    "parenthesized_expression": Shapes._parenthesized,  # noqa: SLF001
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
        Shapes._type,  # noqa: SLF001
    ),
}
