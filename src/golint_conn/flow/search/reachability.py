"""The search: whether control can reach an exit of the function while an obligation is still open.

A breadth-first search over (point of the graph, state), one obligation at a time, without joins. Parent links give the
shortest witness path to each bad end. The search stops at a limit and reports that.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from golint_conn.flow.graph.events import Assume, Case
from golint_conn.flow.obligation import Choice, Outcome, OutcomeKind, State
from golint_conn.names.budgets import SEARCH_STATES, WITNESS_STEPS
from golint_conn.source import Span

if TYPE_CHECKING:
    from golint_conn.flow.graph.cfg import Graph, Point
    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import Returned
    from golint_conn.flow.reasons import Reason


class Transition(Protocol):
    """What one event does to a state; the search knows nothing else about it."""

    def step(self, number: int, point: Point, state: State) -> tuple[list[State], list[tuple[OutcomeKind, Span]]]:
        """Return the states after a point, and the outcomes of paths that end at it."""


@dataclass(slots=True)
class Result:
    """What a search found: an outcome for each kind and place, the states visited, whether the limit was reached.

    `returned` says at which results the function returns the obligation; `exits` what happened, and at which byte, on
    the paths to each exit, if the paths were followed beyond the end of the obligation. `reasons` say why it is not
    followed further from the places where it escapes.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    states: int = 0
    is_capped: bool = False
    returned: frozenset[Returned] = frozenset()
    exits: dict[Span, set[tuple[OutcomeKind, int]]] = field(default_factory=dict)
    reasons: dict[Span, Reason] = field(default_factory=dict)

    def of(self, *kinds: OutcomeKind) -> list[Outcome]:
        """Return the outcomes of some kinds."""
        return [outcome for outcome in self.outcomes if outcome.kind in kinds]

    @property
    def lost(self) -> list[Outcome]:
        """The outcomes in which the obligation was lost while it was open."""
        return [outcome for outcome in self.outcomes if outcome.kind.is_open]


def search(graph: Graph, start: int, state: State, transfer: Transition) -> Result:
    """Return how the paths from a point end for an obligation in a state."""
    result = Result()
    parents: dict[tuple[int, State], tuple[int, State] | None] = {(start, state): None}
    pending = deque([(start, state)])
    seen: set[tuple[OutcomeKind, Span]] = set()
    while pending:
        here = pending.popleft()
        result.states += 1
        if result.states > SEARCH_STATES.most:
            result.is_capped = True
            break
        point = graph.points[here[0]]
        states, ends = transfer.step(here[0], point, here[1])
        for kind, where in ends:
            if (kind, where) not in seen:
                seen.add((kind, where))
                result.outcomes.append(Outcome(kind, where, _witness(here, parents, graph)))
        for after_state in states:
            for after in point.successors:
                key = (after, after_state)
                if key not in parents:
                    parents[key] = here
                    pending.append(key)
    return result


def _witness(
    end: tuple[int, State], parents: dict[tuple[int, State], tuple[int, State] | None], graph: Graph
) -> tuple[Choice, ...]:
    """Return the conditions that were passed, in the order of the path."""
    choices: list[Choice] = []
    at: tuple[int, State] | None = end
    while at is not None:
        chosen = choice(graph.points[at[0]].event)
        if chosen is not None:
            choices.append(chosen)
        at = parents[at]
    return tuple(reversed(choices[: WITNESS_STEPS.most]))


def choice(event: Event | None) -> Choice | None:
    """Return the choice that a path has made at an event, None if the event leaves none."""
    if isinstance(event, Assume):
        return Choice(event.condition.span, event.truth)
    if isinstance(event, Case) and event.among:
        return Choice(Span(event.among[0].start, event.among[-1].end), event.truth, is_case=True)
    return None
