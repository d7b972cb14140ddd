"""Adding directives: one for each line with findings, written where gofmt leaves everything else as it is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from golint_conn.names.gofile import GoFile
from golint_conn.rule.fixes.lines import Lines
from golint_conn.run.suppression.info import INFO
from golint_conn.source import edited
from golint_conn.syntax import parse
from golint_conn.syntax.directives import beginning, written

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    edits: list[Edit] = []
    left: list[Finding] = []
    taken: set[int] = set()
    for line, here in sorted(by_line.items()):
        rules = tuple(sorted({finding.rule for finding in here} - {INFO.id}))
        edit = _directive(lines, line, written(rules, reason), taken) if rules else None
        if edit is None:
            left += here
        else:
            edits.append(edit)
    data = edited(source.data, edits)
    if parse(type(source)(source.path, data)).has_error and not file.tree.has_error:
        return source.data, [finding for here in by_line.values() for finding in here]
    return data, left


def _directive(lines: Lines, line: int, text: str, taken: set[int]) -> Edit | None:
    """Return the edit that puts a directive above a statement, or behind what stands in columns or in no function.

    `taken` are the lines that got one behind them: those of lines beside each other would have to share a column.
    """
    node = beginning(lines.file.tree, line)
    start = lines.source.line_span(line).start
    outer = node.parent if node is not None else None
    is_statement = outer is not None and outer.kind in _STATEMENTS and node is not None and node.kind not in _OUTDENTED
    has_column = lines.trailing(line) is not None and lines.trailing(line - 1) is not None
    if is_statement and not has_column:
        return lines.edit(start, start, f"{lines.indentation(line)}{text}\n")
    beside = {line - 1, line + 1}
    is_free = not any(lines.trailing(each) for each in (line - 1, line, line + 1)) and not beside & taken
    if is_free and not _is_inside_text(lines, line):
        taken.add(line)
        return lines.edit(lines.end(line), lines.end(line), f" {text}")
    if outer is not None and outer.kind == "source_file":
        # gofmt sets a space before what it takes for the comment of a declaration.
        return lines.edit(start, start, f"// {text.removeprefix('//')}\n")
    return None


def _is_inside_text(lines: Lines, line: int) -> bool:
    """Return whether a line ends inside of a string or a comment."""
    end = lines.end(line)
    node = lines.file.tree.root.descendant_at(end, end)
    return node is not None and node.kind in _OPEN_TEXT and node.start < end < node.end
