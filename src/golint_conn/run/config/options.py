"""The options of the configuration file, as a table: how each is read, and its form in the published JSON schema."""

from collections.abc import Mapping
from typing import Any

from golint_conn.finding import Severity
from golint_conn.run.globs import gitignore
from golint_conn.run.request import Level
from golint_conn.source.toml_tables import Key, WrongValueError, kind_of, one_of, strings

SEVERITIES = {severity.label: severity for severity in Severity}
LEVELS = {level.value: level for level in Level}
TEST_MODES = ("on", "note", "off")
COLORS = ("auto", "always", "never")

RULES: Mapping[str, Any] = {"$ref": "#/definitions/selector"}
"""The schema of a word that selects rules; each run replaces it with its own."""


def _patterns(value: object) -> tuple[str, ...]:
    found = strings(value)
    for each in found:
        try:
            gitignore([each])
        except ValueError as error:
            message = f"must be patterns as in a .gitignore: {error}"
            raise WrongValueError(message, each) from error
    return found


def _paths(value: object) -> tuple[str, ...]:
    found = _patterns(value)
    if not found:
        message = "must name at least one path"
        raise WrongValueError(message)
    return found


def _named(value: object) -> tuple[str, ...]:
    """Return strings that each name something on disk."""
    found = strings(value)
    for each in found:
        if not each or "\0" in each:
            message = "cannot hold an empty string or one with a NUL character"
            raise WrongValueError(message)
    return found


def _formats(value: object) -> tuple[str, ...]:
    return _named([value] if isinstance(value, str) else value)


def _file(value: object) -> str:
    if not isinstance(value, str) or not value:
        message = f"must be the path of a file, not {kind_of(value) if value != '' else 'an empty string'}"
        raise WrongValueError(message)
    return _named([value])[0]


def _workers(value: object) -> int:
    if type(value) is not int or value < 1:
        message = "must be a whole number of at least 1"
        raise WrongValueError(message)
    return value


def _word(words: Mapping[str, Any], text: str) -> Key:
    return Key(one_of(words), {"enum": list(words)}, text)


_STRING = {"type": "string"}
_STRINGS = {"type": "array", "items": _STRING}
_SELECTORS = {"type": "array", "items": RULES}
_NAME = {"type": "string", "minLength": 1}
_NAMES: Mapping[str, Any] = {"type": "array", "items": _NAME}

_SELECT = Key(strings, _SELECTORS, "Rules and categories to run; all by default.")
_IGNORE = Key(strings, _SELECTORS, "Rules and categories not to run.")

OPTIONS: Mapping[str, Key] = {
    "extend": Key(_file, _NAME, "Another configuration file, relative to this one, which this one extends."),
    "select": _SELECT,
    "ignore": _IGNORE,
    "exclude": Key(_patterns, _STRINGS, "What not to read, as in a .gitignore in the folder of this file."),
    "level": _word(
        LEVELS, "Which findings to show: audit adds doubtful ones, pedantic those that are right but rarely matter."
    ),
    "fail-on": _word(SEVERITIES, "The lowest severity for which the exit code is 1; warning by default."),
    "tests": _word(dict(zip(TEST_MODES, TEST_MODES, strict=True)), "What to do with findings in _test.go files."),
    "baseline": Key(_file, _NAME, "The file of findings that may stay, relative to this one."),
    "output-format": Key(
        _formats, {"oneOf": [_NAME, _NAMES]}, "Formats, each with an optional :FILE; text by default."
    ),
    "color": _word(
        dict(zip(COLORS, COLORS, strict=True)), "Whether to use colors; auto follows NO_COLOR and FORCE_COLOR."
    ),
    "rules-dirs": Key(
        _named,
        _NAMES,
        "Folders of rule files, relative to this file; used after golint-conn rules trust DIR.",
    ),
    "models": Key(
        strings, _STRINGS, "Files with [[model]] and [[obligation]] tables, at or below the folder of this file."
    ),
    "pinned": Key(strings, _STRINGS, "Files with [[model]] tables that the code of their packages must comply with."),
    "plugins": Key(strings, _STRINGS, "Rules of installed packages, by the names of their entry points."),
    "workers": Key(
        _workers,
        {"type": "integer", "minimum": 1},
        "The maximum number of worker processes; by default one per processor, at most 8.",
    ),
}
"""The keys at the top of the file; the tables are separate."""

RULE_OPTIONS: Mapping[str, Key] = {
    "severity": _word(SEVERITIES, "The severity of all findings of this rule."),
}
"""The keys of a table `[rules.ID]`."""

OVERRIDE_OPTIONS: Mapping[str, Key] = {
    "paths": Key(
        _paths,
        {"type": "array", "items": _STRING, "minItems": 1},
        "Where it applies, as in a .gitignore in the folder of this file.",
        required=True,
    ),
    "select": Key(_SELECT.read, _SELECTORS, "Rules and categories to run there, instead of those elsewhere."),
    "ignore": Key(_IGNORE.read, _SELECTORS, "Rules and categories not to run there."),
    "severity": _word(SEVERITIES, "The severity of all findings there."),
}
"""The keys of a table `[[overrides]]`."""

RULES_TABLE, OVERRIDES_TABLE = "rules", "overrides"
MODEL_TABLE, OBLIGATION_TABLE = "model", "obligation"
KEYS = (*OPTIONS, RULES_TABLE, OVERRIDES_TABLE, MODEL_TABLE, OBLIGATION_TABLE)
