"""Adding directives: one for each line with findings, placed so that gofmt leaves everything else unchanged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from golint_conn.names.gofile import GoFile
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.source import edited
from golint_conn.syntax import parse
from golint_conn.syntax.directives import beginning, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from golint_conn.finding import Finding
    from golint_conn.source import Edit, SourceFile

_STATEMENTS = frozenset({"statement_list", "block"})
_OUTDENTED = frozenset({"labeled_statement"})
_OPEN_TEXT = frozenset({"raw_string_literal", "raw_string_literal_content", "comment"})


def with_directives(source: SourceFile, findings: Iterable[Finding], reason: str) -> tuple[bytes, list[Finding]]:
    """Return a file with a directive for each of its findings, and the findings for which none can be written."""
    file = GoFile(source.path, source)
    lines = Lines(file)
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_line[source.line_number(finding.primary.span.start)].append(finding)
    texts = {line: written(tuple(sorted({each.rule for each in here})), reason) for line, here in by_line.items()}
    edits, behind = {}, {}
    for line, text in sorted(texts.items()):
        above = _above(lines, line)
        if above is not None:
            edits[line] = lines.edit(*above, f"{lines.indentation(line)}{text}\n")
        elif _has_room(lines, line):
            behind[line] = text
        elif _is_declaration(lines, line):
            # gofmt inserts a space into what it recognizes as the comment of a declaration.
            start = source.line_span(line).start
            edits[line] = lines.edit(start, start, f"// {text.removeprefix('//')}\n")
    edits |= _column(lines, behind)
    data = edited(source.data, edits.values())
    if parse(type(source)(source.path, data)).has_error and not file.tree.has_error:
        data, edits = source.data, {}
    return data, [finding for line, here in sorted(by_line.items()) if line not in edits for finding in here]


def _above(lines: Lines, line: int) -> tuple[int, int] | None:
    """Return where a line can be written above a statement that begins a line."""
    node = beginning(lines.file.tree, line)
    outer = node.parent if node is not None else None
    if node is None or outer is None or outer.kind not in _STATEMENTS or node.kind in _OUTDENTED:
        return None
    start = lines.source.line_span(line).start
    return None if _parts_column(lines, line) else (start, start)


def _is_declaration(lines: Lines, line: int) -> bool:
    node = beginning(lines.file.tree, line)
    return node is not None and node.parent is not None and node.parent.kind == "source_file"


def _has_room(lines: Lines, line: int) -> bool:
    """Return whether a comment fits after a line without moving those of the neighboring lines."""
    beside = [each for each in (line - 1, line + 1) if lines.trailing(each) and _is_in_column(lines, each, line)]
    return lines.trailing(line) is None and not beside and not _is_inside_text(lines, line)


def _is_in_column(lines: Lines, line: int, other: int) -> bool:
    """Return whether gofmt aligns the comments after two neighboring lines in one column."""
    return lines.indentation(line) == lines.indentation(other)


def _column(lines: Lines, behind: Mapping[int, str]) -> dict[int, Edit]:
    """Return the edits that write comments after lines, aligned with those of neighboring lines."""
    widths = {line: _width(lines, line) for line in behind}
    edits: dict[int, Edit] = {}
    for line, text in behind.items():
        column = [line]
        for step in (-1, 1):
            at = line + step
            while at in behind and _is_in_column(lines, at, line):
                column.append(at)
                at += step
        # A line that continues below has no column with its neighbors, and only gofmt knows which of these still do.
        if len(column) > 1 and any(_is_opening(lines, each) for each in column):
            continue
        space = " " * (max(widths[each] for each in column) - widths[line] + 1)
        edits[line] = lines.edit(lines.end(line), lines.end(line), f"{space}{text}")
    return edits


def _width(lines: Lines, line: int) -> int:
    return len(lines.text(lines.source.line_span(line).start, lines.end(line)))


def _is_opening(lines: Lines, line: int) -> bool:
    return lines.text(lines.source.line_span(line).start, lines.end(line)).endswith(("{", "(", "["))


def _parts_column(lines: Lines, line: int) -> bool:
    """Return whether a new line above one would split a column of comments so that the halves are realigned.

    A comment one space away from its code is that of the longest line, and stays where it is.
    """
    here, above = lines.trailing(line), lines.trailing(line - 1)
    if here is None or above is None:
        return False
    data = lines.source.data
    return any(
        data[each.start - 1 : each.start] == b" " and data[each.start - 2 : each.start - 1] in b" \t"
        for each in (here, above)
    )


def _is_inside_text(lines: Lines, line: int) -> bool:
    """Return whether a line ends inside a string or a comment."""
    end = lines.end(line)
    node = lines.file.tree.root.descendant_at(end, end)
    return node is not None and node.kind in _OPEN_TEXT and node.start < end < node.end
