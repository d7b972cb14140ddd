from collections.abc import Callable
from pathlib import Path

import pytest

from tests.go_code import Code

WriteCode = Callable[..., Code]


@pytest.fixture
def go(tmp_path: Path) -> WriteCode:
    """Return a function that makes a program of one file's text below its head, and of other files."""

    def write(text: str, imports: str = "", **others: str) -> Code:
        head = "package p\n\nimport (\n" + "".join(f'\t"{path}"\n' for path in imports.split()) + ")\n\n"
        files = {f"{name.replace('__', '/')}.go": each for name, each in others.items()}
        return Code(tmp_path, {"a.go": f"{head}{text}\n", **files})

    return write
