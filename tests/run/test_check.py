"""A run as a whole: what is found, what is shown of it, and what happens when something breaks."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.finding import NoticeKind, Severity
from golint_conn.run.check import CLEAN, FAILED, FOUND, check, exit_code
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.result import RunResult
from golint_conn.run.work.schedule import Thresholds
from golint_conn.source import Reader
from tests.patience import INTERRUPTIBLE, PATIENCE_SECONDS, wait_until

WriteTree = Callable[..., Path]
IN_WORKERS = Thresholds(files_to_read=0, bytes_to_check=0, smallest_batch=1)


def go(text: str) -> str:
    return f'package p\n\nimport "net/http"\n\n// {text}\n'


def run(root: Path, *paths: str, thresholds: Thresholds | None = None, **asked: object) -> RunResult:
    request = CheckRequest(cwd=str(root), paths=paths or ("./...",), **asked)  # type: ignore[arg-type]
    return check(request, thresholds=thresholds)


def shown(result: RunResult) -> list[tuple[str, str, str]]:
    return [(each.primary.path, each.rule, each.severity.label) for each in result.findings]


def test_a_run(tree: WriteTree) -> None:
    root = tree(
        {
            "b.go": go("BAD pool-small"),
            "a/a.go": go("BAD conn-lost BAD body-lost"),
            "quiet/q.go": go("fine"),
            "other/o.go": "package o // BAD body-lost",
        },
        git=True,
    )
    result = run(root / "a", "..")
    assert result.root == str(root)
    assert shown(result) == [
        ("a/a.go", "conn-lost", "warning"),
        ("a/a.go", "body-lost", "error"),
        ("b.go", "pool-small", "note"),
    ]
    assert len({finding.fingerprint for finding in result.findings}) == 3
    numbers = result.statistics
    assert (numbers.files_found, numbers.files_parsed) == (4, 3)
    assert numbers.bytes_read > numbers.bytes_parsed > 0
    assert numbers.stage_seconds["rules"] == 3 * 0.75
    assert {"discover", "read", "prefilter"} <= set(numbers.stage_seconds)


def test_without_git_the_working_directory_is_the_root(tree: WriteTree) -> None:
    root = tree({"a/a.go": go("BAD body-lost")})
    assert shown(run(root / "a", "."))[0][0] == "a.go"
    assert shown(run(root / "a" / "..", "a"))[0][0] == "a/a.go"


def test_levels(tree: WriteTree) -> None:
    root = tree(
        {"a.go": go("BAD body-lost\n// BAD body-lost low\n// BAD body-lost pedantic\n// BAD body-lost low pedantic")}
    )
    assert len(run(root).findings) == 1
    assert len(run(root, level=Level.AUDIT).findings) == 2
    assert len(run(root, level=Level.PEDANTIC).findings) == 4


@pytest.mark.parametrize(
    ("tests", "expected"), [("on", ["error", "error"]), ("note", ["error", "note"]), ("off", ["error"])]
)
def test_findings_in_test_files(tests: str, expected: list[str], tree: WriteTree) -> None:
    bad = go("BAD body-lost")
    root = tree({".golint-conn.toml": f'tests = "{tests}"', "a.go": bad, "a_test.go": bad})
    assert [severity for _, _, severity in shown(run(root))] == expected
    assert len(shown(run(root, "a_test.go"))) == len(expected) - 1


def test_configured_severities(tree: WriteTree) -> None:
    root = tree(
        {
            ".golint-conn.toml": '[rules.body-lost]\nseverity = "note"',
            "a.go": go("BAD body-lost"),
            "b.go": go("BAD conn-lost"),
        }
    )
    assert [severity for _, _, severity in shown(run(root))] == ["note", "warning"]


def test_rules_that_do_not_run_are_not_in_the_result(tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD body-lost BAD conn-lost")})
    result = run(root, ignore=("conn-lost",))
    assert [info.id for info in result.rules] == ["body-lost", "contract-broken", "ineffective-ignore", "pool-small"]
    assert [rule for _, rule, _ in shown(result)] == ["body-lost"]


def test_standard_input_stands_in_for_a_file(tree: WriteTree) -> None:
    root = tree({"p/a.go": go("BAD body-lost"), "p/b.go": go("BAD body-lost")})
    result = run(root, stdin_filename="p/a.go", stdin=go("BAD conn-lost").encode())
    assert shown(result) == [("p/a.go", "conn-lost", "warning")]
    assert result.source("p/a.go").data == go("BAD conn-lost").encode()
    unsaved = run(root, stdin_filename="p/new.go", stdin=go("BAD body-lost").encode())
    assert shown(unsaved) == [("p/new.go", "body-lost", "error")]


def test_a_file_that_vanishes_is_told_of(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({"a.go": go("BAD body-lost"), "b.go": go("BAD body-lost")})
    read = Reader.read

    def vanished(reader: Reader, path: str) -> bytes:
        if path.endswith("/a.go"):
            raise FileNotFoundError(2, "No such file or directory")
        return read(reader, path)

    monkeypatch.setattr(Reader, "read", vanished)
    result = run(root)
    assert [path for path, _, _ in shown(result)] == ["b.go"]
    assert [(notice.path, notice.kind) for notice in result.notices] == [("a.go", NoticeKind.UNREADABLE)]


@pytest.mark.parametrize("thresholds", [None, IN_WORKERS])
def test_workers_find_the_same_and_a_crash_stops_nothing(thresholds: Thresholds | None, tree: WriteTree) -> None:
    files = {f"p{number}/a.go": go("BAD body-lost") for number in range(12)}
    root = tree({**files, "bad/a.go": go("CRASH BAD body-lost")})
    result = run(root, thresholds=thresholds, workers=3)
    assert [path for path, _, _ in shown(result)] == sorted(files)
    (notice,) = result.notices
    assert (notice.path, notice.kind) == ("bad/a.go", NoticeKind.CRASH)
    assert "RuntimeError: no such luck (fake_rules.py:" in notice.message
    assert result.statistics.processes == (4 if thresholds else 1)
    assert exit_code(result, Severity.ERROR) == FAILED


def test_a_worker_that_dies_takes_nothing_with_it(tree: WriteTree) -> None:
    files = {f"p{number:02}/a.go": go("BAD body-lost") for number in range(20)}
    root = tree({**files, "p05x/a.go": go("DIE"), "p13x/a.go": go("DIE")})
    thresholds = Thresholds(files_to_read=0, bytes_to_check=0, smallest_batch=400, batches_per_worker=1)
    result = run(root, thresholds=thresholds, workers=2)
    assert [path for path, _, _ in shown(result)] == sorted(files)
    assert [(notice.path, notice.kind) for notice in result.notices] == [
        ("p05x", NoticeKind.CRASH),
        ("p13x", NoticeKind.CRASH),
    ]
    assert "exit code 7" in result.notices[0].message


def test_progress_reaches_the_end(tree: WriteTree) -> None:
    root = tree({f"p{number}/a.go": go("BAD body-lost") for number in range(9)})
    for thresholds in (None, IN_WORKERS):
        calls: list[tuple[str, int, int]] = []
        request = CheckRequest(cwd=str(root), workers=2)
        check(request, lambda *state, calls=calls: calls.append(state), thresholds=thresholds)
        for stage in ("reading", "checking"):
            states = [(done, total) for name, done, total in calls if name == stage]
            assert states == sorted(states)
            assert states[-1] == (9, 9)


def test_exit_codes(tree: WriteTree) -> None:
    root = tree({"a.go": go("BAD conn-lost")})
    result = run(root)
    assert [exit_code(result, severity) for severity in Severity] == [FOUND, FOUND, CLEAN]


INTERRUPTED = """
import sys
from tests.run import fake_rules
fake_rules.install()
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.run.work.schedule import Thresholds
try:
    check(CheckRequest(workers=2), thresholds=Thresholds(0, 0, 1, 1))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_the_end_of_a_run_leaves_no_process_behind(end: signal.Signals, tree: WriteTree) -> None:
    # An interrupt goes to the whole group, as from a terminal; the kill to the main process alone.
    root = tree({"p0/a.go": go("WAIT"), "p1/a.go": go("WAIT")})
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE + INTERRUPTED],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until(lambda: all((root / name / "a.go.begun").exists() for name in ("p0", "p1")))
    assert len(session(child.pid)) == 3
    if end is signal.SIGINT:
        os.killpg(child.pid, end)
    else:
        child.kill()
        for name in ("p0", "p1"):
            (root / name / "a.go.end").touch()
    out, err = child.communicate(timeout=PATIENCE_SECONDS)
    assert (out, err) == ("interrupted\n" if end is signal.SIGINT else "", "")
    wait_until(lambda: session(child.pid) == [])


def session(leader: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] != "Z":
                found.append(int(entry.name))
    return found
