"""New rule files: they fail their own test until their author has written what only the author knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from golint_conn.dev.authoring.place import Named, Place, named
from golint_conn.dev.authoring.scaffold import scaffold
from golint_conn.dev.authoring.vet import vet
from golint_conn.dev.selftest import broken_promises
from golint_conn.run.request import UsageError

pytestmark = pytest.mark.slow


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "golint_conn", "rules", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


SHAPES = ["struct", "call", "field", "obligation", "query"]


@pytest.mark.parametrize("shape", SHAPES)
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


@pytest.mark.parametrize("shape", SHAPES)
def test_what_the_author_fills_in_makes_it_work(shape: str) -> None:
    text = scaffold("fleet-leaks", shape, None)
    names = {"struct": "Options", "field": "Options.Retries"}
    whole = text.replace("fleet.TODO.TODO", "fleet.TODO").replace("fleet.TODO", f"fleet.{names.get(shape, 'Open')}")
    broken = broken_promises("fleet_leaks.py", whole.replace('"TODO"', '"Open"').encode())
    # A rule that only looks for the call finds it in the Good code too; distinguishing them is up to the author.
    assert [re.sub(r":\d+:", ":", each) for each in broken] == (
        ["fleet_leaks.py: Good block 1: unexpected warning: TODO say in one sentence what is wrong. (fleet-leaks)"]
        if shape in {"call", "query"}
        else []
    )


@pytest.mark.parametrize("shape", [None, "call", "obligation", "query"])
def test_a_finding_becomes_the_bad_example(shape: str | None, shop: Path) -> None:
    text = scaffold("fleet-leaks", shape, Place(Named(str(shop / "orders/orders.go"), 15)))
    assert 'fleet.Acquire(order.ID) // want "^warning: .*fleet-leaks"\n' in text
    assert '"example.com/shop/fleet.Acquire"' in text
    assert "\\\\n" in text  # an escape sequence of Go is not one of Python
    # The rule finds it at once; the right code is up to the author.
    (broken,) = broken_promises("fleet_leaks.py", text.encode())
    assert broken.endswith("its docstring lacks Good")


PICKED = """\
package orders

import (
	"net/http"

	"example.com/shop/fleet"
)

type holder struct{ server *http.Server }

func picked(h *holder, url string) {
	h.server = &http.Server{
		Addr: url,
	}
	h.server.Addr = ":80"
	fleet.Acquire(url)
	http.Handle(url, nil)
	var client http.Client
	fields := []http.Cookie{{Name: "a"}}
	use(new(http.Server), client, fields)
	if url == "" {
		return
	}
}

func use(...any) {}
"""


@pytest.mark.parametrize(
    ("place", "made"),
    [
        ("12:13", ("StructRule", 'type="net/http.Server"')),
        ("13", ("FieldRule", 'fields="net/http.Server.Addr"')),
        ("15", ("FieldRule", 'fields="net/http.Server.Addr"')),
        ("16", ("ObligationRule", 'acquired_by=frozenset({"example.com/shop/fleet.Acquire"})')),
        ("17", ("CallRule", 'calls="net/http.Handle"')),
        ("18", ("StructRule", 'type="net/http.Client"')),
        ("19:26", ("StructRule", 'type="net/http.Cookie"')),
        ("19:27", ("FieldRule", 'fields="net/http.Cookie.Name"')),
        ("20:6", ("StructRule", 'type="net/http.Server"')),
        ("21", ("CallRule", 'calls="example.com/fleet.TODO",  # TODO')),
    ],
)
def test_the_shape_is_that_of_what_begins_there(place: str, made: tuple[str, str], shop: Path) -> None:
    (shop / "orders/picked.go").write_text(PICKED, encoding="utf-8")
    text = scaffold("picked", None, Place(named(f"{shop}/orders/picked.go:{place}")))
    assert f"RULE = {made[0]}(" in text
    assert made[1] in text
    broken = [each.partition(": ")[2] for each in broken_promises("picked.py", text.encode())]
    assert "its docstring lacks Good" in broken
    assert any("nothing matches" in each for each in broken) == ("TODO" in made[1])


def test_what_ends_it_is_known_of_a_call(shop: Path) -> None:
    text = scaffold("fleet-leaks", None, Place(Named(str(shop / "orders/orders.go"), 15)))
    assert 'released_by=frozenset({"Release"})' in text
    assert 'message="The {thing} from this call is never released."' in text


@pytest.mark.parametrize("rule", ["Fleet", "fleet_leaks", "", "-a", "a-", "a--b", "1a", "../a", "a/b"])
def test_an_id_that_is_none(rule: str) -> None:
    with pytest.raises(UsageError, match="lower-case-with-hyphens"):
        scaffold(rule, "query", None)


def test_the_commands_from_nothing_to_a_rule_that_keeps_its_promises(shop: Path) -> None:
    made = run(shop, "new", "fleet-leaks", "--dir", "lint", "--from-finding", "orders/orders.go:15:18")
    assert (made.returncode, made.stdout) == (0, "lint/fleet_leaks.py\n")
    added = run(shop, "add-example", "lint/fleet_leaks.py", "orders/orders.go:29", "--good")
    assert (added.returncode, added.stdout) == (0, "")
    tested = run(shop, "test", "lint")
    assert (tested.returncode, tested.stdout, tested.stderr) == (0, "", "0 broken promises in 1 rule file\n")
    vetted = run(shop, "vet", "lint", "--output-format", "json")
    assert vetted.returncode == 1
    assert vetted.stdout.count('"check": "todo"') == 5


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
    (tmp_path / "fails_now.py").write_text('"""T"""\n\nAPI = 3\nX = 1 / 0\n', encoding="utf-8")
    done = run(tmp_path, "test", ".")
    assert done.returncode == 1
    assert done.stdout == "fails_now.py:1: ZeroDivisionError: division by zero (line 4)\n"
