"""What GitHub does with the rules of a log."""

from collections.abc import Iterator
from typing import Any

from golint_conn.report.sarif.messages import LONGEST_DESCRIPTION, unwrapped
from golint_conn.report.upload.upload_problem import Effect, Problem

LONGEST_NAME = 255
MOST_TAGS, MOST_TAGS_SHOWN = 20, 10
HIGHEST_SECURITY_SEVERITY = 10.0

_WORDS = {
    "precision": ("very-high", "high", "medium", "low"),
    "problem.severity": ("error", "warning", "recommendation"),
}


def inspect_rule(rule: dict[str, Any], where: str) -> Iterator[Problem]:
    """Yield what GitHub does with a rule."""
    yield from _texts(rule, where)
    yield from _help(rule, where)
    yield from _properties(rule.get("properties", {}), f"{where}.properties")


def _texts(rule: dict[str, Any], where: str) -> Iterator[Problem]:
    if len(rule.get("name", "")) > LONGEST_NAME:
        yield Problem(Effect.CUT, f"a name of more than {LONGEST_NAME} characters", f"{where}.name")
    for key in ("shortDescription", "fullDescription"):
        text = rule.get(key, {}).get("text", "")
        if not text:
            yield Problem(Effect.HIDDEN, f"the rule has no {key}, so its alerts have none", where)
        if len(text) > LONGEST_DESCRIPTION:
            reason = f"a description of more than {LONGEST_DESCRIPTION:,} characters"
            yield Problem(Effect.CUT, reason, f"{where}.{key}")


def _help(rule: dict[str, Any], where: str) -> Iterator[Problem]:
    given = rule.get("help", {})
    shown = given.get("markdown") or given.get("text", "")
    if not shown:
        yield Problem(Effect.HIDDEN, "the rule has no help, so its alerts show none", where)
    if rule.get("helpUri") and rule["helpUri"] not in shown:
        yield Problem(Effect.HIDDEN, "helpUri is not shown; the help itself must hold the link", f"{where}.helpUri")
    markdown = given.get("markdown", "")
    if unwrapped(markdown) != markdown.strip():
        reason = "each line of a wrapped paragraph is shown as a separate line"
        yield Problem(Effect.CHANGED, reason, f"{where}.help.markdown")


def _properties(bag: dict[str, Any], where: str) -> Iterator[Problem]:
    tags = bag.get("tags", [])
    if len(tags) > MOST_TAGS:
        yield Problem(Effect.REJECTED, f"{len(tags)} tags; GitHub accepts {MOST_TAGS}", f"{where}.tags")
    elif len(tags) > MOST_TAGS_SHOWN:
        yield Problem(Effect.CUT, f"{len(tags)} tags; GitHub keeps {MOST_TAGS_SHOWN}", f"{where}.tags")
    for key, words in _WORDS.items():
        if key in bag and bag[key] not in words:
            yield Problem(Effect.HIDDEN, f"{bag[key]!r} is not one of {', '.join(words)}", f"{where}['{key}']")
    if "security-severity" in bag:
        yield from _security(bag["security-severity"], f"{where}['security-severity']")


def _security(value: object, where: str) -> Iterator[Problem]:
    try:
        number = float(value)  # type: ignore[arg-type]  # float() rejects what is not a number
    except (TypeError, ValueError):
        yield Problem(Effect.REJECTED, f"security-severity {value!r} is not a number", where)
        return
    if not isinstance(value, str):
        yield Problem(Effect.HIDDEN, "security-severity must be a string that holds a number", where)
    elif not 0 <= number <= HIGHEST_SECURITY_SEVERITY:
        yield Problem(Effect.HIDDEN, f"security-severity {value} is not between 0 and 10", where)
