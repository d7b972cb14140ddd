"""Obligations: what must meet a call before it is lost, as rows of a table.

A row names no code: which values must be discharged, by which methods, and how it is known that there is nothing to
discharge because the call failed. Which functions hand such values out is said by library models, under the row's name.
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

    `name` is what library models call it. `types` are the full names of handles, whatever call returns them; with
    `trusts_types` also a call whose body we do not have. `part` is the path from a handle of these types to what is
    discharged. `discharged_by` are method names, `()` for calling the value itself; `owner_discharges` full names of
    methods of the handle that discharge the part; `ended_by` names of methods that have discharged it once they answer
    false. `endless` is the path from a handle to a channel that nobody ever closes. With `serves` a
    goroutine that is started with it may keep it as long as the process lives. `absent` is a field of a handle, and its
    values with which there is nothing to discharge. With `gives_up` a read that fails has given up by itself what the
    connection was kept for. What nothing discharges stays open wherever its value goes, even
    where no variable holds it.

    `acquired_by` are full names of functions that hand one out, at result `result` and failing as `failure` says;
    `exempt` those that do not, although the types of their results say so. `effects` say by full names what functions
    and methods do with one that they are given. All of these come on top of what library models say.
    """

    name: str
    types: frozenset[str] = frozenset()
    trusts_types: bool = False
    part: tuple[str, ...] = ()
    discharged_by: frozenset[str] = frozenset({"Close"})
    owner_discharges: frozenset[str] = frozenset()
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
        """Return what a function does with an obligation of this kind, None where nothing is said of it."""
        return next((effect for name, effect in self.effects if callee.is_one_of((name,))), None)


NOTHING = ObligationKind("nothing")
"""The kind of no obligation, for searches that ask only where control can go."""


class Phase(Enum):
    """Where an obligation stands on a path.

    PENDING: there only if the error is nil. OPEN: there. FAILED: not there, and its handle is nil; such a path goes on
    to see whether the handle is used all the same. MET: met; such a path goes on only where what follows is asked for.
    """

    PENDING = "pending"
    OPEN = "open"
    FAILED = "failed"
    MET = "met"


class OutcomeKind(Enum):
    """How a path ends for an obligation.

    LEAK: an exit is reached while it is open. READ_ONLY: the same, after everything was read. READ_FAILED: the same,
    after reading it has failed. WRAPPER_ONLY: the same, after something around it was closed. OVERWRITTEN: the last
    name of it gets another value. DISCARDED: the result is thrown away at once. PREMATURE: it is used where the call
    may have failed. DEFERRED_IN_LOOP: each turn of a loop defers another discharge. CLOSED_UNREAD, CLOSED_READ and
    AGAIN: of what is met on a path that returns no error or leads to the next turn of the loop, asked for apart. The
    others are the good or unknown ends.
    """

    LEAK = "leaks"
    READ_ONLY = "is read to its end and not closed"
    READ_FAILED = "could not be read to its end and is not closed"
    WRAPPER_ONLY = "leaks behind a wrapper that is closed"
    OVERWRITTEN = "is overwritten"
    DISCARDED = "is discarded"
    PREMATURE = "is used before the error is checked"
    DEFERRED_IN_LOOP = "is closed only when the function leaves"
    CLOSED_UNREAD = "closes it without having read"
    CLOSED_READ = "closes it after something may have read it"
    AGAIN = "comes round again"
    DISCHARGED = "closes"
    SCHEDULED = "closes by defer"
    TRANSFERRED = "returns it"
    RETURNED_MET = "returns it closed"
    FAILED = "returns it with an error"
    ESCAPED = "hands it on"
    VOID = "has nothing to close"
    ENDS = "never comes back"

    @property
    def is_open(self) -> bool:
        """Whether the obligation was lost while it was open."""
        return self in _LOST

    @property
    def is_met(self) -> bool:
        """Whether the obligation was met, now or by what is deferred."""
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
    """The end of a path: what happened, where, and the choices the path went through since the acquisition."""

    kind: OutcomeKind
    where: Span
    path: tuple[Choice, ...] = ()


Key = tuple[str, int]
"""What identifies a symbol: its file and the first byte of its declaration."""

Path = tuple[Key, tuple[str, ...]]
"""An access path: the key of a local symbol, and the fields selected from it."""

ANY = "?"
"""A step of an access path to somewhere inside of a value."""

ELEMENT = "[]"
"""The step of an access path from a slice, an array or a map to one of its elements, whichever that is."""

METHOD = "()"
"""The last step of an access path to a function value; calling it discharges."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a function returns of an obligation: at which result, and which path leads from there to it.

    With `is_view` the result only reads through it and cannot close it.
    """

    index: int
    rest: tuple[str, ...]
    is_view: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """What the assignments from a call, known by its first byte, make known: of its error, and of a result."""

    call: int
    error: str | None = None
    returned: Returned | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is known on a path.

    `aliases` are the access paths of the obligation, `views` those of values that read through it; `error` is the key
    of the variable that holds the acquisition's error; `facts` say what is known of variables: key, and `nil`, `set`,
    `true` or `false`; `deferred` are the first bytes of deferred calls that may discharge when the function leaves;
    `met` says how it was met; `reading` is the first byte of the call that reads it to its end, and `read_error` the
    key of the variable that holds that call's error.
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
