"""Module files: the directives that matter, in every way they may be written; anything else is skipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.names.gomod import ModuleFile, parse_module_file

PATHS = st.from_regex(r"\A[a-z]{1,8}\.(org|com)/[A-Za-z][\w.-]{0,8}(/[a-z]{1,5}){0,2}\Z")
VERSIONS = st.from_regex(r"\Av[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(-[a-z0-9]{1,8})?\Z")
QUOTES = st.sampled_from(["", '"', "`"])


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("module a.org/b", "module", "a.org/b"),
        ('module "a.org/b" // why', "module", "a.org/b"),
        ("// Deprecated: x\nmodule a.org/b\n", "module", "a.org/b"),
        ("go 1.24", "go", (1, 24)),
        ("go 1.24rc1", "go", (1, 24)),
        ("go 1", "go", None),
        ("go x", "go", None),
        (f"go {'9' * 5_000}.1", "go", None),
        ("toolchain go1.24.2", "go", None),
        ("require a.org/b v1.0.0", "requires", {"a.org/b": "v1.0.0"}),
        ("require (\n\ta.org/b v1.0.0\n\n\t// c\n\tc.org/d v2.0.0+incompatible // indirect\n)\ngo 1.20", "requires",
         {"a.org/b": "v1.0.0", "c.org/d": "v2.0.0+incompatible"}),
        ("exclude a.org/b v1.0.0\nretract v1.0.0\nretract [v1.0.0, v1.1.0] // why", "requires", {}),
        ("replace a.org/b => ../b", "replaces", {"a.org/b": ("../b", "")}),
        ("replace a.org/b v1.0.0 => c.org/d v1.2.0", "replaces", {"a.org/b": ("c.org/d", "v1.2.0")}),
        ("replace (\n a.org/b v1.0.0 => ./b\n)", "replaces", {"a.org/b": ("./b", "")}),
        ('use ./a\nuse (\n ./b\n "./c d"\n)', "uses", ("./a", "./b", "./c d")),
        ("ignore ./node_modules\nignore (\n static\n)", "ignores", ("./node_modules", "static")),
        ("replace a.org/b", "replaces", {}),
        ("require a.org/b", "requires", {}),
        ("module\ngo\nuse\n)\n(\n=>", "module", ""),
        ("module a.org/b\r\ngo 1.24\r\n", "go", (1, 24)),
        ("module a.org//b // c", "module", "a.org//b"),
    ],
)  # fmt: skip
def test_directives(text: str, field: str, value: object) -> None:
    assert getattr(parse_module_file(text), field) == value


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(parse_module_file(text), ModuleFile)


@given(st.text(alphabet='modulerqi \n\t()=>"`/.v1', max_size=200))
def test_any_text_of_its_own_letters_is_read(text: str) -> None:
    assert isinstance(parse_module_file(text), ModuleFile)


@given(
    module=PATHS,
    requires=st.dictionaries(PATHS, VERSIONS, max_size=5),
    quote=QUOTES,
    grouped=st.booleans(),
    comments=st.booleans(),
)
def test_what_is_written_is_read(
    module: str, requires: dict[str, str], quote: str, *, grouped: bool, comments: bool
) -> None:
    note = " // indirect" if comments else ""
    lines = [f"{quote}{path}{quote} {version}{note}" for path, version in requires.items()]
    body = ["require (", *(f"\t{line}" for line in lines), ")"] if grouped else [f"require {line}" for line in lines]
    file = parse_module_file("\n".join([f"module {quote}{module}{quote}{note}", "", *body, "go 1.25"]))
    assert (file.module, file.requires, file.go) == (module, requires, (1, 25))
