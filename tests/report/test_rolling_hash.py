"""GitHub's line fingerprints: the values that its own tests pin, and a slow implementation of the description."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.report.sarif.rolling_hash import line_hashes

WITH_FINAL_NEWLINE = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]

PINNED = {
    "": ["c129715d7a2bc9a3:1"],
    " a\nb\n  \t\tc\n d": ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End": [
        "8b7cf3e952e7aeb2:1",
        "b1ae1287ec4718d9:1",
        "bff680108adb0fcc:1",
        "c6805c5e1288b612:1",
        "b86d3392aea1be30:1",
        "e6ceba753e1a442:1",
    ],
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n": WITH_FINAL_NEWLINE,
    " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r": WITH_FINAL_NEWLINE,
    " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n": WITH_FINAL_NEWLINE,
    " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n": WITH_FINAL_NEWLINE,
    "Lorem ipsum dolor sit amet.\n" * 10: [
        *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
    ],
}


def naive(data: bytes) -> dict[int, str]:
    """Return the fingerprints of all lines, each window summed from scratch."""
    kept: list[int] = []
    starts = [0]
    after_cr = False
    for character in data.decode("utf-8", "replace"):
        if character in " \t" or (after_cr and character == "\n"):
            after_cr = False
            continue
        after_cr = character == "\r"
        encoded = ("\n" if after_cr else character).encode("utf-16-le")
        kept += [encoded[at] | encoded[at + 1] << 8 for at in range(0, len(encoded), 2)]
        if kept[-1] == 10:
            starts.append(len(kept))
    kept += [0xFFFF] + [0] * 100
    seen: dict[str, int] = {}
    hashes = {}
    for line, start in enumerate(starts, 1):
        window = kept[start : start + 100]
        value = f"{sum(unit * 37 ** (99 - at) for at, unit in enumerate(window)) % 2**64:x}"
        seen[value] = seen.get(value, 0) + 1
        hashes[line] = f"{value}:{seen[value]}"
    return hashes


@pytest.mark.parametrize("text", PINNED)
def test_the_hashes_are_those_that_github_pins(text: str) -> None:
    expected = PINNED[text]
    assert line_hashes(text.encode(), range(1, 100)) == dict(enumerate(expected, 1))


def test_only_the_lines_asked_for_are_told_and_count_those_above() -> None:
    text = "Lorem ipsum dolor sit amet.\n" * 10
    assert line_hashes(text.encode(), [3, 99]) == {3: "a7f2ff13bc495cf2:3"}
    assert line_hashes(text.encode(), []) == {}


@given(
    st.text(alphabet=st.sampled_from("ab \t\r\n{}é🎉\ufeff"), max_size=400).map(str.encode) | st.binary(max_size=300)
)
def test_the_hashes_are_those_of_the_description(data: bytes) -> None:
    expected = naive(data)
    assert line_hashes(data, range(1, len(expected) + 2)) == expected
