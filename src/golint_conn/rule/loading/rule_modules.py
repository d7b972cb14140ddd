"""Loads rule files that are not ours: from the bytes that the user consented to, and from installed packages.

A file is loaded under a private name: its folder is not searched for imports, so that a rule file `json.py` never
shadows `json`, and no compiled code is left next to it. While an installed package is imported, the working directory
is not searched either, because the analyzed code may lie there.
"""

from __future__ import annotations

import os
import pkgutil
import sys
import traceback
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePath
from types import ModuleType
from typing import TYPE_CHECKING, cast

from golint_conn.finding.notice import message_of
from golint_conn.rule.about.documentation import describe
from golint_conn.rule.loading.rule_sources import SUFFIX
from golint_conn.rule.model import SHAPES, ObligationRule, validate
from golint_conn.rule.version import declared_version, refusal
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.rule.about.rule_info import RuleInfo
    from golint_conn.rule.loading.rule_sources import Plugin, RuleFile
    from golint_conn.rule.model import Model

PRIVATE = "_golint_conn_rules"
_UNNAMED = "<unknown>"
"""What Python calls text that it got without the name of its file."""


class LoadError(Exception):
    """A rule file or a package cannot be used; the message says why, on one line and without its name."""


def load_file(file: RuleFile) -> tuple[Model, RuleInfo]:
    """Return the rule of a file and its description; raises LoadError if it is not a usable rule file."""
    return rule_of(module_of(file), file.rule_id)


def module_of(file: RuleFile) -> ModuleType:
    """Return the module that the code of a file makes; raises LoadError if that fails."""
    path = PurePath(file.path)
    name = f"{PRIVATE}.{path.parent.as_posix().encode().hex()}.{path.name.removesuffix(SUFFIX)}"
    module = ModuleType(name)
    module.__file__, module.__package__ = file.path, ""
    try:
        with _any_failure_told(file.path):
            _refuse_version(file.data, file.path)
            # Decorators such as dataclass look their module up.
            sys.modules[name] = module
            exec(compile(file.data, file.path, "exec", dont_inherit=True), vars(module))  # noqa: S102 (consented to)
    except LoadError:
        sys.modules.pop(name, None)
        raise
    return module


@contextmanager
def _any_failure_told(path: str) -> Iterator[None]:
    """Turn anything that the code of a rule file raises into a LoadError, even an attempt to end the process."""
    try:
        yield
    except (KeyboardInterrupt, LoadError):
        raise
    except BaseException as error:
        raise LoadError(_account(error, path)) from error


def _refuse_version(source: bytes, path: str) -> None:
    """Raise LoadError for a file that is written for another version of the api."""
    reason = refusal(declared_version(source), path)
    if reason:
        raise LoadError(reason)


def load_plugin(plugin: Plugin) -> Iterator[tuple[str, tuple[Model, RuleInfo] | LoadError]]:
    """Yield the rules of an entry point by the full names of their modules, and what is wrong with other modules."""
    with without_working_directory():
        try:
            with _any_failure_told(""):
                names = _modules(plugin.module)
        except LoadError as error:
            yield plugin.module, error
            return
        for name in names:
            try:
                with _any_failure_told(""):
                    found = _load_installed(name)
            except LoadError as error:
                yield name, error
            else:
                yield name, found


def _modules(name: str) -> list[str]:
    """Return the full names of the modules that hold rules: those in a package, or a module itself."""
    home = import_module(name)
    if not hasattr(home, "__path__"):
        return [name]
    inside = sorted(each.name for each in pkgutil.iter_modules(home.__path__) if not each.name.startswith("_"))
    return [f"{name}.{each}" for each in inside]


def _load_installed(name: str) -> tuple[Model, RuleInfo]:
    """Return the rule in a module of an installed package; raises LoadError, and anything that its import raises."""
    spec = find_spec(name)
    source = getattr(spec.loader, "get_source", None) if spec is not None else None
    if spec is not None and source is not None:
        _refuse_version((source(name) or "").encode(), str(spec.origin))
    module = import_module(name)
    return rule_of(module, name.rpartition(".")[2].replace("_", "-"))


def rule_of(module: ModuleType, expected: str) -> tuple[Model, RuleInfo]:
    """Return the rule that a module holds, with its description; raises LoadError if it has no usable one."""
    # A fault that would make a run fail for all rules is found here, for this rule.
    with _any_failure_told(str(module.__file__)):
        found = vars(module).get("RULE")
        if type(found) not in SHAPES:
            what = "it has no RULE" if found is None else f"RULE is a {type(found).__name__}"
            shapes = " or ".join(f"{each.__name__}(...)" for each in SHAPES)
            message = f"{what}; a rule file ends in RULE = {shapes}"
            raise LoadError(message)
        model = cast("Model", found)
        # This happened when it was made, unless something bypassed it.
        validate(model)
        if model.id != expected:
            message = f"the id is {model.id!r}, the file name requires {expected!r}"
            raise LoadError(message)
        for query, _ in () if isinstance(model, ObligationRule) else model.looks:
            Query.of(query)
        documentation = module.__doc__ or ""
        if type(documentation) is not str:
            message = f"its docstring must be str, not {type(documentation).__name__}"
            raise LoadError(message)
        return model, describe(model, documentation)


def import_path() -> list[str]:
    """Return the folders in which modules are searched, without those that depend on the working directory."""
    here = os.path.realpath(Path.cwd())
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    relative = {os.path.realpath(each) for each in named if not Path(each).is_absolute()}
    return [each for each in sys.path if Path(each).is_absolute() and os.path.realpath(each) not in {here, *relative}]


@contextmanager
def without_working_directory() -> Iterator[None]:
    """Search modules without the working directory and relative entries of PYTHONPATH."""
    before = sys.path[:]
    sys.path[:] = import_path()
    try:
        yield
    finally:
        sys.path[:] = before


def _account(error: BaseException, path: str) -> str:
    """Return what an exception was, and the line of the rule file where it was raised, on one line."""
    if isinstance(error, LoadError):
        return str(error)
    text = message_of(error)
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == path]
    if isinstance(error, SyntaxError) and error.filename in {path, _UNNAMED}:
        lines.append(error.lineno)
    line = lines[-1] if lines else None
    where = f" (line {line})" if line else ""
    return f"{type(error).__name__}: {text}{where}" if text else f"{type(error).__name__}{where}"
