"""Entries: what a library model says about a package, as plain frozen data that may go to other processes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EVERY_ARGUMENT = -1
"""The place of each argument that has no entry of its own; `"*"` in the data."""


class Effect(StrEnum):
    """What a call does with an obligation in an argument or in the receiver."""

    BORROWS = "borrows"
    """Still open afterwards, and not kept."""
    DISCHARGES = "releases"
    """Closed when the call returns."""
    DISCHARGES_ON_ERROR = "releases-on-error"
    """Closed if the call fails; if it succeeds still open, and not kept."""
    DISCHARGES_ON_SUCCESS = "releases-on-success"
    """Closed if the call succeeds; if it fails still open, and not kept."""
    TAKES = "takes"
    """The callee owns it from now on."""
    TAKES_ON_SUCCESS = "takes-on-success"
    """The callee owns it from now on, unless the call fails: then it is still open, and not kept."""
    WRAPS = "wraps"
    """The result owns it: closing the result closes it."""
    ADOPTS = "adopts"
    """The result owns it, and if the call fails it has been closed."""
    VIEWS = "views"
    """The result reads or writes through it, and closing the result does not close it."""
    DRAINS = "drains"
    """Read to its end, and left open."""


class Failure(StrEnum):
    """How a call that acquires something says that there is nothing.

    ERROR: by its last result, an error that is not nil. OK: by its last result, a boolean that is false. NEVER: by no
    other result; the handle itself may still be nil.
    """

    ERROR = "error"
    OK = "ok"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Acquires:
    """The obligation that a call returns: its kind, which result is the handle, and what of it must be closed.

    `part` is None if the kind determines that part, `failure` if the type of the last result says how the call fails.
    """

    kind: str
    result: int = 0
    part: tuple[str, ...] | None = None
    failure: Failure | None = None


class Talk(StrEnum):
    """What a function does over a connection that it gets."""

    READS = "reads"
    """Reads from it, and so waits until the other side says something."""
    WRITES = "writes"
    """Writes to it, and so waits until the other side reads."""
    THROUGH = "through"
    """Puts a reader, a writer or a coder around it, and neither reads nor writes yet."""


@dataclass(frozen=True, slots=True)
class Dials:
    """The places at which a function that connects gets the address and the network; None for one that it chooses."""

    address: int
    network: int | None = None


@dataclass(frozen=True, slots=True)
class FunctionModel:
    """What is known about one function or method.

    `exempt` names the kinds that its results do not oblige to, although their types say so. `returns` is False for one
    that never does. One that `reads` neither keeps nor changes its arguments; one that `fills` may set their fields,
    and keeps none. `dials` says where one that connects gets the address, `talks` what one does over a connection.
    """

    name: str
    reference: str
    acquires: Acquires | None = None
    exempt: frozenset[str] = frozenset()
    arguments: tuple[tuple[int, Effect], ...] = ()
    receiver: Effect | None = None
    returns: bool = True
    reads: bool = False
    fills: bool = False
    dials: Dials | None = None
    talks: Talk | None = None

    def argument(self, place: int) -> Effect | None:
        """Return the effect on the argument at a place, None if it is unknown."""
        known = dict(self.arguments)
        return known.get(place, known.get(EVERY_ARGUMENT))


@dataclass(frozen=True, slots=True)
class TypeModel:
    """A type whose values are obligations, whichever call returns them."""

    name: str
    reference: str
    obligation: str
    part: tuple[str, ...] | None = None


LONG_LIVED_CLIENT = "long-lived client"
"""The name that the index of the data uses for what tables of clients make."""


@dataclass(frozen=True, slots=True)
class ClientModel:
    """What makes a client that is meant to live as long as the program: functions, or a type that literals make.

    `what` is its name in messages. `ends` are the methods that close it; `lends` are those whose result leads back to
    it, so that keeping that keeps the client. `wraps` is a pattern for the full names of functions that put it into
    something that does nothing else with it. `majors` are the versions of the package that it is about, none for all.
    """

    name: str
    reference: str
    what: str
    ends: tuple[str, ...] = ("Close",)
    lends: tuple[str, ...] = ()
    wraps: str = ""
    majors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageModel:
    """What is known about a package by its import path.

    `declarations` are Go declarations without bodies, `imports` what they need, and `name` is the package's own name if
    its path does not show it.
    """

    package: str
    name: str = ""
    imports: tuple[str, ...] = ()
    declarations: str = ""
    functions: tuple[FunctionModel, ...] = ()
    types: tuple[TypeModel, ...] = ()
    clients: tuple[ClientModel, ...] = ()

    @property
    def is_declared(self) -> bool:
        """Whether it can replace a package whose source is not available."""
        return bool(self.declarations or self.name)
