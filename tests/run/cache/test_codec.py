"""Findings and notices as bytes, and back."""
# ruff: noqa: ANN401 (the values of fields are of all types)

import dataclasses
import json
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import (
    Applicability,
    Confidence,
    Finding,
    Fix,
    Location,
    LocationKind,
    Notice,
    NoticeKind,
    Severity,
    Suppression,
    SuppressionKind,
)
from golint_conn.run.cache.codec import decoded, encoded
from golint_conn.run.cache.records import FileOutcome
from golint_conn.source import Edit, Span

# All of str: surrogates stand for bytes that are not UTF-8.
TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
NUMBER = st.integers(min_value=0, max_value=2**70)


def _hints(kind: type) -> dict[str, Any]:
    # Edit's module imports it for type checkers only.
    return typing.get_type_hints(kind, localns={"Span": Span})


def _tuples(elements: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(elements, max_size=3).map(tuple)


def _strategy(kind: Any) -> st.SearchStrategy[Any]:
    """Return what makes values of a type, from the annotations alone: a field that is added later is made up too."""
    if kind == Suppression | None:
        return st.none()
    if typing.get_origin(kind) is tuple:
        return _tuples(_strategy(typing.get_args(kind)[0]))
    if kind is Span:
        return st.tuples(NUMBER, NUMBER).map(lambda pair: Span(*sorted(pair)))
    if dataclasses.is_dataclass(kind):
        return st.deferred(lambda: _instances(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return {str: TEXT, int: NUMBER, bool: st.booleans()}[kind]


@st.composite
def _instances(draw: st.DrawFn, kind: type) -> Any:
    hints = _hints(kind)
    values = {each.name: draw(_strategy(hints[each.name])) for each in dataclasses.fields(kind)}
    if kind is Finding:
        primary = dataclasses.replace(draw(_instances(Location)), kind=LocationKind.PRIMARY)
        others = [each for each in values["locations"] if each.kind is not LocationKind.PRIMARY]
        values["locations"] = tuple(draw(st.permutations([primary, *others])))
    if kind is Fix:
        # One to a file, because edits of one fix must not overlap.
        values["edits"] = (*{each.path: each for each in (*values["edits"], draw(_instances(Edit)))}.values(),)
    return kind(**values)


OUTCOMES = st.builds(FileOutcome, _tuples(_instances(Finding)), _tuples(_instances(Notice)))

PLACE = Location("pkg/a.go", Span(3, 9), LocationKind.PRIMARY, "note")
SIMPLE = Finding("some-rule", "Bad.", Severity.ERROR, Confidence.HIGH, (PLACE,))
FULL = FileOutcome(
    (
        Finding(
            "some-rule",
            "Bad.",
            Severity.WARNING,
            Confidence.MEDIUM,
            (Location("b.go", Span(1, 2), LocationKind.HIDDEN), PLACE),
            "hint",
            (Location("c.go", Span(4, 5), LocationKind.RELATED, "step"),),
            (Location("d.go", Span(6, 7), LocationKind.RELATED, "exit"),),
            "pkg.Func",
            "anchor()",
            pedantic=True,
            fixes=(Fix("Close it", (Edit("a.go", Span(0, 1), "caf\udce9\n"),), Applicability.UNSAFE, ("p.Name",)),),
            fingerprint="0123",
        ),
    ),
    (Notice("a.go", 4, "gave up", NoticeKind.LIMIT),),
)


@given(OUTCOMES)
def test_what_comes_back_is_what_went_in(outcome: FileOutcome) -> None:
    assert decoded(encoded(outcome)) == outcome


def test_the_full_outcome_comes_back() -> None:
    assert decoded(encoded(FULL)) == FULL
    assert decoded(encoded(FileOutcome())) == FileOutcome()


def _parts(value: object) -> Iterator[object]:
    yield value
    children = value if isinstance(value, tuple) else ()
    if dataclasses.is_dataclass(value):
        children = tuple(getattr(value, each.name) for each in dataclasses.fields(value))
    for child in children:
        yield from _parts(child)


@pytest.mark.parametrize("kind", [Finding, Location, Fix, Edit, Span, Notice])
def test_every_field_is_written(kind: type) -> None:
    """Two values that differ in one field only are different as bytes; a field that is forgotten fails here by name."""
    whole = FileOutcome(FULL.findings, FULL.notices)
    example = next(each for each in _parts(whole) if type(each) is kind)
    hints = _hints(kind)
    for field in dataclasses.fields(kind):
        if hints[field.name] == Suppression | None:
            continue
        changed = dataclasses.replace(example, **{field.name: _another(getattr(example, field.name))})  # type: ignore[type-var]
        for outcome in _with(changed):
            assert decoded(encoded(outcome)) == outcome, field.name


def _another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case Enum():
            # Only a location that is not the primary one can be another.
            return next(each for each in type(value) if each is not value and each is not LocationKind.PRIMARY)
        case int():
            return value + 1 if value else 0
        case str():
            return f"{value} another"
        case Span():
            return Span(value.start, value.end + 1)
        case tuple() if len(value) > 1 or not value:
            return value[::-1]
        case tuple():
            return value * 2 if isinstance(value[0], str | Location) else (_changed(value[0]),)
    raise AssertionError(value)


def _changed(value: Any) -> Any:
    name = "title" if isinstance(value, Fix) else "text"
    return dataclasses.replace(value, **{name: "another"})


def _with(part: Any) -> list[FileOutcome]:
    """Return the outcomes that hold a value in all the places where one of its type can be."""
    match part:
        case Finding():
            return [FileOutcome((part,))]
        case Notice():
            return [FileOutcome((), (part,))]
        case Fix():
            return [FileOutcome((dataclasses.replace(SIMPLE, fixes=(part,)),))]
        case Edit():
            return _with(Fix("t", (part,), Applicability.SAFE))
        case Span():
            return [*_with(Edit("a.go", part, "")), *_with(Location("a.go", part, LocationKind.RELATED))]
        case Location(kind=LocationKind.PRIMARY):
            return [FileOutcome((dataclasses.replace(SIMPLE, locations=(part,)),))]
        case Location():
            changed = ({"flow": (part,)}, {"exits": (part,)}, {"locations": (PLACE, part)})
            return [FileOutcome((dataclasses.replace(SIMPLE, **each),)) for each in changed]  # type: ignore[arg-type]
    raise AssertionError(part)


def test_what_is_suppressed_is_not_for_the_cache() -> None:
    suppressed = dataclasses.replace(SIMPLE, suppression=Suppression(SuppressionKind.DIRECTIVE, "why"))
    with pytest.raises(ValueError, match="already suppressed"):
        encoded(FileOutcome((suppressed,)))


# Bytes from elsewhere.


def _replaced(value: Any, path: tuple[int, ...], new: object) -> Any:
    if not path:
        return new
    return [_replaced(each, path[1:], new) if at == path[0] else each for at, each in enumerate(value)]


def _paths(value: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield path
    if isinstance(value, list):
        for at, each in enumerate(value):
            yield from _paths(each, (*path, at))


DOCUMENT = json.loads(encoded(FULL))
WRONG = [None, True, 1, -1, 1.5, float("nan"), "text", "", [], [[]], ["x"], {}, {"a": 1}, [None] * 5, [1] * 13]


@pytest.mark.parametrize("path", list(_paths(DOCUMENT)), ids=str)
def test_a_wrong_value_anywhere_is_refused_or_is_a_right_one(path: tuple[int, ...]) -> None:
    for wrong in WRONG:
        data = json.dumps(_replaced(DOCUMENT, path, wrong)).encode()
        try:
            outcome = decoded(data)
        except ValueError:
            continue
        # Some values of the right type cannot be distinguished from the original.
        assert decoded(encoded(outcome)) == outcome
        assert json.loads(encoded(outcome)) == json.loads(data), wrong


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b"[[],[],[]]",
        b"[[],",
        b"[" * 100_000,
        b"[[1" + b"0" * 5_000 + b"],[]]",
        b"\x80\x04K\x01.",  # a pickle
        encoded(FULL)[:-1],
        encoded(FULL) + b" x",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_malformed_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        decoded(data)
    assert caught.type is ValueError or issubclass(caught.type, json.JSONDecodeError | UnicodeDecodeError)


@given(st.binary(max_size=40), st.integers(min_value=0), st.integers(min_value=0, max_value=8))
def test_damage_is_refused_or_makes_a_right_outcome(garbage: bytes, at: int, cut: int) -> None:
    whole = encoded(FULL)
    at %= len(whole)
    try:
        outcome = decoded(whole[:at] + garbage + whole[at + cut :])
    except ValueError:
        return
    assert decoded(encoded(outcome)) == outcome
