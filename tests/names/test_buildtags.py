"""Build constraints: what the file name and the `//go:build` line say about linux on amd64."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.names.buildtags import evaluate, holds

TAGS = {
    "linux": True,
    "amd64": True,
    "cgo": True,
    "unix": True,
    "gc": True,
    "go1.18": True,
    "windows": False,
    "arm64": False,
    "ignore": False,
    "mytag": False,
    "race": False,
}


def expressions() -> st.SearchStrategy[tuple[str, bool]]:
    """Return expressions with the value that Python's own operators give them."""
    leaves = st.sampled_from(sorted(TAGS.items()))

    def larger(inner: st.SearchStrategy[tuple[str, bool]]) -> st.SearchStrategy[tuple[str, bool]]:
        return st.one_of(
            st.tuples(inner).map(lambda e: (f"!({e[0][0]})", not e[0][1])),
            st.tuples(inner, inner).map(lambda e: (f"({e[0][0]}) && ({e[1][0]})", e[0][1] and e[1][1])),
            st.tuples(inner, inner).map(lambda e: (f"({e[0][0]})||({e[1][0]})", e[0][1] or e[1][1])),
        )

    return st.recursive(leaves, larger, max_leaves=12)


@given(expressions())
def test_an_expression_has_its_value(expression: tuple[str, bool]) -> None:
    text, value = expression
    assert evaluate(text) == value


@pytest.mark.parametrize(("a", "b", "c"), list(product(["linux", "windows"], repeat=3)))
def test_and_binds_stronger_than_or_and_not_strongest(a: str, b: str, c: str) -> None:
    x, y, z = (TAGS[each] for each in (a, b, c))
    assert evaluate(f"{a} || {b} && {c}") == (x or (y and z))
    assert evaluate(f"{a} && {b} || {c}") == ((x and y) or z)
    assert evaluate(f"!{a} && {b}") == ((not x) and y)
    assert evaluate(f"!!{a} || !{b}") == (x or not y)


@given(st.text(alphabet="linuxwd &|!().1go_", max_size=40))
def test_any_text_has_a_value(text: str) -> None:
    assert evaluate(text) in {True, False}


def test_depth_costs_no_recursion() -> None:
    assert evaluate("(" * 10_000 + "linux" + ")" * 10_000)
    assert evaluate("!" * 10_000 + "linux")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.go", True),
        ("a_linux.go", True),
        ("a_amd64.go", True),
        ("a_linux_amd64.go", True),
        ("a_linux_arm64.go", False),
        ("a_windows.go", False),
        ("a_windows_amd64.go", False),
        ("a_arm64_test.go", False),
        ("a_linux_test.go", True),
        ("a_windows_helper.go", True),
        ("linux.go", True),
        ("windows.go", True),
        ("a_unix.go", True),
        ("a_amd64_windows.go", False),
    ],
)
def test_file_names(name: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert holds(f"/x/{name}", b"package p\n") == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("//go:build linux\n\n", True),
        ("//go:build !linux\n\n", False),
        ("// Copyright\n\n//go:build windows\n// +build windows\n\n", False),
        ("//go:build windows\r\n\r\n", False),
        ("// go:build windows\n\n", True),
        ("//go:build\n\n", True),
    ],
)
def test_constraint_lines(head: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert holds("/x/a.go", f"{head}package p\n".encode()) == expected


def test_a_line_behind_the_package_clause_is_a_comment() -> None:
    assert holds("/x/a.go", b"package p\n\n//go:build windows\n")
