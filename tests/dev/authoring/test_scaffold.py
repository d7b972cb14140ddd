"""New rule files: they fail their own test until their author has filled in what only the author knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from golint_conn.dev.authoring.place import Named, Place
from golint_conn.dev.authoring.scaffold import scaffold
from golint_conn.dev.authoring.vet import vet
from golint_conn.dev.selftest import broken_promises
from golint_conn.run.request import UsageError

pytestmark = pytest.mark.slow


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "golint_conn", "rules", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shape", ["obligation", "query"])
def test_what_is_left_to_do_is_said(shape: str) -> None:
    text = scaffold("fleet-leaks", shape, None)
    left = vet("fleet_leaks.py", text.encode())
    assert {each.check for each in left} == {"docstring", "todo"}
    assert len([each for each in left if each.check == "todo"]) == text.count("\n") - len(
        [line for line in text.splitlines() if "TODO" not in line]
    )
    broken = broken_promises("fleet_leaks.py", text.encode())
    assert [each.partition(": ")[2] for each in broken] == [
        "Bad block 1: the rule's needs keep the pre-filter from reading it",
        "Bad block 1: nothing matches '^warning: .*fleet-leaks'",
    ]


@pytest.mark.parametrize("shape", ["obligation", "query"])
def test_what_the_author_fills_in_makes_it_work(shape: str) -> None:
    text = scaffold("fleet-leaks", shape, None)
    whole = text.replace("fleet.TODO", "fleet.Open").replace('"TODO"', '"Open"')
    broken = broken_promises("fleet_leaks.py", whole.encode())
    # A query that only looks for the call finds it in the Good code too: distinguishing the two is up to the author.
    assert [re.sub(r":\d+:", ":", each) for each in broken] == (
        []
        if shape == "obligation"
        else [
            "fleet_leaks.py: Good block 1: unexpected warning: TODO say in one sentence what is wrong. (fleet-leaks)",
        ]
    )


@pytest.mark.parametrize("shape", ["obligation", "query"])
def test_a_finding_becomes_the_bad_example(shape: str, shop: Path) -> None:
    text = scaffold("fleet-leaks", shape, Place(Named(str(shop / "orders/orders.go"), 15)))
    assert 'fleet.Acquire(order.ID) // want "^warning: .*fleet-leaks"\n' in text
    assert '"example.com/shop/fleet.Acquire"' in text
    assert "\\\\n" in text  # an escape sequence of Go is not one of Python
    # The rule finds it at once; the correct code is up to the author.
    (broken,) = broken_promises("fleet_leaks.py", text.encode())
    assert broken.endswith("its docstring lacks Good")


@pytest.mark.parametrize("rule", ["Fleet", "fleet_leaks", "", "-a", "a-", "a--b", "1a", "../a", "a/b"])
def test_an_id_that_is_none(rule: str) -> None:
    with pytest.raises(UsageError, match="lower-case-with-hyphens"):
        scaffold(rule, "query", None)


def test_the_commands_from_nothing_to_a_rule_that_keeps_its_promises(shop: Path) -> None:
    made = run(shop, "new", "fleet-leaks", "--obligation", "--dir", "lint", "--from-finding", "orders/orders.go:15")
    assert (made.returncode, made.stdout) == (0, "lint/fleet_leaks.py\n")
    path = shop / "lint/fleet_leaks.py"
    path.write_text(path.read_text(encoding="utf-8").replace('{"Close"}', '{"Release"}'), encoding="utf-8")
    added = run(shop, "add-example", "lint/fleet_leaks.py", "orders/orders.go:29", "--good")
    assert (added.returncode, added.stdout) == (0, "")
    tested = run(shop, "test", "lint")
    assert (tested.returncode, tested.stdout, tested.stderr) == (0, "", "0 broken promises in 1 rule file\n")
    vetted = run(shop, "vet", "lint", "--output-format", "json")
    assert vetted.returncode == 1
    assert vetted.stdout.count('"check": "todo"') == 7


def test_nothing_is_overwritten(shop: Path) -> None:
    (shop / "a.py").write_text("mine", encoding="utf-8")
    done = run(shop, "new", "a")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "golint-conn: a.py: exists already, and is not changed\n"
    assert (shop / "a.py").read_text(encoding="utf-8") == "mine"
    (shop / "b.py").symlink_to(shop / "nowhere.py")
    assert run(shop, "new", "b").returncode == 2
    assert not (shop / "nowhere.py").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("vet", "nowhere"), "nowhere: there is no such file or folder"),
        (("vet", "orders", "go.mod"), "orders: no rule files in this folder\ngolint-conn: go.mod: not a Python file"),
        (("test", "orders"), "orders: no rule files in this folder"),
        (("migrate", "orders"), "orders: no rule files in this folder"),
        (("new", "a", "--from-finding", "orders/orders.go"), "name a line of Go code as FILE:LINE"),
        (("new", "a", "--from-finding", "orders/orders.go:1"), "this line is not in a function"),
        (("new", "a", "--dir", "go.mod"), "go.mod/a.py: not written: "),
        (("add-example", "nowhere.py", "orders/orders.go:15", "--good"), "nowhere.py: No such file"),
    ],
)
def test_what_cannot_be_done_is_said(shop: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(shop, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_rule_that_fails_is_told_of_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "fails_now.py").write_text('"""T"""\n\nAPI = 2\nX = 1 / 0\n', encoding="utf-8")
    done = run(tmp_path, "test", ".")
    assert done.returncode == 1
    assert done.stdout == "fails_now.py:1: ZeroDivisionError: division by zero (line 4)\n"
