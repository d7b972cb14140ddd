"""Nothing to close: tests of a handle's field that show that there is nothing to release.

`resp.StatusCode == http.StatusNoContent`: such a response has no body, and its placeholder holds no connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assume
from golint_conn.flow.obligation import Phase

if TYPE_CHECKING:
    from golint_conn.flow.graph.events import Case
    from golint_conn.flow.obligation import State
    from golint_conn.flow.search.scene import Scene
    from golint_conn.syntax import Node


def is_absent(event: Assume | Case, state: State, scene: Scene) -> bool:
    """Return whether what an event reveals about a handle's field leaves nothing to release."""
    if scene.kind.absent is None or state.phase not in {Phase.PENDING, Phase.OPEN}:
        return False
    if not isinstance(event, Assume):
        return event.truth and bool(event.among) and _is_of(event.value, event.among, state, scene)
    node = event.condition
    if node.kind != "binary_expression" or node.operator() not in {"==", "!="}:
        return False
    left, right = node.field("left"), node.field("right")
    if left is None or right is None or event.truth != (node.operator() == "=="):
        return False
    return _is_of(left, (right,), state, scene) or _is_of(right, (left,), state, scene)


def _is_of(field: Node, among: tuple[Node, ...], state: State, scene: Scene) -> bool:
    """Return whether an expression selects the `absent` field of the handle, and all values are among its own."""
    path, told = scene.access.path(field), scene.kind.absent
    if path is None or told is None or not path[1] or path[1][-1] != told[0]:
        return False
    held = (path[0], path[1][:-1] + scene.kind.part)
    constants = scene.effects.shapes.types.constants
    return held in state.aliases and all(constants.value(each, scene.file) in told[1] for each in among)
