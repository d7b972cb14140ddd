"""The control-flow graph of one function: points with at most one event each, and edges.

The graph knows Go's statements and nothing else: no resource, no rule. Point 0 is where the function begins; a point
without successors is an exit (a return, or the end of the body).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.flow.graph.events import Event
    from golint_conn.syntax import Node


@dataclass(slots=True)
class Point:
    """A place between two steps: the event that happens here, if any, and where control goes from here."""

    event: Event | None = None
    successors: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Graph:
    """The graph of a function (a declaration, a method or a literal); `end` is where the body runs off its end."""

    function: Node
    points: list[Point] = field(default_factory=list)
    end: int = -1

    def loops(self) -> frozenset[int]:
        """Return the points from which control can come back to themselves.

        A point is in a loop if what can be reached forward from it and what can reach it have more in common than the
        point itself: two passes of depth-first search in finishing order (Kosaraju), without recursion.
        """
        before: list[list[int]] = [[] for _ in self.points]
        for number, point in enumerate(self.points):
            for after in point.successors:
                before[after].append(number)
        group: dict[int, int] = {}
        for root in reversed(self._finishing_order()):
            pending = [root]
            while pending:
                at = pending.pop()
                if at not in group:
                    group[at] = root
                    pending += before[at]
        sizes = Counter(group.values())
        return frozenset(n for n, p in enumerate(self.points) if sizes[group[n]] > 1 or n in p.successors)

    def _finishing_order(self) -> list[int]:
        """Return the points in the order in which a depth-first search leaves them."""
        order: list[int] = []
        seen: set[int] = set()
        for root in range(len(self.points)):
            pending = [(root, False)]
            while pending:
                at, is_left = pending.pop()
                if is_left:
                    order.append(at)
                elif at not in seen:
                    seen.add(at)
                    pending.append((at, True))
                    pending += [(after, False) for after in self.points[at].successors]
        return order

    def cycle(self, call: Node) -> frozenset[int]:
        """Return the points of the loops around a call: those from which control can come back to it."""
        start = next((n for n, p in enumerate(self.points) if getattr(p.event, "node", None) == call), None)
        if start is None or start not in self.loops():
            return frozenset()
        forward = self._reached(start, [point.successors for point in self.points])
        before: list[list[int]] = [[] for _ in self.points]
        for number, point in enumerate(self.points):
            for after in point.successors:
                before[after].append(number)
        return forward & self._reached(start, before)

    @staticmethod
    def _reached(start: int, edges: list[list[int]]) -> frozenset[int]:
        seen, pending = {start}, [start]
        while pending:
            fresh = [after for after in edges[pending.pop()] if after not in seen]
            seen.update(fresh)
            pending += fresh
        return frozenset(seen)

    def dump(self) -> str:
        """Return the graph as text, one line per point: its number, its event, and where it leads."""
        lines = []
        for number, point in enumerate(self.points):
            after = " ".join(map(str, point.successors)) or "exit"
            lines.append(f"{number:4}  {point.event or '·'}  -> {after}")
        return "\n".join(lines)
