"""Obligations: what must meet a call before it is lost, as rows of a table.

A row names no code: which calls hand the value out, which part of it must be discharged by which methods, and how it is
known that there is nothing to discharge because the call failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.source import Span


class Failure(Enum):
    """How an acquisition says that it failed.

    ERROR_RESULT: by a non-nil error as its last result. NEVER_FAILS: it does not.
    """

    ERROR_RESULT = "error"
    NEVER_FAILS = "never"


@dataclass(frozen=True, slots=True)
class ObligationKind:
    """One kind of obligation.

    `types` are the full names of handles, whatever call returns them (empty: only `acquired_by` counts); `acquired_by`
    full names of calls with the index of the handle among their results. `part` is the path from the handle to what is
    discharged. `discharged_by` are method names, `()` for calling the value itself; `owner_discharges` full names of
    methods of the handle that discharge the part; `ended_by` names of methods that have discharged it once they answer
    false. `borrowed_by` are full names of functions that take the handle and leave it as it is. `exempt` are full names
    of calls that return a handle without an obligation.
    """

    name: str
    types: frozenset[str] = frozenset()
    acquired_by: tuple[tuple[str, int], ...] = ()
    part: tuple[str, ...] = ()
    discharged_by: frozenset[str] = frozenset({"Close"})
    owner_discharges: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    borrowed_by: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()
    failure: Failure = Failure.ERROR_RESULT


class Phase(Enum):
    """Where an obligation stands on a path: only there if the error is nil, there, or met.

    A path with a met obligation goes on only where it is asked whether the value is returned after that.
    """

    PENDING = "pending"
    OPEN = "open"
    MET = "met"


class OutcomeKind(Enum):
    """How a path ends for an obligation.

    LEAK: an exit is reached while it is open. OVERWRITTEN: the last name of it gets another value. DISCARDED: the
    result is thrown away at once. PREMATURE: its discharge is made or deferred before the error was
    looked at.
    DISCHARGED, SCHEDULED, TRANSFERRED, RETURNED_MET, FAILED, ESCAPED, VOID and ENDS are the good or unknown ends.
    """

    LEAK = "leaks"
    OVERWRITTEN = "is overwritten"
    DISCARDED = "is discarded"
    PREMATURE = "is used before the error is checked"
    DISCHARGED = "is closed"
    SCHEDULED = "is closed by defer"
    TRANSFERRED = "is returned"
    RETURNED_MET = "is returned after it was closed"
    FAILED = "is returned with an error"
    ESCAPED = "is handed on"
    VOID = "failed"
    ENDS = "never comes back"

    @property
    def is_bad(self) -> bool:
        """Whether the obligation was not met on this path."""
        return self in {OutcomeKind.LEAK, OutcomeKind.OVERWRITTEN, OutcomeKind.DISCARDED, OutcomeKind.PREMATURE}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a path: what happened, where, and the places the path went through since the acquisition."""

    kind: OutcomeKind
    where: Span
    path: tuple[Span, ...] = ()


Path = tuple[tuple[str, int], tuple[str, ...]]
"""An access path: the key of a local symbol, and the fields selected from it."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known on a path.

    `aliases` are the access paths of the part; `error` the key of the variable that holds the acquisition's error;
    `facts` what is known of variables: key, and `nil`, `set`, `true` or `false`; `promised` a fact that the next
    assignment from a call (by its first byte) makes known of the last target.
    """

    phase: Phase
    aliases: frozenset[Path] = frozenset()
    error: tuple[str, int] | None = None
    facts: frozenset[tuple[tuple[str, int], str]] = frozenset()
    promised: tuple[int, str] | None = None
