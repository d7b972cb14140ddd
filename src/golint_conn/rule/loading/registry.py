"""The registry: the folder of rule files is the list of rules.

A file of the package `golint_conn.rules` whose name begins with a letter is a rule; its id is its name with hyphens.
Nothing else lists rules, and importing one registers nothing. A team's own rules come from the places in `RuleSources`;
if one of those is unusable, only it is dropped, with a notice.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.rule.about.documentation import describe
from golint_conn.rule.loading.rule_sources import BUILT_IN, PACKAGE
from golint_conn.rule.model import ObligationRule
from golint_conn.rule.terms import Terms

if TYPE_CHECKING:
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.rule.about.rule_info import RuleInfo
    from golint_conn.rule.loading.rule_sources import RuleSources
    from golint_conn.rule.model import Model


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file that was loaded: its rule, and the description made from its documentation."""

    model: Model
    info: RuleInfo

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.model.id

    @property
    def terms(self) -> Terms:
        """What a file must hold for the rule to have anything to say about it."""
        return Terms.of(self.model)


class RuleFileError(Exception):
    """A rule file is not what a rule file must be; the message names the file and the reason."""


def load_rules(sources: RuleSources = BUILT_IN) -> tuple[Rule, ...]:
    """Return the rules that come with golint-conn and those of the sources, sorted by id.

    Raises RuleFileError for a file of ours that is not one; `completed` reports what is wrong with the files of others.
    """
    if sources == BUILT_IN:
        return _built_in()
    return tuple(sorted(_added(sources).rules.values(), key=lambda each: each.id))


@cache
def _built_in() -> tuple[Rule, ...]:
    """Return the rules that come with golint-conn, sorted by id."""
    package = import_module(PACKAGE)
    names = sorted(each.name for each in pkgutil.iter_modules(package.__path__) if not each.name.startswith("_"))
    return tuple(_load(name) for name in names)


def completed(sources: RuleSources) -> RuleSources:
    """Return sources with notices about the rules that could not be loaded from them."""
    added = _added(sources)
    return replace(
        sources,
        notices=(*sources.notices, *added.notices),
        absent=(sources.absent | added.absent) - added.rules.keys(),
    )


@dataclass(slots=True)
class _Added:
    """The rules by id while those of others are added; `origins` says where each of these came from."""

    rules: dict[str, Rule]
    origins: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)

    def add(self, model: Model, info: RuleInfo, origin: str) -> None:
        """Add a rule, unless there is already one with that id."""
        if model.id in self.rules:
            whose = self.origins.get(model.id, "golint-conn itself")
            self.refuse(origin, model.id, f"a rule {model.id} comes from {whose} already; rename this one")
            return
        taken = self._taken(model)
        if taken:
            self.refuse(origin, model.id, f"there is another kind of obligation named {taken!r}; rename this one")
            return
        self.rules[model.id] = Rule(model, replace(info, has_page=False))
        self.origins[model.id] = origin

    def _taken(self, model: Model) -> str:
        """Return the name of a kind of the rule that another kind has too; the two would be followed as one."""
        from golint_conn.flow.kinds import rows  # noqa: PLC0415 (most runs have no such rules)

        rules = [rule.model for rule in self.rules.values()]
        known = {kind.name: kind for kind in (*rows(), *(kind for each in rules for kind in _kinds(each)))}
        return next((kind.name for kind in _kinds(model) if known.get(kind.name, kind) != kind), "")

    def refuse(self, origin: str, rule_id: str, reason: str) -> None:
        """Report that a rule is not used."""
        self.absent.add(rule_id)
        # A module is named in words, because it has no path that users know.
        place, name = (origin, "") if PurePath(origin).is_absolute() else ("", f"{origin}: ")
        self.notices.append(Notice(place, 0, f"{name}this rule is not used: {reason}", NoticeKind.CRASH))


def _kinds(model: Model) -> tuple[ObligationKind, ...]:
    return model.kinds if isinstance(model, ObligationRule) else ()


@cache
def _added(sources: RuleSources) -> _Added:
    """Return all rules, and what was wrong with rule files that are not ours."""
    from golint_conn.rule.loading.rule_modules import LoadError, load_file, load_plugin  # noqa: PLC0415 (most runs have none)

    added = _Added({each.id: each for each in _built_in()})
    for file in (file for folder in sources.folders for file in folder.rule_files):
        try:
            model, info = load_file(file)
        except LoadError as error:
            added.refuse(file.path, file.rule_id, str(error))
        else:
            added.add(model, info, file.path)
    for plugin in sources.plugins:
        for module, found in load_plugin(plugin):
            origin = f"{module} (plugin {plugin.name})"
            if isinstance(found, LoadError):
                added.refuse(origin, module.rpartition(".")[2].replace("_", "-"), str(found))
            else:
                added.add(*found, origin)
    for each in sources.declared.rules() if sources.declared is not None else ():
        added.add(*each)
    return added


def _load(name: str) -> Rule:
    module = import_module(f"{PACKAGE}.{name}")
    model = getattr(module, "RULE", None)
    expected = name.replace("_", "-")
    if model is None:
        message = f"{module.__file__}: a rule file ends in RULE = ..."
        raise RuleFileError(message)
    if model.id != expected:
        message = f"{module.__file__}: the id is {model.id!r}, the file name requires {expected!r}"
        raise RuleFileError(message)
    return Rule(model, describe(model, module.__doc__ or ""))
