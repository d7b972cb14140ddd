"""Configured values: a struct that is made somewhere, with everything its fields are set to, there and later.

A setting counts wherever it is made: in the literal, by an assignment, or in a function that the value is passed to and
whose body is available.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.shape import Func, Interface
from golint_conn.program.uses import UseKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from golint_conn.names.constants import Value
    from golint_conn.program.creation import Creation
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace, Use


class Configured:
    """A struct and its settings; it is followed through the module once a question needs that.

    `creation` is what makes it, `site` is where, and `fields` are what its literal sets, by name. `is_clone` says that
    it is a copy, with the settings of the original.
    """

    creation: Creation
    site: Site
    fields: Mapping[str, Site]
    is_clone: bool

    def __init__(self, creation: Creation, program: Program, *, is_clone: bool = False) -> None:
        self.creation = creation
        self.site = creation.site
        self.fields = creation.fields
        self.is_clone = is_clone
        self._program = program

    @property
    def type(self) -> str:
        """The full name of its type, without type arguments."""
        return f"{self.creation.type.path}.{self.creation.type.name}"

    @cached_property
    def trace(self) -> Trace:
        """Where it goes in the whole module."""
        return self._program.trace(self.site, wide=True)

    @cached_property
    def is_settled_elsewhere(self) -> bool:
        """Whether code that we do not see may set its fields, or the whole value is overwritten."""
        if not self.trace.complete or self.trace.of(UseKind.COPIED, owned=False):
            return True
        passed = [use for use in self.trace.of(UseKind.PASSED, owned=False) if not use.followed]
        return any(may_change(use, self.type, self._program) for use in passed)

    def values(self, *names: str) -> list[Site]:
        """Return what some fields are set to, in the literal and later; `nil` does not count."""
        return list(self._given(names))

    def sets(self, *names: str, other_than: Value) -> bool:
        """Return whether one of some fields is set to anything but the constant that means nothing there."""
        return any(self._program.constant(value) != other_than for value in self._given(names))

    def _given(self, names: tuple[str, ...]) -> Iterator[Site]:
        given = (self.fields[name] for name in names if name in self.fields)
        yield from (value for value in given if value.node.kind != "nil")
        later = (use.value for name in names for use in self.trace.sets(name))
        yield from (value for value in later if value is not None and value.node.kind != "nil")


def may_change(use: Use, type_name: str, program: Program) -> bool:
    """Return whether the callee of a passed value may set its fields: it takes the struct type, or anything."""
    shape = use.shape
    if use.value is not None and isinstance(program.shapes.types.underlying(program.shape(use.value)), Interface):
        return False
    if not isinstance(shape, Func):
        return True
    taken = [str(parameter) for parameter in shape.parameters]
    return any(f"*{type_name}" in each or "?" in each or each in {"any", "[]any"} for each in taken)
