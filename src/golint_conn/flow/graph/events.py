"""Events: what a function does, one small step at a time, in terms that mention no resource.

    resp, err := client.Do(req)    // Call(client.Do(req)); Assign(resp, of the call, 0); Assign(err, of the call, 1)
    if err != nil {                // Assume(err != nil, True) on one edge, Assume(err != nil, False) on the other
        return err                 // Return
    }
    defer resp.Body.Close()        // Call(resp.Body.Close(), DEFER)

Conditions are canonical: `&&`, `||`, `!` and parentheses have become edges, so that an `Assume` holds one comparison or
one boolean expression.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from golint_conn.syntax import Node


class Mode(Enum):
    """When a call runs: now, when the function returns, or concurrently."""

    CALL = "call"
    DEFER = "defer"
    GO = "go"


@dataclass(frozen=True, slots=True)
class Call:
    """A call expression; the calls in its arguments and its operand come before it."""

    node: Node
    mode: Mode = Mode.CALL

    def __str__(self) -> str:
        return f"{self.mode.value} {shown(self.node)}"


@dataclass(frozen=True, slots=True)
class Assign:
    """One target gets a value: result `index` of `value` if that has several, zero if `value` is None.

    `declares` says that the target is new here. A target of `x += 1` gets a value that cannot be followed: `opaque`.
    """

    target: Node
    value: Node | None
    index: int = 0
    declares: bool = False
    opaque: bool = False

    def __str__(self) -> str:
        sign = ":=" if self.declares else "="
        index = f" [{self.index}]" if self.index else ""
        what = "?" if self.opaque else "zero" if self.value is None else shown(self.value)
        return f"{shown(self.target)} {sign} {what}{index}"


@dataclass(frozen=True, slots=True)
class Assume:
    """The path continues only if a condition holds, or, with `truth` False, if it does not."""

    condition: Node
    truth: bool

    def __str__(self) -> str:
        return f"assume {'' if self.truth else 'not '}{shown(self.condition)}"


@dataclass(frozen=True, slots=True)
class Case:
    """The path continues if a switch's value is one of some values, or (with `truth` False) none of them.

    In a type switch the values are types, and `types` is True.
    """

    value: Node
    among: tuple[Node, ...]
    truth: bool
    types: bool = False

    def __str__(self) -> str:
        word = "is" if self.types else "=="
        return f"assume {'' if self.truth else 'not '}{shown(self.value)} {word} {', '.join(map(shown, self.among))}"


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The path continues when a range loop has reached the end of what it ranges over.

    `names` are the variables of the loop.
    """

    over: Node
    names: tuple[Node, ...] = ()

    def __str__(self) -> str:
        return f"end of {shown(self.over)}"


@dataclass(frozen=True, slots=True)
class Send:
    """A value is sent on a channel."""

    value: Node

    def __str__(self) -> str:
        return f"send {shown(self.value)}"


@dataclass(frozen=True, slots=True)
class Return:
    """The function returns these values; a naked return of named results has none."""

    node: Node
    values: tuple[Node, ...]

    def __str__(self) -> str:
        return f"return {', '.join(map(shown, self.values))}".rstrip()


@dataclass(frozen=True, slots=True)
class Use:
    """An expression is evaluated and its value dropped or read: an operand that no other event mentions."""

    node: Node

    def __str__(self) -> str:
        return f"use {shown(self.node)}"


Event: TypeAlias = Call | Assign | Assume | Case | Exhausted | Send | Return | Use


def shown(node: Node) -> str:
    """Return the text of a node on one line, cut to 60 characters."""
    return shortened(node.text)


def shortened(code: str) -> str:
    """Return code on one line, cut to 60 characters."""
    text = " ".join(code.split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


_WIDTH = 60
