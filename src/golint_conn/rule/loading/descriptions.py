"""Descriptions of the built-in rules and what they need, ready-made: loading the rules takes longer than many a run.

`python -m golint_conn.dev.docs` writes the file. A digest in it says which rule files it was made from; if others are
installed, the rules have to be loaded.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golint_conn.finding import Confidence, Severity
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.loading.rule_sources import BUILT_IN, PACKAGE, RuleSources
from golint_conn.rule.placement import Placement
from golint_conn.rule.terms import Terms
from golint_conn.source.digest import digest
from golint_conn.source.regular import read_regular

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from golint_conn.rule.loading.registry import Rule

FILE = Path(__file__).with_name("descriptions.json")


@cache
def described(file: Path = FILE) -> tuple[RuleInfo, ...] | None:
    """Return the descriptions of the built-in rules, or None if only the rule files have them."""
    try:
        return tuple(_read({**each}) for each in _fresh(file)["descriptions"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@cache
def terms(file: Path = FILE) -> Mapping[str, Terms] | None:
    """Return what a file must hold for each of the built-in rules, or None if only the rule files have it."""
    try:
        return {rule: _terms({**each}) for rule, each in _fresh(file)["terms"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def terms_of(ids: Container[str], sources: RuleSources = BUILT_IN) -> list[Terms]:
    """Return what files must hold for some of the rules of the sources, which are loaded if necessary."""
    written = terms() if sources == BUILT_IN else None
    if written is not None:
        return [each for rule, each in written.items() if rule in ids]
    from golint_conn.rule.loading.registry import load_rules  # noqa: PLC0415 (it takes longer than many a run)

    return [rule.terms for rule in load_rules(sources) if rule.info.id in ids]


def document(rules: Iterable[Rule]) -> str:
    """Return the file for some rules."""
    infos, needed = [], {}
    for rule in rules:
        info = rule.info
        infos.append({**asdict(info), "severity": info.severity.name, "confidence": info.confidence.name})
        needed[rule.id] = {**asdict(rule.terms), "placement": rule.terms.placement.value}
    return json.dumps({"rules": _made_of(), "descriptions": infos, "terms": needed}, indent=1) + "\n"


@cache
def _fresh(file: Path) -> dict[str, Any]:
    """Return the document in a file; raise ValueError if it was not made from the installed rule files."""
    found: dict[str, Any] = json.loads(read_regular(file))
    if found["rules"] != _made_of():
        message = f"{file} is about other rule files"
        raise ValueError(message)
    return found


def _terms(written: dict[str, Any]) -> Terms:
    placement = Placement(written.pop("placement"))
    return Terms(placement=placement, **{name: tuple(each) for name, each in written.items()})


def _read(written: dict[str, Any]) -> RuleInfo:
    severity, confidence = Severity[written.pop("severity")], Confidence[written.pop("confidence")]
    cwe, tags = tuple(written.pop("cwe")), tuple(written.pop("tags"))
    return RuleInfo(severity=severity, confidence=confidence, cwe=cwe, tags=tags, **written)


def _made_of() -> str:
    package = find_spec(PACKAGE)
    parts = []
    for folder in (package.submodule_search_locations or ()) if package is not None else ():
        for path in sorted(Path(folder).glob("*.py")):
            # A checkout on Windows may have other line endings.
            parts += [path.name.encode(), read_regular(path).replace(b"\r\n", b"\n")]
    return digest(*parts).hex()
