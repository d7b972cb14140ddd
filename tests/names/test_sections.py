"""Declaration ranges: parsing a file in pieces gives the same result as parsing all of it."""

import random

import pytest

from golint_conn.names.decl_ranges import DeclRanges, SectionKind
from golint_conn.names.gofile import GoFile, receiver_type
from golint_conn.source import SourceFile
from tests.go_tool import goroot

pytestmark = pytest.mark.slow

SAMPLE = 800


def file(text: str | bytes) -> GoFile:
    return GoFile("/code/a.go", SourceFile("a.go", text if isinstance(text, bytes) else text.encode()))


def declared(parsed: GoFile) -> tuple[list[tuple[str, int, int]], set[tuple[str, str]]]:
    """Return the declarations of the whole tree, and the names in it with the types whose methods they are."""
    tops = parsed.tree.root.children
    names = {("", symbol.name) for top in tops for symbol in parsed.declared_by(top)}
    for top in tops:
        symbol = parsed.method_of(top)
        if symbol is not None:
            names.add((receiver_type(top), symbol.name))
    return [(top.kind, top.start, top.end) for top in tops], names


def test_on_go_itself() -> None:
    paths = sorted((goroot() / "src").rglob("*.go"))
    for path in random.Random(7).sample(paths, SAMPLE):  # noqa: S311 - a sample, not a secret
        if not path.is_file():
            continue
        parsed = file(path.read_bytes())
        whole, names = declared(parsed)
        if parsed.tree.has_error:
            continue
        assert [(top.kind, top.start, top.end) for top in parsed.top_level] == whole, path
        told = {(receiver.decode(), name.decode()) for receiver, name, _ in parsed.names()}
        # There may be more names than declarations, but never fewer.
        assert names - {("", "_")} <= told, path


ODD = {
    "code in a raw string": "package p\n\nvar s = `\nfunc f() {\n`\n\nfunc g() {}\n",
    "code in a comment": "package p\n\n/*\nfunc f() {\n*/\nfunc g() {}\n",
    "half a comment in a string": 'package p\n\nvar s = "/*"\n\nfunc g() {}\n',
    "a lone quote in a comment": "package p\n\n// don`t\nfunc g() {}\n",
    "a brace in a string": 'package p\n\nfunc f() { _ = "{" }\n\nfunc g() {}\n',
    "a brace in a rune": "package p\n\nfunc f() { _ = '{' }\n\nfunc g() {}\n",
    "not laid out": "package p\nfunc f() {\nvar x = 1\n_ = x\n}\nfunc g() {}\n",
    "two in a line": "package p\n\nfunc f() {}; func g() {}\n",
    "indented": "package p\n\nfunc f() {\n}\n\tfunc g() {}\n",
    "after a comment": "package p\n\nfunc f() {\n}\n/* c */ func g() {}\n",
    "carriage returns": "package p\r\n\r\nfunc f() {\r\n}\r\n\r\nfunc g() {}\r\n",
    "no line end": "package p\n\nfunc g() {}",
    "comment lines that end in blanks": "package p\n\nfunc f() {\n}\n" + "// c \n" * 40 + "/* c */\nfunc g() {\n}\n",
    "comment lines with carriage returns": "package p\r\n\r\nfunc f() {\r\n}\r\n"
    + "// c\r\n" * 40
    + "/* c */\r\nfunc g() {\r\n}\r\n",
    "slashes": "package p\n\nfunc f() {\n}\n" + "// " * 40 + "\n/* c */\nfunc g() {\n}\n",
    "a byte order mark": "\ufeffpackage p\n\nfunc g() {}\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files(name: str) -> None:
    parsed = file(ODD[name])
    whole, names = declared(parsed)
    assert [(top.kind, top.start, top.end) for top in parsed.top_level] == whole
    assert ("", "g") in names
    assert parsed.declaration("g") is not None


@pytest.mark.parametrize("broken", ["func f() {\n\tx := (1\n}", 'var s = "(" + "\\"', "var r = '"])
def test_a_file_that_is_broken_is_broken_in_one_place(broken: str) -> None:
    parsed = file(f"package p\n\n{broken}\n\nfunc g() {{}}\n")
    assert parsed.errors()
    assert parsed.declaration("g") is not None


@pytest.mark.parametrize(
    ("receiver", "name"),
    [
        ("t T", "T"),
        ("t *T", "T"),
        ("t * T", "T"),
        (" t  **T ", "T"),
        ("T", "T"),
        ("*T ", "T"),
        ("T ", "T"),
        ("t T[K, V]", "T"),
        ("t *T [K, map[K]V] ", "T"),
        ("T[K]", "T"),
        ("\n\tt T,\n", None),
        ("t T !", None),
        ("t", "t"),
        ("", None),
    ],
)
def test_receivers(receiver: str, name: str | None) -> None:
    section = DeclRanges(f"package p\n\nfunc ({receiver}) M() {{}}\n".encode()).all[1]
    if name is None:
        assert section.kind is SectionKind.ANY
    else:
        assert (section.kind, section.receiver, section.names) == (SectionKind.FUNCTION, name.encode(), (b"M",))


def test_sections_cover_the_file() -> None:
    data = b'package p\n\nimport "x"\n\ntype T int\n\nfunc (t T) M() {}\n\nvar a, b = 1, 2\n'
    found = DeclRanges(data).all
    assert [section.kind for section in found] == [
        SectionKind.HEAD,
        SectionKind.OTHER,
        SectionKind.FUNCTION,
        SectionKind.OTHER,
    ]
    assert [(section.receiver, section.names) for section in found[1:]] == [
        (b"", (b"T",)),
        (b"T", (b"M",)),
        (b"", (b"a", b"b")),
    ]
    assert [each.start for each in found[1:]] == [each.end for each in found[:-1]]
    assert found[-1].end == len(data)
