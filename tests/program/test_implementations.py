"""Implementations: what a call through one of the module's interfaces may reach."""

import pytest

from golint_conn.names.budgets import IMPLEMENTATIONS
from golint_conn.program.implementations import Implementations
from tests.go_code import Code
from tests.program.conftest import WriteCode

STORE = """type Store interface {
	Get(key string) (string, error)
	Close() error
}

func use(s Store) { s.Close() }
"""


def reached(code: Code, call: str = "s.Close()", file: str = "a.go") -> list[str]:
    site = code.site(call, file, kind="call_expression")
    found = Implementations(code.program.references).of(code.program.callee(site), site.file)
    return [
        f"{each.file.path.removeprefix(f'{code.root}/')}:{each.file.source.line_number(each.node.start)}"
        for each in found
    ]


def methods(receiver: str, *names: str) -> str:
    signatures = {"Get": "Get(key string) (string, error) { return key, nil }", "Close": "Close() error { return nil }"}
    return "".join(f"func ({receiver}) {signatures[name]}\n" for name in names)


def test_types_with_all_methods_by_value_or_pointer(go: WriteCode) -> None:
    code = go(
        STORE,
        b=f"package p\n\ntype memory struct{{}}\n\n{methods('m memory', 'Close', 'Get')}",
        disk__d=f"package disk\n\ntype Disk struct{{}}\n\n{methods('*Disk', 'Close', 'Get')}",
        half__h=f"package half\n\ntype Half struct{{}}\n\n{methods('Half', 'Close')}",
    )
    assert reached(code) == ["b.go:5", "disk/d.go:5"]


def test_another_signature_is_no_implementation(go: WriteCode) -> None:
    code = go(
        STORE,
        b=f'package p\n\ntype a struct{{}}\n\n{methods("a", "Close")}\nfunc (a) Get(n int) (string, error) {{ return "", nil }}\n',
        c=f"package p\n\ntype c struct{{}}\n\n{methods('c', 'Close')}\nfunc (c) Get(key string) string {{ return key }}\n",
    )
    assert reached(code) == []


def test_methods_had_by_embedding(go: WriteCode) -> None:
    code = go(
        STORE,
        b=f"package p\n\ntype base struct{{}}\n\n{methods('base', 'Close')}\ntype full struct{{ *base }}\n\n{methods('full', 'Get')}",
    )
    assert reached(code) == ["b.go:5"]


def test_methods_of_embedded_interfaces(go: WriteCode) -> None:
    code = go(
        "type Getter interface { Get(key string) (string, error) }\n\n"
        "type Store interface {\n\tGetter\n\tio.Closer\n\tFlush()\n}\n\nfunc use(s Store) { s.Flush() }",
        "io",
        b=f"package p\n\ntype full struct{{}}\n\n{methods('full', 'Get', 'Close')}func (full) Flush() {{}}\n",
        c="package p\n\ntype bare struct{}\n\nfunc (bare) Flush() {}\n",
    )
    assert reached(code, "s.Flush()") == ["b.go:7"]


def test_generic_interface(go: WriteCode) -> None:
    code = go(
        "type Source[T any] interface { Next() (T, error) }\n\nfunc use(s Source[int]) { s.Next() }",
        b="package p\n\ntype ints struct{}\n\nfunc (*ints) Next() (int, error) { return 0, nil }\n",
        c="package p\n\ntype bag[T any] struct{ t T }\n\nfunc (b *bag[T]) Next() (T, error) { return b.t, nil }\n",
    )
    assert reached(code, "s.Next()") == ["b.go:5", "c.go:5"]


def test_a_type_of_a_test_counts_in_tests_only(go: WriteCode) -> None:
    code = go(
        STORE,
        b=f"package p\n\ntype real struct{{}}\n\n{methods('real', 'Close', 'Get')}",
        b_test=f"package p\n\ntype fake struct{{}}\n\n{methods('fake', 'Close', 'Get')}\nfunc try(s Store) {{ s.Close() }}\n",
    )
    assert reached(code) == ["b.go:5"]
    assert reached(code, file="b_test.go") == ["b.go:5", "b_test.go:5"]


@pytest.mark.parametrize(
    ("count", "expected"), [(IMPLEMENTATIONS.most, IMPLEMENTATIONS.most), (IMPLEMENTATIONS.most + 1, 0)]
)
def test_an_interface_of_many_types_says_nothing(go: WriteCode, count: int, expected: int) -> None:
    types = "".join(f"type t{n} struct{{}}\n\n{methods(f't{n}', 'Close', 'Get')}\n" for n in range(count))
    assert len(reached(go(STORE, b=f"package p\n\n{types}"))) == expected


def test_interfaces_of_others_and_declared_methods_have_none(go: WriteCode) -> None:
    code = go(
        f"type T struct{{}}\n\n{methods('T', 'Close')}\nfunc use(c io.Closer, s T) {{\n\tc.Close()\n\ts.Close()\n}}",
        "io",
    )
    assert reached(code, "c.Close()") == []
    assert reached(code, "s.Close()") == []


def test_an_interface_that_embeds_something_unknown_has_none(go: WriteCode) -> None:
    code = go(
        "type Store interface {\n\tother.Thing\n\tClose() error\n}\n\nfunc use(s Store) { s.Close() }",
        "example.org/other",
        b=f"package p\n\ntype a struct{{}}\n\n{methods('a', 'Close')}",
    )
    assert reached(code) == []


def test_vendored_types_do_not_count(go: WriteCode) -> None:
    code = go(STORE, vendor__x__x=f"package x\n\ntype X struct{{}}\n\n{methods('X', 'Close', 'Get')}")
    assert reached(code) == []
