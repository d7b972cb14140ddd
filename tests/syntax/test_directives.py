"""Directives: how they are written, and which lines they are about."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.run.suppression_words import mentions
from golint_conn.source import SourceFile
from golint_conn.syntax import Tree, parse
from golint_conn.syntax.directives import Dialect, directives, is_date, parsed, written
from tests.linear.counted import lines_run

Read = tuple[str, tuple[str, ...], str]


def read(text: str) -> list[Read]:
    return [(each.dialect.name, each.names, each.reason) for each, _ in parsed(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("//nolint", [("NOLINT", (), "")]),
        ("// nolint", [("NOLINT", (), "")]),
        ("//nolint whatever this is", [("NOLINT", (), "")]),
        ("//nolint:all", [("NOLINT", ("all",), "")]),
        ("//nolint:bodyclose,golint-conn // why", [("NOLINT", ("bodyclose", "golint-conn"), "why")]),
        ("//nolint: gosec, noctx", [("NOLINT", ("gosec", "noctx"), "")]),
        ("//nolinting", []),
        ("// see nolint", []),
        ("// #nosec G402", [("NOSEC", ("G402",), "")]),
        ("//#nosec", [("NOSEC", (), "")]),
        ("/* #nosec G402 */", [("NOSEC", ("G402",), "")]),
        ("// #nosec G402 G114 -- a test server", [("NOSEC", ("G402", "G114"), "a test server")]),
        ("// #nosec G402: a test server", [("NOSEC", ("G402",), "a test server")]),
        ("// #nosec of a kind", [("NOSEC", (), "of a kind")]),
        ("//nolint:gosec // #nosec G402", [("NOLINT", ("gosec",), "#nosec G402"), ("NOSEC", ("G402",), "")]),
        ("//gosec:disable G402 -- x", [("GOSEC", ("G402",), "x")]),
        ("//lint:ignore SA1019 why", [("LINT_IGNORE", ("SA1019",), "why")]),
        ("//lint:ignore SA1019", []),
        ("//lint:file-ignore SA1019,SA5* why", [("LINT_FILE_IGNORE", ("SA1019", "SA5*"), "why")]),
        ("//nolint:,gosec , // why */", [("NOLINT", ("gosec",), "why */")]),
        ("//nolint:gosec/noctx", []),
        ("//nolint or/and", []),
        ("//lint:ignore S1000 ", []),
        ("/* #nosec G402\n a test server */", [("NOSEC", ("G402",), "a test server")]),
        ("/* #nosec G402,\n G114*/", [("NOSEC", ("G402", "G114"), "")]),
        ("/* #nosec this\n and that */", []),
        ("/* #nosec this\n #nosec that */", [("NOSEC", (), "that")]),
        ("/* #nosec #nosec\n that */", [("NOSEC", (), "that")]),
        ("// see#nosec", []),
        ("//bodyclose:handled", [("HANDLED", (), "")]),
        ("//bodyclose:handled by the pool", [("HANDLED", (), "by the pool")]),
        ("//golint-conn:ignored a -- b", []),
        ("/* golint-conn:ignore a -- b */", []),
        ("// about golint-conn:ignore", []),
    ],
)
def test_what_other_linters_read(text: str, expected: list[Read]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("//golint-conn:ignore a -- b", ""),
        ("// golint-conn:ignore a,b -- as gofmt leaves it in the comment of a declaration", ""),
        ("//golint-conn:ignore a , b until=2027-01-31 -- c -- d", ""),
        ("//golint-conn:ignore", "names no rule"),
        ("//golint-conn:ignore -- because", "names no rule"),
        ("//golint-conn:ignore a", "gives no reason"),
        ("//golint-conn:ignore a --", "gives no reason"),
        ("//golint-conn:ignore a because it is so", "gives no reason"),
        ("//golint-conn:ignore a b -- c", "commas"),
        ("//golint-conn:ignore a until=2027-02-30 -- c", "expiry"),
        ("//golint-conn:ignore a until=tomorrow -- c", "expiry"),
        ("//golint-conn:ignore a until= -- c", "expiry"),
        ("//golint-conn:ignore until=2027-01-31 a -- c", "expiry"),
        ("//golint-conn:ignore a until=2027-01-31 until=2027-01-31 -- c", "expiry"),
    ],
)
def test_what_ours_must_hold(text: str, wrong: str) -> None:
    ((directive, _),) = parsed(text)
    assert directive.dialect is Dialect.OWN
    assert wrong in directive.malformed if wrong else not directive.malformed


NAMES = st.lists(st.from_regex(r"[a-z]+(-[a-z]+){0,3}", fullmatch=True), min_size=1, max_size=4).map(tuple)
REASONS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).filter(str.strip)
DAYS = st.just("") | st.dates().map(str).filter(is_date)


@given(names=NAMES, reason=REASONS, until=DAYS)
def test_what_is_written_is_read_again(names: tuple[str, ...], reason: str, until: str) -> None:
    found = [each for each, _ in parsed(written(names, reason, until)) if each.dialect is Dialect.OWN]
    assert [(each.names, each.until, each.malformed) for each in found] == [(names, until, "")]
    assert found[0].reason == " ".join(reason.split())
    assert mentions(written(names, reason, until).encode())


@given(st.text() | st.from_regex(r"//\s*(golint-conn:ignore|nolint|#nosec|lint:ignore)[ a-zG0-9:,=*/-]{0,40}"))
def test_any_text_can_be_read(text: str) -> None:
    for directive, _ in parsed(text):
        assert all(directive.names)


GO = """\
package p

func f() {
	a() //golint-conn:ignore x -- behind
	//golint-conn:ignore x -- above
	// and a word
	//nolint:gosec
	b(
		1,
	)

	//golint-conn:ignore x -- above nothing

	s := `
	//golint-conn:ignore x -- in a string
	` //golint-conn:ignore x -- behind a string
	// #nosec
	if s == "" {
		c()
	}
	_ = s //lint:file-ignore SA1019 why
}
"""


def test_the_lines_that_a_directive_is_about() -> None:
    found = directives(parse(SourceFile("a.go", GO.encode())))
    assert [(each.dialect.name, each.line, each.first, each.last) for each in found] == [
        ("OWN", 4, 4, 4),
        ("OWN", 5, 8, 8),
        ("NOLINT", 7, 8, 10),
        ("OWN", 12, 13, 13),
        ("OWN", 16, 16, 16),
        ("NOSEC", 17, 18, 20),
        ("LINT_FILE_IGNORE", 21, 1, 23),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stands_above_the_package_clause_is_about_the_file(end: str) -> None:
    text = f"//nolint:gosec{end}package p{end}{end}var x = 1{end}"
    (found,) = directives(parse(SourceFile("a.go", text.encode())))
    assert (found.names, found.first, found.last) == (("gosec",), 1, 5)
    assert found.span.length == len("//nolint:gosec")


def test_what_stands_above_a_declaration_is_about_all_of_it_to_nolint_only() -> None:
    text = "package p\n\n//nolint\n//golint-conn:ignore x -- y\nfunc f() {\n\tg()\n}\n"
    found = directives(parse(SourceFile("a.go", text.encode())))
    assert [(each.first, each.last) for each in found] == [(5, 7), (5, 5)]


def test_what_stands_beside_another_comment_is_about_its_own_line() -> None:
    text = "package p\n\n/* a */ /* #nosec */\n/* a\n*/ // #nosec\n/* #nosec */ // a\nvar x = 1\n"
    found = directives(parse(SourceFile("a.go", text.encode())))
    assert [(each.first, each.last) for each in found] == [(3, 3), (5, 5), (6, 6)]


def test_many_directives_take_as_many_times_as_long() -> None:
    def stacked(count: int) -> Tree:
        text = "package p\n\n" + "//golint-conn:ignore x -- y\n" * count + "var x = 1\n"
        return parse(SourceFile("a.go", text.encode()))

    once, twice, thrice = (lines_run(partial(directives, stacked(count))) for count in (100, 200, 300))
    assert thrice - twice <= twice - once + 100
    assert {(each.first, each.last) for each in directives(stacked(5))} == {(8, 8)}


def test_a_directive_counts_where_it_stands_and_for_what_it_is_about() -> None:
    text = "package p\n\nvar x = f(\n\t//golint-conn:ignore x -- y\n\t1,\n)\n"
    (found,) = directives(parse(SourceFile("a.go", text.encode())))
    assert found.covers(3, 6)
    assert found.covers(5, 5)
    assert not found.covers(3, 3)
    assert not found.covers(6, 9)
