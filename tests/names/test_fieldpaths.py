"""Field paths: one path for all spellings of a place. `here(...)` asks about its argument."""

from pathlib import Path

import pytest

from golint_conn.names import fieldpaths
from golint_conn.names.shape import Named
from tests.go_code import Code

TYPES = """type Inner struct {
	Body int
	own  int
}

func (*Inner) Close() {}

type Middle struct {
	*Inner
	near int
}

type Outer struct {
	Middle
	Name string
}

type Other struct{ Body, near int }

type Both struct {
	Middle
	Other
}

type Twice struct {
	Left
	Right
}

type Left struct{ Inner }

type Right struct{ Inner }

type Alias = Inner

type ByAlias struct{ *Alias }

type Of[T any] struct {
	Inner
	value T
}

type ByGeneric struct{ *Of[string] }

type Closer interface{ Close() }

type ReadCloser interface {
	Closer
	Read()
}

type Stream struct {
	ReadCloser
	Middle
}

type Loop struct{ *Loop }

type Growing[T any] struct {
	*Growing[[]T]
	*Sprouting[[]T]
}

type Sprouting[T any] struct{ *Growing[map[string]T] }

"""


def write(tmp_path: Path, text: str, imports: str = "", **others: str) -> Code:
    head = f'package p\n\nimport "{imports}"\n\n' if imports else "package p\n\n"
    return Code(tmp_path, {"a.go": f"{head}{text}\n", **{f"{name}/{name}.go": each for name, each in others.items()}})


SELECTORS = {
    # a variable of a type, and what is selected from it
    "o Outer": {
        "o.Body": ("Middle", "Inner", "Body"),
        "o.Middle.Body": ("Inner", "Body"),
        "o.Inner": ("Middle", "Inner"),
        "o.Name": ("Name",),
        "o.Close": ("Middle", "Inner", "Close"),
        "o.unknown": ("unknown",),
    },
    "p *Outer": {"p.Body": ("Middle", "Inner", "Body")},
    # A member that is nearer hides deeper ones, and a name that two embedded types have at the same depth is ambiguous.
    "b Both": {"b.Body": ("Other", "Body"), "b.near": ("near",), "b.own": ("Middle", "Inner", "own")},
    "t Twice": {"t.Body": ("Body",), "t.Left.Body": ("Inner", "Body")},
    "a ByAlias": {"a.Body": ("Alias", "Body")},
    "g ByGeneric": {"g.Body": ("Of", "Inner", "Body"), "g.value": ("Of", "value")},
    # The methods of an interface are all at one depth, wherever they are declared.
    "s Stream": {"s.Close": ("ReadCloser", "Close"), "s.Read": ("ReadCloser", "Read")},
    "l Loop": {"l.Body": ("Body",)},
    "w Growing[int]": {"w.Body": ("Body",)},
}


@pytest.mark.parametrize(
    ("variable", "selector"), [(variable, each) for variable, found in SELECTORS.items() for each in found]
)
def test_what_a_selector_selects(variable: str, selector: str, tmp_path: Path) -> None:
    code = write(tmp_path, f"{TYPES}func f({variable}) {{ here({selector}) }}")
    node = code.node(selector, kind="selector_expression")
    assert fieldpaths.selected(node, code.file(), code.shapes) == SELECTORS[variable][selector]


def test_what_two_embedded_types_bring_along_has_no_type(tmp_path: Path) -> None:
    code = write(tmp_path, f"{TYPES}func f(t Twice, b Both) {{ here(t.Body, b.near, b.Body) }}")
    assert [code.shape(each) for each in ("t.Body", "b.near", "b.Body")] == ["?", "?", "int"]


def test_names_that_are_not_exported_are_those_of_the_own_package(tmp_path: Path) -> None:
    other = "package other\n\ntype T struct{ own, Seen string }\n"
    code = write(
        tmp_path,
        "type Mine struct{ own int }\n\ntype Near struct{ Mine }\n\ntype Two struct {\n\tother.T\n\tNear\n}\n\n"
        "func f(x Two) { here(x.own, x.Seen) }",
        "example.com/m/other",
        other=other,
    )
    assert (code.shape("x.own"), code.shape("x.Seen")) == ("int", "string")
    node = code.node("x.own", kind="selector_expression")
    assert fieldpaths.selected(node, code.file(), code.shapes) == ("Near", "Mine", "own")


PATHS = {
    # a type and a short path, and the full one
    ("Outer", ("Body",)): ("Middle", "Inner", "Body"),
    ("Outer", ("Middle",)): ("Middle",),
    ("Both", ("Body",)): ("Other", "Body"),
    ("Both", ("Inner", "Body")): ("Middle", "Inner", "Body"),
    ("Twice", ("Left", "Body")): ("Left", "Inner", "Body"),
    ("Stream", ("unknown", "Body")): ("unknown", "Body"),
}


@pytest.mark.parametrize(("type_name", "short"), PATHS)
def test_paths_in_full_and_in_short(type_name: str, short: tuple[str, ...], tmp_path: Path) -> None:
    code, full = write(tmp_path, f"{TYPES}var x {type_name}"), PATHS[type_name, short]
    shape = Named(code.names.package_path(code.file()), type_name)
    assert fieldpaths.full(shape, short, code.shapes) == full
    assert fieldpaths.full(shape, full, code.shapes) == full
    assert fieldpaths.short(shape, full, code.shapes) == short


LITERALS = {
    # a literal, and the fields that its values fill; `*` is one element of many
    "Other{1, 2}": {"1": "Body", "2": "near"},
    "Other{near: 2, Body: 1}": {"2": "near", "1": "Body"},
    "Of[int]{Inner{1, 2}, 3}": {"Inner{1, 2}": "Inner", "3": "value"},
    "struct{ a, b int }{1, 2}": {"1": "a", "2": "b"},
    "[]int{1, 5: 2}": {"1": "*", "2": "*"},
    "map[int]int{1: 2}": {"2": "*"},
    "Unknown{1, b: 2}": {"1": "", "2": "b"},
}


def filled(code: Code, literal: str) -> dict[str, str]:
    found = fieldpaths.elements(code.node(literal, kind="composite_literal"), code.file(), code.shapes)
    return {each.value.text: "*" if each.is_item else each.field for each in found}


@pytest.mark.parametrize("literal", LITERALS)
def test_what_the_elements_of_a_literal_fill(literal: str, tmp_path: Path) -> None:
    code = write(tmp_path, f"{TYPES}var x = {literal}")
    assert filled(code, literal) == LITERALS[literal]
    for value, field in LITERALS[literal].items():
        holder = next(each for each in code.file().walk() if each.kind == "literal_element" and each.text == value)
        found = fieldpaths.element(holder, code.file(), code.shapes)
        if found is not None:
            assert field == ("*" if found.is_item else found.field)


NESTED = {
    "[]Other{{7, 8}}": "Body",
    "[]*Other{{7, 8}}": "Body",
    "[2]Other{{near: 8, Body: 7}}": "Body",
    "map[string]Other{`a`: {7, 8}}": "Body",
    "map[string][]Other{`a`: {{7, 8}}}": "Body",
    "map[Other]Inner{{7, 8}: {1, 2}}": "Body",
    "map[Inner]Other{{1, 2}: {8, 7}}": "near",
}


@pytest.mark.parametrize("literal", NESTED)
def test_literals_that_leave_out_their_type(literal: str, tmp_path: Path) -> None:
    code = write(tmp_path, f"{TYPES}var x = {literal}")
    holder = next(each for each in code.file().walk() if each.kind == "literal_element" and each.text == "7")
    found = fieldpaths.element(holder, code.file(), code.shapes)
    assert found is not None
    assert found.field == NESTED[literal]


KEYS = {"Other{near: 2}": True, "map[int]int{near: 2}": False, "[]int{near: 2}": False, "Unknown{near: 2}": True}


@pytest.mark.parametrize("literal", KEYS)
def test_which_keys_are_fields(literal: str, tmp_path: Path) -> None:
    code = write(tmp_path, f"{TYPES}const near = 1\n\nvar x = {literal}")
    key = next(each for each in code.file().walk() if each.kind == "literal_element" and each.text == "near").children[
        0
    ]
    assert (fieldpaths.keyed(key, code.file(), code.shapes) is not None) == KEYS[literal]
