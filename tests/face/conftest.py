import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS
from tests.run.conftest import tree  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]

_WITH_FAKE_RULES = """
import sys
from tests.run import fake_rules
fake_rules.install()
from golint_conn.face.cli import main
sys.exit(main(sys.argv[1:]))
"""


def child_environment(**more: str) -> dict[str, str]:
    """Return an environment in which a child finds the modules that this process finds, and no color settings."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": path, **more}


@pytest.fixture
def command() -> list[str]:
    """Return the start of a command line that runs golint-conn over the fake rules."""
    return [sys.executable, "-c", _WITH_FAKE_RULES]


@pytest.fixture
def golint(command: list[str]) -> Run:
    """Return a function that runs golint-conn over the fake rules in a folder."""

    def run(
        folder: Path, *arguments: str, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=child_environment(**(env or {})),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    return run
