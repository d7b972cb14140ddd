"""Findings, their order, and what makes two of them the same one over time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import (
    Confidence,
    Finding,
    Location,
    LocationKind,
    Notice,
    NoticeKind,
    Severity,
    fingerprint,
    with_fingerprints,
)
from golint_conn.source import Span


def finding(path: str = "a.go", start: int = 0, rule: str = "r", anchor: str = "x()", symbol: str = "F") -> Finding:
    place = Location(path, Span(start, start + 3), LocationKind.PRIMARY)
    return Finding(rule, "m", Severity.WARNING, Confidence.HIGH, (place,), symbol=symbol, anchor=anchor)


FINDINGS = st.builds(
    finding,
    path=st.sampled_from(["a.go", "b.go"]),
    start=st.integers(0, 9),
    rule=st.sampled_from(["r", "s"]),
    anchor=st.sampled_from(["x()", "y()"]),
    symbol=st.sampled_from(["F", "G"]),
)


@pytest.mark.parametrize("kinds", [[], [LocationKind.RELATED], [LocationKind.PRIMARY, LocationKind.PRIMARY]])
def test_a_finding_has_exactly_one_primary_location(kinds: list[LocationKind]) -> None:
    locations = tuple(Location("a.go", Span(0, 1), kind) for kind in kinds)
    with pytest.raises(ValueError, match="exactly one primary"):
        Finding("r", "m", Severity.NOTE, Confidence.LOW, locations)


def test_related_locations_keep_their_order_and_hidden_ones_are_not_among_them() -> None:
    kinds = [LocationKind.RELATED, LocationKind.HIDDEN, LocationKind.PRIMARY, LocationKind.RELATED]
    places = tuple(Location("a.go", Span(i, i + 1), kind, str(i)) for i, kind in enumerate(kinds))
    made = Finding("r", "m", Severity.NOTE, Confidence.LOW, places)
    assert [each.note for each in made.related] == ["0", "3"]
    assert made.primary.note == "2"


def test_the_two_axes_are_ordered_and_named() -> None:
    assert [each.label for each in sorted(Severity)] == ["note", "warning", "error"]
    assert [each.label for each in sorted(Confidence)] == ["low", "medium", "high"]


@given(st.lists(FINDINGS, max_size=12))
def test_fingerprints_tell_findings_apart_and_come_in_report_order(findings: list[Finding]) -> None:
    marked = with_fingerprints(findings)
    assert [each.sort_key for each in marked] == sorted(each.sort_key for each in findings)
    assert len({each.fingerprint for each in marked}) == len(findings)
    assert all(len(each.fingerprint) == 32 and int(each.fingerprint, 16) >= 0 for each in marked)


@given(st.lists(FINDINGS, max_size=8), st.integers(0, 500))
def test_fingerprints_survive_edits_above(findings: list[Finding], by: int) -> None:
    def moved(each: Finding) -> Finding:
        span = each.primary.span
        return replace(each, locations=(replace(each.primary, span=Span(span.start + by, span.end + by)),))

    before = [each.fingerprint for each in with_fingerprints(findings)]
    assert [each.fingerprint for each in with_fingerprints(map(moved, findings))] == before


def test_the_layout_of_the_code_is_not_in_a_fingerprint() -> None:
    assert fingerprint(finding(anchor="f(a,\n\t\tb)"), 0) == fingerprint(finding(anchor="f(a, b)"), 0)
    assert fingerprint(finding(anchor="f(a, b)"), 0) != fingerprint(finding(anchor="f(a, c)"), 0)
    assert fingerprint(finding(), 0) != fingerprint(finding(), 1)


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (Notice("a.go", 3, "bad"), "a.go:3: bad"),
        (Notice("a.go", 0, "bad"), "a.go: bad"),
        (Notice("", 0, "bad", NoticeKind.CONFIG), "bad"),
    ],
)
def test_notices_for_people(notice: Notice, text: str) -> None:
    assert str(notice) == text
