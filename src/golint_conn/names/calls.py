"""Calls: what a call calls, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import reduce
from typing import TYPE_CHECKING

from golint_conn.names import libraries
from golint_conn.names.constants import wider
from golint_conn.names.resolve import ImportedPackage
from golint_conn.names.shape import (
    ANY,
    INT,
    UNKNOWN,
    Chan,
    Func,
    Map,
    Named,
    Package,
    Pointer,
    Slice,
    Tuple,
    Type,
    TypeOf,
    call_result,
    default,
    dereferenced,
    is_untyped,
    substitute,
    unify,
)
from golint_conn.names.symbol import Symbol, SymbolKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from golint_conn.names.gofile import GoFile
    from golint_conn.names.inference import Inference
    from golint_conn.syntax import Node

BUILTINS = frozenset(
    "append cap clear close complex copy delete imag len make max min new panic print println real recover".split()
)
"""Go's built-in functions."""


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
    declaration if the source is known; `shape` its function type if that is known.
    """

    kind: CalleeKind
    path: str = ""
    receiver: str = ""
    name: str = ""
    symbol: Symbol | None = None
    shape: Type = UNKNOWN

    @property
    def qualified(self) -> str:
        """The full name: `net/http.Get`, `net/http.Client.Do`, `len`; empty for a value or an unknown callee."""
        if self.kind in {CalleeKind.VALUE, CalleeKind.UNKNOWN, CalleeKind.CONVERSION}:
            return ""
        return ".".join(part for part in (self.path, self.receiver, self.name) if part)

    def is_one_of(self, names: Collection[str]) -> bool:
        """Return whether it is one of some functions, given by full names that may leave out a major version."""
        if not names or not self.qualified:
            return False
        any_major = ".".join(part for part in (libraries.unversioned(self.path), self.receiver, self.name) if part)
        return self.qualified in names or any_major in names


class Calls:
    """Reads calls."""

    def __init__(self, infer: Inference) -> None:
        self.infer = infer

    def callee(self, call: Node, file: GoFile) -> Callee:
        """Return what a call expression calls."""
        function = call.field("function")
        while function is not None and function.kind == "parenthesized_expression" and function.children:
            function = function.children[0]
        if function is None:
            return Callee(CalleeKind.UNKNOWN)
        if function.kind == "index_expression":
            inner = function.field("operand")
            if inner is not None and isinstance(self.infer.of(inner, file), Func):
                function = inner
        if function.kind == "selector_expression":
            return self._selected_callee(function, file)
        if function.kind == "identifier":
            found = self.infer.names.resolve(function.text, function.start, file)
            if isinstance(found, Symbol):
                return self._symbol_callee(found, function)
            if found is None and function.text in BUILTINS:
                return Callee(CalleeKind.BUILTIN, name=function.text)
        return self._value_callee(self.infer.of(function, file))

    def _symbol_callee(self, symbol: Symbol, node: Node) -> Callee:
        shape = self.infer.of_symbol(symbol, node.start)
        if symbol.kind is SymbolKind.FUNCTION:
            path = self.infer.names.package_path(symbol.file)
            return Callee(CalleeKind.FUNCTION, path, "", symbol.name, symbol, shape)
        callee = self._value_callee(shape)
        return Callee(callee.kind, symbol=symbol, shape=callee.shape)

    def _selected_callee(self, node: Node, file: GoFile) -> Callee:
        operand, field = node.field("operand"), node.field("field")
        if operand is None or field is None:
            return Callee(CalleeKind.UNKNOWN)
        base = self.infer.of(operand, file)
        if isinstance(base, Package):
            scope = self.infer.names.known_package(base.path)
            symbol = scope.lookup(field.text) if scope is not None else None
            if symbol is not None:
                return self._symbol_callee(symbol, field)
            return Callee(CalleeKind.FUNCTION, base.path, "", field.text)
        member = self.infer.member(node, file)
        if member is None:
            receiver = dereferenced(base.shape if isinstance(base, TypeOf) else base)
            if isinstance(receiver, Named) and receiver.path and self._is_partly_known(receiver):
                return Callee(CalleeKind.METHOD, receiver.path, receiver.name, field.text)
            return Callee(CalleeKind.UNKNOWN, name=field.text)
        if not member.is_method:
            return self._value_callee(member.shape)
        owner = member.owner
        path, receiver_name = (owner.path, owner.name) if isinstance(owner, Named) else ("", "")
        return Callee(CalleeKind.METHOD, path, receiver_name, field.text, member.symbol, self.infer.of(node, file))

    def _is_partly_known(self, receiver: Named) -> bool:
        """Return whether a type may have methods that we do not see: we have no source of it, or only our excerpt."""
        symbol = self.infer.types.symbol(receiver)
        return symbol is None or symbol.file.path.startswith(libraries.PREFIX)

    def _value_callee(self, shape: Type) -> Callee:
        if isinstance(shape, TypeOf):
            return Callee(CalleeKind.CONVERSION, shape=shape.shape)
        underlying = self.infer.types.underlying(shape)
        return Callee(CalleeKind.VALUE if isinstance(underlying, Func) else CalleeKind.UNKNOWN, shape=underlying)

    def result(self, node: Node, file: GoFile) -> Type:
        """Return the type of a call expression."""
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
        bindings: dict[str, Type] = {}
        holder = call.field("type_arguments")
        written = list(holder.children) if holder else []
        index = call.field("function")
        if index is not None and index.kind == "index_expression":
            written += index.fields("index")
        for name, node in zip(names, written, strict=False):
            shape = self.infer.of(node, file)
            bindings[name] = shape.shape if isinstance(shape, TypeOf) else self.infer.types.shape(node, file)
        shapes = [self.infer.of(each, file) for each in arguments]
        if len(shapes) == 1 and isinstance(shapes[0], Tuple):
            shapes = list(shapes[0].items)
        open_names = frozenset(names)
        for untyped in (False, True):
            for place, shape in enumerate(shapes):
                is_spread = place < len(arguments) and arguments[place].kind == "variadic_argument"
                pattern = function.parameters[-1] if is_spread else self._parameter_at(function, place)
                if pattern is not None and is_untyped(shape) == untyped:
                    unify(pattern, default(shape), bindings, open_names)
        # A parameter such as S in `[S ~[]E, E any]` determines others through its constraint.
        for each in function.type_parameters:
            if each.name in bindings and isinstance(each.constraint, Slice | Map | Chan | Pointer | Func):
                unify(each.constraint, self.infer.types.underlying(bindings[each.name]), bindings, open_names)
        known = {name: bindings.get(name, UNKNOWN) for name in names}
        filled = substitute(function, known)
        return filled if isinstance(filled, Func) else function

    @staticmethod
    def _parameter_at(function: Func, place: int) -> Type | None:
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

    def _builtin(self, name: str, arguments: list[Node], file: GoFile) -> Type:
        first = arguments[0] if arguments else None
        match name:
            case "new":
                shape = self.infer.type_named(first, file)
                return Pointer(shape if shape is not None else self.infer.value(first, file))
            case "make":
                shape = self.infer.type_named(first, file)
                return shape if shape is not None else UNKNOWN
            case "append":
                return self.infer.value(first, file)
            case "len" | "cap" | "copy":
                return INT
            case "min" | "max":
                shapes = [self.infer.of(each, file) for each in arguments]
                typed = next((each for each in shapes if not is_untyped(each)), None)
                return typed or (reduce(wider, shapes) if shapes else UNKNOWN)
            case "recover":
                return ANY
            case "complex":
                return Named("", "complex128")
            case "real" | "imag":
                return Named("", "float64")
            case _:
                return Tuple(())

    def _unsafe(self, name: str, arguments: list[Node], file: GoFile) -> Type | None:
        """Return the result of a generic built-in of package unsafe; its other functions have ordinary signatures."""
        inner = self.infer.types.underlying(self.infer.value(arguments[0], file)) if arguments else UNKNOWN
        if name == "Slice":
            return Slice(inner.element) if isinstance(inner, Pointer) else UNKNOWN
        if name == "SliceData":
            return Pointer(inner.element) if isinstance(inner, Slice) else UNKNOWN
        return None

    def conversion(self, node: Node, file: GoFile) -> Type:
        """Read `F[int](x)`, which the grammar parses as a conversion even if F is a generic function."""
        spelled = node.field("type")
        base = spelled.field("type") if spelled is not None and spelled.kind == "generic_type" else None
        if spelled is not None and base is not None:
            function = self._generic_function(base, file)
            if isinstance(function, Func):
                holder = spelled.field("type_arguments")
                names = [each.name for each in function.type_parameters]
                written = [self.infer.types.shape(each, file) for each in (holder.children if holder else [])]
                bindings: dict[str, Type] = dict(zip(names, written, strict=False))
                operand = self.infer.of(node.field("operand"), file)
                for pattern in function.parameters[:1]:
                    unify(pattern, default(operand), bindings, frozenset(names))
                known = {name: bindings.get(name, UNKNOWN) for name in names}
                filled = substitute(function, known)
                return call_result(filled) if isinstance(filled, Func) else UNKNOWN
        return self.infer.types.shape(spelled, file)

    def _generic_function(self, node: Node, file: GoFile) -> Type:
        if node.kind == "qualified_type":
            package, name = node.field("package"), node.field("name")
            found = self.infer.names.resolve(package.text, package.start, file) if package else None
            if isinstance(found, ImportedPackage) and found.scope is not None and name is not None:
                symbol = found.scope.lookup(name.text)
                return self.infer.of_symbol(symbol) if symbol is not None else UNKNOWN
            return UNKNOWN
        found = self.infer.names.resolve(node.text, node.start, file)
        return self.infer.of_symbol(found, node.start) if isinstance(found, Symbol) else UNKNOWN
