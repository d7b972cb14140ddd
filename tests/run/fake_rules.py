"""A rule floor of a few lines, for tests of the floors above it.

A line of a Go file with `BAD <rule> [low] [pedantic]` is a finding. `CRASH` raises, `DIE` ends the process. `WAIT`
says by a file next to this one that it has begun (`.begun`) and waits for another (`.end`).
"""

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Self

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Notice, Severity
from golint_conn.names.incremental.ledger import Ledger
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.placement import Placement
from golint_conn.source import Span
from golint_conn.source.digest import digest
from golint_conn.source.reader import Reader
from tests.patience import wait_until

_BAD = re.compile(rb"BAD ([\w-]+)( low)?( pedantic)?")


def _info(rule: str, category: str, severity: Severity) -> RuleInfo:
    return RuleInfo(rule, category, f"Title of {rule}", "Summary.", "Text with `code`.", severity, Confidence.HIGH)


INFOS = (
    _info("body-lost", "leak", Severity.ERROR),
    _info("conn-lost", "leak", Severity.WARNING),
    _info("pool-small", "reuse", Severity.NOTE),
)
SEVERITY = {info.id: info.severity for info in INFOS}


@dataclass(frozen=True)
class FakeTerms:
    rule: str
    placement: Placement = Placement.MATCH


@dataclass(frozen=True)
class FakeRule:
    info: RuleInfo


@dataclass
class FakePackage:
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    files_parsed: int = 0
    bytes_parsed: int = 0
    depends_on: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)


class FakePrefilter:
    def __init__(self, rules: Iterable[FakeTerms], *_: object) -> None:
        self.rules = tuple(rules)

    def wants(self, data: bytes) -> bool:
        return bool(self.rules) and b"net/http" in data


class FakeChecker:
    bytes_parsed = 0
    key = ""

    def __init__(self, reader: Reader, rules: Iterable[FakeRule], *_: object, is_recording: bool = False) -> None:
        self.reader = reader
        self.ledger = Ledger(is_recording=is_recording)
        self.rules = {rule.info.id for rule in rules}

    def of(self, _: str) -> Self:
        return self

    def check(self, files: Sequence[str]) -> FakePackage:
        checked = FakePackage(stage_seconds={"parse": 0.25, "rules": 0.75})
        for path in files:
            data = self.reader.read(path)
            if b"CRASH" in data:
                message = "no\nsuch luck"
                raise RuntimeError(message)
            if b"DIE" in data:
                os._exit(7)
            if b"WAIT" in data:
                Path(f"{path}.begun").touch()
                wait_until(Path(f"{path}.end").exists)
            checked.texts[self.reader.display(path)] = digest(data)
            checked.files_parsed += 1
            checked.bytes_parsed += len(data)
            for match in _BAD.finditer(data):
                checked.findings += self._finding(path, match)
        return checked

    def _finding(self, path: str, match: re.Match[bytes]) -> list[Finding]:
        rule = match[1].decode()
        if rule not in self.rules:
            return []
        place = Location(self.reader.display(path), Span(*match.span()), LocationKind.PRIMARY)
        confidence = Confidence.LOW if match[2] else Confidence.HIGH
        return [
            Finding(rule, f"this is {rule}", SEVERITY[rule], confidence, (place,), pedantic=match[3] is not None),
        ]


def modules() -> dict[str, ModuleType]:
    """Return the modules that run/ asks for: those of the rule floor, and no cache, which knows only the real one."""
    registry = ModuleType("golint_conn.rule.loading.registry")
    prefilter = ModuleType("golint_conn.rule.checking.prefilter")
    check = ModuleType("golint_conn.rule.checking.checker")
    vars(registry)["load_rules"] = lambda *_: tuple(FakeRule(info) for info in INFOS)
    vars(prefilter)["Prefilter"] = FakePrefilter
    vars(check)["Checker"] = FakeChecker
    descriptions = ModuleType("golint_conn.rule.loading.descriptions")
    vars(descriptions)["described"] = lambda: None
    vars(descriptions)["terms_of"] = lambda ids, _sources: [FakeTerms(each.id) for each in INFOS if each.id in ids]
    opening = ModuleType("golint_conn.run.work.open_cache")
    vars(opening)["opened"] = lambda *_: (None, [])
    return {module.__name__: module for module in (registry, prefilter, check, descriptions, opening)}


def install() -> None:
    """Put the fakes in place for the whole process."""
    sys.modules.update(modules())
