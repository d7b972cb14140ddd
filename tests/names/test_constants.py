"""Constant expressions have the values that Go gives them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.names.constants import unquoted
from tests.go_code import Code, innermost

HEAD = 'package p\n\nimport (\n\t"math"\n\t"net/http"\n\t"time"\n)\n\n'
GROUP = (
    "const (\n\tzero = iota\n\tone\n\t_\n\tthree, thirty = iota, iota * 10\n"
    "\tfour, forty\n\tsize = 1 << (10 * iota)\n)\nvar v = 1\ntype d time.Duration\n"
)
ESCAPES = {
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2*3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3),
        ("7.0 / 2", 3.5),
        ("7 % 4", 3),
        ("1 << 20", 1048576),
        ("0x1F + 0b11 + 0o17 + 017 + 1_000", 31 + 3 + 15 + 15 + 1000),
        ("1e3", 1000.0),
        ("!true || 1 < 2", True),
        ('"a" + "b"', "ab"),
        ("`a\\n`", "a\\n"),
        ("10 * time.Second", 10_000_000_000),
        ("time.Duration(5)", 5),
        ("d(5) * 2", 10),
        ("5 * time.Minute / 2", 150_000_000_000),
        ("http.MethodGet", "GET"),
        ("http.StatusOK == 200", True),
        ("zero", 0),
        ("one", 1),
        ("three", 3),
        ("thirty", 30),
        ("forty", 40),
        ("size", 1 << 50),
        ("-one", -1),
        ("^0", -1),
        ("v", None),
        ("v + 1", None),
        ("1 / 0", None),
        ('1 + "a"', None),
        ("1 << 9999999", None),
        ("missing", None),
        ("time.Now()", None),
        ("time.Missing", None),
        ("len(`abc`)", None),
        ("math.Sqrt(4)", None),
    ],
)
def test_a_constant_has_its_value(text: str, value: object, tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": f"{HEAD}{GROUP}var it = {text}\n"})
    spec = code.node(f"it = {text}", kind="var_spec")
    holder = spec.field("value")
    assert holder is not None
    found = code.shapes.types.constants.value(innermost(holder), code.file())
    assert found == value
    assert type(found) is type(value)


def test_circles_of_constants_have_no_value(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n\nconst a = b + 1\nconst b = a + 1\n"})
    assert code.shapes.types.constants.of_symbol(code.file().declarations["a"]) is None


def quoted(text: str) -> str:
    """Return a Go string literal for a text, by the rules of the specification."""
    return '"' + "".join(ESCAPES.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in text) + '"'


TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


@given(TEXTS)
def test_what_is_quoted_comes_back(text: str) -> None:
    assert unquoted(quoted(text)) == text


@given(TEXTS.filter(lambda text: "`" not in text))
def test_raw_strings_are_themselves_without_carriage_returns(text: str) -> None:
    assert unquoted(f"`{text}`") == text.replace("\r", "")


@pytest.mark.parametrize(
    ("text", "value"), [(r'"\x41\101\u00e9\U0001F600"', "AAé😀"), (r'"\\n"', r"\n"), ('""', ""), ("``", "")]
)
def test_escapes(text: str, value: str) -> None:
    assert unquoted(text) == value
