"""Runs everything that must hold, on a machine that has only Python and git: linters, types, floors, tests.

The first run makes a virtual environment and installs golint-conn with its development tools into it; later runs
use it as it is, until pyproject.toml or setup.py changes. The environment is `.venv`, or what GOLINT_CONN_VENV names.
Arguments go to pytest. A failing linter does not keep the tests from running: the exit code reports both.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("GOLINT_CONN_VENV") or ROOT / ".venv").resolve()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LINTERS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
)


def main(arguments: list[str]) -> int:
    """Run all of it and return the exit code."""
    install()
    failed = [" ".join(linter) for linter in LINTERS if run(*linter)]
    if failed:
        say(f"failed so far: {', '.join(failed)}")
    # pytest comes last, so that its summary does.
    return run("pytest", "-m", "slow or not slow", *arguments) or bool(failed)


def install() -> None:
    """Bring the environment up to date with what the project says it needs."""
    needs = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "setup.py"))
    wanted = f"{ROOT} {hashlib.sha256(needs).hexdigest()}\n"
    stamp = VENV / "golint-conn.stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    if run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", ".[dev]"):
        sys.exit("the installation failed")
    stamp.write_text(wanted, encoding="utf-8")


def run(program: str, *arguments: str) -> int:
    """Run a program of the environment in the project's folder and return its exit code."""
    say(" ".join((program, *arguments)))
    path = os.pathsep.join((str(BIN), os.environ.get("PATH", "")))
    environment = os.environ | {"PATH": path, "VIRTUAL_ENV": str(VENV)}
    return subprocess.run([BIN / program, *arguments], cwd=ROOT, env=environment, check=False).returncode


def say(line: str) -> None:
    """Print a headline, before anything that a program started later prints."""
    sys.stdout.write(f"\n== {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
