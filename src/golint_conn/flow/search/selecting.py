"""Selecting: where an event uses what a handle holds, without a condition before it that could have checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assign, Assume, Case, Exhausted, Return, Send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import State
    from golint_conn.flow.search.scene import Scene
    from golint_conn.source import Span
    from golint_conn.syntax import Node


def selected(event: Event, state: State, scene: Scene) -> Span | None:
    """Return where an event selects the part of a handle, None if it does not."""
    if not state.aliases or not scene.part:
        return None
    for node in _evaluated(event):
        if node != scene.acquisition and not _is_conditional(node):
            found = scene.access.selects(node, state.aliases)
            if found is not None:
                return found.span
    return None


def is_there(state: State) -> bool:
    """Return whether the handle is known not to be nil, whatever its error says."""
    return any((root, "set") in state.facts for root, _ in state.aliases)


def _is_conditional(node: Node) -> bool:
    """Return whether an expression is evaluated only if the left side of a `&&` or `||` says so."""
    inner = node
    for outer in node.ancestors():
        if outer.kind == "binary_expression" and outer.operator() in {"&&", "||"} and outer.field("right") == inner:
            return True
        if outer.kind.endswith(("statement", "declaration")) or outer.kind == "block":
            return False
        inner = outer
    return False


def _evaluated(event: Event) -> Iterable[Node]:
    """Return the expressions that an event evaluates."""
    if isinstance(event, Return):
        return event.values
    if isinstance(event, Assume):
        return (event.condition,)
    if isinstance(event, Exhausted):
        return ()
    if isinstance(event, Assign | Case | Send):
        return (event.value,) if event.value is not None else ()
    return (event.node,)
