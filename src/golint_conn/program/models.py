"""Library models: what a library's functions return, and what they do with their arguments.

The data is in `golint_conn/names/libraries`, one file for each package, each entry with its reference, and in a team's
declarations. If a function has no entry, nothing is known about it beyond its signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.calls import CalleeKind
from golint_conn.names.libraries.entries import EVERY_ARGUMENT, Acquires, Effect, Failure, FunctionModel, TypeModel
from golint_conn.names.libraries.library import Library

if TYPE_CHECKING:
    from golint_conn.names.calls import Callee

__all__ = ["EVERY_ARGUMENT", "Acquires", "Effect", "Failure", "FunctionModel", "Models", "TypeModel"]


class Models:
    """Looks library models up by what a call calls, and by import path and name."""

    def __init__(self, library: Library | None = None) -> None:
        self.library = library or Library()

    def of(self, callee: Callee) -> FunctionModel | None:
        """Return the model of what a call calls, None if there is none."""
        if callee.kind is CalleeKind.BUILTIN:
            return self.function("builtin", callee.name)
        if not callee.path or not callee.qualified:
            return None
        return self.function(callee.path, f"{callee.receiver}.{callee.name}" if callee.receiver else callee.name)

    def function(self, path: str, name: str) -> FunctionModel | None:
        """Return the model of a function (`Dial`) or method (`Dialer.Dial`) of a package, None if there is none."""
        return self.library.functions(path).get(name)

    def type(self, path: str, name: str) -> TypeModel | None:
        """Return the model of a type of a package, None if there is none."""
        return self.library.types(path).get(name)
