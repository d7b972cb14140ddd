"""The self-test of rule files: a rule's documentation is its test, and its form is a promise.

Each Go block under Bad is a package of its own, in which the rule alone must find just what the block's `// want`
comments expect; in each Go block under Good it must find nothing. The Go blocks under Fixed are those under Bad after
the fixes of their findings. The blocks are read as files of a module that exists only in a reader's overlay; a comment
such as `// go.mod: go 1.22` gives that module's go line. The form: a docstring, imports (ours:
`golint_conn.rule.api` alone, once), constants, functions and classes, and `RULE = ...` last, with the file's name as
its id.
"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.dev.fixed import unfixed
from golint_conn.dev.wants import expectations, problems
from golint_conn.rule.check import Checker
from golint_conn.rule.documentation import describe, go_blocks, sections
from golint_conn.rule.model import ObligationRule, QueryRule
from golint_conn.rule.prefilter import Prefilter
from golint_conn.rule.registry import PACKAGE, Rule
from golint_conn.source import Reader, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_OURS = "golint_conn"
_API = "golint_conn.rule.api"
_RULE = "RULE"
_ROOT = "/golint-conn-self-test"
_GO = "1.27"
_GO_LINE = re.compile(r"^// go\.mod: go (\S+)$", re.MULTILINE)
_BODY = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef)


def broken_promises(path: str) -> list[str]:
    """Return what a rule file promises and does not keep, one line each; empty where all is well."""
    name = Path(path).name
    try:
        tree = ast.parse(Path(path).read_bytes(), path)
        module = _loaded(path)
    except Exception as error:  # noqa: BLE001 - a rule file is an author's code and may fail in any way
        return [f"{name}: it cannot be imported: {type(error).__name__}: {_line(error)}"]
    model = getattr(module, _RULE, None)
    form = [*_form(tree), *_identity(path, model)]
    if isinstance(model, QueryRule | ObligationRule):
        try:
            form += _documented(Rule(model, describe(model, module.__doc__ or "")), module.__doc__ or "")
        except ValueError as error:
            form.append(_line(error))
    return [f"{name}: {each}" for each in form]


def rule_files() -> list[str]:
    """Return the absolute paths of the rule files that come with golint-conn, sorted."""
    folders = import_module(PACKAGE).__path__
    return sorted(str(file) for folder in folders for file in Path(folder).glob("[a-z]*.py"))


def _loaded(path: str) -> ModuleType:
    """Return the module of a file, loaded afresh and registered nowhere."""
    spec = spec_from_file_location(Path(path).stem, path)
    if spec is None or spec.loader is None:
        message = f"{path} is not a Python file"
        raise ImportError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _identity(path: str, model: object) -> Iterator[str]:
    expected = Path(path).stem.replace("_", "-")
    if not isinstance(model, QueryRule | ObligationRule):
        what = "missing" if model is None else f"a {type(model).__name__}"
        yield f"{_RULE} is {what}, not a QueryRule or an ObligationRule"
    elif model.id != expected:
        yield f"the id is {model.id!r}, the file name asks for {expected!r}"


def _form(tree: ast.Module) -> Iterator[str]:
    """Yield where the file departs from the order: docstring, imports, definitions, `RULE = ...`."""
    body = list(tree.body)
    if ast.get_docstring(tree) is None:
        yield "it does not begin with a docstring"
    else:
        body = body[1:]
    imports = [each for each in body if isinstance(each, ast.Import | ast.ImportFrom)]
    own = [name for each in imports for name in _modules(each) if name.partition(".")[0] == _OURS]
    if own != [_API]:
        yield f"it imports {', '.join(own) or 'nothing'} of ours; it must import {_API}, once"
    for late in dropwhile(lambda each: isinstance(each, ast.Import | ast.ImportFrom), body):
        if isinstance(late, ast.Import | ast.ImportFrom):
            yield f"line {late.lineno}: an import stands behind other code"
        elif not isinstance(late, _BODY):
            yield f"line {late.lineno}: only constants, functions and classes may stand here"
    places = [place for place, each in enumerate(body) if _RULE in _assigned(each)]
    if places != [len(body) - 1]:
        yield f"{_RULE} = ... must stand once, as the last statement"


def _modules(statement: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(statement, ast.ImportFrom):
        return [statement.module or ""]
    return [alias.name for alias in statement.names]


def _assigned(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _documented(rule: Rule, docstring: str) -> Iterator[str]:
    """Yield where the Go blocks of the documentation do not behave as their section says."""
    parts = sections(docstring)
    for section in ("Bad", "Good"):
        for number, text in enumerate(go_blocks(parts.get(section, "")), 1):
            for problem in _block(rule, section, f"{section}-{number}.go".lower(), text):
                yield f"{section} block {number}: {problem}"
    bad, fixed = (go_blocks(parts.get(section, "")) for section in ("Bad", "Fixed"))
    yield from unfixed(rule, _module(bad[0] if bad else ""), bad, fixed)


def _block(rule: Rule, section: str, name: str, text: str) -> Iterator[str]:
    folder = f"{_ROOT}/{rule.id}"
    path = f"{folder}/{name}"
    reader = Reader(folder, {path: text.encode(), f"{folder}/go.mod": _module(text).encode()})
    source = SourceFile(reader.display(path), text.encode())
    wants = expectations(source)
    if section == "Bad" and not wants:
        yield "no line of it carries a // want comment"
    if section == "Good" and wants:
        yield "it carries a // want comment, but Good code is silent"
    if section == "Bad" and not Prefilter([rule]).wants(source.data):
        yield "the rule's needs keep the pre-filter from reading it"
    checked = Checker(reader, [rule]).check([path])
    yield from (str(notice) for notice in checked.notices)
    yield from problems([source], checked.findings)


def _module(text: str) -> str:
    """Return the go.mod of the module that a Go block is a file of."""
    asked = _GO_LINE.search(text)
    return f"module example.com/block\n\ngo {asked[1] if asked else _GO}\n"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
