import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run import fake_rules

WriteTree = Callable[..., Path]


def git_run(*arguments: str) -> None:
    """Run git, which must be there for these tests."""
    subprocess.run(["git", *arguments], check=True)  # noqa: S607 (the git that people have)


@pytest.fixture(autouse=True)
def _rule_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in fake_rules.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delenv("GOWORK", raising=False)


@pytest.fixture
def tree(tmp_path: Path) -> WriteTree:
    """Return a function that writes files below a folder of the test's own and returns that folder."""

    def write(files: dict[str, str | bytes], *, git: bool = False) -> Path:
        root = (tmp_path / "work").resolve()
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if git:
            git_run("init", "-q", str(root))
        return root

    return write
