"""`new` takes a value since Go 1.26, which the grammar does not know."""

from functools import partial

from golint_conn.source import SourceFile
from golint_conn.syntax import parse
from tests.linear.counted import lines_run

TEXT = b"""package p

func f() {
	x := T{A: new(g(1, b)), B: new(1), C: new([]int), D: new("a" + b)}
	y := new(bytes.Buffer)
}
"""


def test_new_of_a_value_is_a_call() -> None:
    tree = parse(SourceFile("a.go", TEXT))
    assert not tree.has_error
    calls = [node.text for node in tree.root.walk() if node.kind == "call_expression"]
    assert calls == ["new(g(1, b))", "g(1, b)", "new(1)", "new([]int)", 'new("a" + b)', "new(bytes.Buffer)"]


def test_what_is_wrong_for_other_reasons_stays_wrong() -> None:
    text = TEXT.replace(b"y := new(bytes.Buffer)", b"y := new(]")
    assert parse(SourceFile("a.go", text)).has_error


def test_calls_that_nothing_closes_take_no_longer_each() -> None:
    def opened(count: int) -> SourceFile:
        return SourceFile("a.go", TEXT + b"var x = " + b"new(1, " * count + b"\n")

    once, twice, thrice = (lines_run(partial(parse, opened(count))) for count in (50, 100, 150))
    assert thrice - twice <= twice - once + 50
