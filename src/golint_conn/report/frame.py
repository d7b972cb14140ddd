"""Code frames: lines of source with marks under the spans that matter.

Everything is computed in columns of the terminal: a tab, an accent, an emoji or an escaped control character takes as
many columns as it is shown with. A line wider than the terminal is cut to a window around its first mark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import wrap

from golint_conn.report.terminal import ELLIPSIS, Painter, cells, display_width, visible
from golint_conn.source import SourceFile, Span

_LONGEST_BLOCK_IN_FULL = 6  # a span of up to this many lines is shown completely
_LONGEST_LINE = 8_000  # bytes on either side of a mark; no window reaches further
_NARROWEST_CODE = 20
_WIDEST_CODE = 200  # the width if no terminal limits it: a line of a megabyte is unreadable, even in a file
_NARROWEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline with `symbol` in a style of the painter, and the label next to it."""

    span: Span
    symbol: str
    style: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame for the marks of one file; the first mark may span lines, the others show only their first line."""

    source: SourceFile
    marks: tuple[Mark, ...]
    gutter: int
    width: int
    painter: Painter

    def rows(self) -> Iterator[str]:
        """Yield the rows of the frame, with an empty one above and below."""
        block = _Block(*self._lines_of(self.marks[0]), self.marks[0])
        yield self._row("")
        previous = None
        for line in self._shown_lines(block):
            if previous is not None and line > previous + 1:
                yield self._left_out(self._bar(block, line) if block.many else "")
            yield from self._line_rows(line, block)
            previous = line
        yield self._row("")

    def _line_rows(self, line: int, block: "_Block") -> Iterator[str]:
        marks = sorted(
            (mark for mark in self.marks if self.source.line_number(mark.span.start) == line),
            key=lambda mark: mark is not self.marks[0],
        )
        lane = 2 if block.many else 0
        row = _SourceRow(self.source, line, self._focus(line, marks, block), self._room - lane)
        opens_flush = block.many and line == block.first and not row.text_before(block.mark.span.start).strip()
        lead = self.painter.paint("/", block.mark.style) if opens_flush else self._bar(block, line)
        yield self._row((f"{lead} " if block.many else "") + row.text, str(line))
        for mark in marks:
            if mark is not block.mark or not block.many:
                yield from self._underline(row, mark, self._lane(block, line, " " if line == block.first else ""))
            elif not opens_flush:
                reach = "_" * (row.column(mark.span.start) + 1) + mark.symbol
                yield self._row(" " + self.painter.paint(reach, mark.style))
        if block.many and line == block.last:
            reach = "|" + "_" * max(row.column(block.mark.span.end), 1) + block.mark.symbol
            yield from self._labelled(block.mark, self.painter.paint(reach, block.mark.style), len(reach), "  ", 2)

    def _underline(self, row: "_SourceRow", mark: Mark, lane: str) -> Iterator[str]:
        start = row.column(mark.span.start)
        end = max(row.column(mark.span.end), start + 1)
        under = self.painter.paint(mark.symbol * (end - start), mark.style)
        offset = 2 if lane else 0
        indent = lane + " " * start
        yield from self._labelled(mark, indent + under, offset + end, indent, offset + start)

    def _labelled(self, mark: Mark, row: str, row_width: int, indent: str, indent_width: int) -> Iterator[str]:
        """Yield the row with the label next to it, or below it if there is no room."""
        label = visible(mark.label)
        if not label or row_width + 1 + display_width(label) <= self._room:
            yield self._row(f"{row} {self.painter.paint(label, mark.style)}" if label else row)
            return
        yield self._row(row)
        if self._room - indent_width < _NARROWEST_LABEL:
            indent, indent_width = "", 0
        room = max(self._room - indent_width, _NARROWEST_LABEL)
        for part in wrap(label, room, break_long_words=False, break_on_hyphens=False):
            yield self._row(indent + self.painter.paint(part, mark.style))

    @property
    def _room(self) -> int:
        """The columns left for code."""
        return max(self.width - self.gutter - 3, _NARROWEST_CODE) if self.width else _WIDEST_CODE

    def _row(self, text: str, number: str = "") -> str:
        edge = self.painter.paint(f"{number:>{self.gutter}} |", "gutter")
        return f"{edge} {text}".rstrip()

    def _left_out(self, bar: str) -> str:
        dots = self.painter.paint("...", "gutter")
        return f"{dots}{' ' * self.gutter}{bar}".rstrip()

    def _bar(self, block: "_Block", line: int) -> str:
        return self.painter.paint("|", block.mark.style) if block.first < line <= block.last else " "

    def _lane(self, block: "_Block", line: int, forced: str) -> str:
        return f"{forced or self._bar(block, line)} " if block.many else ""

    def _lines_of(self, mark: Mark) -> tuple[int, int]:
        first = self.source.line_number(mark.span.start)
        return first, self.source.line_number(max(mark.span.end - 1, mark.span.start))

    def _shown_lines(self, block: "_Block") -> list[int]:
        lines = {self.source.line_number(mark.span.start) for mark in self.marks}
        if block.last - block.first < _LONGEST_BLOCK_IN_FULL:
            lines.update(range(block.first, block.last + 1))
        else:
            lines.update((block.first, block.first + 1, block.last))
        # Three dots in place of one line would save nothing and hide something.
        lines.update(before + 1 for before, after in pairwise(sorted(lines)) if after == before + 2)
        return sorted(lines)

    def _focus(self, line: int, marks: list[Mark], block: "_Block") -> Span:
        """Return the part that must stay visible when a line is cut: its first mark, or the end of the block."""
        text = self.source.line_span(line)
        if marks:
            start = max(marks[0].span.start, text.start)
            return Span(start, max(start, min(marks[0].span.end, text.end)))
        end = min(block.mark.span.end, text.end) if line == block.last else text.start
        return Span(text.start, max(end, text.start))


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of the first mark."""

    first: int
    last: int
    mark: Mark

    @property
    def many(self) -> bool:
        return self.last > self.first


class _SourceRow:
    """One line as it is shown: its text, cut to a window around `focus`, and the columns of byte offsets in it."""

    def __init__(self, source: SourceFile, line: int, focus: Span, room: int) -> None:
        whole = source.line_span(line)
        start = max(whole.start, focus.start - _LONGEST_LINE)
        end = min(whole.end, focus.start + _LONGEST_LINE)
        self._source, self._span = source, Span(start, max(start, end))
        self._skipped, self._lead = 0, 0
        shown = list(cells(source.text(self._span)))
        self.text = self._window(shown, focus, room, cut_before=start > whole.start, cut_after=end < whole.end)
        self._width = display_width(self.text)

    def text_before(self, offset: int) -> str:
        """Return the source text of the line before an offset."""
        return self._source.text(Span(self._span.start, min(max(offset, self._span.start), self._span.end)))

    def column(self, offset: int) -> int:
        """Return the column, from 0, where the character at an offset is shown; outside, that of the nearest one."""
        column = self._full_column(offset)
        return min(max(column - self._skipped + self._lead, 0), self._width)

    def _full_column(self, offset: int) -> int:
        return sum(width for _, width in cells(self.text_before(offset)))

    def _window(
        self, shown: list[tuple[str, int]], focus: Span, room: int, *, cut_before: bool, cut_after: bool
    ) -> str:
        starts = [0, *accumulate(width for _, width in shown)]
        if starts[-1] <= room and not cut_before and not cut_after:
            return "".join(text for text, _ in shown)
        first, last = self._full_column(focus.start), self._full_column(focus.end)
        left = 0
        if last >= room:  # it does not fit from the start: keep a third of the window for what leads to the mark
            left = max(min(first, max(first - room // 3, last - room + 2)), 0)
        cut_before = cut_before or left > 0
        right = left + room - 1 - cut_before
        inside = [(text, at) for (text, width), at in zip(shown, starts, strict=False) if left <= at <= right - width]
        self._skipped, self._lead = (inside[0][1] if inside else left), int(cut_before)
        cut_after = cut_after or starts[-1] > right
        body = "".join(text for text, _ in inside)
        return f"{ELLIPSIS if cut_before else ''}{body}{ELLIPSIS if cut_after else ''}"
