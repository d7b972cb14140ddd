"""Scopes: a name means the declaration that Go says it means.

In the code, `x/*=a*/` is a declaration called a, and `x/*a*/` a use that must mean it.
"""

from pathlib import Path

import pytest

from golint_conn.names.symbol import SymbolKind
from tests.go_code import Code, misunderstood
from tests.go_tool import vet

SNIPPETS = {
    "block": "x/*=a*/ := 1\n{\n x/*=b*/ := x/*a*/\n _ = x/*b*/\n}\n_ = x/*a*/",
    "own value": "x/*=a*/ := 1\nif true {\n x/*=b*/ := x/*a*/ + 1\n _ = x/*b*/\n}",
    "redeclared": "x/*=a*/, y := 1, 2\nx/*a*/, z := 3, 4\n_, _, _ = x/*a*/, y, z",
    "if chain": "if err/*=a*/ := f(); err/*a*/ == nil {\n err/*=b*/ := f()\n _ = err/*b*/\n} else {\n _ = err/*a*/\n}",
    "range": "v/*=a*/ := []int{1}\nfor i, v/*=b*/ := range v/*a*/ {\n _, _ = i, v/*b*/\n}\n_ = v/*a*/",
    "range assigns": "var i/*=a*/ int\nfor i/*a*/ = range 3 {\n}\n_ = i/*a*/",
    "switch": (
        "x/*=a*/ := 1\nswitch x/*=b*/ := x/*a*/ + 1; x/*b*/ {\ncase 1:\n"
        " x/*=c*/ := x/*b*/\n _ = x/*c*/\ncase 2:\n _ = x/*b*/\n}\n_ = x/*a*/"
    ),
    "type switch": (
        "x/*=a*/ := any(1)\nswitch x/*=b*/ := x/*a*/.(type) {\ncase int:\n _ = x/*b*/\n"
        "default:\n {\n  x/*=c*/ := x/*b*/\n  _ = x/*c*/\n }\n}\n_ = x/*a*/"
    ),
    "select": (
        "c := make(chan error)\nerr/*=a*/ := f()\nselect {\ncase err/*=b*/ := <-c:\n"
        " _ = err/*b*/\ncase err/*a*/ = <-c:\n _ = err/*a*/\n}\n_ = err/*a*/"
    ),
    "closure": (
        "x/*=a*/ := 1\ng := func(y/*=b*/ int) (x/*=c*/ int) {\n"
        " x/*c*/ = y/*b*/\n return x/*c*/\n}\n_, _ = g(x/*a*/), x/*a*/"
    ),
    "closure sees": "x/*=a*/ := 1\nfunc() {\n x/*a*/++\n x/*=b*/ := x/*a*/\n _ = x/*b*/\n}()\n_ = x/*a*/",
    "not yet": "_ = name/*p*/\nname/*=b*/ := 1\n_ = name/*b*/",
    "package and local": "_ = name/*p*/\nif true {\n name/*=b*/ := name/*p*/\n _ = name/*b*/\n}\n_ = name/*p*/",
    "local const": "const c/*=a*/ = 1\nif true {\n const c/*=b*/ = c/*a*/ + 1\n _ = c/*b*/\n}\n_ = c/*a*/",
    "local type": (
        "type T/*=a*/ struct{ next *T/*a*/ }\nif true {\n type T/*=b*/ []T/*b*/\n var _ T/*b*/\n}\nvar _ T/*a*/"
    ),
    "var block": "var (\n x/*=a*/ = 1\n y/*=b*/ = x/*a*/\n)\n_ = y/*b*/",
    "label": "x/*=a*/ := 1\nx:\nfor x/*a*/ < 3 {\n x/*a*/++\n continue x\n}",
    "struct key": "a/*=a*/ := 1\n_ = S{a: a/*a*/}\n_ = map[int]int{a/*a*/: a/*a*/}\n_ = []S{{a: a/*a*/}}",
    "field": "a/*=a*/ := S{}\na/*a*/.a = 1\n_ = a/*a*/.a",
    "universe": "len/*=a*/ := 1\n_ = len/*a*/\nstring/*=b*/ := len/*a*/\n_ = string/*b*/",
    "import": "_ = http.DefaultClient\nhttp/*=a*/ := 1\n_ = http/*a*/",
    "goto": "x/*=a*/ := 1\nif x/*a*/ > 0 {\n goto end\n}\nx/*a*/ = 2\nend:\n_ = x/*a*/",
    "unicode": "é/*=a*/ := 1\nif true {\n é/*=b*/ := é/*a*/\n _ = é/*b*/\n}\n_ = é/*a*/",
    "defer": "x/*=a*/ := 1\ndefer func(x/*=b*/ int) {\n _ = x/*b*/\n}(x/*a*/)",
}
AROUND = """package p

import "net/http"

var name/*=p*/ = 1
var _ = http.DefaultClient

type S struct{{ a int }}

func f() error {{ return nil }}

func _() {{
{0}
}}
"""
FUNCTIONS = {
    "parameters": "func g(a/*=a*/, b/*=b*/ int, c/*=c*/ ...string) (d/*=d*/ int, err/*=e*/ error) {\n"
    " _, _, _ = a/*a*/, b/*b*/, c/*c*/\n d/*d*/, x := 1, err/*e*/\n _ = x\n return d/*d*/, err/*e*/\n}",
    "receiver": "type T/*=t*/ struct{}\nfunc (t/*=a*/ *T/*t*/) m(x/*=b*/ T/*t*/) { _, _ = t/*a*/, x/*b*/ }",
    "receiver shadows type": "type t/*=t*/ struct{}\nfunc (t/*=a*/ *t/*t*/) m() { _ = t/*a*/ }",
    "type parameters": "func g[T/*=a*/ any, S/*=b*/ ~[]T/*a*/](x/*=c*/ S/*b*/) (y T/*a*/) { _ = x/*c*/; return }",
    "generic type": (
        "type L/*=l*/[T/*=a*/ any] struct{ next *L/*l*/[T/*a*/]; v T/*a*/ }\n"
        "func (l/*=r*/ *L/*l*/[U/*=u*/]) m(x U/*u*/) { _ = l/*r*/.v }"
    ),
    "parameter types": "func g(x/*=a*/ func(x int) int) { _ = x/*a*/ }",
    "recursion": "func g/*=g*/(n/*=n*/ int) { if n/*n*/ > 0 { g/*g*/(n/*n*/ - 1) } }",
    "package literal": (
        "var h/*=h*/ = func(x/*=a*/ int) int {\n y/*=b*/ := x/*a*/\n return y/*b*/\n}\nvar i = h/*h*/(1)"
    ),
    "mutual": "var one/*=a*/ = two/*b*/\nvar two/*=b*/ = 3\nfunc g() int { return one/*a*/ }",
    "group": "const (\n zero/*=a*/ = iota\n first/*=b*/\n)\nvar x = [first/*b*/ + 1]int{zero/*a*/: 1}",
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_name_in_a_function(name: str, tmp_path: Path) -> None:
    assert misunderstood(Code(tmp_path, {"a.go": AROUND.format(SNIPPETS[name])})) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_name_in_a_declaration(name: str, tmp_path: Path) -> None:
    assert misunderstood(Code(tmp_path, {"a.go": f"package p\n\n{FUNCTIONS[name]}\n"})) == []


def test_the_snippets_are_go(tmp_path: Path) -> None:
    files = {f"s{n}/a.go": AROUND.format(each) for n, each in enumerate(SNIPPETS.values())}
    files |= {f"f{n}/a.go": f"package p\n\n{each}\n" for n, each in enumerate(FUNCTIONS.values())}
    assert vet(Code(tmp_path, files).root) == ""


def test_other_files_of_the_package_are_seen_and_other_packages_are_not(tmp_path: Path) -> None:
    files = {
        "a.go": "package p\n\nvar x = y + Z\n",
        "b.go": "package p\n\nvar y, Z = 1, 2\n",
        "a_test.go": "package p_test\n\nvar outer = inner\n",
        "b_test.go": "package p_test\n\nvar inner = y\n",
    }
    code = Code(tmp_path, files)
    file, test = code.file(), code.file("a_test.go")
    y, z = (code.names.resolve(name, 0, file) for name in ("y", "Z"))
    assert [each.file.path.rpartition("/")[2] for each in (y, z)] == ["b.go", "b.go"]  # type: ignore[union-attr]
    assert code.names.resolve("inner", 0, test) is not None
    assert code.names.resolve("y", 0, test) is None
    assert code.names.resolve("inner", 0, file) is None


def test_kinds_of_symbols(tmp_path: Path) -> None:
    text = (
        "package p\n\nfunc (r T) m(a int) (b int) {\n\tc := 1\n\tconst d = 2\n"
        "\ttype e int\n\treturn c + d + int(e(a)) + b\n}\n\ntype T struct{}\n"
    )
    code = Code(tmp_path, {"a.go": text})
    kinds = {name: code.names.symbol_of(code.identifier(name), code.file()) for name in "rabcdeT"}
    assert {name: symbol.kind for name, symbol in kinds.items() if symbol is not None} == {
        "r": SymbolKind.RECEIVER,
        "a": SymbolKind.PARAMETER,
        "b": SymbolKind.RESULT,
        "c": SymbolKind.VARIABLE,
        "d": SymbolKind.CONSTANT,
        "e": SymbolKind.TYPE,
        "T": SymbolKind.TYPE,
    }
