"""The install step of the action: it starts Python in a checkout of a pull request, and runs none of its modules."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.attacks.conftest import ROOT, Victim
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

MODULES = ("venv", "ensurepip", "pip", "json", "sitecustomize", "usercustomize", "runpy", "logging", "subprocess")


@pytest.fixture
def script() -> str:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    found: str = next(step["run"] for step in steps if step.get("id") == "install")
    return found


def install(victim: Victim, script: str, tmp_path: Path) -> None:
    """Run the step as a runner does; what it installs is a package of nothing, which needs no network."""
    package = tmp_path / "action"
    package.mkdir()
    (package / "pyproject.toml").write_text('[build-system]\nrequires = []\nbuild-backend = "none"\n')
    (tmp_path / "temp").mkdir()
    (tmp_path / "output").write_text("")
    own = {
        "PYTHON": sys.executable,
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_ACTION_PATH": str(package),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "PIP_NO_INDEX": "1",
        "PATH": os.environ["PATH"],
    }
    subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607 (as the runner does)
        cwd=victim.repository,
        env=victim.environment(**own),
        capture_output=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_no_module_of_the_checkout_runs(victim: Victim, script: str, tmp_path: Path) -> None:
    victim.plant({f"{name}.py": victim.payload for name in MODULES})
    install(victim, script, tmp_path)
    assert not victim.was_hit, victim.marker.read_text()


def test_one_would_run_without_the_change_of_folder(victim: Victim, script: str, tmp_path: Path) -> None:
    victim.plant({f"{name}.py": victim.payload for name in MODULES})
    changed = script.replace('cd "$home"\n', "\n")
    assert changed != script
    install(victim, changed, tmp_path)
    assert victim.was_hit
