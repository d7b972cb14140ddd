"""Results: responses that are thrown away, and defers that come before the check of the error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.names import fieldpaths
from golint_conn.names.shape import UNKNOWN, Func
from golint_conn.program.functions import values
from golint_conn.rule.fixes.checks import Assigned, assigned, error_check, handle_of, is_guard
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.naming import unused_name
from golint_conn.rule.fixes.statements import following, taken_out, written_behind

if TYPE_CHECKING:
    from golint_conn.rule.context import Context
    from golint_conn.rule.followed import Followed
    from golint_conn.source import Edit
    from golint_conn.syntax import Node

_NAMES = ("resp", "response", "res")
_PAIR = 2
"""A handle and an error: the results of a call whose handle can be kept by naming it."""


def moved_behind_check(followed: Followed, context: Context) -> Fix | None:
    """Return the fix that moves a defer after the check of the error that directly follows it."""
    acquisition = followed.acquisition
    found = assigned(acquisition.site)
    handle = handle_of(acquisition, found, context) if found is not None else None
    if found is None or handle is None:
        return None
    behind, error = following(found.statement), found.target(len(found.targets) - 1)
    if len(behind) < _PAIR or error is None or behind[0].kind != "defer_statement":
        return None
    early, check = behind[:_PAIR]
    if not all(early.span.contains(outcome.where) for outcome in followed.reported):
        return None
    symbol = context.code.symbol(acquisition.site.at(error))
    if check.kind != "if_statement" or not is_guard(acquisition.site.at(check), error.text, symbol, context):
        return None
    lines = Lines(acquisition.site.file)
    code = lines.text(early.start, lines.end(lines.last(early)))
    edits = (taken_out(early, lines), written_behind(check, [code], lines))
    return _fix("Move the defer after the check of the error", edits, Applicability.SAFE)


def kept_and_closed(followed: Followed, context: Context) -> Fix | None:
    """Return the fix that names a response that is thrown away, and closes its body."""
    acquisition = followed.acquisition
    call, lines = acquisition.site, Lines(acquisition.site.file)
    name = unused_name(_NAMES, call, context)
    if name is None or acquisition.index or not acquisition.may_fail:
        return None
    shape = context.code.callee(call).shape
    result = shape.results[0] if isinstance(shape, Func) and shape.results else UNKNOWN
    close = f"{'.'.join((name, *fieldpaths.short(result, acquisition.part, context.program.shapes)))}.Close()"
    statement = call.node.parent
    if statement is not None and statement.kind == "expression_statement":
        edits = _wrapped(statement, call.node, name, close, lines)
    elif (found := assigned(call)) is not None:
        edits = _named(followed, found, name, close, context)
    else:
        edits = _in_header(call.node, name, close, lines)
    return _fix("Keep the response and close its body", edits, Applicability.UNSAFE)


def _fix(title: str, edits: tuple[Edit | None, ...], applicability: Applicability) -> Fix | None:
    made = tuple(edit for edit in edits if edit is not None)
    return Fix(title, made, applicability) if made and len(made) == len(edits) else None


def _wrapped(statement: Node, call: Node, name: str, close: str, lines: Lines) -> tuple[Edit | None, ...]:
    """Return the edits that turn a call whose results are unused into the header of an `if`."""
    last = lines.last(statement)
    if not lines.stands_alone(statement) or lines.trailing(last) is not None:
        return ()
    indentation = lines.indentation(lines.first(statement))
    header = f"if {name}, err := {lines.text(call.start, call.end)}; err == nil {{"
    code = f"{header}\n{indentation}\t{close}\n{indentation}}}"
    return (lines.edit(statement.start, statement.end, code),)


def _named(followed: Followed, found: Assigned, name: str, close: str, context: Context) -> tuple[Edit | None, ...]:
    """Return the edits that keep the response of an assignment, and close it if there is no error."""
    targets, statement, lines = found.targets, found.statement, Lines(followed.call.file)
    if len(targets) != _PAIR or targets[0].text != "_":
        return ()
    if targets[1].text == "_":
        return _wrapped(statement, followed.call.node, name, close, lines)
    if statement.kind != "short_var_declaration" or targets[1].kind != "identifier":
        return ()
    if lines.shares_comments(lines.first(statement)):
        return ()
    keep = lines.edit(targets[0].start, targets[0].end, name)
    check = error_check(followed.acquisition, found, context)
    if check is not None:
        return (keep, written_behind(check, [close], lines))
    guarded = [f"if {targets[1].text} == nil {{", f"\t{close}", "}"]
    return (keep, written_behind(statement, guarded, lines))


def _in_header(call: Node, name: str, close: str, lines: Lines) -> tuple[Edit | None, ...]:
    """Return the edits for `if _, err := call; err != nil { ... }`: the response is closed in its `else`."""
    holder = call.parent
    statement = holder.parent if holder is not None else None
    check = statement.parent if statement is not None else None
    if statement is None or check is None or statement.kind != "short_var_declaration":
        return ()
    targets, body, condition = values(statement.field("left")), check.field("consequence"), check.field("condition")
    if check.kind != "if_statement" or len(targets) != _PAIR or targets[0].text != "_" or check.field("alternative"):
        return ()
    if body is None or condition is None or condition.text.split() != [targets[1].text, "!=", "nil"]:
        return ()
    if not lines.stands_alone(check) or lines.trailing(lines.last(check)) is not None:
        return ()
    indentation = lines.indentation(lines.first(check))
    closing = f" else {{\n{indentation}\t{close}\n{indentation}}}"
    return (lines.edit(targets[0].start, targets[0].end, name), lines.edit(body.end, body.end, closing))
