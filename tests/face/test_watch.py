"""check --watch as a real process; the tests only wait for lines of its output."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.face.conftest import Run, child_environment
from tests.patience import INTERRUPTIBLE, PATIENCE_SECONDS, wait_until

pytestmark = pytest.mark.slow

WriteTree = Callable[..., Path]

BAD = 'package a\n\nimport "net/http"\n\n// BAD body-lost\n'
GOOD = 'package a\n\nimport "net/http"\n'
SUMMARY = r"(no|\d+) findings? .*in \d+ files?"


class Watching:
    """A running watch, and what it says."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        assert process.stdout is not None
        self.reader = threading.Thread(target=self._pass_on, args=(process.stdout,), daemon=True)
        self.reader.start()

    def _pass_on(self, stream: Iterator[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))

    def until(self, pattern: str) -> list[str]:
        """Return the lines up to one that matches."""
        lines: list[str] = []
        while not lines or not re.search(pattern, lines[-1]):
            try:
                lines.append(self._lines.get(timeout=PATIENCE_SECONDS))
            except queue.Empty:
                pytest.fail(f"no line like {pattern!r} in {lines}")
        return lines

    def turn(self) -> list[str]:
        """Return the lines of one iteration."""
        return self.until(f"^{SUMMARY}")


@contextmanager
def watching(command: list[str], folder: Path, *arguments: str) -> Iterator[Watching]:
    with subprocess.Popen(
        [*command, "check", "--watch", *arguments],
        cwd=folder,
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watch = Watching(process)
        try:
            yield watch
        finally:
            process.kill()
            watch.reader.join()


def put(path: Path, text: str) -> None:
    """Replace a file atomically: a plain write is two changes, and an iteration can begin between them."""
    draft = path.parents[1] / f"{path.name}.draft"
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def test_each_turn_tells_what_is_new_gone_and_still_there(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD, "b.go": BAD.replace("body", "conn")})
    with watching(command, root) as watch:
        first = watch.turn()
        assert re.match(r"== \d\d:\d\d:\d\d 2 findings \(\d+\.\d\d s\)$", first[0])
        assert "a.go:5:4: error: this is body-lost (body-lost)" in first
        assert first[-1] == "2 findings (1 error, 1 warning) in 2 files"

        put(root / "a.go", BAD.replace("a\n", "a\n\n", 1).replace("body-lost", "pool-small"))
        second = watch.turn()
        assert re.match(r"== \S+ a.go changed; 2 findings, 1 new, 1 gone \(", second[1])
        assert "gone: a.go:5:4: this is body-lost (body-lost)" in second
        assert "new: a.go:6:4: note: this is pool-small (pool-small)" in second
        assert "still: b.go:5:4: this is conn-lost (conn-lost)" in second
        assert second[-1] == "2 findings (1 warning, 1 note) in 2 files, 1 new, 1 gone"

        (root / "b.go").unlink()
        assert "gone: b.go:5:4: this is conn-lost (conn-lost)" in watch.turn()


def test_a_finding_that_only_moves_is_not_new(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD})
    with watching(command, root, "--output-format", "concise") as watch:
        assert "a.go:5:4: this is body-lost (body-lost)" in watch.turn()
        put(root / "a.go", BAD.replace("// BAD", "\n\n// BAD"))
        lines = watch.turn()
        assert "still: a.go:7:4: this is body-lost (body-lost)" in lines
        assert lines[-1].endswith("0 new, 0 gone")


def test_new_files_in_new_folders_and_settings_count(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": GOOD})
    with watching(command, root) as watch:
        assert watch.turn()[-1] == "no findings in 1 file"
        (root / "new").mkdir()
        watch.turn()
        put(root / "new" / "b.go", BAD)
        assert "new: new/b.go:5:4: error: this is body-lost (body-lost)" in watch.turn()
        put(root / ".golint-conn.toml", 'ignore = ["body-lost"]\n')
        assert any(".golint-conn.toml changed; 0 findings, 0 new, 1 gone" in line for line in watch.turn())


def test_a_folder_that_is_moved_away_counts(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": GOOD, "old/b.go": BAD})
    with watching(command, root) as watch:
        watch.turn()
        (root / "old").rename(root.parent / "elsewhere")
        assert "gone: old/b.go:5:4: this is body-lost (body-lost)" in watch.turn()


def test_wrong_settings_are_told_and_can_be_put_right(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD, ".golint-conn.toml": "\n"})
    with watching(command, root) as watch:
        watch.turn()
        put(root / ".golint-conn.toml", "no-such-key = 1\n")
        lines = watch.until("no-such-key")
        assert any(line.endswith(".golint-conn.toml changed; not checked") for line in lines)
        put(root / ".golint-conn.toml", "\n")
        assert watch.turn()[-1].endswith("0 new, 0 gone")


def test_other_files_begin_no_turn(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": GOOD})
    with watching(command, root) as watch:
        watch.turn()
        put(root / "notes.txt", "BAD body-lost net/http")
        put(root / "a.go", BAD)
        # One iteration, for the file that matters.
        assert "a.go changed; 1 finding, 1 new" in watch.turn()[1]


def test_a_change_in_one_package_changes_what_is_found_of_another(tree: WriteTree) -> None:
    opens = 'package get\n\nimport "net/http"\n\nfunc It(u string) (*http.Response, error) {\n\treturn http.Get(u)\n}\n'
    uses = (
        'package use\n\nimport "m/get"\n\nfunc Use(u string) error {\n\tresp, err := get.It(u)\n\tif err != nil {\n'
        "\t\treturn err\n\t}\n\tprintln(resp.StatusCode)\n\treturn nil\n}\n"
    )
    root = tree({"go.mod": "module m\n\ngo 1.24\n", "get/get.go": opens, "use/use.go": uses})
    command = [sys.executable, "-m", "golint_conn"]
    # What is watched is the module, not only the folder that is checked.
    with watching(command, root, "--select", "leak", "./use") as watch:
        assert any(line.startswith("use/use.go:6:15: error: ") for line in watch.turn())
        put(root / "get" / "get.go", opens.replace("http.Get(u)", "nil, nil"))
        lines = watch.turn()
        assert any(line.startswith("gone: use/use.go:6:15: ") for line in lines)
        assert lines[-1] == "no findings in 1 file, 0 new, 1 gone"


@pytest.mark.skipif(os.name == "nt", reason="there an interrupt goes to a whole console")
def test_an_interrupt_ends_it_well(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD})
    with watching([*command[:-1], INTERRUPTIBLE + command[-1]], root) as watch:
        watch.turn()
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(PATIENCE_SECONDS) == 0


@pytest.mark.skipif(os.name == "nt", reason="there an interrupt goes to a whole console")
def test_an_interrupt_during_a_run_ends_it_well(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": GOOD})
    with watching([*command[:-1], INTERRUPTIBLE + command[-1]], root) as watch:
        watch.turn()
        put(root / "a.go", f"{GOOD}// WAIT\n")
        wait_until((root / "a.go.begun").exists)
        watch.process.send_signal(signal.SIGINT)
        assert watch.process.wait(PATIENCE_SECONDS) == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--fix"],
        ["--unsafe-fixes"],
        ["--diff"],
        ["--add-ignores", "--reason", "because"],
        ["--stdin-filename", "a.go"],
        ["--show-files"],
        ["--show-settings"],
        ["--output-format", "sarif:out.sarif"],
        ["--output-format", "json"],
        ["--output-format", "text:out.txt"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_again_and_again_is_refused(options: list[str], golint: Run, tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD})
    done = golint(root, "check", "--watch", *options)
    assert done.returncode == 2
    assert "--watch" in done.stderr
    assert options[0] in done.stderr
    assert not list(root.glob("out.*"))


def test_reports_that_the_configuration_sends_into_files_are_for_other_runs(
    command: list[str], tree: WriteTree
) -> None:
    settings = 'output-format = ["sarif:out.sarif", "concise"]\n'
    root = tree({"go.mod": "module m\n", "a.go": BAD, ".golint-conn.toml": settings})
    with watching(command, root) as watch:
        assert watch.turn()[1:] == ["a.go:5:4: this is body-lost (body-lost)", "1 finding (1 error) in 1 file"]
        assert not (root / "out.sarif").exists()


def test_without_the_library_it_says_what_to_install(command: list[str], tree: WriteTree) -> None:
    root = tree({"go.mod": "module m\n", "a.go": BAD})
    hidden = [*command[:-1], f"import sys\nsys.modules['watchfiles'] = None\n{command[-1]}"]
    done = subprocess.run(
        [*hidden, "check", "--watch"], cwd=root, env=child_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert 'pip install "golint-conn[watch]"' in done.stderr
