"""Declarations of other files are found however they are laid out."""

from pathlib import Path

import pytest

from tests.go_code import Code

DECLARATIONS = {
    "indented function": "\tfunc it() int { return 0 }",
    "indented variable": "  var it int",
    "two in a line": "var other = 1; var it int",
    "after a type": "type o struct{}; var it int",
    "group in one line": "var ( other = 1; it = 2 )",
    "names on two lines": "var other,\n\tit = 1, 2",
    "keyword and name on two lines": "var\nit int",
    "comment between": "func /* why */ it() int { return 0 }",
    "after a comment": "/* why */ func it() int { return 0 }",
    "letters beyond ASCII": "var \u00fcber_it = 1\nvar it = \u00fcber_it",
}


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_name_of_the_package(name: str, tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n\nvar x = it\n", "b.go": f"package p\n\n{DECLARATIONS[name]}\n"})
    assert code.names.resolve("it", 0, code.file()) is not None


def test_a_name_with_letters_beyond_ascii(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": "package p\n", "b.go": "package p\n\nvar gr\u00f6\u00dfe int\n\nfunc \u00fc() {}\n"})
    assert code.names.resolve("gr\u00f6\u00dfe", 0, code.file()) is not None
    assert code.names.resolve("\u00fc", 0, code.file()) is not None


@pytest.mark.parametrize("head", ["func (t T) M()", "\tfunc (t T) M()", "func (t (*T)) M()", "func\t(t T)\nM()"])
def test_a_method_of_the_package(head: str, tmp_path: Path) -> None:
    code = Code(
        tmp_path, {"a.go": "package p\n\nvar x T\n", "b.go": f"package p\n\ntype T struct{{}}\n\n{head} {{}}\n"}
    )
    shape = code.shapes.of_symbol(code.file().declarations["x"])
    assert code.shapes.members.find(shape, "M") is not None
