"""Findings about our own directives that suppress nothing, with the fixes that remove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Confidence, Finding, Fix, Location, LocationKind, Severity
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.run.suppression_rule import INFO
from golint_conn.source import Edit, Span
from golint_conn.syntax.directives import beginning, written

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax.directives import Directive

_ALIGNED = frozenset({"keyed_element", "literal_element", "field_declaration", "var_spec", "const_spec", "method_elem"})
"""What gofmt aligns in columns; a comment between two of them splits the columns."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with some names of a directive; `safe` says whether any program may remove them."""

    message: str
    names: tuple[str, ...]
    severity: Severity
    safe: bool


def complaint(file: GoFile, directive: Directive, fault: Fault) -> Finding:
    """Return the finding about a directive; its fix removes the names at fault, and the directive with the last one."""
    rest = tuple(name for name in directive.names if name not in fault.names)
    edit = _reduced(file, directive, rest) if rest else removal(file, directive)
    title = f"Remove {', '.join(fault.names)} from the directive" if rest else "Remove the directive"
    applicability = Applicability.SAFE if fault.safe else Applicability.UNSAFE
    return Finding(
        rule=INFO.id,
        message=fault.message,
        severity=fault.severity,
        confidence=Confidence.HIGH,
        locations=(Location(file.source.path, directive.span, LocationKind.PRIMARY),),
        hint="remove it, or write //golint-conn:ignore RULE[,RULE] [until=YYYY-MM-DD] -- REASON",
        anchor=file.source.text(directive.span),
        fixes=(Fix(title, (edit,), applicability),) if edit is not None else (),
    )


def _reduced(file: GoFile, directive: Directive, names: tuple[str, ...]) -> Edit:
    text = file.source.text(directive.span)
    space = text[2 : len(text) - len(text[2:].lstrip())]
    new = written(names, directive.reason, directive.until)
    return Edit(file.source.path, directive.span, f"//{space}{new.removeprefix('//')}")


def removal(file: GoFile, directive: Directive) -> Edit | None:
    """Return the edit that removes a directive, or None if gofmt would then realign other lines."""
    lines, source, line = Lines(file), file.source, directive.line
    row = source.line_span(line)
    if source.data[row.start : directive.span.start].strip():
        if _holds_column(lines, line):
            return None
        code = source.data[row.start : directive.span.start].rstrip()
        return Edit(source.path, Span(row.start + len(code), directive.span.end), "")
    if line == len(source.line_starts):
        return Edit(source.path, directive.span, "")
    beside = (beginning(file.tree, line - 1), beginning(file.tree, line + 1))
    joins_columns = all(node is not None and node.kind in _ALIGNED for node in beside)
    if joins_columns or (lines.trailing(line - 1) and lines.trailing(line + 1)):
        return None
    opened = source.line_text(line - 1).rstrip().endswith("{") if line > 1 else True
    doubled = lines.is_blank(line + 1) and line + 1 < len(source.line_starts) and (opened or lines.is_blank(line - 1))
    return Edit(source.path, Span(row.start, source.line_starts[line + doubled]), "")


def _holds_column(lines: Lines, line: int) -> bool:
    """Return whether other lines would move without the comment after a line: it is inside them, or the longest."""
    beside = [each for each in (line - 1, line + 1) if lines.trailing(each)]
    beside = [each for each in beside if lines.indentation(each) == lines.indentation(line)]
    return len(beside) > 1 or any(_gap(lines, line) == 1 and _gap(lines, each) > 1 for each in beside)


def _gap(lines: Lines, line: int) -> int:
    """Return how many columns separate the comment after a line from the code."""
    comment = lines.trailing(line)
    before = lines.text(lines.source.line_span(line).start, comment.start) if comment is not None else ""
    return len(before) - len(before.rstrip())
