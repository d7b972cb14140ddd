import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Repository = Callable[[dict[str, str]], Path]

MODULE = "module example.com/shop\n\ngo 1.24\n"

# A helper that returns an open response to its callers, and a caller in another package that names no package of Go's
# standard library: its leak is found from where the helper opens the response.
OPEN = """package fetch

import "net/http"

// Open asks for a page.
func Open(url string) (*http.Response, error) {
	return http.DefaultClient.Get(url)
}
"""
LEAKS = """package report

import "example.com/shop/fetch"

// Status returns the status of a page.
func Status(url string) (int, error) {
	resp, err := fetch.Open(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
"""
CLOSES = LEAKS.replace("\treturn resp.S", "\tdefer resp.Body.Close()\n\treturn resp.S")


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Run git in a folder without the settings of the user who runs the tests; return what it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment}
    names = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "protocol.file.allow=always")
    done = subprocess.run(
        ["git", *names, *arguments],  # noqa: S607 (the git that people have)
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a function that makes a repository of a Go module, all of it committed."""

    def make(files: dict[str, str]) -> Path:
        root = tmp_path / "shop"
        root.mkdir()
        git(root, "init", "-q")
        write(root, {"go.mod": MODULE, **files})
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "start")
        return root

    return make


PROGRAMS = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def tool(name: str) -> str:
    """Return the path of a program of the development environment."""
    found = shutil.which(name, path=PROGRAMS)
    assert found is not None, f"{name} is missing: pip install -e '.[dev]'"
    return found
