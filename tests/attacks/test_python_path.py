"""Python code in the repository that Python itself might pick up: none of it runs, however golint-conn is started."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.conftest import ROOT, Victim
from tests.surroundings.conftest import tool

pytestmark = pytest.mark.slow

Start = Callable[..., tuple[str, ...]]

# What is imported during a run: by Python as it starts, by us at once, and by us only on demand.
MODULES = (
    "sitecustomize usercustomize golint_conn rules argparse json tomllib tree_sitter tree_sitter_go pathspec rich libcst "
    "platformdirs pickle signal subprocess multiprocessing hashlib dataclasses pathlib typing contextlib textwrap "
    "unicodedata difflib sarif_om shlex importlib_metadata zipimport encodings"
).split()
CONFIG = (
    'exclude = ["other"]\nrules-dirs = ["none"]\nplugins = ["none"]\n[[overrides]]\npaths = ["x"]\nseverity = "note"\n'
)
EVERYTHING = ("check", "--fix", "--diff", "--statistics", "--new-from-rev", "HEAD")


def plant_modules(victim: Victim) -> None:
    modules = {f"{name}.py": victim.payload for name in MODULES if name != "golint_conn"}
    packages = {f"{name}/__init__.py": victim.payload for name in ("golint_conn", "rules", "multiprocessing", "rich")}
    mains = {"golint_conn/__main__.py": victim.payload, "golint_conn/rules/__init__.py": victim.payload}
    evil = f"import os; open({str(victim.marker)!r}, 'w')\n"
    victim.plant(modules | packages | mains | {"evil.pth": evil, "pyvenv.cfg": "home = .", ".golint-conn.toml": CONFIG})


def test_the_modules_would_run_if_python_looked_there(victim: Victim) -> None:
    plant_modules(victim)
    start = (sys.executable, "-c", "from golint_conn.face.cli import main; main()")
    victim.run(*EVERYTHING, start=start)
    assert victim.was_hit


@pytest.mark.parametrize(
    "arguments", [("check",), ("check", "--hook", "leak.go"), EVERYTHING, ("rules",), ("--version",)]
)
def test_the_command_runs_no_module_of_the_repository(arguments: tuple[str, ...], victim: Victim) -> None:
    plant_modules(victim)
    done = victim.run(*arguments)
    assert done.returncode in {0, 1}, done.stderr
    assert not victim.was_hit, victim.marker.read_text()


def test_the_module_runs_none_with_a_safe_path(victim: Victim, python: Start) -> None:
    plant_modules(victim)
    done = victim.run(*EVERYTHING, start=python("-P"))
    assert done.returncode in {0, 1}, done.stderr
    assert not victim.was_hit, victim.marker.read_text()


def test_the_module_runs_none_that_it_imports_itself(victim: Victim, python: Start) -> None:
    """`python -m` without -P: only what Python imports before our first line can come from the working directory."""
    plant_modules(victim)
    for name in ("golint_conn/__init__.py", "golint_conn/__main__.py", "golint_conn/rules/__init__.py"):
        (victim.repository / name).unlink()
    (victim.repository / "golint_conn" / "rules").rmdir()
    (victim.repository / "golint_conn").rmdir()
    done = victim.run(*EVERYTHING, start=python())
    assert done.returncode in {0, 1}, done.stderr
    assert not victim.was_hit, victim.marker.read_text()


def test_the_hooks_and_the_action_start_the_command(victim: Victim) -> None:
    """Nothing that we ship starts Python with the working directory first on its path."""
    for name in (".pre-commit-hooks.yaml", "action.yml"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert "-m golint_conn" not in line
    assert tool("golint-conn")
    plant_modules(victim)
    assert victim.run("check", "--hook", "leak.go").returncode == 1
    assert not victim.was_hit


@pytest.mark.parametrize("value", ["", ".", ":", "evil"])
def test_relative_entries_of_pythonpath_lead_to_no_plugin(value: str, victim: Victim) -> None:
    """Python itself obeys PYTHONPATH; we look for plugins only where it is not relative."""
    folder = "evil/" if value == "evil" else ""
    victim.plant(
        {
            f"{folder}evil_rules.py": victim.payload,
            f"{folder}evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            f"{folder}evil-1.0.dist-info/entry_points.txt": "[golint_conn.rules]\nevil = evil_rules\n",
            f"{folder}evil.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            f"{folder}evil.egg-info/entry_points.txt": "[golint_conn.rules]\nevil = evil_rules\n",
            ".golint-conn.toml": 'plugins = ["evil"]\n',
        }
    )
    done = victim.check(PYTHONPATH=value)
    assert 'plugins: no installed package has a plugin "evil"' in done.stderr
    done = victim.run("check", "--plugin", "evil", PYTHONPATH=value)
    assert done.returncode == 2
    assert not victim.was_hit


def test_metadata_in_the_tree_leads_to_no_plugin(victim: Victim, python: Start) -> None:
    victim.plant(
        {
            "evil_rules.py": victim.payload,
            "evil-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
            "evil-1.0.dist-info/entry_points.txt": "[golint_conn.rules]\nevil = evil_rules\n",
            ".golint-conn.toml": 'plugins = ["evil"]\n',
        }
    )
    # An absolute entry of PYTHONPATH that leads into the repository: Python would look there, we do not.
    for environment in ({}, {"PYTHONPATH": str(victim.repository)}):
        for start in ((), python(), python("-P")):
            done = victim.run("check", start=start, **environment)
            assert 'no installed package has a plugin "evil"' in done.stderr
    assert not victim.was_hit


def handle(task: int) -> int:
    return task + 1


def make_handler() -> Callable[[int], int]:
    return handle


def test_processes_that_are_not_forked_run_none(tmp_path: Path, victim: Victim) -> None:
    """On macOS and Windows Python starts worker processes with `-c`, which looks in the working directory first."""
    program = tmp_path / "program.py"
    program.write_text(
        "import sys\n"
        "sys.platform = 'darwin'\n"
        "from collections import deque\n"
        "from golint_conn.run.work.pool import Pool\n"
        "from tests.attacks.test_python_path import make_handler\n"
        "if __name__ == '__main__':\n"
        "    with Pool(make_handler, 2) as pool:\n"
        "        print(sorted(pool.run(deque([1, 2, 3]))))\n"
    )
    victim.plant({f"{name}.py": victim.payload for name in ("multiprocessing", "pickle", "socket", "runpy", "signal")})
    done = victim.run(start=(sys.executable, str(program)), PYTHONPATH=str(ROOT))
    assert done.stdout == "[(1, 2), (2, 3), (3, 4)]\n", done.stderr
    assert not victim.was_hit
