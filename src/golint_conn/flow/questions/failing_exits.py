"""Failing exits: which returns pass an error to the caller, and whether a constructor leaks at one of them.

A constructor is a function that returns, alone or inside something, what it has opened:

conn, err := net.Dial("tcp", address)
...
if err := conn.SetDeadline(t); err != nil {
    return nil, err                      // a failing exit: from here on, nothing can close conn
}
return &Client{conn: conn}, nil          // elsewhere the caller gets it, and has to close it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import OutcomeKind
from golint_conn.program.functions import enclosing_function, values

if TYPE_CHECKING:
    from golint_conn.flow.obligation import Outcome
    from golint_conn.flow.search.reachability import Result
    from golint_conn.program.site import Site
    from golint_conn.source import Span
    from golint_conn.syntax import Node


def leaks_of_constructor(call: Site, result: Result) -> list[Outcome]:
    """Return the leaks at failing exits of a function that returns the obligation to its callers when it succeeds."""
    if not result.of(OutcomeKind.TRANSFERRED) and not any(_passes_on(each, call) for each in result.outcomes):
        return []
    left = result.of(OutcomeKind.LEAK, OutcomeKind.READ_ONLY, OutcomeKind.READ_FAILED, OutcomeKind.WRAPPER_ONLY)
    return [outcome for outcome in left if is_failing(outcome.where, call)]


def is_failing(where: Span, near: Site) -> bool:
    """Return whether an exit of the function around a site returns an error, judged by its statement."""
    statement = _returning(where, near)
    types = _result_types(statement) if statement is not None else []
    if statement is None or not types:
        return False
    given = values(statement.children[0]) if statement.children else []
    is_spread = len(given) == 1 and len(types) > 1
    return types[-1].text == "error" and not is_spread and not (given and given[-1].kind == "nil")


def _passes_on(outcome: Outcome, near: Site) -> bool:
    """Return whether an unknown function gets the obligation for its result: `return wrap(conn), nil`."""
    statement = _returning(outcome.where, near) if outcome.kind is OutcomeKind.ESCAPED else None
    types = _result_types(statement) if statement is not None else []
    return bool(types) and types[0].text != "error"


def _result_types(statement: Node) -> list[Node]:
    """Return the types of the results of the function that a statement returns from."""
    function = enclosing_function(statement)
    holder = function.field("result") if function is not None else None
    if holder is None or holder.kind != "parameter_list":
        return [holder] if holder is not None else []
    declared = [(each.field("type"), len(each.fields("name")) or 1) for each in holder.children]
    return [kind for kind, times in declared if kind is not None for _ in range(times)]


def _returning(where: Span, near: Site) -> Node | None:
    """Return the return statement at a place or around it; None if there is none in this function."""
    node = near.file.node_at(where.start, where.end)
    while node is not None and node.kind != "return_statement":
        if node.kind.endswith(("statement", "declaration", "literal")) or node.kind == "block":
            return None
        node = node.parent
    return node
