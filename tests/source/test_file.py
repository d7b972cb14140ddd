"""Lines and columns of a file, whatever bytes it holds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from golint_conn.source import Position, SourceFile, Span

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PIECES = st.sampled_from(
    [b"a", b"\n", b"\r\n", b"\r", b"\t", "é".encode(), "😀".encode(), b"\xff", b"\xc3", BYTE_ORDER_MARK]
)
FILES = st.lists(PIECES, max_size=30).map(lambda pieces: SourceFile("a.go", b"".join(pieces)))


def test_the_three_columns_of_a_place() -> None:
    file = SourceFile("a.go", 'x\n\té😀 := "ü"\n'.encode())
    offset = file.data.index(b":=")
    assert file.byte_position(offset) == Position(2, 9)
    assert file.utf16_position(offset) == Position(2, 6)
    assert file.character_position(offset) == Position(2, 5)


def test_a_byte_order_mark_is_in_no_column() -> None:
    file = SourceFile("a.go", BYTE_ORDER_MARK + b"package p\r\n")
    assert file.byte_position(3) == file.utf16_position(3) == Position(1, 1)
    assert file.byte_position(0) == Position(1, 1)
    assert file.line_text(1) == "package p"
    assert file.line_text(2) == ""


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", [""]),
        (b"a", ["a"]),
        (b"a\n", ["a", ""]),
        (b"a\r\nb\r\n", ["a", "b", ""]),
        (b"a\rb\n", ["a\rb", ""]),
        (b"a\x0bb\x0cc\xe2\x80\xa8d", ["a\x0bb\x0cc\u2028d"]),
        (b"a\xffb\n", ["a\ufffdb", ""]),
        (b"last\r", ["last\r"]),
    ],
)
def test_lines_end_at_the_line_feed_only(data: bytes, lines: list[str]) -> None:
    file = SourceFile("a.go", data)
    assert [file.line_text(number) for number in range(1, len(file.line_starts) + 1)] == lines


@pytest.mark.parametrize("line", [0, 3, -1])
def test_a_line_that_is_not_there_is_an_error(line: int) -> None:
    with pytest.raises(IndexError, match=r"a\.go has no line"):
        SourceFile("a.go", b"x\ny").line_span(line)


@given(FILES)
@example(SourceFile("a.go", b"\r\n"))
def test_every_byte_is_on_the_line_that_git_counts(file: SourceFile) -> None:
    for offset in range(len(file.data) + 1):
        line = file.data[:offset].count(b"\n") + 1
        assert file.line_number(offset) == line
        places = [file.byte_position(offset), file.character_position(offset), file.utf16_position(offset)]
        assert [place.line for place in places] == [line] * 3
        in_bytes, in_characters, in_units = (place.column for place in places)
        assert in_characters <= in_units <= 2 * in_characters
        assert in_characters <= in_bytes


@given(FILES)
def test_lines_lie_side_by_side_and_lose_only_their_endings(file: SourceFile) -> None:
    spans = [file.line_span(number) for number in range(1, len(file.line_starts) + 1)]
    assert spans == sorted(spans)
    left_out = file.data
    for span in reversed(spans):
        left_out = left_out[: span.start] + left_out[span.end :]
    assert set(left_out.removeprefix(BYTE_ORDER_MARK)) <= set(b"\r\n")


@given(FILES)
def test_columns_grow_along_a_line(file: SourceFile) -> None:
    for number in range(1, len(file.line_starts) + 1):
        span = file.line_span(number)
        columns = [file.byte_position(offset).column for offset in range(span.start, span.end + 1)]
        assert columns == list(range(1, span.length + 2))
        units = [file.utf16_position(offset).column for offset in range(span.start, span.end + 1)]
        # A cut inside a character counts each of its bytes by itself, so only whole ones are in order.
        starts = [i for i in range(len(units)) if file.data[span.start + i : span.start + i + 1] < b"\x80"]
        assert [units[i] for i in starts] == sorted(units[i] for i in starts)


@given(FILES, st.data())
def test_the_text_of_a_span_never_fails(file: SourceFile, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(file.data)))
    end = data.draw(st.integers(start, len(file.data)))
    assert file.text(Span(start, end)) == file.data[start:end].decode("utf-8", "replace")
