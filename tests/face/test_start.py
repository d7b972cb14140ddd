"""The command as a process of its own: what it says arrives, and its exit code."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.face.conftest import child_environment

WriteTree = Callable[..., Path]

START = (sys.executable, "-c", "import sys\nfrom golint_conn.face.start import main\nsys.exit(main())")
FINDINGS = 1_000  # more than a pipe holds


def test_all_of_a_long_report_arrives(tree: WriteTree) -> None:
    code = "".join(f"var t{each} = &http.Transport{{}}\n" for each in range(FINDINGS))
    root = tree({"go.mod": "module a\n", "a.go": f'package p\n\nimport "net/http"\n\n{code}'})
    command = [*START, "check", "--output-format=concise", "--cache-dir=cache", "a.go"]
    for _ in range(2):
        done = subprocess.run(command, cwd=root, env=child_environment(), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.count("\n"), done.stderr) == (1, FINDINGS, "")


@pytest.mark.parametrize(("arguments", "code"), [(["version"], 0), (["check", "none.go"], 2), (["no-such"], 2)])
def test_the_exit_code_is_that_of_the_command(arguments: list[str], code: int, tree: WriteTree) -> None:
    done = subprocess.run([*START, *arguments], cwd=tree({}), env=child_environment(), capture_output=True, check=False)
    assert done.returncode == code
    assert bool(done.stdout) is not bool(done.stderr)


def test_a_reader_who_leaves_is_no_failure(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": "package p\n"})
    with subprocess.Popen([*START, "rules"], cwd=root, env=child_environment(), stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
