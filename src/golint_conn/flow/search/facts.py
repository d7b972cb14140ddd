"""Facts: what is known about a function's variables at a point, on whatever path control got there.

A search begins in the middle of a function. What the code before it has made certain (`found := false`, or that an
error is nil) decides later conditions. This is the usual forward analysis: what holds before a point is what holds
after all points that lead to it, computed until nothing changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assign, Assume, Case, Event
from golint_conn.flow.obligation import Phase, State
from golint_conn.flow.search.conditions import assumed, chosen, known
from golint_conn.names.shape import Func, Interface, Pointer
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from golint_conn.flow.obligation import Key
    from golint_conn.flow.search.scene import Scene
    from golint_conn.syntax import Node

Facts = frozenset[tuple["Key", str]]

_LITERALS = "(func_literal) @literal"
_TARGETS = """
(assignment_statement left: (expression_list (identifier) @name))
(short_var_declaration left: (expression_list (identifier) @name))
(range_clause left: (expression_list (identifier) @name))
(inc_statement (identifier) @name)
(unary_expression operator: "&" operand: (identifier) @name)
"""


def before(number: int, scene: Scene) -> Facts:
    """Return what is known before a point of the scene's graph.

    Variables that a function literal assigns, or whose address the code takes, are left out.
    """
    points = scene.graph.points
    leading: list[list[int]] = [[] for _ in points]
    for source, point in enumerate(points):
        for target in point.successors:
            leading[target].append(source)
    after: dict[int, Facts | None] = {}
    pending = [0]
    while pending:
        at = pending.pop()
        here = _joined(at, leading, after)
        event = points[at].event
        left = noted(event, here, scene) if event is not None else here
        if at not in after or after[at] != left:
            after[at] = left
            pending += points[at].successors
    shared = _shared(scene)
    return frozenset(fact for fact in _joined(number, leading, after) or () if fact[0] not in shared)


def _joined(at: int, leading: list[list[int]], after: dict[int, Facts | None]) -> Facts | None:
    """Return what holds after all reachable points that lead to one; None if there are none."""
    if at == 0:
        return frozenset()
    reached = [facts for source in leading[at] if (facts := after.get(source)) is not None]
    return frozenset.intersection(*reached) if reached else None


def noted(event: Event, facts: Facts | None, scene: Scene) -> Facts | None:
    """Return what is known after an event; None if control cannot continue."""
    if facts is None:
        return None
    if isinstance(event, Assume | Case):
        learned = assumed(event, scene) if isinstance(event, Assume) else chosen(event, scene.access)
        return facts | {(path[0], fact) for path, fact in learned if not path[1]}
    if not isinstance(event, Assign):
        return facts
    target = scene.access.path(event.target)
    if target is None or target[1]:
        return facts
    fact = assigned(event, facts, scene)
    rest = frozenset(each for each in facts if each[0] != target[0])
    return rest | {(target[0], fact)} if fact is not None else rest


def assigned(event: Assign, facts: Facts, scene: Scene) -> str | None:
    """Return what is known about a variable after an assignment to it."""
    if event.opaque:
        return None
    if event.value is not None:
        return known(event.value, scene, State(Phase.OPEN, facts=facts)) if not event.index else None
    shape = scene.effects.shapes.types.underlying(scene.effects.shapes.of(event.target, scene.file))
    if str(shape) == "bool":
        return "false"
    return "nil" if isinstance(shape, Pointer | Interface | Func) else None


def _shared(scene: Scene) -> frozenset[Key]:
    """Return the variables that function literals may change."""
    function, shapes = scene.graph.function, scene.effects.shapes
    inside: list[Node] = [match["literal"] for match in Query.of(_LITERALS).matches(function)]
    literals = [literal for literal in inside if literal != function]
    names = [match["name"] for literal in literals for match in Query.of(_TARGETS).matches(literal)]
    symbols = [shapes.names.symbol_of(name, scene.file) for name in names]
    return frozenset(symbol.key for symbol in symbols if symbol is not None)
