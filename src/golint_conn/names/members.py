"""Members: the field or method that `x.name` selects, through pointers and embedding.

Go's rule is a breadth-first search: a member nearer to the type hides one that is embedded more deeply.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.ledger import Memory
from golint_conn.names.shape import (
    ERROR,
    STRING,
    Func,
    Interface,
    Named,
    Shape,
    Struct,
    dereferenced,
    substitute,
)

if TYPE_CHECKING:
    from golint_conn.names.symbol import Symbol
    from golint_conn.names.types import Types

_EMBEDDING_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Member:
    """What a selector selects.

    `owner` is the type that declares the member (not the one it was selected on), `symbol` the method's declaration
    where its source is known. `complete` is False where an embedded type on the way was unknown, so that the member
    may hide behind it.
    """

    name: str
    shape: Shape
    owner: Shape
    is_method: bool
    symbol: Symbol | None = None


class Members:
    """Looks members up and remembers them."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self._found: Memory[tuple[Shape, str], Member | None] = Memory(types.names.workspace.ledger)

    def find(self, shape: Shape, name: str) -> Member | None:
        """Return the member that `name` selects on a value of this shape, None where it is not found."""
        base = dereferenced(shape)
        return self._found.of((base, name), self._search, base, name)

    def embedding(self, shape: Shape, name: str) -> tuple[str, ...]:
        """Return the names of the embedded fields through which `name` is selected on a value of this shape."""
        level: list[tuple[Shape, tuple[str, ...]]] = [(dereferenced(shape), ())]
        for _ in range(_EMBEDDING_LIMIT):
            for each, path in level:
                if self._direct(each, name) is not None:
                    return path
            following = [(each, path, self.types.underlying(each)) for each, path in level]
            level = [
                (dereferenced(field.shape), (*path, field.name))
                for _, path, struct in following
                if isinstance(struct, Struct)
                for field in struct.fields
                if field.embedded
            ]
        return ()

    def fields(self, shape: Shape) -> Struct | None:
        """Return the fields of a struct type, through a name or a pointer; None for what is no struct."""
        underlying = self.types.underlying(dereferenced(shape))
        return underlying if isinstance(underlying, Struct) else None

    def _search(self, shape: Shape, name: str) -> Member | None:
        level, seen = [shape], set()
        for _ in range(_EMBEDDING_LIMIT):
            following: list[Shape] = []
            for each in level:
                if each in seen:
                    continue
                seen.add(each)
                member = self._direct(each, name)
                if member is not None:
                    return member
                following += self._embedded(each)
            if not following:
                return None
            level = [dereferenced(each) for each in following]
        return None

    def _direct(self, shape: Shape, name: str) -> Member | None:
        """Return the member that a type itself declares."""
        if shape == ERROR and name == "Error":
            return Member(name, Func((), (STRING,)), ERROR, is_method=True)
        if isinstance(shape, Named):
            method = self._declared_method(shape, name)
            if method is not None:
                return method
        underlying = self.types.underlying(shape)
        if isinstance(underlying, Struct):
            for field in underlying.fields:
                if field.name == name:
                    return Member(name, field.shape, shape, is_method=False)
        if isinstance(underlying, Interface):
            for field in underlying.methods:
                if field.name == name:
                    return Member(name, field.shape, shape, is_method=True)
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

    def _embedded(self, shape: Shape) -> list[Shape]:
        underlying = self.types.underlying(shape)
        if isinstance(underlying, Struct):
            return [field.shape for field in underlying.fields if field.embedded]
        if isinstance(underlying, Interface):
            return list(underlying.embedded)
        return []


def _receiver_parameters(method: Symbol) -> list[str]:
    """Return the names that a method gives to the type parameters of its receiver."""
    receiver = method.declaration.field("receiver")
    for node in receiver.walk() if receiver else ():
        if node.kind == "type_arguments":
            return [each.text for each in node.children]
    return []
