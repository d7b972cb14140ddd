"""A rule file as text: its LibCST tree, and the meaning of each name in it, without importing it."""

from __future__ import annotations

import ast
import warnings
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar, cast

import libcst as cst
from libcst.metadata import (
    Assignment,
    GlobalScope,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    QualifiedNameProvider,
    QualifiedNameSource,
    ScopeProvider,
)

from golint_conn.dev.authoring.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from libcst.metadata import QualifiedName, Scope

API = "golint_conn.rule.api"
"""The only module of ours that a rule file may import."""

UNKNOWN = object()
"""The value of an expression that is unknown without running it."""

N = TypeVar("N", bound=cst.CSTNode)


class UnreadableRuleError(Exception):
    """A file is not Python; holds the problem with location and reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse_no_python(path: str, data: bytes) -> None:
    """Raise UnreadableRuleError for text that Python cannot parse: some, such as 5,000 brackets, crashes LibCST."""
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableRuleError(_unreadable(path, error)) from error


def _unreadable(path: str, error: Exception) -> Problem:
    line, column = 1, 1
    if isinstance(error, SyntaxError):
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
    reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
    return Problem(path, line, column, "syntax", f"it is not valid Python: {reason}")


class RuleText:
    """One rule file; raises UnreadableRuleError if it is not Python."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        refuse_no_python(path, data)
        try:
            wrapper = MetadataWrapper(cst.parse_module(data))
            self.module = wrapper.module
            self._positions = wrapper.resolve(PositionProvider)
            self._names = wrapper.resolve(QualifiedNameProvider)
            self._scopes = wrapper.resolve(ScopeProvider)
            self._parents = wrapper.resolve(ParentNodeProvider)
        except (cst.ParserSyntaxError, RecursionError, ValueError) as error:
            raise UnreadableRuleError(_unreadable(path, error)) from error

    @property
    def stem(self) -> str:
        """The name of the file without its suffix."""
        return PurePath(self.path).stem

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.module.code.split("\n")

    @cached_property
    def nodes(self) -> tuple[cst.CSTNode, ...]:
        """All nodes, each before its children."""
        found, stack = [], [cast("cst.CSTNode", self.module)]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(reversed(node.children))
        return tuple(found)

    def every(self, kind: type[N]) -> Iterator[N]:
        """Yield the nodes of a class in text order."""
        return (node for node in self.nodes if isinstance(node, kind))

    def problem(self, node: cst.CSTNode, check: str, message: str) -> Problem:
        """Return a problem at the start of a node."""
        start = self._positions[node].start
        return Problem(self.path, start.line, start.column + 1, check, message)

    def start(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return the line of a node, counted from 1, and its column, counted from 0."""
        position = self._positions[node].start
        return position.line, position.column

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node around a node."""
        return self._parents.get(node)

    def around(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield the nodes around a node, the innermost first."""
        outer = self.parent(node)
        while outer is not None:
            yield outer
            outer = self.parent(outer)

    def code(self, node: cst.CSTNode) -> str:
        """Return the code of a node."""
        return self.module.code_for_node(node)

    def name(self, node: cst.CSTNode, *sources: QualifiedNameSource) -> str:
        """Return the full name that a name or attribute refers to, by its import or as `builtins.x`; else empty."""
        wanted = sources or (QualifiedNameSource.IMPORT, QualifiedNameSource.BUILTIN)
        found = self._names.get(node, ())
        names: Collection[QualifiedName] = found() if callable(found) else found
        return next((each.name for each in names if each.source in wanted), "")

    def api_name(self, node: cst.CSTNode) -> str:
        """Return the name of the API that an expression refers to (`Severity.NOTE`), empty for anything else."""
        name = self.name(node, QualifiedNameSource.IMPORT)
        return name.removeprefix(f"{API}.") if name.startswith(f"{API}.") else ""

    def scope(self, node: cst.CSTNode) -> Scope | None:
        """Return the scope in which a name is looked up."""
        return self._scopes.get(node)

    def assignments(self, name: cst.Name) -> list[Assignment]:
        """Return the assignments of a name that are visible from here."""
        scope = self.scope(name)
        found = scope[name.value] if scope is not None else ()
        return [each for each in found if isinstance(each, Assignment)]

    def is_global(self, name: cst.Name) -> bool:
        """Return whether a name is one of the module's own variables."""
        return any(isinstance(each.scope, GlobalScope) for each in self.assignments(name))

    def annotated(self, name: cst.Name) -> str:
        """Return the name of the API that annotates the parameter with this name, empty for other names."""
        found = self.assignments(name)
        param = found[0].node if len(found) == 1 else None
        if not isinstance(param, cst.Param) or param.annotation is None:
            return ""
        return self.api_name(param.annotation.annotation)

    @property
    def body(self) -> list[cst.BaseStatement | cst.BaseSmallStatement]:
        """The statements of the module, with those on one line separated."""
        found: list[cst.BaseStatement | cst.BaseSmallStatement] = []
        for statement in self.module.body:
            found += statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        return found

    @cached_property
    def docstring(self) -> cst.SimpleString | cst.ConcatenatedString | None:
        """The string at the start of the file, None if there is none."""
        first = self.body[0] if self.body else None
        value = first.value if isinstance(first, cst.Expr) else None
        return value if isinstance(value, cst.SimpleString | cst.ConcatenatedString) else None

    @cached_property
    def constants(self) -> dict[str, cst.BaseExpression]:
        """The expressions that module-level names refer to, without names that are assigned several times."""
        found: dict[str, list[cst.BaseExpression]] = {}
        for statement in self.body:
            for name, value in assigned(statement):
                found.setdefault(name, []).append(value)
        return {name: values[0] for name, values in found.items() if len(values) == 1}

    def resolved(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """Return the expression that a name of the module refers to, and any other expression unchanged."""
        for _ in range(len(self.constants) + 1):
            if not isinstance(node, cst.Name) or node.value not in self.constants:
                break
            node = self.constants[node.value]
        return node

    def value(self, node: cst.BaseExpression) -> object:
        """Return the value of a literal, also if a name of the module refers to it; else UNKNOWN."""
        node = self.resolved(node)
        match node:
            case cst.SimpleString() | cst.Integer() | cst.Float():
                return node.evaluated_value
            case cst.ConcatenatedString():
                joined = node.evaluated_value
                return UNKNOWN if joined is None else joined
            case cst.Name(value="True" | "False" | "None"):
                return {"True": True, "False": False, "None": None}[node.value]
            case _:
                return UNKNOWN

    def elements(self, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
        """Return the elements of a tuple, list or set; None if they are unknown."""
        node = self.resolved(node)
        if not isinstance(node, cst.Tuple | cst.List | cst.Set):
            return None
        found = []
        for each in node.elements:
            inner = self.elements(each.value) if isinstance(each, cst.StarredElement) else [each.value]
            if inner is None:
                return None
            found += inner
        return found


def assigned(statement: cst.CSTNode) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Yield the names that a statement assigns, with their values."""
    match statement:
        case cst.Assign():
            for each in statement.targets:
                if isinstance(each.target, cst.Name):
                    yield each.target.value, statement.value
        case cst.AnnAssign(target=cst.Name(), value=cst.BaseExpression()):
            yield cast("cst.Name", statement.target).value, cast("cst.BaseExpression", statement.value)
        case _:
            return
