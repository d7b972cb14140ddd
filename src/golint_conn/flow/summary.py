"""Summaries: what a call does to an obligation that it is given, and who is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import Callee, Shapes
    from golint_conn.program.ownership import Ownership
    from golint_conn.syntax import Node


class Effect(Enum):
    """What a call does to an obligation that it is given, by how it returns.

    BORROWS: it is open afterwards. DISCHARGES: it is met. ESCAPES: the callee may keep it. With `_ON_SUCCESS` or
    `_ON_ERROR` the effect holds only where the call's error is nil, or is not.
    """

    BORROWS = "borrows"
    DISCHARGES = "discharges"
    ESCAPES = "escapes"
    BORROWS_ON_SUCCESS = "borrows on success"
    BORROWS_ON_ERROR = "borrows on error"


BORROWED = frozenset({Effect.BORROWS})
DISCHARGED = frozenset({Effect.DISCHARGES})
ESCAPED = frozenset({Effect.ESCAPES})


@dataclass(frozen=True, slots=True)
class Given:
    """How an obligation is given to a call.

    `place` is that of the argument, `rest` leads from the argument to the part, and `error` is the place of the
    argument that holds the acquisition's error, where that was not looked at yet and is passed along.
    """

    place: int
    rest: tuple[str, ...]
    error: int | None = None


class Callees(Protocol):
    """What the transfer function asks of other functions."""

    shapes: Shapes
    ownership: Ownership

    def never_returns(self, callee: Callee) -> bool:
        """Return whether a call ends the path."""

    def vouches(self, call: Node, file: GoFile, place: int) -> bool:
        """Return whether a call comes back only where the error that it is given is nil."""

    def of_argument(self, call: Node, file: GoFile, given: Given, kind: ObligationKind) -> frozenset[Effect]:
        """Return what a call does to the obligation below an argument."""

    def promise(self, effects: frozenset[Effect]) -> str | None:
        """Return what is known of a call's error where the obligation is open after it."""
