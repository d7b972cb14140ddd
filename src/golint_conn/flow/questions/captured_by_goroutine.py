"""Captured by a goroutine: whether a goroutine starts with what a call returns, and so holds it while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.graph.events import Assign, Call, Mode
from golint_conn.flow.search.access import Access, unwrapped
from golint_conn.program.functions import enclosing_function

if TYPE_CHECKING:
    from golint_conn.flow.engine import Acquisition, Engine


def runs_beside(acquisition: Acquisition, engine: Engine) -> bool:
    """Return whether the function of an acquisition starts a goroutine that has the variable it is assigned to."""
    site = acquisition.site
    function = enclosing_function(site.node)
    graph = engine.effects.graph(function, site.file) if function is not None else None
    if graph is None:
        return False
    access = Access(engine.shapes, site.file)
    events = [point.event for point in graph.points]
    bound = [each for each in events if isinstance(each, Assign) and each.index == acquisition.index]
    made = [each.target for each in bound if each.value is not None and unwrapped(each.value) == site.node]
    names = frozenset(path for path in map(access.path, made) if path is not None)
    started = [each.node for each in events if isinstance(each, Call) and each.mode is Mode.GO]
    return any(access.mentions(call, names, calls=True) for call in started)
