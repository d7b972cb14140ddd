"""Both hooks as pre-commit and prek run them: from a checkout of this project, on a repository in all states at once.

Each program installs the checkout with its own package manager, which asks a package index for what it needs.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.go_tool import ROOT
from tests.patience import PATIENCE_SECONDS
from tests.surroundings.conftest import CLOSES, LEAKS, OPEN, PROGRAMS, Repository, git, tool, write

pytestmark = pytest.mark.slow

SHIPPED = (
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "MANIFEST.in",
    "README.md",
    "pyproject.toml",
    "setup.py",
    "src",
    "rules",
)
LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.egg-info")

# The helper in a version whose callers have nothing to close.
CLOSED = OPEN.replace(
    "\treturn http.DefaultClient.Get(url)",
    "\tresp, err := http.DefaultClient.Get(url)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n"
    "\tdefer resp.Body.Close()\n\treturn resp, nil",
)
CONFIG = 'output-format = ["concise"]\nselect = ["response-body-not-closed"]\nexclude = ["third/"]\n'
OFFLINE = re.compile("No matching distribution found for setuptools|NameResolutionError|dns error|Connection refused")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a commit of a repository."""
    copy = tmp_path_factory.mktemp("golint-conn")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFTOVERS)
        else:
            shutil.copy(ROOT / name, copy)
    git(copy, "init", "-q")
    git(copy, "add", "-A")
    git(copy, "commit", "-q", "-m", "golint-conn")
    return copy


@pytest.fixture
def shop(repository: Repository) -> Path:
    """A repository with changes that are staged, changes that are not, and files that git does not know."""
    named = {name: LEAKS.replace("package report", f"package {name}") for name in ("own", "third")}
    tidy = CLOSES.replace("package report", "package web")
    root = repository(
        {".golint-conn.toml": CONFIG, "fetch/fetch.go": CLOSED, "report/report.go": LEAKS, "web/web.go": tidy}
    )
    write(root, {"fetch/fetch.go": OPEN, "own/own.go": named["own"], "third/third.go": named["third"]})
    write(root, {"web/web.go": f"{tidy}\n// Staged.\n"})
    git(root, "add", "-A")
    write(root, {"web/web.go": LEAKS.replace("package report", "package web")})
    write(root, {"own/draft.go": named["own"].replace("Status(", "Draft("), "draft/draft.go": LEAKS})
    return root


def try_repo(program: str, checkout: Path, shop: Path, home: Path) -> str:
    """Run both hooks of the checkout on what is staged; return what the program prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    # prek asks for uv, which is found next to it.
    homes = {"PRE_COMMIT_HOME": str(home), "PREK_HOME": str(home), "PATH": PROGRAMS}
    done = subprocess.run(
        [tool(program), "try-repo", str(checkout), "--color", "never"],
        cwd=shop,
        env=environment | homes | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    if OFFLINE.search(done.stdout + done.stderr):
        pytest.skip(f"{program} could not reach a package index")
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def reported(output: str, hook: str) -> list[str]:
    """Return the places that a hook reports."""
    parts = re.split(r"(?m)^\s*- hook id: ([\w-]+)$", output)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return re.findall(r"(?m)^\s*([\w/.]+\.go:\d+:\d+): ", sections[hook])


@pytest.mark.parametrize("program", ["pre-commit", "prek"])
def test_the_hooks_report_what_is_staged(program: str, checkout: Path, shop: Path, tmp_path: Path) -> None:
    before = git(shop, "status", "--porcelain")
    output = try_repo(program, checkout, shop, tmp_path / "home")
    assert reported(output, "golint-conn") == ["own/own.go:7:15"]
    # The staged helper opens a leak in a file that did not change: for that the whole module must be looked at.
    assert reported(output, "golint-conn-full") == ["own/own.go:7:15", "report/report.go:7:15"]
    assert git(shop, "status", "--porcelain") == before


def test_each_hook_says_what_it_is_to_be_given() -> None:
    import yaml  # noqa: PLC0415 (it comes with pre-commit)

    hooks = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert set(hooks) == {"golint-conn", "golint-conn-full"}
    assert all(each["language"] == "python" and each["require_serial"] for each in hooks.values())
    assert hooks["golint-conn"]["types"] == ["go"]
    assert hooks["golint-conn"].get("pass_filenames", True)
    assert not hooks["golint-conn-full"]["pass_filenames"]
    wanted = re.compile(hooks["golint-conn-full"]["files"])
    assert all(map(wanted.search, ("a/b.go", "go.mod", "x/go.work", ".golint-conn.toml")))
    assert not any(map(wanted.search, ("go.sum", "a.goo", "cargo.mod")))


def test_pre_commit_takes_the_manifest() -> None:
    done = subprocess.run(
        [tool("pre-commit"), "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
