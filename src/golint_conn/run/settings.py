"""The settings of a run: defaults, then the configuration file, then the request; and where each came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import Any

from golint_conn.finding import Severity
from golint_conn.rule.info import RuleInfo
from golint_conn.run.config import Config, find_config, read_config
from golint_conn.run.request import CheckRequest, Level, UsageError
from golint_conn.run.selection import Layer, Vocabulary, enabled

_REQUESTABLE = ("select", "ignore", "level", "fail_on", "workers", "output_format", "color")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what a run does and shows, apart from the files.

    `rules` are the ids of the rules that run. `exclude` are patterns as in a .gitignore, relative to `base`. `tests`
    says what becomes of findings in `_test.go` files: "on" leaves them, "note" lowers them, "off" drops them.
    `severities` replaces the severity of all findings of a rule. `origins` names the source of each setting that is
    not the default.
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
    workers: int | None = None
    output_format: tuple[str, ...] = ("text",)
    color: str = "auto"
    origins: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Return the settings for people, one to a line, with the source of each that is not the default."""
        width = max(len(each.name) for each in fields(self))
        shown = [each.name for each in fields(self) if each.name not in {"origins", "base"}]
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
        case Mapping():
            shown = "{" + ", ".join(f"{key} = {_show(each)}" for key, each in sorted(value.items())) + "}"
        case tuple():
            shown = "[" + ", ".join(_show(each) for each in value) + "]"
        case _:
            shown = str(value)
    return shown


def load_settings(request: CheckRequest, infos: tuple[RuleInfo, ...]) -> Settings:
    """Return the settings for a request; raise UsageError with everything that is wrong in file and request."""
    vocabulary = Vocabulary.of(infos)
    problems = [message for _, message in vocabulary.unknown((*(request.select or ()), *(request.ignore or ())))]
    config = Config()
    try:
        path = _config_path(request)
        if path:
            config = read_config(path, vocabulary)
    except UsageError as error:
        problems += error.messages
    if problems:
        raise UsageError(*problems)
    asked = {name: getattr(request, name) for name in _REQUESTABLE if getattr(request, name) is not None}
    rules = enabled(infos, (_layer(config.values), _layer(asked)))
    if not rules:
        message = "select and ignore leave no rule to run"
        raise UsageError(message)
    return Settings(
        **{**config.values, **asked},
        rules=rules,
        base=str(Path(config.path).parent) if config.path else request.cwd,
        origins={"rules": "what select and ignore leave"}
        | dict.fromkeys(config.values, config.path)
        | dict.fromkeys(asked, "command line"),
    )


def _layer(values: Mapping[str, Any]) -> Layer:
    return Layer(values.get("select"), values.get("ignore"))


def _config_path(request: CheckRequest) -> str | None:
    if not request.use_config:
        return None
    if request.config_file is None:
        return find_config(request.cwd)
    return str(Path(request.cwd, request.config_file))
