"""Defers: an obligation mostly lacks a deferred call right after the check of the error.

Such a defer is offered if nothing uses the value after the function has returned, and if it runs soon enough: not in a
loop. If there is a defer already, only too late, it is moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.flow.kinds import CANCEL, ROWS, TICKER, TRANSACTION
from golint_conn.flow.obligation import OutcomeKind
from golint_conn.names import fieldpaths
from golint_conn.names.members import is_seen
from golint_conn.names.shape import Func
from golint_conn.program.functions import enclosing_function, values
from golint_conn.rule.fixes.checks import assigned, error_check, handle_of
from golint_conn.rule.fixes.lifespan import ends_with_function
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.statements import following, taken_out, written_behind

if TYPE_CHECKING:
    from golint_conn.flow.engine import Acquisition
    from golint_conn.names.shape import Type
    from golint_conn.names.symbol import Symbol
    from golint_conn.rule.context import Context
    from golint_conn.rule.fixes.checks import Assigned
    from golint_conn.rule.followed import Followed
    from golint_conn.syntax import Node

_LOST = frozenset({OutcomeKind.LEAK, OutcomeKind.READ_ONLY, OutcomeKind.READ_FAILED, OutcomeKind.WRAPPER_ONLY})
_NOTHING = frozenset({OutcomeKind.VOID, OutcomeKind.ENDS})
_MET = frozenset({OutcomeKind.DISCHARGED, OutcomeKind.SCHEDULED})
_TWICE_IS_ONCE = frozenset({CANCEL.name, ROWS.name, TICKER.name, TRANSACTION.name})
"""The kinds whose second call does nothing, according to their documentation, and is customary."""

_METHODS = ("Close", "Stop", "Rollback", "Release")
"""What can be deferred, the usual method first; a method that takes the value out of a row cannot."""


def deferred(followed: Followed, context: Context, applicability: Applicability = Applicability.SAFE) -> Fix | None:
    """Return the fix that defers the release of an obligation as soon as the value is known to be there.

    None in a loop, if anything keeps what is to be closed, or if no check of the error leaves the function. If other
    paths release the obligation already, they release it twice, which is not always safe.
    """
    acquisition = followed.acquisition
    found = assigned(acquisition.site)
    handle = handle_of(acquisition, found, context) if found is not None else None
    if found is None or handle is None or is_in_loop(acquisition, context):
        return None
    if not ends_with_function(acquisition.site.at(handle), acquisition.part, context):
        return None
    shape = context.program.shape(acquisition.site.at(handle))
    part = fieldpaths.short(shape, acquisition.part, context.program.shapes)
    call = ".".join((handle.text, *part)) + _release(handle, part, acquisition, context)
    late = _late(call, handle, found, acquisition, context)
    ends = {outcome.kind for outcome in followed.result.outcomes}
    if not call.endswith("()") or not ends & _LOST or ends - _LOST - _NOTHING - _MET:
        return None
    others = ends & _MET - ({OutcomeKind.SCHEDULED} if late is not None else set())
    if others and acquisition.kind.name not in _TWICE_IS_ONCE:
        applicability = Applicability.UNSAFE
    behind = error_check(acquisition, found, context) if acquisition.may_fail else found.statement
    return _defer(call, behind, late, acquisition, applicability) if behind is not None else None


def _defer(
    call: str, behind: Node, late: Node | None, acquisition: Acquisition, applicability: Applicability
) -> Fix | None:
    """Return the fix that writes the defer, or moves the one that comes too late."""
    lines = Lines(acquisition.site.file)
    edits = [written_behind(behind, [f"defer {call}"], lines)]
    if late is not None:
        comment = lines.trailing(lines.last(late))
        if comment is not None:
            return None
        edits.append(taken_out(late, lines))
    if any(edit is None for edit in edits):
        return None
    verb = "Move" if late is not None else "Add"
    where = "the check of the error" if acquisition.may_fail else "the call"
    title = f"{verb} defer {call} {'up to' if late is not None else 'after'} {where}"
    return Fix(title, tuple(edit for edit in edits if edit is not None), applicability)


def _release(handle: Node, part: tuple[str, ...], acquisition: Acquisition, context: Context) -> str:
    """Return what to call on the part of a handle, or nothing if its type has no method that releases it."""
    shapes = context.program.shapes
    shape = shapes.of(handle, acquisition.site.file)
    for name in part:
        field = shapes.members.find(shape, name)
        if field is None or not is_seen(name, field.owner, context.code.package_path(acquisition.site)):
            return ""
        shape = field.shape
    if "()" in acquisition.kind.released_by:
        return "()" if _takes_nothing(shapes.types.underlying(shape)) else ""
    for name in _METHODS:
        member = shapes.members.find(shape, name) if name in acquisition.kind.released_by else None
        if member is not None and member.is_method and _takes_nothing(member.shape):
            return f".{name}()"
    return ""


def _takes_nothing(shape: Type) -> bool:
    return isinstance(shape, Func) and not shape.parameters


def is_in_loop(acquisition: Acquisition, context: Context) -> bool:
    """Return whether control can come back to a call in its function, so that defers would pile up."""
    function = enclosing_function(acquisition.site.node)
    graph = context.engine.effects.graph(function, acquisition.site.file) if function is not None else None
    return graph is None or bool(graph.cycle(acquisition.site.node))


def _late(call: str, handle: Node, found: Assigned, acquisition: Acquisition, context: Context) -> Node | None:
    """Return the deferred release that follows the assignment in the same sequence of statements.

    None if the handle is assigned again, because the defer may be about another value then.
    """
    symbol = context.code.symbol(acquisition.site.at(handle))
    if symbol is None or _is_assigned_again(symbol, handle, context):
        return None
    for statement in following(found.statement):
        if statement.kind == "assignment_statement" and _assigns_part(statement, handle.text):
            return None
        if statement.kind == "defer_statement" and statement.children and statement.children[0].text == call:
            root = next((each for each in statement.walk() if each.kind == "identifier"), None)
            if root is not None and context.code.symbol(acquisition.site.at(root)) == symbol:
                return statement
    return None


def _assigns_part(statement: Node, handle: str) -> bool:
    return any(each.text.startswith(f"{handle}.") for each in values(statement.field("left")))


def _is_assigned_again(symbol: Symbol, handle: Node, context: Context) -> bool:
    for site in context.program.references.of(symbol):
        holder = site.node.parent
        statement = holder.parent if holder is not None and holder.kind == "expression_list" else None
        is_target = statement is not None and statement.field("left") == holder
        if is_target and site.node != handle:
            return True
    return handle != symbol.node and symbol.declaration.kind != "var_spec"
