"""Snapshots as bytes, and back."""

import dataclasses
import gc
import random
import struct
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golint_conn.run.cache.packing import packed, unpacked
from golint_conn.run.cache.records import CheckRecord, FileRecord, RecordedInput, Snapshot
from tests.run.cache.conftest import sample

TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
NUMBER = st.integers(min_value=-(2**65), max_value=2**65)
FILES = st.dictionaries(
    TEXT,
    st.builds(FileRecord, NUMBER, NUMBER, NUMBER, st.binary(min_size=16, max_size=16), st.booleans(), st.booleans()),
    max_size=6,
)
ITEMS = st.dictionaries(
    NUMBER, st.builds(RecordedInput, TEXT, st.lists(TEXT, max_size=3).map(tuple), st.binary()), max_size=6
)


@st.composite
def _snapshots(draw: st.DrawFn) -> Snapshot:
    files, items = draw(FILES), draw(ITEMS)
    numbers = st.lists(st.sampled_from(list(items)), max_size=4).map(tuple) if items else st.just(())
    checks = st.dictionaries(TEXT, st.builds(CheckRecord, numbers, st.binary()), max_size=4)
    return Snapshot(files, items, draw(checks))


@given(_snapshots())
def test_what_comes_back_is_what_went_in(snapshot: Snapshot) -> None:
    back = unpacked(packed(snapshot))
    assert back == snapshot
    # So that the same run writes the same bytes.
    assert [list(getattr(back, each.name)) for each in dataclasses.fields(back)] == [
        list(getattr(snapshot, each.name)) for each in dataclasses.fields(snapshot)
    ]


@pytest.mark.parametrize("kind", [FileRecord, RecordedInput, CheckRecord])
def test_every_field_is_packed(kind: type) -> None:
    """A field that is added later and forgotten here comes back wrong, or not at all."""
    values: dict[object, list[object]] = {
        int: [1, 2],
        str: ["a", "b"],
        bool: [False, True],
        bytes: [b"a" * 16, b"b" * 16],
        tuple[str, ...]: [("a",), ("b", "c")],
        tuple[int, ...]: [(1,), (2, 1)],
    }
    hints = typing.get_type_hints(kind)
    plain = {each.name: values[hints[each.name]][0] for each in dataclasses.fields(kind)}
    item = RecordedInput("kind", (), b"")
    for name in plain:
        record = kind(**{**plain, name: values[hints[name]][1]})
        snapshot = Snapshot(
            {"f": record} if kind is FileRecord else {},
            {1: record if kind is RecordedInput else item, 2: item},
            {"p": record} if kind is CheckRecord else {},
        )
        assert unpacked(packed(snapshot)) == snapshot, name


def test_what_does_not_fit_together_is_not_packed() -> None:
    with pytest.raises(ValueError, match="depend on input 5, which is not in the snapshot"):
        packed(Snapshot(checks={"p": CheckRecord((5,), b"")}))
    with pytest.raises(ValueError, match="digests of files have 16 bytes"):
        packed(Snapshot({"f": FileRecord(0, 0, 0, b"short", passes=True, directed=False)}))


@pytest.mark.parametrize("data", [b"", b"x", bytes(71), bytes(72), struct.pack("<9Q", *[2**63] * 9), b"[]" * 99])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpacked(data)
    assert gc.isenabled()


def test_every_cut_is_refused() -> None:
    whole = packed(sample(8))
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"."):
            unpacked(whole[:length])
    with pytest.raises(ValueError, match=r"."):
        unpacked(whole + b"x")


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_damage_is_refused_or_makes_a_right_snapshot(chance: random.Random) -> None:
    whole = bytearray(packed(sample(8)))
    for _ in range(chance.randrange(1, 4)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    try:
        snapshot = unpacked(bytes(whole))
    except ValueError:
        return
    for record in snapshot.files.values():
        assert [type(getattr(record, each.name)) for each in dataclasses.fields(record)] == [
            int, int, int, bytes, bool, bool,
        ]  # fmt: skip
    assert all(number in snapshot.inputs for each in snapshot.checks.values() for number in each.inputs)
    assert unpacked(packed(snapshot)) == snapshot
