"""Flags and choices: the value that is used by default, and who decides that."""

import pytest

from tests.program.conftest import WriteCode

FLAGS = {
    "pointer": ('var x = flag.String("x", "here", "")', "*x", ['"here"']),
    "variable": ('var x string\n\nfunc init() { flag.StringVar(&x, "x", "here", "") }', "x", ['"here"']),
    "field of a type": (
        'type t struct{ x string }\n\nvar v t\n\nfunc init() { flag.StringVar(&v.x, "x", "here", "") }',
        "v.x",
        ['"here"'],
    ),
    "field of one variable": (
        'var v struct{ x, y string }\n\nfunc init() { flag.StringVar(&v.x, "x", "here", "") }',
        "v.x",
        ['"here"'],
    ),
    "another field": (
        'var v struct{ x, y string }\n\nfunc init() { flag.StringVar(&v.x, "x", "here", "") }',
        "v.y",
        [],
    ),
    "no text": ('var x = flag.Int("x", 1, "")', "*x", []),
    "no flag": ("var x = new(string)", "*x", []),
}


@pytest.mark.parametrize("name", FLAGS)
def test_defaults_of_flags(go: WriteCode, name: str) -> None:
    declared, read, expected = FLAGS[name]
    code = go(f"{declared}\n\nfunc f() {{ println({read}) }}", "flag")
    call = code.site(f"println({read})", kind="call_expression")
    (source,) = code.program.definitions.sources(call.at(code.program.shapes.arguments(call.node)[0]))
    assert [each.node.text for each in code.program.flags.defaults(source)] == expected


USED = {
    "below a choice": ("func f(lax bool) { if lax { println(x) } }", True),
    "in a table of choices": ("var table = map[bool]*int{true: x, false: nil}", True),
    "in a table of names": ('var table = map[string]*int{"x": x}', False),
    "in any case too": ("func f(lax bool) { println(x); if lax { println(x) } }", False),
    "never": ("func f() {}", False),
}


@pytest.mark.parametrize("name", USED)
def test_variables_that_are_used_by_choice(go: WriteCode, name: str) -> None:
    text, expected = USED[name]
    code = go(f"var x = new(int)\n\n{text}")
    symbol = code.file().declarations["x"]
    assert code.program.choices.is_used_by_choice(symbol) is expected
