"""Statements: inserts one after another, and removes one, whole lines at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.rule.fixes.line_layout import Lines
    from golint_conn.source import Edit
    from golint_conn.syntax import Node

_SEQUENCES = frozenset({"statement_list", "block"})


def statement_of(node: Node) -> Node | None:
    """Return the statement of a sequence of statements that a node belongs to, within its function."""
    inner = node
    for outer in node.ancestors():
        if outer.kind in _SEQUENCES:
            return inner
        if outer.kind in {"func_literal", "source_file"}:
            return None
        inner = outer
    return None


def following(statement: Node) -> list[Node]:
    """Return the statements after one in the same sequence."""
    holder = statement.parent
    if holder is None or holder.kind not in _SEQUENCES:
        return []
    return [each for each in holder.children if each.start >= statement.end]


def written_behind(statement: Node, code: Sequence[str], lines: Lines) -> Edit | None:
    """Return the edit that inserts lines of code after a statement, with its indentation.

    None if the statement shares its lines with other code.
    """
    last = lines.last(statement)
    if not lines.stands_alone(statement) or (lines.trailing(last) and lines.trailing(last + 1)):
        return None
    end, indentation = lines.end(last), lines.indentation(lines.first(statement))
    return lines.edit(end, end, "".join(f"\n{indentation}{line}" for line in code))


def taken_out(statement: Node, lines: Lines) -> Edit | None:
    """Return the edit that removes a statement, with its lines and the comment at their end.

    None if it shares its lines with other code. If there are blank lines on both sides, one stays.
    """
    first, last = lines.first(statement), lines.last(statement)
    if not lines.stands_alone(statement) or (lines.trailing(first - 1) and lines.trailing(last + 1)):
        return None
    if lines.is_blank(first - 1) and lines.is_blank(last + 1):
        last += 1
    starts, size = lines.source.line_starts, len(lines.source.data)
    return lines.edit(starts[first - 1], starts[last] if last < len(starts) else size, "")
