"""Files that are odd, broken, huge or hostile: no crash, no wrong line, and nothing is left out in silence."""

from pathlib import Path

import pytest

from golint_conn.finding import Finding, NoticeKind
from golint_conn.rule.checking.checker import CheckedFiles, Checker
from golint_conn.rule.loading.registry import load_rules
from golint_conn.source import Reader, SourceFile

pytestmark = pytest.mark.slow

HEAD = 'package p\n\nimport "net/http"\n\n'
BAD = 'func bad{0}() error {{\n\treturn http.ListenAndServe(":80{0}", nil)\n}}\n\n'
LEVELS = 10_000
FEWER = 1_000
"""For what takes time that grows with the square of its depth: levels that ask for their parent, long groups."""


def check(folder: Path, data: bytes) -> CheckedFiles:
    path = folder / "a.go"
    path.write_bytes(data)
    (folder / "go.mod").write_text("module example.com/p\n\ngo 1.24\n", encoding="utf-8")
    return Checker(Reader(str(folder)), load_rules()).check([str(path)])


def places(findings: list[Finding], data: bytes) -> list[tuple[int, int, str]]:
    """Return line, byte column and text of the findings."""
    source = SourceFile("a.go", data)
    spans = [each.primary.span for each in findings]
    positions = [source.byte_position(span.start) for span in spans]
    return sorted((at.line, at.column, source.text(span)) for at, span in zip(positions, spans, strict=True))


PLAIN = (HEAD + BAD.format(1) + BAD.format(2)).encode()
FOUND = [(6, 9, 'http.ListenAndServe(":801", nil)'), (10, 9, 'http.ListenAndServe(":802", nil)')]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.rstrip(),
        PLAIN.replace(b"package p\n", b"package p // \xff\xfe\n"),
        PLAIN.replace(b"package p\n", "package p /* \u2028 \x0b \x0c \x85 é 😀 */\n".encode()),
        PLAIN.replace(b"package p\n", b"package p // a lone \r in a comment\n"),
    ],
    ids=["plain", "bom", "crlf", "bom-crlf", "no-final-newline", "invalid-utf8", "separators", "carriage-return"],
)
def test_odd_bytes_move_no_line(data: bytes, tmp_path: Path) -> None:
    checked = check(tmp_path, data)
    assert places(checked.findings, data) == FOUND
    assert checked.notices == []


def test_invalid_utf8_before_a_finding_counts_byte_by_byte(tmp_path: Path) -> None:
    data = PLAIN.replace(b'\treturn http.ListenAndServe(":801', b'\t_ = "\xff\xfe"; return http.ListenAndServe(":801')
    checked = check(tmp_path, data)
    (first, _second) = places(checked.findings, data)
    assert first == (6, 19, FOUND[0][2])


BROKEN = {
    "expression": 'func broken() error {\n\tx := \n\treturn http.ListenAndServe(":1", nil)\n}\n\n',
    "call": 'func broken() error {\n\tf(1,,2)\n\treturn http.ListenAndServe(":1", nil)\n}\n\n',
    "statement": 'func broken() error {\n\tif {\n\t}\n\treturn http.ListenAndServe(":1", nil)\n}\n\n',
    "parameters": 'func broken(a int,, b) error {\n\treturn http.ListenAndServe(":1", nil)\n}\n\n',
    "character": 'func broken() error {\n\t@\n\treturn http.ListenAndServe(":1", nil)\n}\n\n',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_function_with_a_syntax_error_is_left_alone_and_the_others_are_not(name: str, tmp_path: Path) -> None:
    data = (HEAD + BAD.format(1) + BROKEN[name] + BAD.format(2)).encode()
    checked = check(tmp_path, data)
    assert FOUND[0] in places(checked.findings, data)
    assert [text for _, _, text in places(checked.findings, data)] == [FOUND[0][2], FOUND[1][2]]
    (notice,) = checked.notices
    start = data[: data.index(b"broken")].count(b"\n") + 1
    assert notice.kind is NoticeKind.SYNTAX
    assert notice.path == "a.go"
    assert start <= notice.line < start + BROKEN[name].count("\n")


@pytest.mark.parametrize(
    "tail", ["func broken() {", "func broken() { if x {\n", 'var s = "', "var s = `", "/* open", "}"]
)
def test_a_file_that_breaks_off_says_so(tail: str, tmp_path: Path) -> None:
    data = (HEAD + BAD.format(1) + tail).encode()
    checked = check(tmp_path, data)
    assert places(checked.findings, data) in ([], FOUND[:1])
    assert [notice.kind for notice in checked.notices] == [NoticeKind.SYNTAX]


NESTED = {
    "blocks": "func f() " + "{" * LEVELS + "http.DefaultClient.Timeout = 0" + "}" * LEVELS + "\n",
    "calls": "func f() { _ = " + "g(" * LEVELS + "http.Client{}" + ")" * LEVELS + " }\n",
    "chain": "func f(x T) { _ = x" + ".g()" * LEVELS + " }\n",
    "selectors": "func f(x T) { _ = x" + ".g" * LEVELS + " }\n",
    "sum": "func f() int { return 1" + "+1" * LEVELS + " }\n",
    "operators": "func f() bool { return " + "!" * LEVELS + "true }\n",
    "addresses": "func f(x T) { y := " + "*" * LEVELS + "x; _ = http.Client{Transport: y} }\n",
    "literals": "var x = T{" + "{" * FEWER + "http.Transport{}" + "}" * FEWER + "}\n",
    "functions": "var x = " + "func() any { return " * LEVELS + "&http.Transport{}" + "}" * LEVELS + "\n",
    "types": "var x " + "[]" * LEVELS + "http.Client\n",
    "pointers": "type T " + "*" * LEVELS + "http.Client\nvar y T\nvar z = y.Timeout\n",
    "structs": "type T " + "struct { a " * LEVELS + "http.Client" + "}" * LEVELS + "\nvar y T\nvar z = y.a.a.a\n",
    "generics": "var x " + "T[" * LEVELS + "http.Client" + "]" * LEVELS + "\n",
    "conditions": "func f(x int) { " + "if x > 1 { " * LEVELS + "g(&http.Transport{})" + "}" * LEVELS + " }\n",
    "else": "func f(x int) { if x > 1 { }" + " else if x > 2 { g(&http.Server{}) }" * FEWER + " }\n",
    "loops": "func f(x int) { " + "for { " * LEVELS + "c := &http.Client{}; c.Get(``)" + "}" * LEVELS + " }\n",
    "open": "func f() { x := " + "(" * LEVELS,
    "constants": "const (\n"
    + "\n".join(f"c{n} = c{n + 1}" for n in range(FEWER))
    + "\n)\nvar s = http.Server{ReadTimeout: c0}\n",
    "aliases": "\n".join(f"type t{n} = t{n + 1}" for n in range(1_000)) + "\nvar s t0 = http.Server{}\n",
    "variables": "\n".join(f"var v{n} = v{n + 1}" for n in range(1_000)) + "\nvar s = http.Server{ReadTimeout: v0}\n",
    "wrappers": "\n".join(f"func w{n}() T {{ return w{n + 1}() }}" for n in range(300))
    + "\nvar s = http.Client{Transport: w0()}\n",
}


@pytest.mark.parametrize("name", NESTED)
def test_ten_thousand_levels_stop_nothing(name: str, tmp_path: Path) -> None:
    data = (HEAD + BAD.format(1) + NESTED[name]).encode()
    checked = check(tmp_path, data)
    assert [notice for notice in checked.notices if notice.kind is NoticeKind.CRASH] == []
    found = places(checked.findings, data)
    assert FOUND[0] in found or checked.notices
    lines = data.split(b"\n")
    for line, column, text in found:
        assert lines[line - 1][column - 1 :].decode().startswith(text.partition("\n")[0])


TRANSPORT = "&http.Transport{}"
USE = "x := http.Client{Transport: c}; x.Get(``)"
VALUES = {
    "identity": "func id(t T) T { return t }\nfunc f() { c := "
    + "id(" * FEWER
    + TRANSPORT
    + ")" * FEWER
    + f"; {USE} }}",
    "appended": "func f() { c := " + "append(" * FEWER + f"[]T{{{TRANSPORT}}}" + ", nil)" * FEWER + f"[0]; {USE} }}",
    "slices": "var c = " + "[]any{" * FEWER + TRANSPORT + "}" * FEWER,
    "maps": "var c = " + "map[string]any{`a`: " * FEWER + TRANSPORT + "}" * FEWER,
    "callers": "".join(f"func p{n}() {{ p{n + 1}() }}\n" for n in range(FEWER))
    + f"func p{FEWER}() {{ c := {TRANSPORT}; {USE} }}\nfunc h(w http.ResponseWriter, r *http.Request) {{ p0() }}",
    "variables": f"func f() {{ v0 := {TRANSPORT}\n"
    + "".join(f"v{n + 1} := v{n}\n" for n in range(FEWER))
    + f"c := v{FEWER}; {USE} }}",
    "embedded": "".join(f"type T{n} struct {{ T{n + 1}; *T{n // 2} }}\n" for n in range(FEWER))
    + f"type T{FEWER} struct {{ http.Client }}\nfunc f(t T0) {{ t.Timeout = 0; t.Get(``) }}",
    "generic": "type G[T any] struct { x *G[G[T]]; http.Client }\n"
    "func f(t G[int]) { t.x.x.x.Get(``); _ = http.Server{} }",
    "guards": "func f(a bool) { " + "if a { return }; " * FEWER + f"c := {TRANSPORT}; {USE} }}",
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_goes_a_long_way_stops_nothing(name: str, tmp_path: Path) -> None:
    checked = check(tmp_path, f"{HEAD}{BAD.format(1)}{VALUES[name]}\n".encode())
    assert {notice.kind for notice in checked.notices} <= {NoticeKind.LIMIT}
    assert "missing-server-timeout" in {finding.rule for finding in checked.findings}


def test_twenty_megabytes(tmp_path: Path) -> None:
    filler = "// " + "x" * 97 + "\n"
    quiet = "func quiet{}(a, b int) int {{\n\treturn a*b + len(`{}`)\n}}\n\n"
    middle = "".join(quiet.format(n, "y" * 4_000) for n in range(1_000)) + filler * 160_000
    data = (HEAD + BAD.format(1) + middle + BAD.format(2)).encode()
    assert len(data) > 20_000_000
    checked = check(tmp_path, data)
    last = data.count(b"\n") - 2
    assert places(checked.findings, data) == [FOUND[0], (last, *FOUND[1][1:])]
    assert checked.notices == []
