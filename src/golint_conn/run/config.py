"""The configuration file, `.golint-conn.toml`: found, read, and judged as a whole.

Every error is reported at once, each with its file, line and key, and with the nearest word that would have been right.
`tomllib` gives no lines. They are found only when there is something to complain of: the text is cut into
statements, each the shortest run of lines that parses by itself, and each statement says which keys it sets.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from golint_conn.finding import Severity
from golint_conn.run.request import Level, UsageError
from golint_conn.run.selection import Vocabulary
from golint_conn.run.suggestion import suggest

CONFIG_NAME = ".golint-conn.toml"

_TYPE_NAMES = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}

KeyPath = tuple[str, ...]
Complaint = tuple[KeyPath, str, str]
"""The key, the value at fault (empty when it is the key itself), and what is wrong."""


@dataclass(frozen=True, slots=True)
class Config:
    """What one configuration file says: its valid values by the name of the setting, and where it stands."""

    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class _ValueError(ValueError):
    """A value that a key cannot have; `value` is the part of it at fault."""

    def __init__(self, message: str, value: str = "") -> None:
        super().__init__(message)
        self.value = value


def _kind(value: object) -> str:
    return _TYPE_NAMES.get(type(value), f"a {type(value).__name__}")


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        message = f"must be a list of strings, not {_kind(value)}"
        raise _ValueError(message)
    for each in value:
        if not isinstance(each, str):
            message = f"must be a list of strings, but holds {_kind(each)}"
            raise _ValueError(message)
    return tuple(value)


def _string_or_strings(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _strings(value)


def _workers(value: object) -> int:
    if type(value) is not int or value < 1:
        message = "must be a whole number of at least 1"
        raise _ValueError(message)
    return value


def _one_of(words: Mapping[str, Any]) -> Callable[[object], Any]:
    def parse(value: object) -> Any:  # noqa: ANN401 (the type is that of the table)
        if isinstance(value, str) and value in words:
            return words[value]
        given = f'"{value}"' if isinstance(value, str) else _kind(value)
        near = suggest(value if isinstance(value, str) else "", words)
        message = f"cannot be {given}{near}"
        raise _ValueError(message, value if isinstance(value, str) else "")

    return parse


SEVERITIES = {severity.label: severity for severity in Severity}
LEVELS = {level.value: level for level in Level}
TEST_MODES = ("on", "note", "off")
COLORS = ("auto", "always", "never")

_severity = _one_of(SEVERITIES)

_KEYS: dict[str, Callable[[object], Any]] = {
    "select": _strings,
    "ignore": _strings,
    "exclude": _strings,
    "level": _one_of(LEVELS),
    "fail-on": _severity,
    "output-format": _string_or_strings,
    "color": _one_of({word: word for word in COLORS}),
    "workers": _workers,
    "tests": _one_of({word: word for word in TEST_MODES}),
}
_RULES = "rules"
_RULE_KEYS = {"severity": _severity}


def find_config(folder: str) -> str | None:
    """Return the absolute path of the nearest configuration file in a folder or above it."""
    start = Path(folder)
    candidates = (each / CONFIG_NAME for each in (start, *start.parents))
    return next((str(path) for path in candidates if path.is_file()), None)


def read_config(path: str, vocabulary: Vocabulary) -> Config:
    """Return what a configuration file says; raise UsageError with all that is wrong with it."""
    import tomllib  # noqa: PLC0415 (most runs have no file)

    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"{path}:{line}: not valid UTF-8"
        raise UsageError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path}:{_error_line(str(error), text)}: not valid TOML: {error}"
        raise UsageError(message) from error
    except RecursionError as error:
        message = f"{path}:1: nested too deeply"
        raise UsageError(message) from error
    values, complaints = _judge(document, vocabulary)
    if complaints:
        lines = text.replace("\r\n", "\n").split("\n")
        places = dict(_statements(lines))
        located = sorted((_line(lines, places, key, value), ".".join(key), said) for key, value, said in complaints)
        raise UsageError(*(f"{path}:{line}: {key}: {said}" for line, key, said in located))
    return Config(path, values)


def _judge(document: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[dict[str, Any], list[Complaint]]:
    """Return the valid values by name of the setting, and every complaint."""
    values: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for key, value in document.items():
        if key == _RULES:
            values["severities"] = _judge_rules(value, vocabulary, complaints)
        elif key not in _KEYS:
            complaints.append(((key,), "", f"no such key{suggest(key, (*_KEYS, _RULES))}"))
        else:
            _parse((key,), _KEYS[key], value, values, complaints)
    for key in ("select", "ignore"):
        unknown = vocabulary.unknown(values.get(key, ()))
        complaints += [((key,), word, message) for word, message in unknown]
    return {key.replace("-", "_"): value for key, value in values.items()}, complaints


def _judge_rules(value: object, vocabulary: Vocabulary, complaints: list[Complaint]) -> dict[str, Severity]:
    """Return the severity that the `rules` table gives to rules."""
    severities: dict[str, Severity] = {}
    if not isinstance(value, dict):
        complaints.append(((_RULES,), "", f"must be a table, not {_kind(value)}"))
        return severities
    for rule, options in value.items():
        place = (_RULES, rule)
        if rule not in vocabulary.ids:
            complaints.append((place, "", f'no such rule "{rule}"{suggest(rule, vocabulary.ids)}'))
        elif not isinstance(options, dict):
            complaints.append((place, "", f"must be a table, not {_kind(options)}"))
        else:
            valid: dict[str, Any] = {}
            for key, option in options.items():
                if key in _RULE_KEYS:
                    _parse((*place, key), _RULE_KEYS[key], option, valid, complaints)
                else:
                    complaints.append(((*place, key), "", f"no such key{suggest(key, _RULE_KEYS)}"))
            severities.update({rule: valid["severity"]} if "severity" in valid else {})
    return severities


def _parse(
    key: KeyPath,
    parse: Callable[[object], Any],
    value: object,
    values: dict[str, Any],
    complaints: list[Complaint],
) -> None:
    try:
        values[key[-1]] = parse(value)
    except _ValueError as error:
        complaints.append((key, error.value, str(error)))


def _error_line(message: str, text: str) -> int:
    """Return the line that a message of tomllib names; it names none when the text ends too early."""
    _, found, rest = message.rpartition("(at line ")
    return int(rest.partition(",")[0]) if found else text.rstrip("\n").count("\n") + 1


def _statements(lines: list[str]) -> Iterator[tuple[KeyPath, range]]:
    """Yield each key that a valid text sets or opens, with the lines (counted from 0) of the statement that does."""
    import tomllib  # noqa: PLC0415 (only a mistake needs it)

    table: KeyPath = ()
    start = 0
    for end in range(1, len(lines) + 1):
        try:
            parsed = tomllib.loads("\n".join(lines[start:end]) + "\n")
        except tomllib.TOMLDecodeError:
            continue
        header = lines[start].lstrip().startswith("[")
        paths = list(_paths(parsed))
        for path in paths:
            yield (path if header else table + path), range(start, end)
        if header:
            table = paths[-1]
        start = end


def _paths(value: object) -> Iterator[KeyPath]:
    if isinstance(value, list):
        for each in value:
            yield from _paths(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (key,)
            yield from ((key, *path) for path in _paths(inner))


def _line(lines: list[str], places: Mapping[KeyPath, range], key: KeyPath, value: str) -> int:
    """Return the line, counted from 1, of a key, or of a value in its statement where that can be seen."""
    statement = places.get(key, range(1))
    holding = (at for at in statement if value and f'"{value}"' in lines[at].replace("'", '"'))
    return next(holding, statement.start) + 1
