"""What a run on one file loads: a hook pays for every module on every commit."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.face.conftest import child_environment

WriteTree = Callable[..., Path]

# Modules of Python's library that are slow to load; a file needs little of them.
HEAVY = {
    "asyncio",
    "bz2",
    "concurrent.futures",
    "cProfile",
    "csv",
    "ctypes",
    "difflib",
    "email",
    "html",
    "http.client",
    "importlib.metadata",
    "importlib.resources",
    "logging",
    "lzma",
    "multiprocessing",
    "pickle",
    "random",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "traceback",
    "unittest",
    "urllib.request",
    "uuid",
    "xml",
}

# Our modules that other commands, options and settings need.
ELSEWHERE = (
    "golint_conn.dev",
    "golint_conn.face.baseline_command",
    "golint_conn.face.completion",
    "golint_conn.face.explain",
    "golint_conn.face.fix_options",
    "golint_conn.face.server",
    "golint_conn.face.statistics",
    "golint_conn.face.upload",
    "golint_conn.face.watch",
    "golint_conn.face.why_command",
    "golint_conn.fixing",
    "golint_conn.names.libraries.skimming",
    "golint_conn.report.explanation",
    "golint_conn.report.github",
    "golint_conn.report.json_document",
    "golint_conn.report.sarif",
    "golint_conn.report.upload",
    "golint_conn.run.why",
    "golint_conn.rule.loading.rule_folder",
    "golint_conn.rule.loading.rule_modules",
    "golint_conn.rule.loading.plugins",
    "golint_conn.rule.loading.trust",
    "golint_conn.run.filter.baseline",
    "golint_conn.run.git.objects",
    "golint_conn.run.filter.base_revision",
    "golint_conn.run.config.rule_consent",
)

# Modules that analyze code, ours and others: they are not needed if all findings are known.
ANALYSIS = (
    "golint_conn.flow",
    "golint_conn.names.gofile",
    "golint_conn.names.libraries",
    "golint_conn.program",
    "golint_conn.rule.checking.checker",
    "golint_conn.rule.fixes",
    "golint_conn.rule.model",
    "golint_conn.rule.checking.prefilter",
    "golint_conn.rule.loading.registry",
    "golint_conn.rules",
    "golint_conn.run.filter.suppression.judge",
    "golint_conn.syntax",
    "tree_sitter",
)

PLAIN = "package p\n"
FINDING = 'package p\n\nimport "net/http"\n\nvar t = &http.Transport{}\n'
FLOW = """package p

import "net/http"

func Fetch(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
"""

REPORT_MODULES = """
import sys
from golint_conn.face.cli import main
code = main(sys.argv[1:])
print("\\f", *sys.modules)
sys.exit(code)
"""

# A file that was written a moment ago is read again, because its time cannot tell whether it has changed since.
TRUSTING = f"""
import golint_conn.run.cache.stat
golint_conn.run.cache.stat.RACY_NS = 0
{REPORT_MODULES}"""


def loaded(folder: Path, *arguments: str, code: str = REPORT_MODULES) -> set[str]:
    """Return what a run loads that Python does not load anyway."""
    done = [
        subprocess.run(
            [sys.executable, "-c", each, *arguments],
            cwd=folder,
            env=child_environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        for each in (code, "import sys; print('\\f', *sys.modules)")
    ]
    run, empty = ({*each.stdout.rpartition("\f")[2].split()} for each in done)
    assert "golint_conn.run.check" in run
    return run - empty


def of(modules: set[str], named: tuple[str, ...]) -> set[str]:
    """Return the modules that are named, or are in named packages."""
    return {each for each in modules if each in named or each.startswith(tuple(f"{name}." for name in named))}


@pytest.mark.parametrize("source", [PLAIN, FINDING, FLOW], ids=["plain", "finding", "flow"])
def test_check_of_one_file_loads_nothing_that_it_does_not_need(source: str, tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": source}, git=True)
    modules = loaded(root, "check", "--exit-zero", "--no-cache", "a.go")
    assert modules & HEAVY == set()
    assert not any(each.startswith("golint_conn.run.work.open_cache") for each in modules)
    assert of(modules, ELSEWHERE) == set()
    # Of third-party modules, only the parser.
    tops = {each.partition(".")[0] for each in modules}
    assert tops - sys.stdlib_module_names - {"golint_conn"} <= {"tree_sitter"}


def test_the_cache_costs_a_database_and_no_more(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": FINDING}, git=True)
    loaded(root, "check", "--exit-zero", "a.go", code=TRUSTING)
    modules = loaded(root, "check", "--exit-zero", "a.go")
    assert modules & HEAVY <= {"sqlite3"}
    assert of(modules, ANALYSIS) == set()


def test_a_file_that_nothing_is_said_of_is_not_parsed(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": PLAIN})
    modules = loaded(root, "check", "--no-cache", "a.go")
    assert "golint_conn.rule.checking.prefilter" in modules
    # Nor are the rules loaded: what they need a file to hold is written down.
    needed = of(modules, ("golint_conn.rule.checking.prefilter", "golint_conn.names.libraries"))
    assert of(modules, ANALYSIS) == needed
    assert "tomllib" not in modules


def test_the_version_needs_no_rules(tree: WriteTree) -> None:
    modules = loaded(tree({}), "version")
    assert {each for each in modules if each.startswith(("golint_conn.rules.", "golint_conn.flow."))} == set()
