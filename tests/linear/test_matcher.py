"""The counting matcher finds what `re` finds."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from tests.linear.matcher import Matcher, Spans, deep_recursion

TEXTS = st.text("ab\n", max_size=9)
ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\n", r"\w", "^", "$", r"\b", r"\Z", "(?<=a)", "(?<!b)"])
ENDINGS = ["", "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,3}", "{1,2}?", "{0,2}+"]
GROUPS = ["(?:%s)", "(%s)", "(?>%s)", "(?=%s)", "(?!%s)", "(?i:%s)"]


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions made of smaller ones."""
    grouped = st.tuples(st.sampled_from(GROUPS), inner).map(lambda pair: pair[0] % pair[1])
    repeated = st.tuples(grouped | st.sampled_from("ab"), st.sampled_from(ENDINGS)).map("".join)
    ways = st.lists(inner, min_size=2, max_size=3).map("|".join).map(lambda each: f"(?:{each})")
    return repeated | ways | st.lists(inner, min_size=2, max_size=3).map("".join)


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=8)


@given(EXPRESSIONS, TEXTS, st.sampled_from([0, re.MULTILINE, re.DOTALL]))
@example("(?:a|ab)(?:c|bcd)(d*)", "abcd", 0)
@example("(?:a?b?)*?b", "aab", 0)
@example("(?:(?:^|a)){1,3}", "aaa", 0)
def test_it_finds_what_re_finds(expression: str, text: str, flags: int) -> None:
    pattern, matcher = re.compile(expression, flags), Matcher(expression, flags)
    with deep_recursion():
        assert whole(matcher.match(text)) == span(pattern.match(text))
        assert whole(matcher.match(text, full=True)) == span(pattern.fullmatch(text))
        assert [whole(each) for each in matcher.finditer(text)] == [span(each) for each in pattern.finditer(text)]


@given(st.lists(st.sampled_from(["(a)", "(b*)", "(?:(a)|b)*", "(.)+?", r"\1", "a", "(?>(b)|.)"]), max_size=4), TEXTS)
def test_its_groups_are_those_of_re(parts: list[str], text: str) -> None:
    expression = "".join(["(.)", *parts])
    match, spans = re.match(expression, text), Matcher(expression).match(text)
    assert (match is None) == (spans is None)
    if match is not None:
        assert spans == [match.span(number) for number in range(len(spans or ()))]


def span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match is not None else None


def whole(spans: Spans | None) -> tuple[int, int] | None:
    return spans[0] if spans is not None else None
