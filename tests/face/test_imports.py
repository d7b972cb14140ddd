"""What a run on one file loads: a hook pays for every module on every commit."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.face.conftest import child_environment

WriteTree = Callable[..., Path]

HEAVY = {
    "asyncio",
    "attr",
    "click",
    "concurrent.futures",
    "difflib",
    "jsonschema",
    "libcst",
    "multiprocessing",
    "pathspec",
    "rich",
    "sarif_om",
    "sqlite3",
    "subprocess",
    "tomllib",
    "typing_extensions",
}

REPORT_MODULES = """
import sys
from golint_conn.face.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), sep="\\n")
sys.exit(code)
"""


@pytest.mark.parametrize("source", ["package p\n", 'package p\n\nimport "net/http"\n\nvar t = &http.Transport{}\n'])
def test_check_of_one_file_loads_nothing_heavy(source: str, tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": source}, git=True)
    done = subprocess.run(
        [sys.executable, "-c", REPORT_MODULES, "check", "--exit-zero", "a.go"],
        cwd=root,
        env=child_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY.isdisjoint(done.stdout.split()), HEAVY & set(done.stdout.split())
