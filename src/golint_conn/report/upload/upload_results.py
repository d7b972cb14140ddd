"""What GitHub does with the results of a run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from golint_conn.report.upload.upload_problem import Effect, Problem
from golint_conn.source.paths import is_file, resolved

MOST_LOCATIONS, MOST_LOCATIONS_SHOWN = 1_000, 100
MOST_STEPS, MOST_STEPS_SHOWN = 10_000, 1_000

LINE_HASH = "primaryLocationLineHash"

_NOT_IN_URI = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_LINK = re.compile(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\(([0-9]{1,9})\)")


class Results:
    """Inspects the results of one run; remembers them, because GitHub shows one alert per rule and line."""

    def __init__(self, run: dict[str, Any], where: str, root: str | None) -> None:
        self._run, self._where, self._root = run, where, root
        self._rules = {rule["id"] for rule in run["tool"]["driver"].get("rules", [])}
        for extension in run["tool"].get("extensions", []):
            self._rules.update(rule["id"] for rule in extension.get("rules", []))
        self._seen: dict[tuple[str, str, str], int] = {}
        self._missing: dict[str, bool] = {}

    def inspect(self, index: int) -> Iterator[Problem]:
        """Yield what GitHub does with a result."""
        result = self._run["results"][index]
        where = f"{self._where}.results[{index}]{_told(self._location(result))}"
        yield from self._rule(result, where)
        yield from self._place(result, where)
        yield from _message(result, where)
        yield from _flows(result, where)
        yield from self._identity(result, index, where)
        if result.get("suppressions"):
            yield Problem(Effect.CHANGED, "GitHub ignores suppressions: this opens an alert", where)

    def _rule(self, result: dict[str, Any], where: str) -> Iterator[Problem]:
        if self._rule_id(result) not in self._rules:
            yield Problem(Effect.HIDDEN, "no rule of the run matches this result, so its alert has no help", where)
        if "level" not in result:
            yield Problem(Effect.CHANGED, "without a level it gets the level of its rule, or warning", where)

    def _rule_id(self, result: dict[str, Any]) -> str:
        rules = self._run["tool"]["driver"].get("rules", [])
        index = result.get("ruleIndex", result.get("rule", {}).get("index", -1))
        named = result.get("ruleId") or result.get("rule", {}).get("id", "")
        if not named and 0 <= index < len(rules):
            named = rules[index]["id"]
        return str(named)

    def _location(self, result: dict[str, Any]) -> dict[str, Any]:
        """Return the physical location of a result, with the address that an index refers to; empty without one."""
        locations = result.get("locations", [])
        physical = dict(locations[0].get("physicalLocation", {})) if locations else {}
        address = physical.get("artifactLocation", {})
        artifacts, index = self._run.get("artifacts", []), address.get("index", -1)
        if "uri" not in address and 0 <= index < len(artifacts):
            physical["artifactLocation"] = artifacts[index].get("location", {})
        return physical

    def _place(self, result: dict[str, Any], where: str) -> Iterator[Problem]:
        locations = result.get("locations", [])
        if not locations:
            yield Problem(Effect.REJECTED, "a result needs a location", where)
            return
        if len(locations) > 1:
            yield Problem(Effect.CUT, f"{len(locations)} locations; only the first is shown", where)
        physical = self._location(result)
        address = physical.get("artifactLocation", {}).get("uri", "")
        if not address:
            yield Problem(Effect.REJECTED, "the location of a result needs the address of a file", where)
        else:
            yield from self._address(address, where)
        yield from _region(physical.get("region", {}), where)

    def _address(self, address: str, where: str) -> Iterator[Problem]:
        if _NOT_IN_URI.search(address):
            yield Problem(Effect.REJECTED, f"{address!r} is not a valid URI; write other characters as %XX", where)
            return
        scheme = urlsplit(address).scheme
        if scheme not in {"", "file"}:
            yield Problem(
                Effect.REJECTED, f"the address has the scheme {scheme}, and the repository is a folder", where
            )
            return
        if self._root is None:
            return
        path = Path(self._root, unquote(urlsplit(address).path))
        if not Path(resolved(path)).is_relative_to(resolved(self._root)):
            yield Problem(Effect.HIDDEN, "the file is outside the repository", where)
        elif not self._exists(path):
            yield Problem(Effect.HIDDEN, "the repository has no such file", where)

    def _exists(self, path: Path) -> bool:
        return self._missing.setdefault(str(path), is_file(path))

    def _identity(self, result: dict[str, Any], index: int, where: str) -> Iterator[Problem]:
        """Yield the problems of the fingerprint, by which GitHub recognizes an alert."""
        line_hash = result.get("partialFingerprints", {}).get(LINE_HASH, "")
        physical = self._location(result)
        line = line_hash or str(physical.get("region", {}).get("startLine", 1))
        key = (self._rule_id(result), physical.get("artifactLocation", {}).get("uri", ""), line)
        first = self._seen.setdefault(key, index)
        if first != index:
            yield Problem(Effect.HIDDEN, f"the same rule and line as results[{first}]: both are one alert", where)
        if not line_hash:
            reason = (
                f"without {LINE_HASH} an alert is closed and opened again when lines move; the upload action adds it"
            )
            yield Problem(Effect.CHANGED, reason, where)


def _told(physical: dict[str, Any]) -> str:
    address = physical.get("artifactLocation", {}).get("uri", "")
    line = physical.get("region", {}).get("startLine")
    return f" ({unquote(address)}:{line})" if line else f" ({unquote(address)})" if address else ""


def _region(region: dict[str, Any], where: str) -> Iterator[Problem]:
    if "startLine" not in region:
        yield Problem(Effect.CHANGED, "without a startLine it is shown on the first line", where)
        return
    start, end = region["startLine"], region.get("endLine", region["startLine"])
    if end < start:
        yield Problem(Effect.CHANGED, f"it ends on line {end}, before it starts on line {start}", where)
    elif end > start:
        reason = f"a pull request shows it only if all of its {end - start + 1} lines changed; one line is better"
        yield Problem(Effect.HIDDEN, reason, where)


def _message(result: dict[str, Any], where: str) -> Iterator[Problem]:
    related = result.get("relatedLocations", [])
    text = result["message"].get("text", "")
    if not text:
        yield Problem(Effect.HIDDEN, "the message has no text; GitHub does not look up message ids", where)
    if len(related) > MOST_LOCATIONS:
        yield Problem(Effect.REJECTED, f"{len(related):,} related locations; GitHub accepts {MOST_LOCATIONS:,}", where)
    elif len(related) > MOST_LOCATIONS_SHOWN:
        yield Problem(Effect.CUT, f"{len(related)} related locations; GitHub keeps {MOST_LOCATIONS_SHOWN}", where)
    linked = {int(number) for number in _LINK.findall(text)}
    ids = {each.get("id", -1) for each in related}
    unlinked = sum(each.get("id", -1) not in linked for each in related)
    if unlinked:
        reason = f"{unlinked} of {len(related)} related locations: the message must link to each as [text](id)"
        yield Problem(Effect.HIDDEN, reason, where)
    for number in sorted(linked - ids):
        yield Problem(Effect.CHANGED, f"the message links to related location {number}, which does not exist", where)


def _flows(result: dict[str, Any], where: str) -> Iterator[Problem]:
    steps = [
        step for flow in result.get("codeFlows", []) for thread in flow["threadFlows"] for step in thread["locations"]
    ]
    if len(steps) > MOST_STEPS:
        yield Problem(Effect.REJECTED, f"{len(steps):,} steps of code flows; GitHub accepts {MOST_STEPS:,}", where)
    elif len(steps) > MOST_STEPS_SHOWN:
        yield Problem(Effect.CUT, f"{len(steps):,} steps of code flows; GitHub keeps {MOST_STEPS_SHOWN:,}", where)
    lost = sum("location" not in step for step in steps)
    if lost:
        reason = f"{lost} of {len(steps)} steps of code flows: a step needs its location inline, not by index"
        yield Problem(Effect.HIDDEN, reason, where)
