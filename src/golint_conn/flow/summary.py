"""Summaries: what a call does to an obligation that it gets, and the interface for asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.flow.obligation import ObligationKind, Returned, State
    from golint_conn.flow.reasons import Reason
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.incremental.memory import Memory
    from golint_conn.names.shapes import Callee, TypeInfo
    from golint_conn.program.ownership import Ownership
    from golint_conn.syntax import Node


class Effect(Enum):
    """What a call does to an obligation that it gets, on some path.

    BORROWS: it is open afterwards. `DISCHARGES`: it is released. ESCAPES: the callee may keep it. PREMATURE: it is used
    where it may not exist. DRAINS: it is read to its end.
    """

    BORROWS = "borrows"
    DISCHARGES = "releases"
    ESCAPES = "escapes"
    PREMATURE = "uses unchecked"
    DRAINS = "drains"


@dataclass(frozen=True, slots=True)
class Summary:
    """The effects of a call by its paths, and how it returns the obligation.

    `open_error` is what is known about the call's error if the obligation is open after it: `nil`, `set`, or None.
    `reason` says why it escapes.
    """

    effects: frozenset[Effect]
    returned: Returned | None = None
    open_error: str | None = None
    reason: Reason | None = field(default=None, compare=False)

    @property
    def always_releases(self) -> bool:
        """Whether the obligation is released on every path that returns."""
        return self.effects == _ALWAYS

    def has(self, effect: Effect) -> bool:
        """Return whether a path has an effect."""
        return effect in self.effects

    def __str__(self) -> str:
        words = sorted(effect.value for effect in self.effects)
        if self.returned is not None:
            words.append(f"returns {'a view of ' if self.returned.is_view else ''}it as {self.returned.index}")
        if self.open_error is not None:
            words.append(f"open where the error is {self.open_error}")
        return ", ".join(words)


_ALWAYS = frozenset({Effect.DISCHARGES})

BORROWED = Summary(frozenset({Effect.BORROWS}))
DISCHARGED = Summary(_ALWAYS)
ESCAPED = Summary(frozenset({Effect.ESCAPES}))


def escaped(reason: Reason) -> Summary:
    """Return the summary of a call that may keep its operand, and why nothing more is known."""
    return Summary(ESCAPED.effects, reason=reason)


DRAINED = Summary(frozenset({Effect.BORROWS, Effect.DRAINS}))

RECEIVER = -1
"""The place of a method's receiver among the operands of a call."""


@dataclass(frozen=True, slots=True)
class Given:
    """How a call gets an obligation.

    `place` is that of the argument, `rest` leads from the argument to the part, and `error` is the place of the
    argument that holds the acquisition's error, if that was not checked yet and is passed along.
    """

    place: int
    rest: tuple[str, ...]
    error: int | None = None
    is_pending: bool = False


class Callees(Protocol):
    """What the transfer function needs to know about other functions."""

    shapes: TypeInfo
    ownership: Ownership
    touching: Memory[tuple[object, ...], bool]
    """Whether bodies may read what leads to them, for `golint_conn.flow.search.read_first`."""

    def graph(self, function: Node, file: GoFile) -> Graph | None:
        """Return the graph of a function, None for one that nests too deeply."""

    def never_returns(self, callee: Callee) -> bool:
        """Return whether a call ends the path."""

    def is_modelled(self, callee: Callee) -> bool:
        """Return whether a library model says what a call does."""

    def vouches(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call returns only if its error argument is nil."""

    def proves(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call can be true only if its argument at a place is an error that is not nil."""

    def of_argument(self, call: Node, file: GoFile, given: Given, kind: ObligationKind) -> Summary:
        """Return what a call does to the obligation below an argument."""

    def of_literal(self, literal: Node, file: GoFile, state: State, kind: ObligationKind) -> Summary:
        """Return what a function literal does, when it is called in a state, to what it captured."""
