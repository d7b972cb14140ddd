"""Loops: how a `for` statement ends, what it contains, and whether its iterations follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from golint_conn.names.scopes import FUNCTIONS
from golint_conn.names.shape import Chan

if TYPE_CHECKING:
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.program.site import Site
    from golint_conn.syntax import Node

LOOP = "for_statement"

_LEAVING = {"return_statement": "return", "break_statement": "break"}
_JUMPS = frozenset({*_LEAVING, "goto_statement"})
_BREAKABLE = frozenset({LOOP, "expression_switch_statement", "type_switch_statement", "select_statement"})
_FORCED = frozenset({"communication_case", "default_case"})


class Ending(Enum):
    """What ends a loop.

    COUNTED: a condition on what each iteration counts. CONDITION: only a condition. RANGE: nothing is left of what it
    ranges over. CHANNEL: the channel that it receives from is closed. ENDLESS: nothing but a statement that leaves it.
    """

    COUNTED = "counted"
    CONDITION = "condition"
    RANGE = "range"
    CHANNEL = "channel"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: where it is, what ends it, what it ranges over, and how many iterations it has if that is known."""

    site: Site
    ending: Ending
    over: Site | None = None
    count: int | None = None

    @property
    def is_unending(self) -> bool:
        """Whether it is meant to run as long as the program does: it has no condition, or waits for a channel."""
        return self.ending in {Ending.ENDLESS, Ending.CHANNEL}

    def holds(self, site: Site) -> bool:
        """Return whether it contains a site."""
        return self.site.holds(site)

    def runs_on(self, inside: Node) -> bool:
        """Return whether only a forced exit leaves it, as seen from a node inside it.

        An error forces it, or what arrives on another channel:

        for {
            conn, err := listener.Accept()
            if err != nil {
                return err
            }
            select {
            case <-ctx.Done(): return
            ...
        """
        return self.is_unending and all(_is_forced(each, inside, self.site.node) for each in _exits(self.site.node))


class Loops:
    """Answers what loops are."""

    def __init__(self, shapes: TypeInfo) -> None:
        self.shapes = shapes

    def of(self, site: Site) -> Loop:
        """Return the loop that the `for` statement at a site is."""
        heads = (each for each in site.node.children if each.kind not in {"block", "comment"})
        head = next(heads, None)
        over = head.field("right") if head is not None and head.kind == "range_clause" else None
        if head is None:
            return Loop(site, Ending.ENDLESS)
        if over is not None:
            is_channel = isinstance(self.shapes.types.underlying(self.shapes.value(over, site.file)), Chan)
            return Loop(site, Ending.CHANNEL if is_channel else Ending.RANGE, site.at(over), self._elements(over, site))
        if head.kind != "for_clause":
            return Loop(site, Ending.CONDITION)
        condition = head.field("condition")
        if condition is None:
            return Loop(site, Ending.ENDLESS)
        bound = condition.field("right")
        return Loop(site, Ending.COUNTED, count=self._number(bound, site) if bound is not None else None)

    def around(self, site: Site) -> Loop | None:
        """Return the nearest loop of the same function that may run the code at a site again."""
        for outer in site.node.ancestors():
            if outer.kind in FUNCTIONS:
                return None
            loop = self.repeating(site.at(outer), site.node)
            if loop is not None:
                return loop
        return None

    def repeating(self, statement: Site, inside: Node) -> Loop | None:
        """Return the loop of a statement if it may run a node inside it again; otherwise None."""
        return self.of(statement) if statement.node.kind == LOOP and _repeats(statement.node, inside) else None

    def _elements(self, over: Node, near: Site) -> int | None:
        body = over.field("body") if over.kind == "composite_literal" else None
        if body is not None:
            return len([each for each in body.children if each.kind != "comment"])
        return self._number(over, near)

    def _number(self, number: Node, near: Site) -> int | None:
        value = self.shapes.types.constants.value(number, near.file)
        return value if isinstance(value, int) else None


def _repeats(loop: Node, inside: Node) -> bool:
    """Return whether another iteration may follow one that reaches a node: no block around it always leaves."""
    inner, leaving = inside, ""
    for outer in inside.ancestors():
        if outer == loop:
            return not leaving and (inner == loop.field("body") or _is_asked(loop, inner, inside))
        if outer.kind == "statement_list":
            leaving = leaving or _leaves(outer, inner)
        elif outer.kind == "func_literal" or (outer.kind in _BREAKABLE and leaving == "break"):
            leaving = ""
        inner = outer
    return False


def _is_asked(loop: Node, head: Node, inside: Node) -> bool:
    """Return whether a part of a loop's head runs in each iteration, as its condition does, and there are several."""
    if head.kind == "range_clause":
        return False
    first = head.field("initializer") if head.kind == "for_clause" else None
    block = loop.field("body")
    statements = block.children[0] if block is not None and block.children else None
    is_left = statements is not None and bool(statements.children) and bool(_leaves(statements, statements.children[0]))
    return not is_left and (first is None or not first.span.contains(inside.span))


def _leaves(block: Node, inner: Node) -> str:
    """Return `return` or `break` if a block always ends that way after one of its statements, otherwise empty."""
    after = [each for each in block.children if each.start >= inner.start]
    last = after[-1].kind if after else ""
    if last not in _LEAVING or any(node.kind == "continue_statement" for node in block.walk()):
        return ""
    return _LEAVING[last]


def _exits(loop: Node) -> list[Node]:
    """Return the statements by which control leaves a loop."""
    found, pending = [], [(child, False) for child in loop.children]
    while pending:
        node, is_inside = pending.pop()
        if node.kind == "func_literal":
            continue
        if node.kind in _JUMPS and not (node.kind == "break_statement" and is_inside and not node.children):
            found.append(node)
        pending += [(child, is_inside or node.kind in _BREAKABLE) for child in node.children]
    return found


def _is_forced(leaving: Node, inside: Node, loop: Node) -> bool:
    """Return whether a statement runs only because of an error or of a value from a channel."""
    for outer in leaving.ancestors():
        if outer == loop:
            return False
        if outer.kind in _FORCED:
            return not outer.span.contains(inside.span)
        condition = outer.field("condition") if outer.kind == "if_statement" else None
        if condition is not None and any(each.kind == "nil" for each in condition.walk()):
            return True
    return False
