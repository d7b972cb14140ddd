"""The floor's task: the files that golint-conn would read, and the words of its pre-filter."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.contestants import OURS
from golint_conn.names import libraries
from golint_conn.rule.loading.registry import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from golint_conn.rule.model import Needs

Group = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of the floor: absolute paths, groups of imports and words, and how many processes share it."""

    files: tuple[str, ...]
    groups: tuple[Group, ...]
    workers: int = 1

    def with_workers(self, workers: int) -> Plan:
        """Return the same work for another number of processes."""
        return replace(self, workers=workers)

    def write(self, path: Path) -> None:
        """Write the plan as JSON for the script."""
        path.write_text(json.dumps({"files": self.files, "groups": self.groups, "workers": self.workers}), "utf-8")


def plan_for(tree: Path) -> Plan:
    """Return the plan for a folder of Go files."""
    listed = subprocess.run(
        [*OURS, "check", "--no-config", "--quiet", "--show-files", "."],
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    paths = (tree / line for line in listed.stdout.splitlines())
    # A name that a terminal cannot show is listed in escaped form.
    return Plan(tuple(str(path) for path in paths if path.is_file()), groups())


def groups() -> tuple[Group, ...]:
    """Return the words that rules need in a file, merged for rules with the same imports."""
    joined: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for rule in load_rules():
        imports, words, alone = _wanted(rule.model.needs)
        both = joined.setdefault(tuple(sorted(imports)), (set(), set()))
        both[0].update(words)
        both[1].update(alone)
    return tuple(
        {"imports": list(imports), "words": sorted(words), "alone": sorted(alone)}
        for imports, (words, alone) in sorted(joined.items())
    )


def _wanted(needs: Needs) -> tuple[set[str], set[str], set[str]]:
    handing = [libraries.handing(kind.name) for kind in needs.handing]
    imports = {*needs.imports, *(path for each in handing for path in each)}
    words = {*needs.words} or {name for each in handing for names in each.values() for name in names}
    return imports, words, {*needs.alone}
