"""Held parameters: what the parameters and the receiver of a function may hold that must be released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.summary import RECEIVER
from golint_conn.names.shape import Interface, Named, Struct, dereferenced
from golint_conn.program.functions import parameter, receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.names.symbol import Symbol
    from golint_conn.syntax import Node

Held = tuple["ObligationKind", tuple[str, ...]]
"""A kind, and what leads from a value to what may be one."""


def holders(function: Node, file: GoFile, shapes: TypeInfo) -> Iterator[tuple[int, Symbol]]:
    """Yield the receiver and the parameters of a function by their places; a variadic one is the last."""
    own = receiver(function, file, shapes) if function.kind == "method_declaration" else None
    if own is not None:
        yield RECEIVER, own
    at = 0
    while (symbol := parameter(function, file, shapes, at)) is not None:
        yield at, symbol
        at += 1
        if symbol.declaration.kind == "variadic_parameter_declaration":
            return


def held(shape: Type, engine: Engine) -> Iterator[Held]:
    """Yield which kinds a value of a type may hold: itself, in its fields, and in an interface with a Close."""
    base = dereferenced(shape)
    underlying = engine.shapes.types.underlying(base)
    names = _methods(base, engine) if isinstance(underlying, Interface) and str(base) != "error" else frozenset()
    for kind in engine.kinds:
        part = engine.part(base, kind)
        if part is not None:
            yield kind, part
        elif names & kind.released_by:
            yield kind, ()
        else:
            yield from in_fields(base, kind, engine)


def in_fields(base: Type, kind: ObligationKind, engine: Engine) -> Iterator[Held]:
    """Yield where the fields of a named struct hold values of the types of a kind."""
    underlying = engine.shapes.types.underlying(base)
    if isinstance(underlying, Struct) and isinstance(base, Named):
        for field in underlying.fields:
            inner = engine.part(dereferenced(field.shape), kind)
            if inner is not None:
                yield kind, (field.name, *inner)


def _methods(base: Type, engine: Engine) -> frozenset[str]:
    names = {name for kind in engine.kinds for name in kind.released_by}
    return frozenset(name for name in names if engine.shapes.members.find(base, name) is not None)
