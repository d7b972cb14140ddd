"""Dumps of the flow floor: the events, the control-flow graph and the summaries of each function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.dev.layout import place, table
from golint_conn.flow.engine import Engine
from golint_conn.flow.graph.lower import TooDeepError, lower
from golint_conn.flow.questions.held_parameters import held, holders
from golint_conn.flow.summary import Given
from golint_conn.names.scopes import FUNCTIONS
from golint_conn.program.functions import display_name, enclosing_function
from golint_conn.program.references import References
from golint_conn.program.site import Site
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.flow.graph.cfg import Graph
    from golint_conn.flow.graph.events import Event
    from golint_conn.flow.obligation import Returned
    from golint_conn.flow.summary import Summary
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.shapes import TypeInfo
    from golint_conn.syntax import Node


_TOO_DEEP = "nests too deeply"
_NODES = ("node", "target", "condition", "value", "over")
"""The attributes of events that hold their nodes."""


def events(_shapes: TypeInfo, file: GoFile) -> Iterator[str]:
    """Yield the events of each function in order, each with its position."""
    for function in _functions(file):
        yield _heading(function)
        graph = _lowered(function)
        found = [point.event for point in graph.points if point.event is not None] if graph is not None else []
        yield from _indented(f"{place(_node(event))}  {event}" for event in found)
        yield from _indented([] if graph is not None else [_TOO_DEEP])


def flow(_shapes: TypeInfo, file: GoFile) -> Iterator[str]:
    """Yield the control-flow graph of each function."""
    for function in _functions(file):
        yield _heading(function)
        graph = _lowered(function)
        yield from graph.dump().splitlines() if graph is not None else _indented([_TOO_DEEP])


def summaries(shapes: TypeInfo, file: GoFile) -> Iterator[str]:
    """Yield for each function what it does with obligations, and which ones it returns to its callers."""
    engine = Engine(References(shapes))
    for function in _functions(file):
        lines = [*_given(function, file, engine), *_handed_out(function, file, engine)]
        if lines:
            yield _heading(function)
            yield from _indented(table(lines))


def _functions(file: GoFile) -> list[Node]:
    """Return the functions with a body, including literals, in file order."""
    return [node for node in file.walk() if node.kind in FUNCTIONS and node.field("body") is not None]


def _heading(function: Node) -> str:
    name = display_name(function)
    if function.kind == "func_literal":
        return f"{place(function)}  a literal in {name}" if name else f"{place(function)}  a literal"
    return f"{place(function)}  {_own_name(function)}"


def _own_name(function: Node) -> str:
    """Return the name of a declared function, which encloses its body."""
    body = function.field("body")
    return display_name(body) if body is not None else ""


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _lowered(function: Node) -> Graph | None:
    try:
        return lower(function)
    except TooDeepError:
        return None


def _node(event: Event) -> Node:
    """Return the node that an event is about: the first one that it has."""
    found: Node = next(held for name in _NODES if (held := getattr(event, name, None)) is not None)
    return found


# Summaries


def _given(function: Node, file: GoFile, engine: Engine) -> Iterator[tuple[str, str, str]]:
    """Yield what a function does with what its receiver and its parameters may hold."""
    for at, symbol in holders(function, file, engine.shapes):
        shape = engine.shapes.of_symbol(symbol)
        told: dict[tuple[str, str], list[str]] = {}
        for kind, rest in held(shape, engine):
            summary: Summary = engine.effects.of_function((function, file), Given(at, rest), kind)
            told.setdefault((".".join((symbol.name, *rest)), str(summary)), []).append(kind.name)
        for (path, summary_text), kinds in told.items():
            yield path, ", ".join(kinds), summary_text


def _handed_out(function: Node, file: GoFile, engine: Engine) -> Iterator[tuple[str, str, str]]:
    """Yield the obligations that a function returns to its callers, and the calls that acquire them."""
    for match in Query.of("(call_expression) @call").matches(function):
        call = match["call"]
        if enclosing_function(call) != function:
            continue
        for acquisition in engine.acquisitions(Site(call, file), engine.kinds):
            for each in engine.handed_to_callers(acquisition):
                yield _result(each), acquisition.kind.name, f"returned, from {place(call)}"


def _result(returned: Returned) -> str:
    return ".".join((f"result {returned.index}", *returned.rest))
