"""Examples: Go functions taken from their files, and put into rule files that otherwise stay as they are."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golint_conn.dev.authoring.examples import add_example
from golint_conn.dev.authoring.goexample import example, quoted
from golint_conn.dev.authoring.insertion import with_example
from golint_conn.dev.authoring.place import Named, Place, named
from golint_conn.dev.authoring.rule_text import RuleText
from golint_conn.dev.selftest import broken_promises, rule_files
from golint_conn.dev.wants import expectations
from golint_conn.rule.about.documentation import SECTIONS, go_blocks, sections
from golint_conn.run.request import UsageError
from golint_conn.source import SourceFile

pytestmark = pytest.mark.slow

SHIP = """\
package orders

import (
	"context"
	f "fmt"

	"example.com/shop/fleet"
)

type Order struct {
	ID    string
	state State
}

const (
	Open State = iota
	Closed
)

type State int

func Ship(ctx context.Context, order Order) error {
	session, err := fleet.Acquire(order.ID) // want "leak"
	if err != nil {
		return f.Errorf("order %s: %w\\n", order.ID, err)
	}
	helper()
	if order.state == Closed {
		return nil
	}
	return session.Send(`ship
		` + order.ID)
}
"""
BEGINNING = '''"""A title

A reason.
'''
CODE = "package p\n\nfunc f() {\n\tx()\n}\n"
BLOCK = "```go\npackage p\n\nfunc f() {\n        x()\n}\n```\n"


def place(shop: Path, line: int, file: str = "orders/orders.go") -> Place:
    return Place(Named(str(shop / file), line))


def test_a_function_with_what_it_needs(shop: Path) -> None:
    found = example(place(shop, 15))
    assert found.expecting("leak") == SHIP


def test_what_one_function_needs_another_does_not(shop: Path) -> None:
    code = example(place(shop, 29)).code
    assert code.startswith(
        'package orders\n\nimport (\n\t"time"\n\n\t"example.com/shop/fleet"\n)\n\ntype Order struct {'
    )
    assert "var limit   = 3 * time.Second\n" in code
    assert "another" not in code
    # Of the struct only the field that the function names is left, and of its types only its own.
    assert "type Order struct {\n\tID    string\n}\n" in code
    assert "State" not in code
    assert code.endswith("\t_ = limit\n}\n")


def test_the_call_on_the_line_is_known(shop: Path) -> None:
    found = place(shop, 15).subject()
    assert found is not None
    assert (found.shape, found.qualified, found.ending) == ("obligation", "example.com/shop/fleet.Acquire", "Release")
    assert place(shop, 15).subject("struct") is None
    assert place(shop, 19).subject() is not None
    assert place(shop, 16).subject() is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (1, "this line is not in a function"),
        (6, "this line is not in a function"),
        (12, "this line is not in a function"),
        (99, "the file has 36 lines"),
        (35, "the declaration around this line has a syntax error"),
    ],
)
def test_lines_that_make_no_example(shop: Path, line: int, reason: str) -> None:
    with pytest.raises(UsageError, match=f"orders.go:{line}: {reason}"):
        place(shop, line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        Place(Named(str(tmp_path / "x.go"), 1))


def test_a_line_that_cannot_hold_a_comment(shop: Path) -> None:
    with pytest.raises(UsageError, match="comment cannot follow this line"):
        example(place(shop, 23)).expecting("x")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a/b.go:7", Named("a/b.go", 7)),
        ("b.go:7:", Named("b.go", 7)),
        ("C:/b.go:7:12: error: x.go:9", Named("C:/b.go", 7, 12)),
    ],
)
def test_a_line_as_reports_name_it(text: str, found: Named) -> None:
    assert named(text) == found


@pytest.mark.parametrize("text", ["b.go", "b.go:", "b.go:x", "b.go:0", "b.py:7", "b.go:-1", "b.go:²"])
def test_no_name_of_a_line(text: str) -> None:
    with pytest.raises(UsageError, match="name a line of Go code as FILE:LINE"):
        named(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=20))
def test_a_pattern_is_quoted_so_that_it_is_read_again(pattern: str) -> None:
    text = f"package p\n\nvar x = 1 // want {quoted(pattern)}\n"
    assert [each.pattern for each in expectations(SourceFile("a.go", text.encode()))] == [pattern]


def docstring(data: bytes) -> str:
    text = RuleText("x.py", data)
    assert text.docstring is not None
    value = text.docstring.evaluated_value
    assert isinstance(value, str)
    return value


@pytest.mark.parametrize(
    ("before", "section", "after"),
    [
        ("", "Bad", f"\n## Bad\n\n{BLOCK}"),
        ("\n## Bad\n\n```go\na\n```\n", "Bad", f"\n## Bad\n\n```go\na\n```\n\n{BLOCK}"),
        ("\n## Bad\n\nx\n\n## Good\n\ny\n", "Bad", f"\n## Bad\n\nx\n\n{BLOCK}\n## Good\n\ny\n"),
        ("\n## Bad\n\nx\n\n## Limits\n\ny\n", "Good", f"\n## Bad\n\nx\n\n## Good\n\n{BLOCK}\n## Limits\n\ny\n"),
        ("\n## Bad\n\n```go\na\n```\nmore\n", "Bad", f"\n## Bad\n\n```go\na\n```\n\n{BLOCK}more\n"),
        ("\n## Good\n\n```go\n## Bad\n```\n", "Bad", f"\n## Bad\n\n{BLOCK}\n## Good\n\n```go\n## Bad\n```\n"),
    ],
)
def test_where_an_example_goes(before: str, section: str, after: str) -> None:
    data = f'{BEGINNING}{before}"""\n\nX = 1\n'
    assert with_example("x.py", data.encode(), section, CODE).decode() == f'{BEGINNING}{after}"""\n\nX = 1\n'


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"X = 1\n", CODE, "does not start with a docstring in triple quotes"),
        (b'"a title"\n', CODE, "does not start with a docstring in triple quotes"),
        (b'"""a""" """b"""\n', CODE, "does not start with a docstring in triple quotes"),
        (b'r"""a"""\n', 'var x = `"""`\n', "is a raw string, which cannot hold"),
        (b"def f(:\n", CODE, "it is not valid Python"),
    ],
)
def test_what_cannot_be_added_to(data: bytes, code: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        with_example("x.py", data, "Bad", code)


def test_what_python_would_read_is_escaped() -> None:
    code = 'package p\n\nvar x = "\\n\\"" + `"""\\x`\n'
    data = with_example("x.py", b'"""T\n"""\n', "Good", code)
    assert go_blocks(sections(docstring(data))["Good"]) == [code]
    raw = with_example("x.py", b"r'''T\n'''\n", "Good", code)
    assert b'var x = "\\n\\"" + `"""\\x`\n' in raw


ODD = st.text(st.sampled_from("ab é\t \\#"), max_size=12)
STATEMENT = st.one_of(
    ODD.map(lambda text: f"# {text}"),
    st.just("x =  1 ;y=2"),
    st.just("def  f( a,b = 1 ) :\n\treturn(a)   # c"),
    st.just("X = [\n  1,\n     2\n]\t"),
    st.just("\x0c"),
    st.just("    "),
    st.just("z = 'a' \\\n   'b'"),
    st.just('T = """\n## Bad\n```go\n"""'),
)
PROSE = st.one_of(
    ODD.map(lambda text: text.replace("\\", "\\\\")),
    st.sampled_from(["", "## Bad", "## Good", "## Limits", "```go", "```", "## Odd"]),
)


@settings(max_examples=60)
@given(
    before=st.lists(st.one_of(ODD.map(lambda text: f"#{text}"), st.just("")), max_size=3),
    prefix=st.sampled_from(["", "r", "R", "u"]),
    quote=st.sampled_from(['"""', "'''"]),
    prose=st.lists(PROSE, max_size=8),
    after=st.lists(STATEMENT, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    mark=st.booleans(),
    section=st.sampled_from(["Bad", "Good"]),
)
def test_every_byte_outside_of_the_docstring_stays(  # noqa: PLR0913 - what a file is made of, each by name
    *,
    before: list[str],
    prefix: str,
    quote: str,
    prose: list[str],
    after: list[str],
    end: str,
    last: bool,
    mark: bool,
    section: str,
) -> None:
    head = "".join(f"{line}\n" for line in before) + prefix + quote
    inner = "\n".join(["Title", *prose, ""])
    tail = quote + "\n" + "\n".join(after) + "\n" * last
    parts = [part.replace("\n", end).encode() for part in (head, inner, tail)]
    parts[0] = b"\xef\xbb\xbf" * mark + parts[0]
    whole = b"".join(parts)
    changed = with_example("x.py", whole, section, CODE)
    assert changed.startswith(parts[0])
    assert changed.endswith(parts[2])
    new = changed[len(parts[0]) : len(changed) - len(parts[2])]
    # The docstring loses nothing either: it is the old one with lines inserted in one place.
    old_lines, new_lines = parts[1].split(b"\n"), new.split(b"\n")
    added = len(new_lines) - len(old_lines)
    assert added > 0
    assert any(new_lines[:at] + new_lines[at + added :] == old_lines for at in range(len(old_lines) + 1))
    if prose.count("```") == prose.count("```go") == 0:
        assert go_blocks(docstring(changed)) == [CODE.replace("\t", " " * 8)]


@pytest.mark.parametrize("path", rule_files()[::4], ids=lambda path: Path(path).stem)
def test_our_own_rules_take_an_example_and_keep_their_promises(path: str, shop: Path) -> None:
    before = Path(path).read_bytes()
    after = add_example(path, before, place(shop, 30), "Good", None)
    assert broken_promises(path, after) == []
    assert len(after) > len(before)
    order = [name for name in sections(docstring(after)) if name]
    assert order == [name for name in SECTIONS if name in order]


def test_a_bad_example_expects_what_the_rule_says(shop: Path) -> None:
    path = next(each for each in rule_files() if each.endswith("ticker_not_stopped.py"))
    data = Path(path).read_bytes()
    after = add_example(path, data, place(shop, 15), "Bad", None)
    assert b'fleet.Acquire(order.ID) // want "^note: .*ticker-not-stopped"\n' in after
    line = after[: after.index(b"fleet.Acquire(")].count(b"\n") + 1
    assert [each for each in broken_promises(path, after) if f":{line}: Bad block 2: nothing matches" in each]
    own = add_example(path, data, place(shop, 15), "Bad", r"a\d")
    assert b"// want `a\\\\d`\n" in own


def test_a_pattern_that_is_none(shop: Path) -> None:
    with pytest.raises(UsageError, match="not a regular expression"):
        add_example("x.py", b"", place(shop, 15), "Bad", "(")
    with pytest.raises(UsageError, match="--want goes with --bad"):
        add_example("x.py", b"", place(shop, 15), "Good", "x")
