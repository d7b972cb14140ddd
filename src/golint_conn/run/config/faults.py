"""Faults of TOML tables as error messages: the line, the key, what is wrong, and the nearest right word."""

from collections.abc import Iterable

from golint_conn.run.config.suggestion import suggest
from golint_conn.run.config.toml_lines import line_finder
from golint_conn.source.toml_tables import Fault


def located(path: str, text: str, faults: Iterable[Fault]) -> list[str]:
    """Return a message for each fault of a valid TOML text, in the order of their lines."""
    listed = list(faults)
    if not listed:
        return []
    line_of = line_finder(text)
    told = sorted((line_of(each.key, each.value), _spelled(each), _worded(each)) for each in listed)
    return [f"{path}:{line}: {key}{': ' if key else ''}{said}" for line, key, said in told]


def _spelled(fault: Fault) -> str:
    return ".".join(part for part in fault.key if not part.isdecimal())


def _worded(fault: Fault) -> str:
    return fault.said + (suggest(fault.value, fault.valid) if fault.valid else "")
