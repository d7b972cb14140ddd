"""Types: what we know about the type of an expression.

A `Type` mirrors a Go type closely enough to say which method a call calls and which field an assignment sets. Unknown
parts are `UNKNOWN`, also inside other types; nothing is ever guessed from the spelling of a name. Aliases are resolved
away, `byte` is `uint8`, `rune` is `int32`. `str(shape)` is the canonical text: import paths in full.

>>> str(Pointer(Named("net/http", "Client")))
'*net/http.Client'
>>> str(Func((STRING, Slice(ANY)), (ERROR,), variadic=True))
'func(string,...any) error'
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol


@dataclass(frozen=True, slots=True)
class Unknown:
    """A type of which nothing is known."""

    def __str__(self) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Named:
    """A declared type: import path (empty for Go's own types), name, and type arguments.

    `symbol` is the declaration of a type that is local to a function, which path and name alone do not identify.
    """

    path: str
    name: str
    arguments: tuple[Type, ...] = ()
    symbol: Symbol | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        arguments = f"[{','.join(map(str, self.arguments))}]" if self.arguments else ""
        return f"{self.path}.{self.name}{arguments}" if self.path else f"{self.name}{arguments}"


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """A type parameter inside its own generic declaration, with its constraint."""

    name: str
    constraint: Type = field(default=Unknown(), compare=False, repr=False)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Pointer:
    """`*T`."""

    element: Type

    def __str__(self) -> str:
        return f"*{self.element}"


@dataclass(frozen=True, slots=True)
class Slice:
    """`[]T`."""

    element: Type

    def __str__(self) -> str:
        return f"[]{self.element}"


@dataclass(frozen=True, slots=True)
class Array:
    """`[N]T`; the length is the text of a number, `?` where it takes constant arithmetic."""

    length: str
    element: Type

    def __str__(self) -> str:
        return f"[{self.length}]{self.element}"


@dataclass(frozen=True, slots=True)
class Map:
    """`map[K]V`."""

    key: Type
    element: Type

    def __str__(self) -> str:
        return f"map[{self.key}]{self.element}"


@dataclass(frozen=True, slots=True)
class Chan:
    """`chan T`, `<-chan T` or `chan<- T`, distinguished by `prefix`."""

    prefix: str
    element: Type

    def __str__(self) -> str:
        return f"{self.prefix} {self.element}"


@dataclass(frozen=True, slots=True)
class Func:
    """A function type; with `variadic` the last parameter is a slice. `type_parameters` are those still open."""

    parameters: tuple[Type, ...]
    results: tuple[Type, ...]
    variadic: bool = False
    type_parameters: tuple[TypeParameter, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"func{self.signature}"

    @property
    def signature(self) -> str:
        """The canonical text without the word `func`."""
        parameters = [str(parameter) for parameter in self.parameters]
        if self.variadic and isinstance(self.parameters[-1], Slice):
            parameters[-1] = f"...{self.parameters[-1].element}"
        elif self.variadic:
            parameters[-1] = "...?"
        results = f" {call_result(self)}" if self.results else ""
        return f"({','.join(parameters)}){results}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a struct type."""

    name: str
    shape: Type
    embedded: bool = False

    def __str__(self) -> str:
        return str(self.shape) if self.embedded else f"{self.name} {self.shape}"


@dataclass(frozen=True, slots=True)
class Struct:
    """An unnamed struct type."""

    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"struct{{{';'.join(map(str, self.fields))}}}"


@dataclass(frozen=True, slots=True)
class Interface:
    """An unnamed interface type: its own methods and what it embeds (interfaces and type sets)."""

    methods: tuple[Field, ...] = ()
    embedded: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if not self.methods and not self.embedded:
            return "any"
        parts = [
            f"{each.name}{each.shape.signature if isinstance(each.shape, Func) else '?'};" for each in self.methods
        ]
        parts += [f"{each};" for each in self.embedded]
        return f"interface{{{' '.join(sorted(parts))}}}"


@dataclass(frozen=True, slots=True)
class Tuple:
    """The results of a call that has none or several."""

    items: tuple[Type, ...]

    def __str__(self) -> str:
        return f"({','.join(map(str, self.items))})"


@dataclass(frozen=True, slots=True)
class Package:
    """What an import name means."""

    path: str

    def __str__(self) -> str:
        return f"package {self.path}"


@dataclass(frozen=True, slots=True)
class TypeOf:
    """An expression that names a type rather than a value: `T`, `*T`, `[]T`, `pkg.T`."""

    shape: Type

    def __str__(self) -> str:
        return f"type {self.shape}"


Type: TypeAlias = (
    Unknown
    | Named
    | TypeParameter
    | Pointer
    | Slice
    | Array
    | Map
    | Chan
    | Func
    | Struct
    | Interface
    | Tuple
    | Package
    | TypeOf
)

UNKNOWN = Unknown()
ANY = Interface()
BOOL = Named("", "bool")
ERROR = Named("", "error")
INT = Named("", "int")
STRING = Named("", "string")
NIL = Named("", "untyped nil")

ALIASES = {"byte": "uint8", "rune": "int32"}
BASIC = frozenset(
    "bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr "
    "float32 float64 complex64 complex128".split()
)
_DEFAULTS = {
    "untyped bool": "bool",
    "untyped int": "int",
    "untyped rune": "int32",
    "untyped float": "float64",
    "untyped complex": "complex128",
    "untyped string": "string",
}


_UNIVERSE: dict[str, Type] = {"error": ERROR, "any": ANY, "comparable": Named("", "comparable")}


_PREDECLARED = frozenset(
    "append cap clear close complex copy delete imag len make max min new panic print println real recover "
    "nil true false iota _".split()
)


def is_predeclared(name: str) -> bool:
    """Return whether Go's universe declares a name, so that no package needs to."""
    return name in _PREDECLARED or universe_type(name) is not None


def universe_type(name: str) -> Type | None:
    """Return the type that Go's universe declares under a name, None if it declares none."""
    name = ALIASES.get(name, name)
    if name in BASIC:
        return Named("", name)
    return _UNIVERSE.get(name)


def default(shape: Type) -> Type:
    """Return the type that a variable gets from a value of this type: untyped constants take their default type."""
    if isinstance(shape, Named) and not shape.path and shape.name in _DEFAULTS:
        return Named("", _DEFAULTS[shape.name])
    return shape


def is_untyped(shape: Type) -> bool:
    """Return whether the type is that of an untyped constant or of nil."""
    return isinstance(shape, Named) and not shape.path and shape.name.startswith("untyped ")


def call_result(function: Func) -> Type:
    """Return the type of a call: the single result, or a tuple of none or several."""
    return function.results[0] if len(function.results) == 1 else Tuple(function.results)


def is_known(shape: Type) -> bool:
    """Return whether no part of the type is unknown."""
    return "?" not in str(shape)


def dereferenced(shape: Type) -> Type:
    """Return what a pointer points to, any other type unchanged."""
    return shape.element if isinstance(shape, Pointer) else shape


def substitute(shape: Type, bindings: dict[str, Type]) -> Type:
    """Return the type with type parameters replaced as `bindings` says; parameters without an entry stay."""
    if not bindings:
        return shape
    match shape:
        case TypeParameter():
            return bindings.get(shape.name, shape)
        case Named(arguments=arguments) if arguments:
            return Named(shape.path, shape.name, tuple(substitute(each, bindings) for each in arguments), shape.symbol)
        case Pointer() | Slice():
            return type(shape)(substitute(shape.element, bindings))
        case Array():
            return Array(shape.length, substitute(shape.element, bindings))
        case Map():
            return Map(substitute(shape.key, bindings), substitute(shape.element, bindings))
        case Chan():
            return Chan(shape.prefix, substitute(shape.element, bindings))
        case Func():
            return Func(
                tuple(substitute(each, bindings) for each in shape.parameters),
                tuple(substitute(each, bindings) for each in shape.results),
                shape.variadic,
                shape.type_parameters,
            )
        case Tuple():
            return Tuple(tuple(substitute(each, bindings) for each in shape.items))
        case Struct():
            return Struct(tuple(Field(f.name, substitute(f.shape, bindings), f.embedded) for f in shape.fields))
        case Interface():
            methods = tuple(Field(f.name, substitute(f.shape, bindings), f.embedded) for f in shape.methods)
            return Interface(methods, tuple(substitute(each, bindings) for each in shape.embedded))
        case _:
            return shape


def unify(pattern: Type, actual: Type, bindings: dict[str, Type], names: frozenset[str]) -> None:
    """Bind the type parameters `names` in `pattern` to the matching parts of `actual`; the first binding stays."""
    match pattern, actual:
        case (_, Unknown()):
            return
        case (TypeParameter(name=name), _) if name in names:
            if not is_untyped(actual):
                bindings.setdefault(name, actual)
        case (
            (Pointer(element=one), Pointer(element=other))
            | (Slice(element=one), Slice(element=other))
            | (Array(element=one), Array(element=other))
            | (Chan(element=one), Chan(element=other))
        ):
            unify(one, other, bindings, names)
        case (Map(), Map()):
            unify(pattern.key, actual.key, bindings, names)
            unify(pattern.element, actual.element, bindings, names)
        case (Func(), Func()):
            for one, other in zip(
                pattern.parameters + pattern.results, actual.parameters + actual.results, strict=False
            ):
                unify(one, other, bindings, names)
        case (Named(), Named()) if (pattern.path, pattern.name) == (actual.path, actual.name):
            for one, other in zip(pattern.arguments, actual.arguments, strict=False):
                unify(one, other, bindings, names)
        case _:
            return
