"""Files that golint-conn must not touch: they are not shown, not written, and never waited for."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.attacks.conftest import DISABLED, FILES, LEAK, Victim
from tests.surroundings.conftest import write

pytestmark = pytest.mark.slow

TEXT = 'hunter2 = [\n"root:x:0:0"\n'
KEY = "ssh-ed25519 AAAA mine\n"


@pytest.fixture
def key(victim: Victim) -> Path:
    path = victim.home / ".ssh" / "authorized_keys"
    write(victim.home, {".ssh/authorized_keys": KEY})
    return path


@pytest.mark.parametrize("fmt", ["text", "sarif", "json"])
def test_a_configuration_has_no_file_outside_of_the_tree_written(fmt: str, victim: Victim, key: Path) -> None:
    (victim.repository / "link").symlink_to(key)
    (victim.repository / "folder").symlink_to(key.parent)
    places = (
        "../../.ssh/authorized_keys",
        str(key),
        "link",
        "folder/authorized_keys",
        "folder/new",
        "../new",
        ".git/hooks/post-checkout",
        ".git/config",
        ".GIT/config",
        "folder/../../.ssh/authorized_keys",
    )
    git_config = (victim.repository / ".git" / "config").read_text()
    for place in places:
        victim.plant({".golint-conn.toml": f'output-format = ["{fmt}:{place}"]\n'})
        done = victim.run("check")
        assert done.returncode == 2, place
        assert (
            "a configuration file can only name files inside the work tree" in done.stderr
            or "does not exist" in done.stderr
        )
    assert key.read_text() == KEY
    assert (victim.repository / ".git" / "config").read_text() == git_config
    assert sorted(each.name for each in key.parent.iterdir()) == ["authorized_keys"]
    assert sorted(each.name for each in (victim.home / "work").iterdir()) == ["shop"]
    assert not (victim.repository / ".git" / "hooks" / "post-checkout").exists()


def test_on_the_command_line_and_inside_of_the_tree_it_has(victim: Victim) -> None:
    victim.plant({".golint-conn.toml": 'output-format = ["json:out.json"]\n'})
    assert victim.run("check").returncode == 1
    assert json.loads((victim.repository / "out.json").read_text())["findings"]
    assert victim.run("check", "--output-format", "json:../out.json").returncode == 1
    assert json.loads((victim.repository.parent / "out.json").read_text())["findings"]


def test_a_draft_that_lies_there_already_is_not_followed(victim: Victim, key: Path) -> None:
    """The name of a file on its way could be foreseen, and a link lie in its place; now it cannot."""
    for number in range(40_000):
        (victim.repository / f".disabled.go.{number}.tmp").symlink_to(key)
    victim.run("check", "--fix", "--unsafe-fixes")
    assert (victim.repository / "disabled.go").read_text() != DISABLED
    assert key.read_text() == KEY


@pytest.mark.parametrize("option", ["--fix", "--add-ignores"])
def test_no_link_is_written_through(option: str, victim: Victim) -> None:
    other = victim.home / "other.go"
    other.write_text(DISABLED)
    (victim.repository / "linked.go").symlink_to(other)
    arguments = ("--fix", "--unsafe-fixes") if option == "--fix" else ("--add-ignores", "--reason", "x")
    victim.run("check", *arguments)
    assert other.read_text() == DISABLED
    assert (victim.repository / "disabled.go").read_text() != DISABLED


@pytest.mark.parametrize("key_name", ["extend", "baseline"])
def test_a_file_that_a_configuration_names_is_not_read_aloud(key_name: str, victim: Victim) -> None:
    secret = victim.home / "secret"
    for text in (
        TEXT,
        "hunter2\n",
        '{"hunter2": 1}',
        '["key"]\nvalue = "hunter2"\n',
        "hunter2 = 'root:x:0:0'\n",
        "\xff\xfehunter2",
    ):
        secret.write_bytes(text.encode("latin-1"))
        victim.plant({".golint-conn.toml": f'{key_name} = "../../secret"\n'})
        done = victim.run("check")
        assert done.returncode == 2, done.stdout
        assert "secret" in done.stderr
        assert "root:x" not in done.stderr + done.stdout
        if text != "hunter2 = 'root:x:0:0'\n":
            assert "hunter2" not in done.stderr + done.stdout


@pytest.mark.parametrize("key_name", ["extend", "baseline"])
@pytest.mark.parametrize(
    "name", ["/dev/zero", "/dev/stdin", "/dev/tty", "../../pipe", "../..", "/proc/self/mem", "big"]
)
def test_a_configuration_names_nothing_that_has_no_end(key_name: str, name: str, victim: Victim) -> None:
    os.mkfifo(victim.home / "pipe")
    with (victim.repository / "big").open("wb") as file:
        file.truncate(8_000_000_000)
    victim.plant({".golint-conn.toml": f'{key_name} = "{name}"\n'})
    done = victim.run("check")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_baseline_is_made_outside_of_the_tree(victim: Victim, key: Path) -> None:
    for name in (str(key), "../../new", "../../.ssh/new"):
        victim.plant({".golint-conn.toml": f'baseline = "{name}"\n'})
        assert victim.run("baseline", "create").returncode == 2
        assert victim.run("baseline", "update", "--accept-new").returncode == 2
    assert key.read_text() == KEY
    assert not (victim.home / "new").exists()
    assert not (key.parent / "new").exists()


@pytest.mark.parametrize("place", ["pipe.go", "sub/pipe.go", "sub/go.mod", "go.work", "vendor/modules.txt"])
def test_nobody_waits_for_a_pipe(place: str, victim: Victim) -> None:
    victim.plant({"sub/a.go": 'package sub\n\nimport "net/http"\n\nvar c = http.Client{}\n'})
    path = victim.repository / place
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    for arguments in (
        ("check",),
        ("check", "leak.go", "sub/a.go"),
        ("check", "--hook", "leak.go"),
        ("why", "leak.go:6"),
    ):
        done = victim.run(*arguments)
        assert "Traceback" not in done.stderr
        assert done.returncode in {0, 1}, done.stderr


BECOMES = {
    "nothing": "",
    "another text": "open(PATH, 'w').write('package shop\\n' * 100)",
    "a folder": "os.mkdir(PATH)",
    "a pipe": "os.mkfifo(PATH)",
    "a link to a pipe": "os.mkfifo('../pipe'); os.symlink(os.path.abspath('../pipe'), PATH)",
    "a link to a device": "os.symlink('/dev/zero', PATH)",
}
"""What replaces a file after its analysis, and how."""

CHANGED = """
import os, sys
from golint_conn.face.cli import main
from golint_conn.run.work.schedule import Schedule

PATH = "leak.go"
run = Schedule.run

def changed(*arguments):
    outcome = run(*arguments)
    os.unlink(PATH)
    {how}
    Schedule.run = run
    return outcome

Schedule.run = changed
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("name", BECOMES)
@pytest.mark.parametrize("options", [(), ("--fix",), ("--add-ignores", "--reason", "x")])
def test_a_file_that_becomes_something_else_costs_itself(name: str, options: tuple[str, ...], victim: Victim) -> None:
    victim.plant({"sub/other.go": LEAK})
    start = (sys.executable, "-c", CHANGED.format(how=BECOMES[name]))
    done = victim.run("check", "--no-cache", "--output-format", "concise", *options, start=start)
    assert "Traceback" not in done.stderr
    assert "sub/other.go:6:15: http.Get sends a request" in done.stdout or "--add-ignores" in options, done.stderr
    assert "leak.go" not in done.stdout.replace("sub/other.go", "")
    # A later run over the result reports nothing about it.
    said = {(): "not reported on", ("--fix",): "not fixed"}.get(options, "not written")
    assert f"leak.go: {said}: " in done.stderr
    assert done.returncode == {(): 2, ("--fix",): 1}.get(options, 0)
    assert ("sub/other.go:6:15: The response body from this call is never closed." in done.stdout) is not bool(options)


def test_a_text_that_is_written_meanwhile_stays_as_it_is(victim: Victim) -> None:
    """The edits that were made for one text would end up in the middle of a comment of the other."""
    mended = LEAK.replace("func Status", f"/*\n{'unhurt, ' * 20}\n*/\nfunc Status")
    (victim.home / "mended.go").write_text(mended)
    start = (sys.executable, "-c", CHANGED.format(how="import shutil; shutil.copy('../../mended.go', PATH)"))
    for option in ("--fix", "--diff"):
        done = victim.run("check", "--no-cache", option, start=start)
        assert "leak.go: not reported on: it has changed since it was analyzed" in done.stderr, done
        assert "defer" not in done.stdout
        assert (victim.repository / "leak.go").read_text() == mended
        victim.plant({"leak.go": LEAK})


def test_a_fix_does_not_leave_the_work_tree(victim: Victim) -> None:
    """The module reaches above the work tree, and a defect in there shows in the code out here."""
    outside = victim.home / "work" / "outside" / "use.go"
    use = 'package outside\n\nimport "example.com/work/shop/lib"\n\n' + LEAK[LEAK.index("func") :].replace(
        "http", "lib"
    )
    lib = 'package lib\n\nimport "net/http"\n\nfunc Get(u string) (*http.Response, error) { return http.Get(u) }\n'
    victim.plant({"lib/lib.go": lib})
    (victim.repository / "go.mod").unlink()
    write(victim.home / "work", {"go.mod": "module example.com/work\n\ngo 1.24\n", "outside/use.go": use})
    for paths in ((), ("lib",), (".", "../outside")):
        for options in (("--fix",), ("--diff",), ("--add-ignores", "--reason", "x")):
            done = victim.run("check", "--no-cache", *options, *paths)
            assert outside.read_text() == use
            assert "outside/use.go" not in done.stdout or "--diff" not in options
            # Nothing is reported about files that were not named.
            assert (str(outside) in done.stderr) == ("../outside" in paths)
    # A run out there shows that the fix can be made.
    victim.run("check", "--no-cache", "--fix", cwd=victim.home / "work")
    assert outside.read_text() != use


def test_a_fix_changes_the_named_files_only(victim: Victim) -> None:
    """The call that leaks is in a file that was not named, and the function that it calls in one that was."""
    lib = 'package lib\n\nimport "net/http"\n\nfunc Get(u string) (*http.Response, error) { return http.Get(u) }\n'
    use = 'package use\n\nimport "example.com/shop/lib"\n\n' + LEAK[LEAK.index("func") :].replace("http", "lib")
    victim.plant({"lib/lib.go": lib, "use/use.go": use})
    assert "use.go" not in victim.run("check", "--no-cache", "--fix", "lib").stderr
    assert (victim.repository / "use" / "use.go").read_text() == use
    victim.run("check", "--no-cache", "--fix")
    assert (victim.repository / "use" / "use.go").read_text() != use


@pytest.mark.parametrize(
    "target", ["/dev/zero", "/dev/urandom", "/dev/tty", "/proc/self/mem", "/proc/kmsg", "/dev/stdin"]
)
def test_a_link_to_a_device_is_not_read(target: str, victim: Victim) -> None:
    for name in ("device.go", "go.work", "sub/go.mod", ".golint-conn.toml"):
        path = victim.repository / name
        path.parent.mkdir(exist_ok=True)
        path.symlink_to(target)
    for arguments in (
        ("check", "--no-config"),
        ("check", "--no-config", "leak.go"),
        ("check",),
        ("check", "device.go"),
    ):
        done = victim.run(*arguments)
        assert "Traceback" not in done.stderr
        assert done.returncode in {0, 1, 2}


def test_a_link_to_text_shows_nothing_of_it(victim: Victim) -> None:
    write(victim.home, {"secret": TEXT})
    (victim.repository / "secret.go").symlink_to(victim.home / "secret")
    (victim.repository / "passwd.go").symlink_to("/etc/passwd")
    for form in ("text", "json", "sarif", "github"):
        done = victim.run("check", "--level", "pedantic", "--output-format", form)
        assert "hunter2" not in done.stdout + done.stderr
        assert "root:" not in done.stdout + done.stderr


def test_circles_of_links_end(victim: Victim) -> None:
    (victim.repository / "loop.go").symlink_to("loop.go")
    (victim.repository / "sub").mkdir()
    (victim.repository / "sub" / "up").symlink_to("..")
    (victim.repository / "vendor").symlink_to(".")
    (victim.repository / "go.work").symlink_to("go.work")
    (victim.repository / "extra").mkdir()
    (victim.repository / "extra" / "extra").symlink_to("../extra")
    done = victim.check()
    assert done.stdout.count("The response body from this call is never closed") == 1
    victim.plant({".golint-conn.toml": 'extend = "b.toml"\n', "b.toml": 'extend = ".golint-conn.toml"\n'})
    assert "extend each other in a circle" in victim.run("check").stderr
    (victim.repository / "b.toml").unlink()
    (victim.repository / "b.toml").symlink_to("b.toml")
    assert victim.run("check").returncode == 2


def test_replaced_modules_are_read_and_not_told_of(victim: Victim) -> None:
    """go.mod can name any folder; its files are read as Go at most, and no finding in them is shown."""
    outside = victim.home / "outside"
    write(outside, {"go.mod": "module example.com/other\n", "other.go": LEAK.replace("shop", "other")})
    text = FILES["go.mod"] + "\nrequire example.com/other v1.0.0\n\nreplace example.com/other => ../../outside\n"
    use = 'package shop\n\nimport "example.com/other"\n\nfunc Use() { other.Status("x") }\n'
    victim.plant({"go.mod": text, "use.go": use})
    assert "outside" not in victim.check().stdout


@pytest.mark.parametrize("path", ["example.org/" + "a" * 4_100, "example.org/" + "a/" * 3_000 + "a"])
def test_an_import_that_no_folder_can_hold_costs_itself_only(path: str, victim: Victim) -> None:
    imports = f'import (\n\t"net/http"\n\n\tx "{path}"\n)\n'
    text = LEAK.replace('import "net/http"\n', imports).replace("\treturn resp", "\tx.Do()\n\treturn resp")
    victim.plant({"leak.go": LEAK, "long.go": text})
    done = victim.check()
    assert "long.go:10:15: The response body from this call is never closed" in done.stdout
    assert "failed here" not in done.stderr


def test_a_module_cache_that_may_not_be_searched_is_none(victim: Victim, tmp_path: Path) -> None:
    imports = 'import (\n\t"net/http"\n\n\tx "example.com/y"\n)\n'
    text = LEAK.replace('import "net/http"\n', imports).replace("\treturn resp", "\tx.Do()\n\treturn resp")
    victim.plant({"go.mod": FILES["go.mod"] + "\nrequire example.com/y v1.0.0\n", "leak.go": text})
    (tmp_path / "closed" / "mod").mkdir(parents=True)
    (tmp_path / "closed").chmod(0)
    if os.access(tmp_path / "closed", os.X_OK):
        pytest.skip("the user of this test may search any folder")
    done = victim.run("check", "--output-format", "concise", GOMODCACHE=str(tmp_path / "closed" / "mod"))
    (tmp_path / "closed").chmod(0o700)
    assert "leak.go:10:15: The response body from this call is never closed" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("key_name", ["extend", "baseline", "models", "rules-dirs"])
@pytest.mark.parametrize("name", ["\\u0000", "a" * 5_000, "a/" * 5_000, "circle/x"])
def test_a_configuration_that_names_what_cannot_be(name: str, key_name: str, victim: Victim) -> None:
    (victim.repository / "circle").symlink_to("circle")
    value = f'"{name}"' if key_name in {"extend", "baseline"} else f'["{name}"]'
    victim.plant({".golint-conn.toml": f"{key_name} = {value}\n"})
    done = victim.run("check")
    assert "Traceback" not in done.stderr
    is_passed_over = key_name == "rules-dirs" and name != "\\u0000"
    assert done.returncode == (1 if is_passed_over else 2), done.stderr
