"""The settings of a run: defaults, then the configuration file, then the request; and the source of each."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any

from golint_conn.finding import Severity
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleSources
from golint_conn.run.config.config_file import Config, find_config, read_config
from golint_conn.run.config.overrides import Override, PathRules
from golint_conn.run.config.selection import Layer, Vocabulary
from golint_conn.run.pattern import WILDCARD
from golint_conn.run.request import CheckRequest, Level, UsageError
from golint_conn.run.suppression_rule import INFO
from golint_conn.source.paths import is_folder, resolved

_REQUESTABLE = ("select", "ignore", "level", "fail_on", "workers", "output_format", "color", "baseline")
_COMPUTED = frozenset({"base", "origins", "path_rules", "sources"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what a run does and shows, except the files.

    `rules` are the ids of the rules that run. `exclude` are patterns as in a .gitignore, relative to `base`. `tests`
    says what to do with findings in `_test.go` files: "on" leaves them, "note" lowers them, "off" drops them.
    `severities` replaces the severity of all findings of a rule, and `overrides` say what applies below some paths
    only; `path_rules` combines all of that. `baseline` is the absolute path of the file of findings that may stay.
    `origins` names the source of each setting that is not the default. `sources` are the rules besides the built-in
    ones.
    """

    rules: tuple[str, ...] = ()
    base: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    level: Level = Level.DEFAULT
    fail_on: Severity = Severity.WARNING
    tests: str = "note"
    severities: Mapping[str, Severity] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    baseline: str | None = None
    workers: int | None = None
    output_format: tuple[str, ...] = ("text",)
    models: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    rules_dirs: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    color: str = "auto"
    origins: Mapping[str, str] = field(default_factory=dict)
    path_rules: PathRules = field(default_factory=PathRules)
    sources: RuleSources = BUILT_IN

    def lines(self) -> list[str]:
        """Return the settings for people, one per line, with the source of each that is not the default."""
        width = max(len(each.name) for each in fields(self))
        shown = [each.name for each in fields(self) if each.name not in _COMPUTED]
        return [
            f"{name.replace('_', '-'):<{width}} = {_show(getattr(self, name))}  # {self.origins.get(name, 'default')}"
            for name in shown
        ]


def _show(value: object) -> str:
    match value:
        case None:
            shown = "unset"
        case Severity():
            shown = f'"{value.label}"'
        case Enum():
            shown = f'"{value.value}"'
        case str():
            shown = f'"{value}"'
        case Override():
            said = ((each.name, getattr(value, each.name)) for each in fields(value))
            shown = "{" + ", ".join(f"{name} = {_show(each)}" for name, each in said if each) + "}"
        case Mapping():
            shown = "{" + ", ".join(f"{key} = {_show(each)}" for key, each in sorted(value.items())) + "}"
        case tuple():
            shown = "[" + ", ".join(_show(each) for each in value) + "]"
        case _:
            shown = str(value)
    return shown


def load_settings(request: CheckRequest, infos: tuple[RuleInfo, ...], sources: RuleSources = BUILT_IN) -> Settings:
    """Return the settings for a request; raise UsageError with all errors in the file and the request."""
    vocabulary = Vocabulary.of(infos, sources.absent)
    problems = [message for _, message in vocabulary.unknown((*(request.select or ()), *(request.ignore or ())))]
    problems += sources.declared.faults if sources.declared is not None else ()
    config = Config()
    try:
        path = config_path(request)
        if path:
            config = read_config(path, vocabulary)
    except UsageError as error:
        problems += error.messages
    if problems:
        # An unknown rule may be one that was not used.
        raise UsageError(*problems, *(each.message for each in sources.notices))
    asked = {name: getattr(request, name) for name in _REQUESTABLE if getattr(request, name) is not None}
    if "baseline" in asked:
        asked["baseline"] = os.path.normpath(Path(request.cwd, asked["baseline"]))
    base = str(Path(config.path).parent) if config.path else request.cwd
    below, above = _layer(config.values), _layer(asked)
    path_rules = PathRules(infos, below, config.values.get("overrides", ()), above, base)
    rules = path_rules.running()
    if not set(rules) - {INFO.id}:
        message = "select and ignore leave no rule to run"
        raise UsageError(message, *(each.message for each in sources.notices))
    return Settings(
        **{**config.values, **asked},
        rules=rules,
        base=base,
        origins={"rules": "select and ignore"}
        | dict.fromkeys(config.values, config.path)
        | dict.fromkeys(asked, "command line"),
        path_rules=path_rules,
        sources=sources,
    )


def _layer(values: Mapping[str, Any]) -> Layer:
    return Layer(values.get("select"), values.get("ignore"))


def config_path(request: CheckRequest) -> str | None:
    """Return the path of the configuration file of a request, or None if it has none."""
    if not request.use_config:
        return None
    if request.config_file is None:
        return find_config(_common_folder(request))
    return str(Path(request.cwd, request.config_file))


def _common_folder(request: CheckRequest) -> str:
    """Return the folder that holds everything that a request names; invalid names are reported elsewhere."""
    names = request.paths if request.stdin_filename is None else (request.stdin_filename,)
    places = [Path(request.cwd, name.partition(WILDCARD)[0]) for name in names]
    folders = [str(place if is_folder(place) else place.parent) for place in places]
    real = {resolved(folder) for folder in folders if is_folder(folder)}
    try:
        return os.path.commonpath(real) if real else request.cwd
    except ValueError:  # Windows drives have no common path
        return request.cwd
