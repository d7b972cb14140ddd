"""Globs: the expressions of pathspec, without what would take time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from golint_conn.run.globs import gitignore

SEGMENTS = st.just("**") | st.text("ab*?", min_size=1, max_size=6)
PATTERNS = st.builds(
    lambda start, segments, end: f"{start}{'/'.join(segments)}{end}",
    st.sampled_from(["", "!", "/"]),
    st.lists(SEGMENTS, min_size=1, max_size=5),
    st.sampled_from(["", "/"]),
)
PATHS = st.lists(st.text("ab", min_size=1, max_size=6), min_size=1, max_size=6).map("/".join)


@given(st.lists(PATTERNS, min_size=1, max_size=3), PATHS, st.sampled_from(["", "/"]))
def test_a_path_is_meant_as_pathspec_says(patterns: list[str], path: str, end: str) -> None:
    assert gitignore(patterns).match_file(f"{path}{end}") == GitIgnoreSpec.from_lines(patterns).match_file(
        f"{path}{end}"
    )


@pytest.mark.parametrize("pattern", ["[z-a]", "a\\", "!"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        gitignore([pattern])


def test_what_a_later_python_may_read_otherwise_is_taken_in_silence() -> None:
    assert gitignore(["[[a]b"]).match_file("[b")
