"""Our regular expressions take at most linear time, whatever the text, as counted in steps."""

from __future__ import annotations

from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golint_conn.dev.authoring.rule_metadata import FULL_NAMES
from golint_conn.names.spelling import ANYWHERE as WORD
from golint_conn.names.spelling import LABEL, SELECTED, spelling_of
from golint_conn.rule.loading.registry import load_rules
from golint_conn.rule.model import ObligationRule
from golint_conn.run.globs import gitignore
from golint_conn.run.pattern import folder_pattern, wildcard_pattern
from tests.linear.collecting import FULL, MATCH, PREDICATE, Place, Reading, Use, modules, uses
from tests.linear.growth import grows_faster_than_its_text

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

BUILT = {
    Place("golint_conn.names.spelling", "spelling_of"): "a name of Go code",
    Place("golint_conn.rule.checking.prefilter", "_Words._pattern"): "words of rules",
    Place("golint_conn.rule.subjects", "Fields.query"): "names of Go types",
    Place("golint_conn.rule.subjects", "Structs.query"): "names of Go types",
    Place("golint_conn.run.globs", "gitignore"): "patterns of the configuration",
    Place("golint_conn.run.pattern", "folder_pattern"): "nothing but a slash",
    Place("golint_conn.run.pattern", "wildcard_pattern"): "a path with wildcards",
    Place("golint_conn.run.filter.suppression.peers", ""): "names in a directive, of bounded length",
    # What rule authors write in their own tests is tried on their own texts.
    Place("golint_conn.dev.authoring.docstrings", "_not_a_regex"): "only compiled",
    Place("golint_conn.dev.authoring.examples", "_refuse_pattern"): "only compiled",
    Place("golint_conn.dev.wants", "problems"): "an author's own",
    Place("golint_conn.dev.authoring.rule_metadata", ""): "one part that three share",
}
"""Where expressions are built at run time, and from what."""

GLOBS = ("a", "*a*b*c*", "**/a", "a/**", "a/**/b/**/c", "*.go", "/x/*y*/z", "a[bc]*d?e*", "**/a*b/**/c*d")
WILDCARDS = ("./...", "./a...b...c", "./a/.../b/...", "x...y/...z...")
NAMES = ("nolint*", "*SA*50*01*", "S[AB]*?")


def read() -> list[Reading]:
    return [Reading(name, path) for name, path in modules(ROOT)]


def spelled_out() -> list[Use]:
    return sorted({use for each in read() for use in each.found}, key=repr)


def made_while_it_runs() -> Iterator[Use]:
    """Yield an expression of each kind that is built from what others write."""
    for how in (WORD, SELECTED, LABEL):
        pattern = spelling_of(how, "Close")
        yield from uses(pattern.pattern, pattern.flags, ["search", "finditer"])
    for glob in GLOBS:
        for each in gitignore([glob]).patterns:
            assert each.regex is not None
            yield Use(each.regex.pattern, each.regex.flags, MATCH)
    for wanted in (folder_pattern(str(ROOT)).wanted, *(wildcard_pattern(text, str(ROOT)).wanted for text in WILDCARDS)):
        assert wanted is not None
        yield Use(wanted.pattern, wanted.flags, FULL)
    yield from (Use(translate(name), 0, MATCH) for name in NAMES)
    yield from (Use(each.pattern, each.flags, FULL) for each in FULL_NAMES.values())
    models = [rule.model for rule in load_rules()]
    queries = [query for model in models if not isinstance(model, ObligationRule) for query, _ in model.looks]
    yield from (use for query in queries for each in PREDICATE.findall(query) for use in uses(unescaped(each)))


def unescaped(text: str) -> str:
    """Return a text as a query means it that spells it."""
    return text.replace("\\\\", "\\")


@pytest.mark.parametrize("use", spelled_out(), ids=repr)
def test_the_work_grows_with_the_text(use: Use) -> None:
    assert grows_faster_than_its_text(use) is None


def test_the_work_of_what_is_made_of_the_words_of_others_grows_with_the_text() -> None:
    assert {use: pump for use in made_while_it_runs() if (pump := grows_faster_than_its_text(use)) is not None} == {}


def test_no_expression_is_left_out() -> None:
    """What is made elsewhere, or has a name of its own in another module, must be tried here."""
    found = read()
    assert {place for each in found for place in each.built} == BUILT.keys()
    named = {place for each in found for place in each.named}
    assert not [(each.name, place) for each in found for place in each.imports & named]
