"""Collects our regular expressions, and how each is used, by reading our sources."""

from __future__ import annotations

import ast
import importlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ANYWHERE, MATCH, FULL = "anywhere", "match", "fullmatch"
"""How an expression is tried: from each place in the text, at its start, or on all of it."""

_SEARCHES = ("search", "findall", "finditer", "sub", "subn", "split")
_MODES = {**dict.fromkeys(_SEARCHES, ANYWHERE), "match": MATCH, "fullmatch": FULL}
_HARMLESS = {"escape", "error", "Match", "Pattern", "MULTILINE", "DOTALL", "IGNORECASE"}
_BUILDERS = {"fnmatch", "glob", "pathspec", "regex"}
"""Modules that build expressions from their arguments."""

PREDICATE = re.compile(r'match\?\s+@[\w.-]+\s+"((?:[^"\\]|\\.)*)"')


class UnseenError(Exception):
    """A module uses expressions in a way that cannot be followed here."""


class Use(NamedTuple):
    """An expression and one of the ways in which it is used."""

    expression: str | bytes
    flags: int
    mode: str


class Place(NamedTuple):
    """Where an expression is built at run time: a module, and the function that builds it or requests it."""

    module: str
    function: str


def uses(expression: str | bytes, flags: int = 0, modes: Iterable[str] = tuple(_MODES.values())) -> set[Use]:
    """Return the uses of an expression: all of them, unless they are given."""
    return {Use(expression, flags, mode) for mode in modes}


class Reading:
    """What one module holds.

    `found` are the expressions that it spells out, `named` the module and the name of those that have one, `built` the
    places that build others; `imports` are the names that it gets from other modules.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.found: set[Use] = set()
        self.named: set[tuple[str, str]] = set()
        self.built: set[Place] = set()
        self.imports: set[tuple[str, str]] = set()
        self._parents: dict[ast.AST, ast.AST] = {}
        tree = ast.parse(path.read_bytes())
        waiting: list[ast.AST] = [tree]
        for node in waiting:
            children = list(ast.iter_child_nodes(node))
            self._parents.update(dict.fromkeys(children, node))
            waiting += children
        self._loads: dict[str, list[ast.Name]] = {}
        for node in waiting:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self._loads.setdefault(node.id, []).append(node)
        for node in waiting:
            self._read(node)

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Import(names=names):
                for each in names:
                    self._imported(each.name, each.asname, node)
            case ast.ImportFrom(module=str(module), names=names):
                self._imported(module, "from", node)
                self.imports |= {(module, each.name) for each in names}
            case ast.Name(id="re"):
                self._used(node)
            case ast.Constant(value=str(text)) if "match?" in text:
                if isinstance(self._parents[node], ast.JoinedStr):
                    self.built.add(Place(self.name, self._function(node)))
                else:
                    self._predicates(text)

    def _imported(self, module: str, alias: str | None, node: ast.AST) -> None:
        if module == "re" and alias is not None:
            message = f"{self.name}: `re` is not imported plainly"
            raise UnseenError(message)
        if module.partition(".")[0] in _BUILDERS and not self._is_for_types(node):
            self.built.add(Place(self.name, self._function(node)))

    def _is_for_types(self, node: ast.AST) -> bool:
        parent = self._parents.get(node)
        return isinstance(parent, ast.If) and ast.unparse(parent.test) == "TYPE_CHECKING"

    def _predicates(self, text: str) -> None:
        patterns = PREDICATE.findall(text)
        if len(patterns) != text.count("match?"):
            message = f"{self.name}: a query matches in a way that is not seen"
            raise UnseenError(message)
        for pattern in patterns:
            self.found |= uses(pattern, modes=[ANYWHERE])

    def _used(self, node: ast.Name) -> None:
        attribute = self._parents[node]
        asked = attribute.attr if isinstance(attribute, ast.Attribute) else ""
        if asked in _HARMLESS:
            return
        call = self._parents[attribute]
        if (asked != "compile" and asked not in _MODES) or not isinstance(call, ast.Call) or call.func is not attribute:
            message = f"{self.name}:{node.lineno}: {ast.unparse(call)}"
            raise UnseenError(message)
        assigned = self._parents[call]
        if asked == "compile" and isinstance(assigned, ast.Assign) and not self._function(call):
            name = assigned.targets[0]
            assert isinstance(name, ast.Name)
            self._named(name.id)
        elif isinstance(call.args[0], ast.Constant):
            modes = tuple(_MODES.values()) if asked == "compile" else [_MODES[asked]]
            self.found |= uses(call.args[0].value, _flags(call), modes)
        else:
            self.built.add(Place(self.name, self._function(call)))

    def _named(self, name: str) -> None:
        """Add an expression that has a name, with everything that is called on that name."""
        pattern = getattr(importlib.import_module(self.name), name)
        self.named.add((self.name, name))
        for load in self._loads.get(name, []):
            attribute = self._parents[load]
            asked = attribute.attr if isinstance(attribute, ast.Attribute) else ""
            if asked != "pattern":
                modes = [_MODES[asked]] if asked in _MODES else _MODES.values()
                self.found |= uses(pattern.pattern, pattern.flags, modes)

    def _function(self, node: ast.AST) -> str:
        """Return the functions and classes around a node, with dots between; empty at the top of a module."""
        names: list[str] = []
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.insert(0, node.name)
        return ".".join(names)


def _flags(call: ast.Call) -> int:
    """Return the flags of a call, each of which must be named."""
    given = [*call.args[1:], *(each.value for each in call.keywords)]
    names = [each.attr for part in given for each in ast.walk(part) if isinstance(each, ast.Attribute)]
    return sum(re.RegexFlag[name] for name in names if name in re.RegexFlag.__members__)


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield our modules by name."""
    for folder, base in (("src/golint_conn", "src"), ("rules", "."), ("docs/plugin", "docs/plugin")):
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root / base).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path
