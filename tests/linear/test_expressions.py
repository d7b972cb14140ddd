"""No regular expression of ours takes more than linear time, whatever the text: told by counted steps."""

from __future__ import annotations

import re
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golint_conn.names.spelling import ANYWHERE as WORD
from golint_conn.names.spelling import LABEL, SELECTED, spelling_of
from golint_conn.rule.prefilter import Needed
from golint_conn.rule.registry import load_rules
from golint_conn.run.globs import gitignore
from golint_conn.run.pattern import wildcard_pattern
from tests.linear.collecting import ANYWHERE, FULL, MATCH, Place, Reading, Use, modules, uses
from tests.linear.growth import grows_faster_than_its_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
READINGS = [Reading(name, path) for name, path in modules(ROOT)]

GLOBS = [
    "a*a*a*b",
    "*a?b*[a-c]*",
    "a*a*b/a*a*b/c",
    "**/a*/**/a*b/**",
    "**/a/**/a/**/b",
    "/a/**/b*c/",
    "a/*/b/**/c*",
    "!a*b*",
]
ARGUMENTS = ["./...", "./a...b...c", "a.../b...", "...a...a...b"]


def spellings() -> Iterator[Use]:
    for how in (WORD, SELECTED, LABEL):
        yield from uses(spelling_of(how, "Close").pattern)


def words_of_rules() -> Iterator[Use]:
    for rule in load_rules():
        needed = Needed(rule.terms)
        for words in (needed._words, needed._alone):  # noqa: SLF001
            yield from uses(words._pattern.pattern, modes=[ANYWHERE])  # noqa: SLF001


def globs() -> Iterator[Use]:
    for pattern in gitignore(GLOBS).patterns:
        yield from uses(pattern.regex.pattern, modes=[MATCH])


def arguments() -> Iterator[Use]:
    for text in ARGUMENTS:
        yield from uses(wildcard_pattern(text, "/").wanted.pattern, re.DOTALL, [FULL])


def checks_of_linters() -> Iterator[Use]:
    for pattern in ("S*A*1*5*", "*[A-Z]?*0"):
        yield from uses(translate(pattern), modes=[MATCH])


def of_the_author() -> Iterator[Use]:
    """What an author of rules writes to test them with is tried on our own messages, and nowhere else."""
    yield from ()


BUILT: dict[Place, Callable[[], Iterator[Use]]] = {
    Place("golint_conn.names.spelling", "spelling_of"): spellings,
    Place("golint_conn.rule.prefilter", "_Words._pattern"): words_of_rules,
    Place("golint_conn.run.globs", "gitignore"): globs,
    Place("golint_conn.run.pattern", "wildcard_pattern"): arguments,
    Place("golint_conn.run.suppression.peers", ""): checks_of_linters,
    Place("golint_conn.dev.wants", "problems"): of_the_author,
    Place("golint_conn.dev.authoring.docstrings", "_not_a_regex"): of_the_author,
    Place("golint_conn.dev.authoring.examples", "_refuse_pattern"): of_the_author,
}
"""Examples of the expressions that are made while the program runs."""


def test_all_places_where_expressions_are_made_are_known() -> None:
    assert {place for each in READINGS for place in each.built} == BUILT.keys()


def test_an_expression_is_used_in_its_own_module_only() -> None:
    named = {name for each in READINGS for name in each.named}
    assert not named & {name for each in READINGS for name in each.imports}


def known() -> list[Use]:
    written = {use for each in READINGS for use in each.found}
    return sorted(written.union(*(make() for make in BUILT.values())), key=repr)


@pytest.mark.parametrize("use", known(), ids=repr)
def test_the_work_grows_with_the_text_only(use: Use) -> None:
    assert grows_faster_than_its_text(use) is None
