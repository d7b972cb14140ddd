"""Configured values: a struct that is made somewhere, with all that its fields are given, there and later.

A setting counts wherever it is made: in the literal, by an assignment, or in a function that the value is passed to and
whose body is at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.program.creation import Creation
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace


@dataclass(frozen=True, slots=True)
class Configured:
    """A struct and its settings.

    `creation` is where it is made, `trace` where it goes in the whole module. `is_settled_elsewhere` says that code
    which we do not see may set its fields, or that the whole value is assigned over.
    """

    creation: Creation
    trace: Trace
    is_settled_elsewhere: bool

    def values(self, *names: str) -> list[Site]:
        """Return what some fields are given, in the literal and later; `nil` is no value."""
        given = [self.creation.fields[name] for name in names if name in self.creation.fields]
        given += [use.value for name in names for use in self.trace.sets(name) if use.value is not None]
        return [value for value in given if value.node.kind != "nil"]
