"""The registry: the folder of rule files is the list of rules.

A file of the package `golint_conn.rules` whose name begins with a letter is a rule; its id is its name with hyphens.
Nothing else lists rules, and nothing is registered by being imported.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from golint_conn.rule.documentation import describe

if TYPE_CHECKING:
    from golint_conn.rule.info import RuleInfo
    from golint_conn.rule.model import Model

PACKAGE = "golint_conn.rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file that was loaded: its rule, and the description made from its documentation."""

    model: Model
    info: RuleInfo

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.model.id


class RuleFileError(Exception):
    """A rule file does not keep to what a rule file must be; the message names the file and the reason."""


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rules that come with golint-conn, sorted by id; raises RuleFileError for a file that is not one."""
    package = import_module(PACKAGE)
    names = sorted(each.name for each in pkgutil.iter_modules(package.__path__) if not each.name.startswith("_"))
    return tuple(_load(name) for name in names)


def _load(name: str) -> Rule:
    module = import_module(f"{PACKAGE}.{name}")
    model = getattr(module, "RULE", None)
    expected = name.replace("_", "-")
    if model is None:
        message = f"{module.__file__}: a rule file ends in RULE = ..."
        raise RuleFileError(message)
    if model.id != expected:
        message = f"{module.__file__}: the id is {model.id!r}, the file name asks for {expected!r}"
        raise RuleFileError(message)
    return Rule(model, describe(model, module.__doc__ or ""))
