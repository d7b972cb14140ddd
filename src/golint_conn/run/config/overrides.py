"""Settings for single paths: which rules apply there, and with which severity."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from golint_conn.finding import Severity
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.config.selection import Layer, enabled
from golint_conn.run.globs import gitignore


@dataclass(frozen=True, slots=True)
class Override:
    """One `[[overrides]]` table; `paths` are patterns as in a .gitignore, relative to the file's folder."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Severity | None = None

    @property
    def layer(self) -> Layer:
        """What it says about rules."""
        return Layer(self.select, self.ignore)


@dataclass(frozen=True, slots=True)
class PathRules:
    """Which rules run and apply: the configuration's layer, then those of overrides, then that of the command line."""

    infos: tuple[RuleInfo, ...] = ()
    below: Layer = field(default_factory=Layer)
    overrides: tuple[Override, ...] = ()
    above: Layer = field(default_factory=Layer)
    base: str = ""

    def running(self) -> tuple[str, ...]:
        """Return the rules that apply anywhere, in the order of the rules."""
        found = {rule for stack in ((), *((each,) for each in self.overrides)) for rule in self._enabled(stack)}
        return tuple(info.id for info in self.infos if info.id in found)

    def _enabled(self, overrides: Iterable[Override]) -> tuple[str, ...]:
        return enabled(self.infos, (self.below, *(each.layer for each in overrides), self.above))

    def lookup(self) -> Callable[[str], tuple[frozenset[str], Severity | None]]:
        """Return the function from an absolute path to the rules that apply there and the severity set for it."""
        base = os.path.realpath(self.base)
        specs = [(gitignore(each.paths), each) for each in self.overrides]

        @cache
        def held(stack: tuple[Override, ...]) -> tuple[frozenset[str], Severity | None]:
            severities = [each.severity for each in stack if each.severity is not None]
            return frozenset(self._enabled(stack)), severities[-1] if severities else None

        @cache
        def at(path: str) -> tuple[frozenset[str], Severity | None]:
            relative = os.path.relpath(Path(path), base).replace(os.sep, "/")
            inside = not relative.startswith("../")
            return held(tuple(each for spec, each in specs if inside and spec.match_file(relative)))

        return at
