"""The counting matcher: it finds what `re` finds, and what it counts tells good expressions from bad ones."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from tests.linear.matcher import Matcher, deep_recursion

TEXTS = st.text("ab\n", max_size=9)
ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\n", r"\w", "^", "$", r"\b", r"\Z", "(?<=a)", "(?<!b)"])
ENDINGS = ["", "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,3}", "{1,2}?", "{0,2}+"]
GROUPS = ["(?:%s)", "(%s)", "(?>%s)", "(?=%s)", "(?!%s)", "(?i:%s)"]


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return expressions made of smaller ones."""
    grouped = st.tuples(st.sampled_from(GROUPS), inner).map(lambda pair: pair[0] % pair[1])
    repeated = st.tuples(grouped | st.sampled_from("ab"), st.sampled_from(ENDINGS)).map("".join)
    return st.one_of(
        repeated,
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join).map(lambda ways: f"(?:{ways})"),
    )


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=8)


def captures_in_a_possessive(expression: str) -> bool:
    """Return whether a group is captured inside of something possessive, of which `re` forgets or keeps the wrong one."""
    return "(" in re.sub(r"\(\?", "", expression) and bool(re.search(r"[*+?}]\+|\(\?>", expression))


@given(EXPRESSIONS, TEXTS, st.sampled_from([0, re.MULTILINE, re.DOTALL]))
@example("(?:a|ab)(?:c|bcd)(d*)", "abcd", 0)
@example("(?:(a)|b)*", "abab", 0)
@example("(?:a?b?)*?b", "aab", 0)
def test_it_finds_what_re_finds(expression: str, text: str, flags: int) -> None:
    pattern = re.compile(expression, flags)
    matcher = Matcher(expression, flags)
    with deep_recursion():
        assert spans(matcher.match(text)) == found(pattern.match(text))
        assert spans(matcher.match(text, full=True)) == found(pattern.fullmatch(text))
        assert [each[0] for each in matcher.finditer(text)] == [each.span() for each in pattern.finditer(text)]


def found(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match is not None else None


def spans(matched: list[tuple[int, int]] | None) -> tuple[int, int] | None:
    return matched[0] if matched is not None else None
