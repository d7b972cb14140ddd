"""A package that written code needs is imported where gofmt and people would put it, or not at all."""

from pathlib import Path

import pytest

from golint_conn.rule.fixes.import_edits import imported
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.source import edited
from tests.go_code import Code
from tests.go_tool import gofmt

END = "\nfunc f() {\n\tuse()\n}\n"


def outcome(folder: Path, head: str, body: str = END, **others: str) -> tuple[str, str] | None:
    code = Code(folder, {"a.go": head + body, **{f"{name}.go": text for name, text in others.items()}})
    offset = code.node("use()").start
    found = imported("time", offset, Lines(code.file()), code.names)
    if found is None:
        return None
    text = edited(code.file().source.data, found[1]).decode()
    assert text == gofmt(text.encode()).decode()
    return found[0], text.removesuffix(body)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("package p\n", 'package p\n\nimport "time"\n'),
        ('package p\n\nimport "net"\n', 'package p\n\nimport (\n\t"net"\n\t"time"\n)\n'),
        ('package p\n\nimport x "z"\n', 'package p\n\nimport (\n\t"time"\n\tx "z"\n)\n'),
        ('package p\n\nimport "net" // why\n', 'package p\n\nimport "net" // why\nimport "time"\n'),
        ('package p\n\nimport "fmt"\nimport "net"\n', 'package p\n\nimport "fmt"\nimport "net"\nimport "time"\n'),
        (
            'package p\n\nimport (\n\t"net"\n\n\t"a.org/b"\n)\n',
            'package p\n\nimport (\n\t"net"\n\t"time"\n\n\t"a.org/b"\n)\n',
        ),
        (
            'package p\n\nimport (\n\t"fmt"\n\t"unicode"\n)\n',
            'package p\n\nimport (\n\t"fmt"\n\t"time"\n\t"unicode"\n)\n',
        ),
        (
            'package p\n\nimport (\n\t"a.org/b"\n)\n',
            'package p\n\nimport (\n\t"time"\n\n\t"a.org/b"\n)\n',
        ),
        (
            'package p\n\n// #include <a.h>\nimport "C"\n\nimport "net"\n',
            'package p\n\n// #include <a.h>\nimport "C"\n\nimport (\n\t"net"\n\t"time"\n)\n',
        ),
        ('package p\n\nimport _ "time"\n', 'package p\n\nimport (\n\t"time"\n\t_ "time"\n)\n'),
    ],
)
def test_a_package_is_added(head: str, expected: str, tmp_path: Path) -> None:
    assert outcome(tmp_path, head) == ("time", expected)


def test_a_package_that_is_there_goes_by_its_name(tmp_path: Path) -> None:
    head = 'package p\n\nimport gotime "time"\n'
    assert outcome(tmp_path, head) == ("gotime", head)


@pytest.mark.parametrize(
    ("head", "body", "others"),
    [
        ('package p\n\nimport "a.org/time"\n', END, {}),
        ("package p\n", "\nfunc f(time int) {\n\tuse()\n}\n", {}),
        ('package p\n\nimport "time"\n', "\nfunc f(time int) {\n\tuse()\n}\n", {}),
        ("package p\n", END, {"b": "package p\n\nvar time = 1\n"}),
        ("package p\n", "\ntype time int\n" + END, {}),
        ('package p\n\nimport ("fmt"; "net")\n', END, {}),
        ('package p\n\nimport (\n\t"net"     // a\n\t"unicode" // b\n)\n', END, {}),
    ],
    ids=["other import", "parameter", "hidden", "other file", "type", "one line", "comments in one column"],
)
def test_a_name_that_is_taken_or_a_layout_of_its_own(
    head: str, body: str, others: dict[str, str], tmp_path: Path
) -> None:
    assert outcome(tmp_path, head, body, **others) is None
