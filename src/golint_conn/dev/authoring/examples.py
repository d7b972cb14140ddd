"""Adds examples to rule files: Go code from a repository, in the documentation of a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.dev.authoring.form import rule_call
from golint_conn.dev.authoring.goexample import example
from golint_conn.dev.authoring.insertion import with_example
from golint_conn.dev.authoring.rule_metadata import by_keyword
from golint_conn.dev.authoring.rule_text import RuleText, UnreadableRuleError
from golint_conn.run.config.config_file import SEVERITIES
from golint_conn.run.request import UsageError

if TYPE_CHECKING:
    from golint_conn.dev.authoring.place import Place


def add_example(path: str, data: bytes, place: Place, section: str, want: str | None) -> bytes:
    """Return a rule file with the Go function around a place as one more example of a section.

    `want` is the pattern that a finding on the line must match, by default the rule's severity and id. Raises
    UsageError for code that cannot be added.
    """
    if section != "Bad" and want is not None:
        message = "--want goes with --bad: Good code has no findings"
        raise UsageError(message)
    if want is not None:
        _refuse_pattern(want)
    found = example(place)
    code = found.code if section != "Bad" else found.expecting(want or _expectation(path, data))
    return with_example(path, data, section, code)


def _refuse_pattern(want: str) -> None:
    try:
        re.compile(want)
    except re.error as error:
        message = f"--want {want}: not a regular expression: {error}"
        raise UsageError(message) from error


def _expectation(path: str, data: bytes) -> str:
    """Return a pattern for any finding of a rule, from its severity and id where they can be read."""
    try:
        text = RuleText(path, data)
    except UnreadableRuleError as error:
        raise UsageError(str(error)) from error
    call = rule_call(text)
    given = by_keyword(call) if call is not None else {}
    severity = text.api_name(given["severity"]).rpartition(".")[2].lower() if "severity" in given else ""
    rule = text.value(given["id"]) if "id" in given else text.stem.replace("_", "-")
    return f"^{severity}: .*{rule}" if severity in SEVERITIES else str(rule)
