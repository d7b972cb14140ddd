"""A line of Go code that the user names, read with its package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.names.shapes import TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.run.request import UsageError
from golint_conn.source import Reader

if TYPE_CHECKING:
    from golint_conn.names.calls import Callee
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

_CALL = "call_expression"


@dataclass(frozen=True, slots=True)
class Named:
    """What the user named: a file and one of its lines, counted from 1."""

    path: str
    line: int


def named(text: str) -> Named:
    """Return the line that `FILE:LINE` names, also if more follows as in a report; raises UsageError otherwise.

    >>> named("client/fleet.go:12:4: warning")
    Named(path='client/fleet.go', line=12)
    """
    path, found, rest = text.partition(".go:")
    line = rest.partition(":")[0]
    if not found or not line.isascii() or not line.isdecimal() or int(line) < 1:
        message = f"{text}: name a line of Go code as FILE:LINE; FILE ends in .go, and lines count from 1"
        raise UsageError(message)
    return Named(f"{path}.go", int(line))


class Place:
    """A line of a Go file; raises UsageError if it is not in a declaration, or the file cannot be used."""

    def __init__(self, asked: Named) -> None:
        path = str(Path(asked.path).resolve())
        workspace = Workspace(Reader(str(Path(path).parent)))
        found = workspace.file(path)
        if found is None:
            message = f"{asked.path}: there is no such file, or it cannot be read"
            raise UsageError(message)
        self.file: GoFile = found
        self.line = asked.line
        self.shapes = TypeInfo(workspace)
        self.declaration = self._declaration(f"{asked.path}:{asked.line}")

    def _declaration(self, name: str) -> Node:
        lines = self.file.source.data.count(b"\n") + 1
        if self.line > lines:
            message = f"{name}: the file has {lines} lines"
            raise UsageError(message)
        text = self.file.source.line_text(self.line)
        start = self.file.source.line_span(self.line).start + len(text) - len(text.lstrip())
        found = self.file.enclosing_declaration(start)
        if found is None or found.kind in {"package_clause", "import_declaration", "comment"}:
            message = f"{name}: this line is not in a function, or in the declaration of a variable or type"
            raise UsageError(message)
        if found.has_error:
            message = f"{name}: the declaration around this line has a syntax error"
            raise UsageError(message)
        return found

    @cached_property
    def callee(self) -> Callee | None:
        """The callee of the first call that starts on the line, None if it is unknown."""
        source = self.file.source
        calls = [
            node
            for node in self.declaration.walk()
            if node.kind == _CALL and source.line_number(node.start) == self.line
        ]
        callees = (self.shapes.callee(call, self.file) for call in calls)
        return next((each for each in callees if each.qualified and each.path), None)
