"""Unread by callers: what a function returns to callers of which none reads it.

    resp, err := revoke(ctx)        // the only caller there is
    if err == nil {
        resp.Body.Close()           // looks at resp.StatusCode, and reads nothing of the body
    }

Only a function that code elsewhere cannot name has callers that are all visible: it is not exported, not a method that
an interface may stand for, and never used as a value. What tests do with it is not its purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.engine import Acquisition
from golint_conn.flow.obligation import OutcomeKind
from golint_conn.program.functions import declared_symbol, enclosing_function

if TYPE_CHECKING:
    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import Returned
    from golint_conn.program.site import Site

_READS = (
    OutcomeKind.CLOSED_READ,
    OutcomeKind.READ_ONLY,
    OutcomeKind.READ_FAILED,
    OutcomeKind.TRANSFERRED,
    OutcomeKind.ESCAPED,
)


def is_left_unread(engine: Engine, acquisition: Acquisition) -> bool:
    """Return whether all callers of the function that returns what a call opens are visible, and none reads it."""
    function = enclosing_function(acquisition.site.node)
    is_plain = function is not None and function.kind == "function_declaration"
    symbol = declared_symbol(function, acquisition.site.file) if function is not None and is_plain else None
    if symbol is None or symbol.name[:1].isupper():
        return False
    calls = engine.references.calls(symbol)
    working = [call for call in calls if acquisition.site.in_test or not call.in_test]
    handed = engine.handed_to_callers(acquisition)
    if not working or not handed or len(calls) < len(engine.references.of(symbol)):
        return False
    return all(_closes_unread(engine, acquisition, call, returned) for call in working for returned in handed)


def _closes_unread(engine: Engine, acquisition: Acquisition, call: Site, returned: Returned) -> bool:
    """Return whether a caller closes what it gets, and has read nothing of it on any path."""
    may_fail = engine.may_fail(engine.shapes.callee(call.node, call.file), returned.index)
    got = Acquisition(call, acquisition.kind, returned.index, returned.rest, may_fail=may_fail)
    result = engine.read(got)
    return (
        result is not None
        and not result.is_capped
        and bool(result.of(OutcomeKind.CLOSED_UNREAD))
        and not result.of(*_READS)
    )
