"""What the names in other linters' directives mean for us: the rules that report the same defect.

A person who has reviewed such a linter's finding and let it stand has also reviewed ours. Linters that report many
other things under one name (revive, gocritic) are left out: their directives say nothing about the defect.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from golint_conn.syntax.directives import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golint_conn.syntax.directives import Directive

Rules = tuple[str, ...]

_BODY: Rules = ("response-body-not-closed", "response-discarded", "body-closed-before-error-check")

GOSEC: Mapping[str, Rules] = {
    "G108": ("pprof-exposed",),
    "G112": ("missing-server-timeout",),
    "G114": ("missing-server-timeout",),
    "G118": ("cancel-not-called",),
    "G402": ("tls-verification-disabled",),
}

STATICCHECK: Mapping[str, Rules] = {
    "SA1015": ("ticker-not-stopped",),
    "SA1019": ("deprecated-transport-dial",),
    "SA5001": ("body-closed-before-error-check",),
    "SA5003": ("defer-close-in-loop",),
    "SA9001": ("defer-close-in-loop",),
}


def _all(table: Mapping[str, Rules]) -> Rules:
    return tuple(sorted({rule for rules in table.values() for rule in rules}))


LINTERS: Mapping[str, Rules] = {
    "bodyclose": _BODY,
    "gosec": _all(GOSEC),
    "govet": ("body-closed-before-error-check", "cancel-not-called"),
    "noctx": ("missing-client-timeout", "missing-dial-timeout"),
    "sqlclosecheck": ("sql-resource-not-closed",),
    "staticcheck": _all(STATICCHECK),
}

_LONGEST_PATTERN = 64
"""No name of a check is as long, and a longer text is slow to read as a pattern."""

_EVERYTHING = frozenset({"all", "golint-conn"})
"""The linters' names in `nolint` that mean all of our rules."""

# Which of our rules each name means, and what a directive without names means.
_TABLES: Mapping[Dialect, tuple[Mapping[str, Rules], Rules | None]] = {
    Dialect.NOLINT: (LINTERS, None),
    Dialect.NOSEC: (GOSEC, LINTERS["gosec"]),
    Dialect.GOSEC: (GOSEC, LINTERS["gosec"]),
    Dialect.LINT_IGNORE: (STATICCHECK, ()),
    Dialect.LINT_FILE_IGNORE: (STATICCHECK, ()),
    Dialect.HANDLED: ({}, _BODY),
}


def meant(directive: Directive) -> Rules | None:
    """Return the rules that a directive of another linter covers, sorted; None means all rules.

    Our own rule ids in a golangci-lint directive mean our rules.
    """
    table, everything = _TABLES[directive.dialect]
    if not directive.names:
        return everything
    if directive.dialect is Dialect.NOLINT:
        if not _EVERYTHING.isdisjoint(directive.names):
            return None
        return tuple(sorted({rule for name in directive.names for rule in table.get(name.lower(), (name,))}))
    patterns = [name for name in directive.names if len(name) <= _LONGEST_PATTERN]
    found = (rules for pattern in patterns for key, rules in table.items() if fnmatchcase(key, pattern))
    return tuple(sorted({rule for rules in found for rule in rules}))
