"""The self-test of rule files: a rule's documentation is its test, and its form is a promise.

Each Go block under Bad is a separate package, in which the rule alone must find exactly what the block's `// want`
comments expect; in each Go block under Good it must find nothing. The Go blocks under Fixed are those under Bad after
the fixes of their findings. `golint_conn.dev.bench` decides where the blocks are read. The form: a docstring, imports
(of ours only `golint_conn.rule.api`, once), constants, functions and classes, and `RULE = ...` last, with the file's
name as its id.
"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.dev.authoring.blocks import Docstring
from golint_conn.dev.bench import Bench, module_around
from golint_conn.dev.fixed import unfixed
from golint_conn.dev.wants import expectations, problems
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.checking.checker import Checker
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.loading.registry import Rule
from golint_conn.rule.loading.rule_modules import LoadError, module_of, rule_of
from golint_conn.rule.loading.rule_sources import PACKAGE, RuleFile
from golint_conn.rule.model import SHAPES
from golint_conn.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.rule.model import Model

_OURS = "golint_conn"
_API = "golint_conn.rule.api"
_RULE = "RULE"
_IN_BLOCK = re.compile(r"[\w-]+\.go:(\d+): ")
_WHAT_RULE = re.compile(r"^ValueError: rule [\w-]+: ")
_BODY = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef)


def broken_promises(path: str, data: bytes) -> list[str]:
    """Return the broken promises of a rule file as `path:line: promise`, sorted; empty if there are none.

    Its code runs. `path` is its name in the answer, and its last part gives the rule's id.
    """
    try:
        tree = ast.parse(data, path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        return [f"{path}:{line or 1}: it is not valid Python: {_line(error)}"]
    broken = list(_form(tree))
    file = RuleFile(str(Path(path).absolute()), data)
    try:
        module = module_of(file)
    except LoadError as error:
        return [f"{path}:{_rule_line(tree)}: {error}"]
    try:
        rule_of(module, file.rule_id)
    except LoadError as error:
        broken.append((_rule_line(tree), _WHAT_RULE.sub("", str(error))))
    model = getattr(module, _RULE, None)
    if isinstance(model, SHAPES):
        tested = Rule(model, _undescribed(model))
        broken += _documented(tested, _docstring(tree), module_around(path))
    return [f"{path}:{line}: {promise}" for line, promise in sorted(set(broken))]


def _undescribed(model: Model) -> RuleInfo:
    """Return the info of a rule without its documentation, which may not be written yet."""
    return RuleInfo(model.id, model.category, model.id, "", "", model.severity, model.confidence)


def _docstring(tree: ast.Module) -> Docstring:
    return Docstring(ast.get_docstring(tree, clean=False) or "", tree.body[0].lineno if tree.body else 1)


def rule_files() -> list[str]:
    """Return the absolute paths of the rule files that come with golint-conn, sorted."""
    folders = import_module(PACKAGE).__path__
    return sorted(str(file) for folder in folders for file in Path(folder).glob("[a-z]*.py"))


def _rule_line(tree: ast.Module) -> int:
    """Return the line that creates the rule, the first line if there is none."""
    return next((each.lineno for each in tree.body if _RULE in _assigned(each)), 1)


def _form(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield deviations from the order: docstring, imports, definitions, `RULE = ...`."""
    body = list(tree.body)
    if ast.get_docstring(tree) is None:
        yield 1, "it does not start with a docstring"
    else:
        body = body[1:]
    imports = [each for each in body if isinstance(each, ast.Import | ast.ImportFrom)]
    own = [name for each in imports for name in _modules(each) if name.partition(".")[0] == _OURS]
    if own != [_API]:
        line = imports[0].lineno if imports else 1
        yield line, f"of golint_conn it imports {', '.join(own) or 'nothing'}; it must import {_API}, once"
    for late in dropwhile(lambda each: isinstance(each, ast.Import | ast.ImportFrom), body):
        if isinstance(late, ast.Import | ast.ImportFrom):
            yield late.lineno, "an import follows other code"
        elif not isinstance(late, _BODY):
            yield late.lineno, "only constants, functions and classes are allowed here"
    places = [place for place, each in enumerate(body) if _RULE in _assigned(each)]
    if places != [len(body) - 1]:
        yield _rule_line(tree), f"{_RULE} = ... must appear once, as the last statement"


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.ImportFrom):
        return [statement.module or ""]
    return [alias.name for alias in statement.names]


def _assigned(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _documented(rule: Rule, docstring: Docstring, around: str | None) -> Iterator[tuple[int, str]]:
    """Yield where the Go blocks of the documentation do not behave as their section says."""
    code = {name: [each for each in docstring.blocks if each.section == name] for name in ("Bad", "Good", "Fixed")}
    for section in ("Bad", "Good"):
        for number, block in enumerate(code[section], 1):
            name = f"{section}-{number}.go".lower()
            for problem in _block(rule, section, name, block.text, around):
                place = _IN_BLOCK.match(problem)
                line = int(place[1]) - 1 if place is not None else 0
                promise = problem.removeprefix(place[0]) if place is not None else problem
                yield block.line + line, f"{section} block {number}: {promise}"
    bad, fixed = ([each.text for each in code[section]] for section in ("Bad", "Fixed"))
    first = code["Fixed"] or code["Bad"]
    bench = Bench.of(rule.id, bad[0] if bad else "", around)
    for problem in unfixed(rule, bench, bad, fixed):
        yield first[0].line, problem


def _block(rule: Rule, section: str, name: str, text: str, around: str | None) -> Iterator[str]:
    reader, paths = Bench.of(rule.id, text, around).reader({name: text.encode()})
    source = SourceFile(name, text.encode())
    wants = expectations(source)
    if section == "Bad" and not wants:
        yield "no line of it has a // want comment"
    if section == "Good" and wants:
        yield "it has a // want comment, but Good code must have no findings"
    if section == "Bad" and not Prefilter([rule.terms]).wants(source.data):
        yield "the rule's needs keep the pre-filter from reading it"
    checked = Checker(reader, [rule]).check(paths)
    yield from (str(notice) for notice in checked.notices)
    yield from problems([source], checked.findings)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
