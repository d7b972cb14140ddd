"""A line of Go code that the user names, read with its package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.names import fieldpaths
from golint_conn.names.shape import Func, dereferenced
from golint_conn.names.shape import Named as NamedType
from golint_conn.names.shapes import TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.program.creation import creation
from golint_conn.program.functions import values
from golint_conn.run.request import UsageError
from golint_conn.source import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node

ENDINGS = ("Close", "Release", "Stop", "Shutdown", "Free", "Disconnect", "Unsubscribe")
"""Methods that release what a call returns."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the user named: a file, a line of it, and perhaps a column, both counted from 1."""

    path: str
    line: int
    column: int = 0


def named(text: str) -> Named:
    """Return the place that `FILE:LINE` names, also if more follows as in a report; raises UsageError otherwise.

    >>> named("client/fleet.go:12:4: warning")
    Named(path='client/fleet.go', line=12, column=4)
    """
    path, found, rest = text.partition(".go:")
    line, _, more = rest.partition(":")
    column = more.partition(":")[0]
    if not found or not _is_count(line):
        message = f"{text}: name a line of Go code as FILE:LINE; FILE ends in .go, and lines count from 1"
        raise UsageError(message)
    return Named(f"{path}.go", int(line), int(column) if _is_count(column) else 0)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) > 0


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule about a place can be about: the shape of the rule, and the full name of a type, call or field.

    `ending` is the method that releases what a call returns.
    """

    shape: str
    path: str
    name: str
    ending: str = ""

    @property
    def qualified(self) -> str:
        """The full name."""
        return f"{self.path}.{self.name}"


class Place:
    """A line of a Go file; raises UsageError if it is not in a declaration, or the file cannot be used."""

    def __init__(self, said: Named) -> None:
        path = str(Path(said.path).resolve())
        workspace = Workspace(Reader(str(Path(path).parent)))
        found = workspace.file(path)
        if found is None:
            message = f"{said.path}: there is no such file, or it cannot be read"
            raise UsageError(message)
        self.file: GoFile = found
        self.line = said.line
        self.column = said.column
        self.shapes = TypeInfo(workspace)
        self.declaration = self._declaration(f"{said.path}:{said.line}")

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

    def subject(self, shape: str | None = None) -> Subject | None:
        """Return what a rule of a shape, or of any, would be about here: at the column, else what starts first.

        None if nothing known starts on the line.
        """
        meant = {"obligation": {"obligation", "call"}, "call": {"obligation", "call"}, "query": {"obligation", "call"}}
        wanted = meant.get(shape or "", {shape})
        found = [each for each in self._subjects if shape is None or each[1].shape in wanted]
        exact = [each for each in found if self.column and each[0] == self.column]
        return next((subject for _, subject in (*exact, *found)), None)

    @cached_property
    def _subjects(self) -> list[tuple[int, Subject]]:
        """What starts on the line, each with its column, in order."""
        source = self.file.source
        nodes = [each for each in self.declaration.walk() if source.line_number(_start(each)) == self.line]
        known = ((node, subject) for node in nodes for subject in self._of(node))
        found = [(source.byte_position(_start(node)).column, subject) for node, subject in known]
        return sorted(found, key=lambda each: each[0])

    def _of(self, node: Node) -> Iterator[Subject]:
        """Yield what a node is to a rule: a struct that is made, a field that is set, or a call."""
        made = creation(node, self.file, self.shapes)
        if made is not None:
            yield Subject("struct", made.type.path, made.type.name)
        elif node.kind == "keyed_element":
            yield from self._element(node)
        elif node.kind == "assignment_statement":
            for target in values(node.field("left")):
                yield from self._target(target)
        elif node.kind == "call_expression":
            yield from self._call(node)

    def _element(self, node: Node) -> Iterator[Subject]:
        found = fieldpaths.element(node.field("value"), self.file, self.shapes)
        owner = dereferenced(self.shapes.of(found.literal, self.file)) if found is not None else None
        if found is not None and found.field and isinstance(owner, NamedType) and owner.path:
            yield Subject("field", owner.path, f"{owner.name}.{found.field}")

    def _target(self, target: Node) -> Iterator[Subject]:
        member = self.shapes.member(target, self.file) if target.kind == "selector_expression" else None
        owner = dereferenced(member.owner) if member is not None and not member.is_method else None
        if member is not None and isinstance(owner, NamedType) and owner.path:
            yield Subject("field", owner.path, f"{owner.name}.{member.name}")

    def _call(self, node: Node) -> Iterator[Subject]:
        callee = self.shapes.callee(node, self.file)
        if not callee.qualified or not callee.path:
            return
        name = f"{callee.receiver}.{callee.name}" if callee.receiver else callee.name
        results = callee.shape.results[:1] if isinstance(callee.shape, Func) else ()
        endings = [each for each in ENDINGS for result in results if self.shapes.members.find(result, each) is not None]
        yield Subject("obligation" if endings else "call", callee.path, name, next(iter(endings), ""))


def _start(node: Node) -> int:
    """Return where a node starts; a literal whose address is taken starts with the `&`."""
    outer = node.parent
    is_taken = node.kind == "composite_literal" and outer is not None and outer.kind == "unary_expression"
    return outer.start if is_taken and outer is not None else node.start
