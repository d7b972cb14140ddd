"""Spans and positions keep their promises for any numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.source import Position, Span

OFFSETS = st.integers(min_value=0, max_value=50)
SPANS = st.tuples(OFFSETS, OFFSETS).map(lambda pair: Span(min(pair), max(pair)))


@given(st.integers(-20, 20), st.integers(-20, 20))
def test_a_span_is_a_range_or_nothing(start: int, end: int) -> None:
    if 0 <= start <= end:
        assert Span(start, end).length == end - start
    else:
        with pytest.raises(ValueError, match="is not a range"):
            Span(start, end)


@given(SPANS, SPANS)
def test_containing_is_having_all_bytes(one: Span, other: Span) -> None:
    inside = set(range(other.start, other.end)) <= set(range(one.start, one.end))
    assert one.contains(one)
    assert not one.contains(other) or inside
    assert one.contains(other) or not inside or other.length == 0


@given(st.lists(SPANS))
def test_spans_are_ordered_by_start_then_end(spans: list[Span]) -> None:
    assert [(each.start, each.end) for each in sorted(spans)] == sorted((each.start, each.end) for each in spans)


@pytest.mark.parametrize(("line", "column"), [(0, 1), (1, 0), (-1, 3)])
def test_positions_count_from_one(line: int, column: int) -> None:
    with pytest.raises(ValueError, match="does not count from 1"):
        Position(line, column)
