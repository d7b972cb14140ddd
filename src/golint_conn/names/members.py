"""Members: the field or method that `x.name` selects, through pointers and embedding.

Go's rule is a breadth-first search: a member nearer to the type hides one that is embedded more deeply, and a name that
two embedded types have at the same depth selects nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from golint_conn.names.budgets import EMBEDDED_TYPES
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.shape import (
    ERROR,
    STRING,
    Field,
    Func,
    Interface,
    Named,
    Struct,
    Type,
    dereferenced,
    substitute,
)

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol
    from golint_conn.names.types import Types


@dataclass(frozen=True, slots=True)
class Member:
    """What a selector selects.

    `owner` is the type that declares the member (not the one it was selected on), `symbol` the method's declaration
    where its source is known. `through` names the embedded fields that it is promoted through, the outermost first.
    """

    name: str
    shape: Type
    owner: Type
    is_method: bool
    symbol: Symbol | None = None
    through: tuple[str, ...] = ()


class _Embedded(NamedTuple):
    """How a search reached a type: through which fields, and whether there is another way of the same length."""

    through: tuple[str, ...] = ()
    is_twofold: bool = False


class Members:
    """Looks members up and remembers them."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self._found: Memory[tuple[Type, str, str], Member | None] = Memory(types.names.workspace.ledger)

    def find(self, shape: Type, name: str, package: str = "") -> Member | None:
        """Return the member that `name` selects on a value of this type, None if it is not found.

        With `package`, for a name that is not exported, only what types of that package declare counts.
        """
        base = dereferenced(shape)
        return self._found.of((base, name, package), self._search, base, name, package)

    def fields(self, shape: Type) -> Struct | None:
        """Return the fields of a struct type, through a name or a pointer; None if it is not a struct."""
        underlying = self.types.underlying(dereferenced(shape))
        return underlying if isinstance(underlying, Struct) else None

    def names(self, shape: Type) -> frozenset[str]:
        """Return the names that can be selected on a value of this type, including hidden and ambiguous ones."""
        found: set[str] = set()
        pending, seen = [dereferenced(shape)], set[Type]()
        while pending and len(seen) < EMBEDDED_TYPES.most:
            each = pending.pop()
            seen.add(each)
            underlying = self.types.underlying(each)
            fields: tuple[Field, ...] = ()
            inside: list[Type] = []
            if isinstance(underlying, Struct):
                fields, inside = underlying.fields, [field.shape for field in self._embedded(each)]
            elif isinstance(underlying, Interface):
                fields, inside = underlying.methods, [*underlying.embedded]
            scope = self.types.names.known_package(each.path) if isinstance(each, Named) else None
            methods = scope.methods(each.name) if scope is not None and isinstance(each, Named) else []
            found.update(field.name for field in fields)
            found.update(method.name for method in methods)
            pending += [base for base in map(dereferenced, inside) if base not in seen]
        return frozenset(found)

    def _search(self, shape: Type, name: str, package: str) -> Member | None:
        level: dict[Type, _Embedded] = {shape: _Embedded()}
        seen: set[Type] = set()
        while level and len(seen) < EMBEDDED_TYPES.most:
            found: list[Member] = []
            following: dict[Type, _Embedded] = {}
            for each, way in level.items():
                seen.add(each)
                member = self._direct(each, name) if not package or is_seen(name, each, package) else None
                if member is not None:
                    found += [replace(member, through=way.through)] * (1 + way.is_twofold)
                    continue
                for field in self._embedded(each):
                    inner = dereferenced(field.shape)
                    is_twofold = way.is_twofold or inner in following
                    following[inner] = _Embedded((*way.through, field.name), is_twofold)
            if found:
                return found[0] if len(found) == 1 else None
            level = {each: way for each, way in following.items() if each not in seen}
        return None

    def _direct(self, shape: Type, name: str) -> Member | None:
        """Return the member that a type itself declares, or has in its method set as an interface."""
        if shape == ERROR and name == "Error":
            return Member(name, Func((), (STRING,)), ERROR, is_method=True)
        if isinstance(shape, Named):
            method = self._declared_method(shape, name)
            if method is not None:
                return method
        underlying = self.types.underlying(shape)
        if isinstance(underlying, Struct):
            field = _named(underlying.fields, name)
            return Member(name, field.shape, shape, is_method=False) if field is not None else None
        return self._in_method_set(shape, name) if isinstance(underlying, Interface) else None

    def _in_method_set(self, interface: Type, name: str) -> Member | None:
        """Return the method that an interface has, itself or from one that it embeds."""
        pending, seen = [interface], {interface}
        while pending:
            shape = pending.pop(0)
            if shape == ERROR and name == "Error":
                return self._direct(ERROR, name)
            underlying = self.types.underlying(shape)
            if not isinstance(underlying, Interface):
                continue
            method = _named(underlying.methods, name)
            if method is not None:
                return Member(name, method.shape, shape, is_method=True)
            pending += [each for each in underlying.embedded if each not in seen]
            seen.update(underlying.embedded)
        return None

    def _declared_method(self, shape: Named, name: str) -> Member | None:
        symbol = self.types.symbol(shape)
        scope = self.types.names.known_package(shape.path)
        if symbol is None or scope is None or symbol.is_local:
            return None
        method = scope.method(shape.name, name)
        if method is None:
            return None
        function = self.types.function(method.declaration, method.file)
        bindings = dict(zip(_receiver_parameters(method), shape.arguments, strict=False))
        return Member(name, substitute(function, bindings), shape, is_method=True, symbol=method)

    def _embedded(self, shape: Type) -> list[Field]:
        """Return the embedded fields of a struct type."""
        underlying = self.types.underlying(shape)
        return [each for each in underlying.fields if each.embedded] if isinstance(underlying, Struct) else []


def is_exported(name: str) -> bool:
    """Return whether code of other packages can use a name."""
    return name[:1].isupper()


def is_seen(name: str, owner: Type, package: str) -> bool:
    """Return whether code of a package can use a member that a type declares under a name."""
    return is_exported(name) or not isinstance(owner, Named) or owner.path == package


def _named(among: tuple[Field, ...], name: str) -> Field | None:
    return next((each for each in among if each.name == name), None)


def _receiver_parameters(method: Symbol) -> list[str]:
    """Return the names that a method gives to the type parameters of its receiver."""
    receiver = method.declaration.field("receiver")
    for node in receiver.walk() if receiver else ():
        if node.kind == "type_arguments":
            return [each.text for each in node.children]
    return []
