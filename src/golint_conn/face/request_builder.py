"""Requests: from the options of any command to what it asks for."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from golint_conn.run.config.options import LEVELS, SEVERITIES
from golint_conn.run.request import ALL_PACKAGES, CheckRequest


def _same(value: object) -> object:
    return value


def _words(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def _opposite(value: object) -> bool:
    return not value


_FIELDS: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "paths": ("paths", lambda value: tuple(value) or (ALL_PACKAGES,)),
    "select": ("select", _words),
    "ignore": ("ignore", _words),
    "level": ("level", LEVELS.get),
    "fail_on": ("fail_on", SEVERITIES.get),
    "workers": ("workers", _same),
    "output_format": ("output_format", _words),
    "color": ("color", _same),
    "stdin_filename": ("stdin_filename", _same),
    "force_exclude": ("force_exclude", _same),
    "hook": ("hook", _same),
    "config_file": ("config", _same),
    "use_config": ("no_config", _opposite),
    "baseline": ("baseline", _same),
    "rules_dirs": ("rules_dir", tuple),
    "plugins": ("plugin", tuple),
    "models": ("models", tuple),
    "new_from_rev": ("new_from_rev", _same),
    "new_from_merge_base": ("new_from_merge_base", _same),
    "show_suppressed": ("show_suppressed", _same),
    "cache": ("no_cache", _opposite),
    "cache_dir": ("cache_dir", _same),
}
"""Each field of a request, with the option that gives it and what makes the one of the other."""


def request_of(options: argparse.Namespace, **given: Any) -> CheckRequest:  # noqa: ANN401 (the fields have many types)
    """Return the request that the options of a command make.

    A field that is given counts instead of its option; one that the command has no option for keeps its default.
    """
    found = {
        name: convert(getattr(options, option))
        for name, (option, convert) in _FIELDS.items()
        if name not in given and hasattr(options, option)
    }
    return CheckRequest(**found, **given)  # type: ignore[arg-type]  # by the table above
