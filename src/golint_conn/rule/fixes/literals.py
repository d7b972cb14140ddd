"""Literals: sets, renames, replaces and removes fields of composite literals, laid out as gofmt does.

gofmt aligns the values of consecutive lines in one column, and the comments at their ends in another. A blank line, a
comment of its own, or an element of several lines ends such a run of lines. A change rewrites its whole run if gofmt
would leave the run as it is; a file with another layout keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golint_conn.rule.fixes.line_layout import Lines
    from golint_conn.source import Edit
    from golint_conn.syntax import Node


@dataclass(frozen=True, slots=True)
class Row:
    """An element that has a line, or several, to itself: its key, its value, and the comment at the end."""

    node: Node
    first: int
    last: int
    key: str
    value: str
    comment: str

    @property
    def is_single(self) -> bool:
        """Whether the element is on one line."""
        return "\n" not in self.value


class Literal:
    """The body of a composite literal: what is between its braces."""

    def __init__(self, body: Node, lines: Lines) -> None:
        self.body = body
        self.lines = lines
        self.elements = body.children

    @property
    def is_keyed(self) -> bool:
        """Whether fields can be added by name."""
        return all(each.kind == "keyed_element" for each in self.elements)

    def element(self, name: str) -> Node | None:
        """Return the element of a field."""
        return next((each for each in self.elements if _key(each) == name), None)

    def setting(self, fields: Sequence[tuple[str, str]]) -> list[Edit] | None:
        """Return the edits that set fields, replacing the values that they have; None if that cannot be done."""
        given = [(self.element(name), name, value) for name, value in fields]
        edits = [self.giving(element, name, value) for element, name, value in given if element is not None]
        added = [(name, value) for element, name, value in given if element is None]
        if added:
            edits.append(self._adding(added))
        made = [edit for edit in edits if edit is not None]
        is_whole = len(made) == len(edits)
        return made if is_whole and not any(one.overlaps(other) for one, other in pairwise(sorted(made))) else None

    def _adding(self, fields: Sequence[tuple[str, str]]) -> Edit | None:
        """Return the edit that adds fields after the last one."""
        inline = ", ".join(f"{name}: {value}" for name, value in fields)
        if not self.is_keyed:
            return None
        if not self.elements:
            return None if self._holds_comments() else self._whole(f"{{{inline}}}")
        last = self.elements[-1]
        row = self._row(last)
        if row is None:
            return self.lines.edit(last.end, last.end, f", {inline}")
        run = self._run(last)
        added = [Row(last, row.last, row.last, name, value, "") for name, value in fields]
        rewritten = self._rewritten(run, [*run, *added]) if run else None
        if rewritten is not None:
            return rewritten
        end, indentation = self.lines.end(row.last), self.lines.indentation(row.first)
        return self.lines.edit(end, end, f"\n{indentation}{_laid_out(added, indentation)}")

    def giving(self, element: Node, name: str, value: str) -> Edit | None:
        """Return the edit that gives an element another key and value; several lines only to one that had several."""
        start, end = element.start, element.end
        row, run = self._row(element), self._run(element)
        if "\n" in value and not run:
            return self.lines.edit(start, end, f"{name}: {value}")
        if row is None:
            return None if self._aligns(element) else self.lines.edit(start, end, f"{name}: {value}")
        if not run:
            # The element had several lines and now has one: it may join one run with those around it.
            run = self._around(element)
            if len(run) == 1:
                return self.lines.edit(start, end, f"{name}: {value}")
        changed = [replace(each, key=name, value=value) if each.node == element else each for each in run]
        return self._rewritten(run, changed) or self.lines.edit(start, end, f"{name}: {value}")

    def removing(self, name: str) -> Edit | None:
        """Return the edit that removes a field, with its line and the comment at its end."""
        element = self.element(name)
        if element is None:
            return None
        if len(self.elements) == 1:
            inside = [each for group in self.lines.comments.values() for each in group if self._holds(each)]
            alone = all(self.lines.first(each) == self.lines.last(element) for each in inside)
            return self._whole("{}") if alone else None
        row = self._row(element)
        if row is None:
            return self._removing_inline(element)
        # The neighbors of an element of several lines become adjacent.
        run = self._around(element)
        if len(run) > 1:
            return self._rewritten(run, [each for each in run if each.node != element]) or self._removing_lines(row)
        return self._removing_lines(row)

    # Rows and runs

    def _row(self, element: Node) -> Row | None:
        """Return the row of an element, or None for one that shares its lines with others."""
        lines = self.lines
        key, value = element.field("key"), element.field("value")
        if element.kind != "keyed_element" or key is None or value is None or not lines.begins(element):
            return None
        first, last = lines.first(element), lines.last(element)
        rest = lines.text(element.end, lines.end(last))
        comment = lines.trailing(last)
        said = lines.text(comment.start, lines.end(last)) if comment is not None else ""
        if not rest.startswith(",") or rest[1:].strip() != said.strip():
            return None
        if lines.text(key.end, value.start).strip() != ":" or lines.text(element.start, key.start):
            return None
        return Row(element, first, last, lines.text(key.start, key.end), lines.text(value.start, value.end), said)

    def _run(self, element: Node) -> list[Row]:
        """Return the rows that are laid out together with that of an element; none if it has several lines."""
        row = self._row(element)
        return self._around(element) if row is not None and row.is_single else []

    def _around(self, element: Node) -> list[Row]:
        """Return the row of an element with the single rows directly before and after it."""
        rows = [self._row(each) for each in self.elements]
        at = self.elements.index(element)
        first = last = at
        while first > 0 and _joins(rows[first - 1], rows[first]):
            first -= 1
        while last + 1 < len(rows) and _joins(rows[last + 1], rows[last], is_behind=True):
            last += 1
        return [row for row in rows[first : last + 1] if row is not None]

    def _rewritten(self, before: Sequence[Row], after: Sequence[Row]) -> Edit | None:
        """Return the edit that rewrites a run; None if gofmt would not leave the run as it is."""
        lines = self.lines
        indentation = lines.indentation(before[0].first)
        start, end = before[0].node.start, lines.end(before[-1].last)
        single = [row for row in before if row.is_single]
        if len(single) == len(before) and lines.text(start, end).replace("\r", "") != _laid_out(before, indentation):
            return None
        return lines.edit(start, end, _laid_out(after, indentation))

    def _aligns(self, element: Node) -> bool:
        """Return whether comments next to the line of an element would have to move with it."""
        return self.lines.shares_comments(self.lines.last(element))

    # Removing

    def _removing_lines(self, row: Row) -> Edit | None:
        lines, (first, last) = self.lines, (row.first, row.last)
        if not lines.is_blank(first - 1) or first - 1 == lines.first(self.body):
            first = self._with_own_comment(first, last)
        closes = lines.last(self.body)
        before, after = lines.is_blank(first - 1), lines.is_blank(last + 1)
        if before and (after or last + 1 == closes):
            first -= 1
        elif after and first - 1 == lines.first(self.body):
            last += 1
        starts = lines.source.line_starts
        return lines.edit(starts[first - 1], starts[last], "")

    def _with_own_comment(self, first: int, last: int) -> int:
        """Return the line on which the comment above an element begins, if it can be about nothing else."""
        lines = self.lines
        at = first
        while lines.comments.get(at - 1) and lines.trailing(at - 1) is None and lines.first(self.body) < at - 1:
            at -= 1
        is_last = lines.is_blank(last + 1) or last + 1 == lines.last(self.body) or bool(lines.comments.get(last + 1))
        return at if is_last else first

    def _removing_inline(self, element: Node) -> Edit | None:
        if self._aligns(element):
            return None
        at = self.elements.index(element)
        if at + 1 < len(self.elements):
            following = self.elements[at + 1]
            is_together = self.lines.first(following) == self.lines.last(element)
            return self.lines.edit(element.start, following.start, "") if is_together else None
        previous = self.elements[at - 1]
        is_together = self.lines.last(previous) == self.lines.first(element)
        return self.lines.edit(previous.end, element.end, "") if is_together else None

    # The whole

    def _whole(self, text: str) -> Edit | None:
        """Return the edit that rewrites the whole body."""
        if self._aligns(self.body):
            return None
        return self.lines.edit(self.body.start, self.body.end, text)

    def _holds_comments(self) -> bool:
        return any(self._holds(each) for group in self.lines.comments.values() for each in group)

    def _holds(self, comment: Node) -> bool:
        return self.body.span.contains(comment.span)


def put_in_place(node: Node, text: str, lines: Lines) -> Edit | None:
    """Return the edit that replaces an expression by another of one line; None if that moves comments."""
    element = _element_around(node)
    value = element.field("value") if element is not None else None
    if element is not None and value is not None and element.parent is not None:
        whole = lines.text(value.start, node.start) + text + lines.text(node.end, value.end)
        key = element.field("key")
        if "\n" not in whole and key is not None:
            return Literal(element.parent, lines).giving(element, lines.text(key.start, key.end), whole)
    if lines.shares_comments(lines.first(node)) or lines.shares_comments(lines.last(node)):
        return None
    return lines.edit(node.start, node.end, text)


def _element_around(node: Node) -> Node | None:
    """Return the keyed element of a literal that an expression is in."""
    for outer in node.ancestors():
        if outer.kind == "keyed_element":
            return outer
        if outer.kind in {"block", "func_literal"}:
            return None
    return None


def _key(element: Node) -> str:
    key = element.field("key") if element.kind == "keyed_element" else None
    return key.text if key is not None else ""


def _joins(row: Row | None, to: Row | None, *, is_behind: bool = False) -> bool:
    """Return whether a single row is directly before another row, or after it."""
    if row is None or to is None or not row.is_single:
        return False
    return row.first == to.last + 1 if is_behind else row.last + 1 == to.first


def _laid_out(rows: Sequence[Row], indentation: str) -> str:
    """Return the text of a run: values in one column, and the comments of consecutive rows in another."""
    widest = max(len(row.key) for row in rows)
    code = [f"{row.key}:{' ' * (widest - len(row.key) + 1)}{row.value}," for row in rows]
    column = [len(row.value) for row in rows]
    texts = []
    for place, row in enumerate(rows):
        if not row.comment:
            texts.append(code[place])
            continue
        first = last = place
        while first > 0 and rows[first - 1].comment:
            first -= 1
        while last + 1 < len(rows) and rows[last + 1].comment:
            last += 1
        room = max(column[first : last + 1]) - column[place] + 1
        texts.append(f"{code[place]}{' ' * room}{row.comment}")
    return f"\n{indentation}".join(texts)
