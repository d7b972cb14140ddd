"""The configuration file, `.golint-conn.toml`: found, read with the files that it extends, and validated as a whole.

All errors are reported at once, each with its file, line and key, and with the nearest valid word.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from golint_conn.finding import Severity
from golint_conn.run.config.options import (
    COLORS,
    KEYS,
    LEVELS,
    MODEL_TABLE,
    OBLIGATION_TABLE,
    OPTIONS,
    OVERRIDE_OPTIONS,
    OVERRIDES_TABLE,
    RULE_OPTIONS,
    RULES_TABLE,
    SEVERITIES,
)
from golint_conn.run.config.overrides import Override
from golint_conn.run.config.selection import Vocabulary
from golint_conn.run.request import UsageError
from golint_conn.source.paths import is_file
from golint_conn.source.regular import read_regular
from golint_conn.source.toml_tables import Fault, Key, KeyPath, WrongValueError, kind_of, read_table, tables

__all__ = ["BASELINE_NAME", "COLORS", "CONFIG_NAME", "LEVELS", "SEVERITIES", "Config", "find_config", "read_config"]

CONFIG_NAME = ".golint-conn.toml"
BASELINE_NAME = ".golint-conn-baseline.json"
MOST_BYTES = 200_000
MOST_DOTS = 2_000
"""Limits for a configuration file: its length, and the dots in a line, because the time for a key is their square."""

_WORDS = ("select", "ignore")
_TABLES = frozenset({RULES_TABLE, OVERRIDES_TABLE, MODEL_TABLE, OBLIGATION_TABLE})
_FILES = ("rules_dirs", "models", "pinned")
"""The settings that are lists of paths, relative to the file that has them."""
_ADDED = (OVERRIDES_TABLE, "plugins", *_FILES)
"""The settings in which a file adds to the one that it extends."""


@dataclass(frozen=True, slots=True)
class Config:
    """The content of one configuration file: its valid values by the name of the setting, and its place.

    `files` names it and all files that it extends, the nearest first.
    """

    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def find_config(folder: str) -> str | None:
    """Return the absolute path of the nearest configuration file in a folder or above it."""
    start = Path(folder)
    candidates = (each / CONFIG_NAME for each in (start, *start.parents))
    return next((str(path) for path in candidates if is_file(path)), None)


def read_config(path: str, vocabulary: Vocabulary) -> Config:
    """Return what a configuration file and the files that it extends say; raise UsageError with all errors."""
    chain: list[tuple[str, dict[str, Any]]] = []
    problems: list[str] = []
    following: str | None = path
    while following is not None:
        try:
            values, told = _read(following, vocabulary)
        except UsageError as error:
            problems += error.messages
            break
        problems += told
        chain.append((following, values))
        extended = values.pop("extend", None)
        following = os.path.normpath(Path(following).parent / extended[0]) if extended is not None else None
        if following is not None and any(os.path.realpath(following) == os.path.realpath(each) for each, _ in chain):
            problems.append(f"{chain[-1][0]}:{extended[1]}: extend: the files extend each other in a circle")
            break
    if problems:
        raise UsageError(*problems)
    merged: dict[str, Any] = {}
    for _, values in reversed(chain):
        merged = _merged(merged, values)
    return Config(path, merged, tuple(each for each, _ in chain))


def read_text(path: str) -> str:
    """Return the text of a configuration file; raise UsageError if it is not text of a sensible size."""
    try:
        text = read_regular(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"{path}:{line}: not valid UTF-8"
        raise UsageError(message) from error
    for number, written in enumerate(text.split("\n"), 1):
        if written.count(".") > MOST_DOTS:
            message = f"{path}:{number}: more than {MOST_DOTS:,} dots in a line"
            raise UsageError(message)
    return text


def toml_document(path: str, text: str) -> dict[str, Any]:
    """Return the content of a TOML text; raise UsageError if it is not TOML."""
    import tomllib  # noqa: PLC0415 (most runs have no file)

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{path}:{_error_line(str(error), text)}: not valid TOML: {error}"
        raise UsageError(message) from error
    except ValueError as error:  # a number of thousands of digits
        message = f"{path}: not valid TOML: {error}"
        raise UsageError(message) from error
    except RecursionError as error:
        message = f"{path}:1: nested too deeply"
        raise UsageError(message) from error


def _merged(below: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of two files; the second wins if both set the same."""
    tables = {name: {**below[name], **values[name]} for name in ("severities",) if name in below and name in values}
    lists = {name: below[name] + values[name] for name in _ADDED if name in below and name in values}
    if "select" not in values and "ignore" in below and "ignore" in values:
        lists["ignore"] = tuple(dict.fromkeys(below["ignore"] + values["ignore"]))
    return {**below, **values, **tables, **lists}


def _read(path: str, vocabulary: Vocabulary) -> tuple[dict[str, Any], list[str]]:
    """Return the valid values of one file, and the errors in the others."""
    text = read_text(path)
    values, faults = _judge(toml_document(path, text), vocabulary)
    if not faults and "extend" not in values:
        return _placed(values, path), []
    from golint_conn.run.config.faults import located  # noqa: PLC0415 (only for errors)
    from golint_conn.run.config.toml_lines import line_finder  # noqa: PLC0415 (only for errors and circles)

    if "extend" in values:
        values["extend"] = (values["extend"], line_finder(text)(("extend",), ""))
    return _placed(values, path), located(path, text, faults)


def _placed(values: dict[str, Any], path: str) -> dict[str, Any]:
    """Return values with the paths of files resolved against their own file."""
    if "baseline" in values:
        values["baseline"] = os.path.normpath(Path(path).parent / values["baseline"])
    for key in values.keys() & set(_FILES):
        values[key] = tuple(os.path.normpath(Path(path).parent / each) for each in values[key])
    return values


def _error_line(message: str, text: str) -> int:
    """Return the line that a message of tomllib names; it names none if the text ends too early."""
    _, found, rest = message.rpartition("(at line ")
    return int(rest.partition(",")[0]) if found else text.rstrip("\n").count("\n") + 1


def _judge(document: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[dict[str, Any], list[Fault]]:
    """Return the valid values by name of the setting, and all faults."""
    faults: list[Fault] = []
    flat = {key: value for key, value in document.items() if key not in _TABLES}
    values = _judge_table((), flat, OPTIONS, vocabulary, faults)
    if RULES_TABLE in document:
        values["severities"] = _judge_rules(document[RULES_TABLE], vocabulary, faults)
    if OVERRIDES_TABLE in document:
        values[OVERRIDES_TABLE] = _judge_overrides(document[OVERRIDES_TABLE], vocabulary, faults)
    return values, faults


def _judge_table(
    place: KeyPath, table: Mapping[str, Any], keys: Mapping[str, Key], vocabulary: Vocabulary, faults: list[Fault]
) -> dict[str, Any]:
    """Return the valid values of a table by name of the setting."""
    valid = KEYS if keys is OPTIONS else ()
    read = read_table(table, keys, place, faults, valid)
    values = {key.replace("-", "_"): value for key, value in read.items()}
    for key in _WORDS:
        faults += [Fault((*place, key), said, word) for word, said in vocabulary.unknown(values.get(key) or ())]
    return values


def _judge_rules(value: object, vocabulary: Vocabulary, faults: list[Fault]) -> dict[str, Severity]:
    """Return the severity that the `rules` table gives to rules."""
    severities: dict[str, Severity] = {}
    if not isinstance(value, dict):
        faults.append(Fault((RULES_TABLE,), f"must be a table, not {kind_of(value)}"))
        return severities
    for rule, options in value.items():
        place = (RULES_TABLE, rule)
        if not vocabulary.is_rule(rule):
            faults.append(Fault(place, f'no such rule "{rule}"', rule, tuple(vocabulary.ids)))
        elif not isinstance(options, dict):
            faults.append(Fault(place, f"must be a table, not {kind_of(options)}"))
        else:
            read = _judge_table(place, options, RULE_OPTIONS, vocabulary, faults)
            severities.update({rule: read["severity"]} if "severity" in read else {})
    return severities


def _judge_overrides(value: object, vocabulary: Vocabulary, faults: list[Fault]) -> tuple[Override, ...]:
    """Return what the `overrides` tables say."""
    try:
        listed = tables(value)
    except WrongValueError:
        faults.append(Fault((OVERRIDES_TABLE,), "must be written as [[overrides]] tables"))
        return ()
    found: list[Override] = []
    for number, table in enumerate(listed):
        read = _judge_table((OVERRIDES_TABLE, str(number)), table, OVERRIDE_OPTIONS, vocabulary, faults)
        if "paths" in read:
            found.append(Override(**read))
    return tuple(found)
