"""Reasons: why an obligation is not followed further from some place, in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.source import Span


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an obligation is not followed further.

    `where` is its place if that is in another function: the path of its file, and the span. `further` is the reason for
    what happens there. With `is_kept` it is certain that something keeps it.
    """

    text: str
    where: tuple[str, Span] | None = None
    further: Reason | None = None
    is_kept: bool = False

    @property
    def root(self) -> Reason:
        """The first cause of a chain of reasons."""
        return self if self.further is None else self.further.root


SENT = Reason("it is sent on a channel", is_kept=True)
INSIDE = Reason("it is part of a larger expression")
APPENDED = Reason("it is put into a slice")
SOMETIMES = Reason("a goroutine closes it, but only on some of its paths")
METHOD_HANDED = Reason("the method that releases it is passed on")
LITERAL_HANDED = Reason("a function literal that uses it is passed on")
SOMEWHERE = Reason("something that holds it is passed on, and where inside is unknown")
COUNTED = Reason("how often it is released depends on the number of elements that hold it")
KEPT = Reason("the call may keep it")
TOO_LONG = Reason("too many fields lead to it to be followed")
SERVED = Reason("a goroutine that starts here serves it", is_kept=True)
RECURSIVE = Reason("the function calls itself")
TOO_NESTED = Reason("the function nests too deeply to be followed")
TOO_MANY_PATHS = Reason("the function has too many paths to be followed")
RETURNED = Reason("the function returns it in a way that is not followed")
TAKEN = Reason("the call takes it over, by the declaration of its kind", is_kept=True)
UNKNOWN_CALLEE = Reason("the callee is unknown")
DIFFERENT = Reason("the implementations of the interface's method return different things")


def stored(target: str) -> Reason:
    """Return the reason for a value that is stored where others may see it."""
    return Reason(f"it is stored in {target}", is_kept=True)


def unread(name: str, *, is_method_of_interface: bool) -> Reason:
    """Return the reason for a value that is passed to code that is not available."""
    if is_method_of_interface:
        return Reason(f"{name} is the method of an interface whose implementations are not available or too many")
    return Reason(f"there is neither source nor a library model of {name}")


def modelled(reference: str) -> Reason:
    """Return the reason for a value that a library is known to take over."""
    return Reason(f"the library takes it over: {reference}", is_kept=True)
