"""Loop bodies: closes what an iteration defers at the end of the iteration, and drains a body before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.rule.fixes.import_edits import imported
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.statements import following, statement_of, taken_out, written_behind

if TYPE_CHECKING:
    from golint_conn.rule.context import Context
    from golint_conn.rule.followed import Followed
    from golint_conn.syntax import Node

_JUMPS = frozenset({"return_statement", "break_statement", "continue_statement", "goto_statement", "labeled_statement"})
_DISCARD = (1, 16)
"""The version of Go that introduced io.Discard."""


def closed_in_turn(followed: Followed, context: Context) -> Fix | None:
    """Return the fix that runs a deferred call at the end of the iteration, if nothing ends that early."""
    call = followed.call
    node = call.file.node_at(followed.reported[0].where.start, followed.reported[0].where.end)
    late = statement_of(node) if node is not None else None
    rest = following(late) if late is not None else []
    if late is None or late.kind != "defer_statement" or len(followed.reported) != 1 or not rest:
        return None
    block = late.parent.parent if late.parent is not None else None
    loop = block.parent if block is not None else None
    if loop is None or loop.kind != "for_statement" or any(_may_leave(each, context, followed) for each in rest):
        return None
    lines, deferred = Lines(call.file), late.children[0]
    if (
        deferred.kind != "call_expression"
        or "{" in deferred.text
        or lines.trailing(lines.last(late))
        or "\n" in deferred.text
    ):
        return None
    edits = (taken_out(late, lines), written_behind(rest[-1], [lines.text(deferred.start, deferred.end)], lines))
    made = tuple(edit for edit in edits if edit is not None)
    title = f"Call {deferred.text} at the end of each iteration"
    return Fix(title, made, Applicability.UNSAFE) if len(made) == len(edits) else None


def _may_leave(statement: Node, context: Context, followed: Followed) -> bool:
    """Return whether a statement may end an iteration of its loop early."""
    pending = [statement]
    while pending:
        node = pending.pop()
        if node.kind in _JUMPS:
            return True
        if node.kind == "call_expression" and context.engine.effects.never_returns(
            context.code.callee(followed.call.at(node))
        ):
            return True
        if node.kind != "func_literal":
            pending += node.children
    return False


def drained(followed: Followed, context: Context) -> Fix | None:
    """Return the fix that reads the rest of a body before it is closed, by a call of its own or by a defer."""
    call, version = followed.call, context.code.go_version(followed.call)
    where = followed.reported[0].where
    node = call.file.node_at(where.start, where.end)
    statement = statement_of(node) if node is not None else None
    lines = Lines(call.file)
    found = imported("io", call.node.start, lines, context.program.shapes.names)
    if statement is None or found is None or len(followed.reported) != 1 or (version or _DISCARD) < _DISCARD:
        return None
    closing = statement.children[0] if statement.children else None
    text = lines.text(closing.start, closing.end) if closing is not None else ""
    is_close = statement.kind in {"expression_statement", "defer_statement"} and text.endswith(".Close()")
    if not is_close or "\n" in text or "(" in text.removesuffix("()") or not lines.stands_alone(statement):
        return None
    io, body = found[0], text.removesuffix(".Close()")
    code = [f"{io}.Copy({io}.Discard, {io}.LimitReader({body}, 64<<10))", text]
    if statement.kind == "defer_statement":
        code = ["defer func() {", *(f"\t{line}" for line in code), "}()"]
    if lines.shares_comments(lines.first(statement)):
        return None
    indentation = lines.indentation(lines.first(statement))
    edit = lines.edit(statement.start, statement.end, f"\n{indentation}".join(code))
    return Fix("Read the rest of the body before it is closed", (*found[1], edit), Applicability.UNSAFE)
