"""A hostile repository, and the real program started in it as people start it.

Each test plants something and looks at the result: whether a marker outside the repository was written, what files that
the program must not touch contain, what the program printed. Where possible, the same plant is shown to work when it is
let in, so a test cannot pass because its attack was built wrong.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS
from tests.surroundings.conftest import git, tool, write

ROOT = Path(__file__).resolve().parents[2]

LEAK = """package shop

import "net/http"

func Status(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
"""
DISABLED = """package shop

import "net/http"

var transport = &http.Transport{DisableKeepAlives: true}
"""
FILES = {"go.mod": "module example.com/shop\n\ngo 1.24\n", "leak.go": LEAK, "disabled.go": DISABLED}

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Victim:
    """A user's machine: a home with a repository in it, and a marker that only code of the repository would write."""

    home: Path

    @property
    def repository(self) -> Path:
        return self.home / "work" / "shop"

    @property
    def marker(self) -> Path:
        return self.home / "marker"

    @property
    def payload(self) -> str:
        """Python that does what it must not."""
        return f"with open({str(self.marker)!r}, 'a') as marker:\n    marker.write(__file__ + chr(10))\n"

    @property
    def was_hit(self) -> bool:
        """Whether code of the repository has run."""
        return self.marker.exists()

    def plant(self, files: dict[str, str]) -> None:
        """Write files of the repository."""
        write(self.repository, files)

    def rule(self, rule_id: str = "own-keep-alives", extra: str = "") -> str:
        """Return a rule file that works, and that does what it must not when it is loaded."""
        text = (ROOT / "rules" / "keep_alives_disabled.py").read_text(encoding="utf-8")
        return text.replace("keep-alives-disabled", rule_id) + self.payload + extra

    def environment(self, **more: str) -> dict[str, str]:
        names = ("PATH", "LANG", "SYSTEMROOT", "COVERAGE_PROCESS_START")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        own = {"HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"), "GIT_CONFIG_NOSYSTEM": "1"}
        return kept | own | more

    def run(self, *arguments: str, start: tuple[str, ...] = (), cwd: Path | None = None, **environment: str) -> Done:
        """Run golint-conn in the repository; `start` replaces the installed command."""
        return subprocess.run(
            [*(start or (tool("golint-conn"),)), *arguments],
            cwd=cwd or self.repository,
            env=self.environment(**environment),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
        )

    def check(self, *arguments: str, **environment: str) -> Done:
        """Run `check`, which must do its work: it finds what is wrong with the repository's own Go."""
        done = self.run("check", "--output-format", "concise", *arguments, **environment)
        assert done.returncode == 1, done.stderr + done.stdout
        assert "leak.go:6:15: " in done.stdout, done.stderr + done.stdout
        return done


@pytest.fixture
def victim(tmp_path: Path) -> Victim:
    """A repository with two findings, all of it committed."""
    found = Victim(tmp_path.resolve())
    found.repository.mkdir(parents=True)
    git(found.repository, "init", "-q")
    found.plant(FILES)
    git(found.repository, "add", "-A")
    git(found.repository, "commit", "-q", "-m", "start")
    return found


@pytest.fixture
def python() -> Callable[..., tuple[str, ...]]:
    """Return a function to the beginning of a command that starts golint-conn as a module."""
    return lambda *options: (sys.executable, *options, "-m", "golint_conn")
