"""Vetting: what is reported about bad rule files, where, and that nothing is reported about good ones.

Each file under fixtures/bad states what must be reported: `# want "regex"` for its own line, `# want@12 "regex"` for
another, `# want@12:5 "regex"` with the column. Nothing else may be reported.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from golint_conn.dev.authoring.problem import Problem
from golint_conn.dev.authoring.vet import CHECKS, vet
from golint_conn.dev.selftest import rule_files
from tests.go_tool import ROOT

pytestmark = pytest.mark.slow

BAD = Path(__file__).parent / "fixtures" / "bad"
FILES = sorted(BAD.glob("*.py"))
GOOD = Path(rule_files()[0]).with_name("keep_alives_disabled.py")
WANT = re.compile(r'# want(?:@(\d+)(?::(\d+))?)? ((?:"[^"]*" ?)+)')


def problems(path: Path) -> list[Problem]:
    return vet(path.relative_to(ROOT).as_posix(), path.read_bytes())


def expected(path: Path) -> list[tuple[int, int | None, str]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for match in WANT.finditer(line):
            column = int(match[2]) if match[2] else None
            found += [(int(match[1] or number), column, each) for each in re.findall(r'"([^"]*)"', match[3])]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said_of_a_bad_file(path: Path) -> None:
    wants = expected(path)
    unexpected = []
    for problem in problems(path):
        met = next(
            (
                want
                for want in wants
                if want[0] == problem.line and want[1] in {None, problem.column} and re.search(want[2], problem.message)
            ),
            None,
        )
        if met is None:
            unexpected.append(str(problem))
        else:
            wants.remove(met)
    assert (unexpected, wants) == ([], [])


def test_every_check_speaks_in_some_bad_file() -> None:
    said = {problem.check for path in FILES for problem in problems(path)}
    assert said == {"api", "call", "docstring", "form", "import", "metadata", "query", "state", "syntax", "todo"}
    assert len(CHECKS) == len(said) - 1  # none of them finds a syntax error


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: Path(path).stem)
def test_nothing_is_said_of_our_own_rules(path: str) -> None:
    assert vet(path, Path(path).read_bytes()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"API = 3\n", b"", ":1:1: it is written for version 1 of the api"),
        (b"API = 3\n", b'API = "2"\n', "API must be 3"),
        (b"rule.api import (", b"rule.api import as (", "it is not valid Python"),
        (b"## Limits\n", b"## Limit\n", "there is no section 'Limit'; did you mean \"Limits\"?"),
        (b"yield report(call.site, what", b"yield report(eval, what", "must not use eval"),
        (b"API = 3\n", b"API = 3\nimport re\n", "an import follows other code"),
        (b"API = 3\n", b"\x00", "it is not valid Python"),
        (b"API = 3\n", b"\xff\xfe", "it is not valid Python: "),
        (b"API = 3\n", b"API = 3\nX = " + b"(" * 3_000 + b")" * 3_000 + b"\n", "too many nested parentheses"),
        (b"API = 3\n", b"API = 3\nX = " + b"not " * 3_000 + b"1\n", "RecursionError"),
    ],
)
def test_one_mistake_in_a_good_file_is_found(old: bytes, new: bytes, said: str) -> None:
    data = GOOD.read_bytes()
    assert data.count(old) >= 1
    found = vet("keep_alives_disabled.py", data.replace(old, new, 1))
    assert any(said in str(each) for each in found), found


DOORS = r"""
import os as re
from re import sys
import re; re.enum.sys
import enum; enum.sys.modules
import typing; typing.sys
import dataclasses; dataclasses.sys
import collections.abc; collections.abc.sys
import collections; collections._sys
import re; again = re
import re; f(re)
import re; [re]
import re\ndef f(r=re): pass
import golint_conn.rule.api; golint_conn.source
import golint_conn.rule.api; golint_conn.rule.loading.rule_modules
import golint_conn.rule.api; g = golint_conn
import golint_conn.rule.api as api; api.annotations
from golint_conn.rule import api
from golint_conn import rule
from .. import rule
import importlib.util
def f():\n    from shutil import rmtree
f = lambda: eval
x = [eval][0]
x = f"{open('x')}"
@exec\nclass C: pass
x = print.__self__
x = "".__class__
def f(c): c.finding.__globals__
x = __builtins__
x = __spec__.loader
from functools import partial; x = partial(open, "x")
raise SystemExit
raise KeyboardInterrupt
class C(metaclass=vars()): pass
x = {**locals()}
x = memoryview(b"")
match 1:\n    case x if eval("1"): pass
match eval:\n    case x: x("1")
with open("x") as f: pass
try: pass\nexcept eval("1"): pass
def f(x: eval("1") = exec) -> open("x"): pass
x: open("x") = 1
class C(eval("1")): pass
class C:\n    x = open("x")
x = [y for y in open("x") if eval(y)]
x = {**vars()}
assert open("x"), print("x")
del globals()["x"]
(y := eval)
x = not -eval("1") + 1
while eval("1"): pass
for x in open("x"): pass
lambda x=eval: x
def f():\n    global eval\n    eval("1")
class C:\n    if 0:\n        open = 1\n    x = open("x")
x = 1 if eval else 2
def f(): return (yield compile)
async def f(): await open("x")
from typing import get_type_hints as h
from dataclasses import make_dataclass
from functools import cached_property
"""


@pytest.mark.parametrize("code", DOORS.strip().splitlines())
def test_a_way_out_is_seen(code: str) -> None:
    without = {(each.check, each.message) for each in vet("x.py", b"")}
    found = {(each.check, each.message) for each in vet("x.py", f"{code}\n".replace("\\n", "\n").encode())}
    assert {check for check, _ in found - without} & {"api", "call", "import"}, found


HARMLESS = r"""
import re; x = re.compile("a").match("b")
from re import compile
import collections.abc; x = collections.abc.Iterator
import golint_conn.rule.api; x = golint_conn.rule.api.CANCEL
import golint_conn.rule.api as api; x = api.Severity.NOTE
def eval(text): return text
x = max(len("a"), *map(int, "1"))
raise ValueError("a")
class C:\n    def __init__(self): self._x = 1
x = __name__
from typing import NamedTuple\nclass N(NamedTuple):\n    a: int\nx = N(1)._replace(a=2)
from enum import IntEnum\nclass E(IntEnum):\n    A = 1
from dataclasses import dataclass\n@dataclass(frozen=True)\nclass D:\n    a: int
"""


@pytest.mark.parametrize("code", HARMLESS.strip().splitlines())
def test_what_is_harmless_is_left_alone(code: str) -> None:
    found = vet("x.py", f"{code}\n".replace("\\n", "\n").encode())
    assert [each for each in found if each.check in {"api", "call", "state"}] == []
    assert all("rule.api 0 times" in each.message for each in found if each.check == "import")


def test_a_column_counts_characters_from_one() -> None:
    source = '"""é"""\n\nX = "é", eval\n'.encode()
    assert "x.py:3:10: a rule file must not use eval [call]" in map(str, vet("x.py", source))


def test_nothing_of_a_vetted_file_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    bad = tmp_path / "does_harm.py"
    bad.write_text(f"import os\nopen({str(mark)!r}, 'w')\nos.mkdir({str(mark)!r} + '2')\n", encoding="utf-8")
    command = [sys.executable, "-m", "golint_conn", "rules", "vet", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert sorted(tmp_path.iterdir()) == [bad]
    assert f"{bad}:1:8: it imports os;" in done.stdout
