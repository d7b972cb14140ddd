"""Obligations: values that a call must release before they are lost, as rows of a table.

A row contains no code: it says which values must be released, by which methods, and how to know that there is nothing
to release because the call failed. Library models say, by the row's name, which functions return such values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.calls import Callee
    from golint_conn.names.libraries.entries import Effect, Failure
    from golint_conn.source import Span


@dataclass(frozen=True, slots=True)
class ObligationKind:
    """One kind of obligation.

    `name` is its name in library models. `types` are the full names of handles, whatever call returns them; with
    `trusts_types` also a call whose body we do not have. `part` is the path from a handle of these types to what must
    be released. `released_by` are method names, `()` for calling the value itself; `owner_releases` full names of
    methods of the handle that release the part; `ended_by` names of methods that have released it once they return
    false. `endless` is the path from a handle to a channel that is never closed. With `serves` a goroutine that is
    started with it may keep it as long as the process lives. `absent` is a field of a handle, and its values with which
    there is nothing to release. With `gives_up` a read that fails has by itself ended what the connection was kept for.
    A kind that nothing releases stays open wherever its value goes, even if no variable holds it.

    `acquired_by` are full names of functions that return one, at result `result` and failing as `failure` says;
    `exempt` those that do not, although the types of their results say so. `effects` say by full names what functions
    and methods do with one that they get. All of these are added to what library models say.
    """

    name: str
    types: frozenset[str] = frozenset()
    trusts_types: bool = False
    part: tuple[str, ...] = ()
    released_by: frozenset[str] = frozenset({"Close"})
    owner_releases: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    endless: tuple[str, ...] | None = None
    serves: bool = False
    absent: tuple[str, frozenset[int]] | None = None
    gives_up: bool = False
    acquired_by: frozenset[str] = frozenset()
    result: int = 0
    failure: Failure | None = None
    exempt: frozenset[str] = frozenset()
    effects: tuple[tuple[str, Effect], ...] = ()

    def effect_of(self, callee: Callee) -> Effect | None:
        """Return what a function does with an obligation of this kind, None if nothing is declared about it."""
        return next((effect for name, effect in self.effects if callee.is_one_of((name,))), None)


NOTHING = ObligationKind("nothing")
"""The kind of no obligation, for searches that only ask where control can go."""


class Phase(Enum):
    """The state of an obligation on a path.

    PENDING: it exists only if the error is nil. OPEN: it exists. FAILED: it does not, and its handle is nil; such a
    path continues to see whether the handle is used anyway. MET: released; such a path continues only if the search
    asks for what follows.
    """

    PENDING = "pending"
    OPEN = "open"
    FAILED = "failed"
    MET = "met"


class OutcomeKind(Enum):
    """How a path ends for an obligation.

    LEAK: an exit is reached while it is open. READ_ONLY: the same, after everything was read. READ_FAILED: the same,
    after reading it has failed. WRAPPER_ONLY: the same, after something around it was closed. OVERWRITTEN: the last
    name of it gets another value. DISCARDED: the result is dropped at once. PREMATURE: it is used although the call may
    have failed. DEFERRED_IN_LOOP: each iteration of a loop defers another release. CLOSED_UNREAD, CLOSED_READ and
    AGAIN: for what is released on a path that returns no error or leads to the next iteration, in searches of their
    own. The others are the good or unknown ends.
    """

    LEAK = "leaks"
    READ_ONLY = "is read to its end and not closed"
    READ_FAILED = "could not be read to its end and is not closed"
    WRAPPER_ONLY = "leaks although a wrapper of it is closed"
    OVERWRITTEN = "is overwritten"
    DISCARDED = "is discarded"
    PREMATURE = "is used before the error is checked"
    DEFERRED_IN_LOOP = "is closed only when the function returns"
    CLOSED_UNREAD = "closes it without reading it"
    CLOSED_READ = "closes it after something may have read it"
    AGAIN = "is reached again"
    DISCHARGED = "closes"
    SCHEDULED = "closes by defer"
    TRANSFERRED = "returns it"
    RETURNED_MET = "returns it closed"
    FAILED = "returns it with an error"
    ESCAPED = "passes it on"
    VOID = "has nothing to close"
    ENDS = "never returns"

    @property
    def is_open(self) -> bool:
        """Whether the obligation was lost while it was open."""
        return self in _LOST

    @property
    def is_met(self) -> bool:
        """Whether the obligation was released, now or by a deferred call."""
        return self in {OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED}


_LOST = frozenset(
    {
        OutcomeKind.LEAK,
        OutcomeKind.READ_ONLY,
        OutcomeKind.READ_FAILED,
        OutcomeKind.WRAPPER_ONLY,
        OutcomeKind.OVERWRITTEN,
        OutcomeKind.DISCARDED,
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that a path has passed, and whether it held there; `is_case` for a case of a switch."""

    where: Span
    truth: bool
    is_case: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a path: what happened, where, and the choices on the path since the acquisition."""

    kind: OutcomeKind
    where: Span
    path: tuple[Choice, ...] = ()


Key = tuple[str, int]
"""The identity of a symbol: its file and the first byte of its declaration."""

Path = tuple[Key, tuple[str, ...]]
"""An access path: the key of a local symbol, and the fields selected from it."""

ANY = "?"
"""A step of an access path to somewhere inside a value."""

ELEMENT = "[]"
"""The step of an access path from a slice, an array or a map to any one of its elements."""

METHOD = "()"
"""The last step of an access path to a function value; calling it releases."""


@dataclass(frozen=True, slots=True)
class Returned:
    """How a function returns an obligation: at which result, and which path leads from there to it.

    With `is_view` the result only reads through it and cannot close it.
    """

    index: int
    rest: tuple[str, ...]
    is_view: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What the assignments from a call, identified by its first byte, reveal: about its error, and about a result."""

    call: int
    error: str | None = None
    returned: Returned | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is known on a path.

    `aliases` are the access paths of the obligation, `views` those of values that read through it; `error` is the key
    of the variable that holds the acquisition's error; `facts` say what is known about variables: key, and `nil`,
    `set`, `true` or `false`; `deferred` are the first bytes of deferred calls that may release it when the function
    returns; `met` says how it was released; `reading` is the first byte of the call that reads it to its end, and
    `read_error` the key of the variable that holds that call's error.
    """

    phase: Phase
    aliases: frozenset[Path] = frozenset()
    error: Key | None = None
    facts: frozenset[tuple[Key, str]] = frozenset()
    promise: Promise | None = None
    views: frozenset[Path] = frozenset()
    is_read: bool = False
    is_wrapper_closed: bool = False
    is_touched: bool = False
    deferred: frozenset[int] = frozenset()
    met: tuple[OutcomeKind, int] | None = None
    reading: int | None = None
    read_error: Key | None = None
