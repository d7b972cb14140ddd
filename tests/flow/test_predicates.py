"""Predicates: which functions of a module are true only of an error that is not nil."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Engine
from golint_conn.program.site import Site
from tests.go_code import Code

HEAD = 'package p\n\nimport (\n\t"errors"\n\t"os"\n\t"strings"\n)\n\nvar _, _, _ = errors.Is, os.IsExist, strings.Contains\n\n'
PROVING = [
    "return errors.Is(err, os.ErrNotExist)",
    "return os.IsNotExist(err) || errors.Is(err, os.ErrExist)",
    "return flag && errors.Is(err, os.ErrExist)",
    "return err != nil && flag",
    "if err == nil { return false }; return flag",
    'return strings.Contains(err.Error(), "timeout")',
    "switch { case err == nil: return false; default: return true }",
    "return other(err)",
    "return err == os.ErrExist",
    "return nil != err",
]
OTHERS = [
    "return flag",
    "return true",
    "return err == nil",
    "return errors.Is(err, os.ErrExist) || flag",
    "return !errors.Is(err, os.ErrExist)",
    "return err != os.ErrExist",
    "return always(err)",
]
TAIL = "func other(e error) bool { return errors.Is(e, os.ErrExist) }\n\nfunc always(e error) bool { return true }\n"


def proves(body: str, tmp_path: Path) -> bool:
    text = f"{HEAD}func is(flag bool, err error) bool {{\n\t{body}\n}}\n\nfunc f(err error) bool {{ return is(true, err) }}\n\n{TAIL}"
    code = Code(tmp_path, {"a.go": text})
    engine = Engine(code.program.references)
    calls = [node for node in code.file().walk() if node.kind == "call_expression"]
    (call,) = (each for each in calls if each.text == "is(true, err)")
    return engine.effects.proves(Site(call, code.file()).node, code.file(), 1)


@pytest.mark.parametrize("body", PROVING)
def test_true_only_of_an_error(body: str, tmp_path: Path) -> None:
    assert proves(body, tmp_path)


@pytest.mark.parametrize("body", OTHERS)
def test_true_of_nil_too(body: str, tmp_path: Path) -> None:
    assert not proves(body, tmp_path)
