"""The benchmark measures what it says; nothing here depends on how fast this machine is."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import contestants, plan, process
from benchmarks.contestants import has_cache, others
from benchmarks.floor import byte_search
from benchmarks.measure import Bench
from benchmarks.plan import groups
from benchmarks.process import RunError, peak_memory, timed
from benchmarks.scratch import copy_part, copy_tree, edited
from benchmarks.table import tree_lines
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.loading.registry import load_rules
from tests.face.conftest import child_environment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"

FETCH = """package %s

import "net/http"

func Fetch(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
"""


def small_tree(folder: Path) -> Path:
    (folder / "go.mod").parent.mkdir(parents=True)
    (folder / "go.mod").write_text("module example.org/small\n\ngo 1.24\n", encoding="utf-8")
    for name in ("first", "second", "third"):
        (folder / name).mkdir()
        (folder / name / "fetch.go").write_text(FETCH % name, encoding="utf-8")
        (folder / name / "plain.go").write_text(f"package {name}\n", encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_command_measures_a_tree_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    tree = small_tree(tmp_path / "tree")
    before, out = contents(tree), tmp_path / "raw.json"
    command = [sys.executable, "-m", "benchmarks", "--rounds", "1", "--json", str(out), str(tree)]
    done = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "DIFFERENT FINDINGS" not in done.stdout
    assert contents(tree) == before
    raw = json.loads(out.read_text(encoding="utf-8"))
    (measured,) = raw["trees"]
    assert (measured["files"], measured["passing"]) == (6, 3)
    expected = {"floor", "cold", *(each.name for each in others(tmp_path / "rule.yml"))}
    expected |= {"warm", "no cache", "one file changed"} if has_cache() else set()
    assert set(measured["series"]) == expected
    assert all(len(each["runs"]) == 1 for each in measured["series"].values())
    assert [part["one_in"] for part in measured["parts"]] == [8, 4, 2]


CACHING = """\
import subprocess, sys
from pathlib import Path
words = sys.argv[1:]
if "--help" in words:
    sys.exit(print("--cache-dir --no-cache"))
if "--cache-dir" in words:
    place = words.index("--cache-dir")
    cache = Path(words[place + 1])
    del words[place:place + 2]
    cache.mkdir(exist_ok=True)
    runs = len(list(cache.iterdir()))
    (cache / str(runs)).touch()
    if runs == {wrong}:
        sys.exit(print("something else"))
words = [word for word in words if word != "--no-cache"]
sys.exit(subprocess.call([sys.executable, "-m", "golint_conn", *words]))
"""
"""A golint-conn that has a cache, of which one run with it, counted from 0, reports something else."""


@pytest.mark.parametrize(("wrong", "told"), [(1, ["round 0: warm"]), (9, [])])
def test_a_warm_run_that_reports_anything_else_is_told(
    wrong: int, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "golint.py").write_text(CACHING.format(wrong=wrong), encoding="utf-8")
    command = (sys.executable, str(tmp_path / "golint.py"))
    monkeypatch.setattr(contestants, "OURS", command)
    monkeypatch.setattr(plan, "OURS", command)
    monkeypatch.setenv("PYTHONPATH", child_environment()["PYTHONPATH"])
    contestants.options.cache_clear()
    try:
        (tmp_path / "scratch").mkdir()
        tree = small_tree(tmp_path / "tree")
        before = contents(tree)
        bench = Bench("small", tree, tmp_path / "scratch")
        bench.round(0, 1)
        bench.memory()
    finally:
        contestants.options.cache_clear()
    lines = "\n".join(tree_lines(bench.measured))
    assert bench.measured.different == told
    assert ("DIFFERENT FINDINGS" in lines) == bool(told)
    assert "warm / cold: " in lines
    assert {"no cache", "cold", "warm", "one file changed"} <= set(bench.measured.series)
    assert contents(tree) == before


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", str(tmp_path / "gone")]
    done = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"{tmp_path / 'gone'}: no such folder\n")


def test_the_floor_lets_through_what_the_prefilter_does() -> None:
    passes, wants = byte_search([*groups()]), Prefilter(rule.terms for rule in load_rules()).wants
    paths = sorted(FIXTURES.rglob("*.go"))
    judged = {path: (bool(passes(path.read_bytes())), wants(path.read_bytes())) for path in paths}
    assert {path: both for path, both in judged.items() if both[0] != both[1]} == {}
    assert {True, False} == {both[0] for both in judged.values()}


def test_several_processes_of_the_floor_share_the_files(tmp_path: Path) -> None:
    tree = small_tree(tmp_path / "tree")
    files = [str(path) for path in sorted(tree.rglob("*.go"))] * 20
    answers = []
    for workers in (1, 3):
        path = tmp_path / f"{workers}.json"
        path.write_text(json.dumps({"files": files, "groups": groups(), "workers": workers}), encoding="utf-8")
        command = [sys.executable, ROOT / "benchmarks" / "floor.py", path]
        answers.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
    assert answers[0] == answers[1] == [number for number, path in enumerate(files) if path.endswith("fetch.go")]


def test_parts_are_the_same_each_time_and_lie_within_each_other(tmp_path: Path) -> None:
    copy_tree(small_tree(tmp_path / "tree"), tmp_path / "copy")
    files = [str(path) for path in (tmp_path / "copy").rglob("*.go")]
    parts = {}
    for one_in in (8, 2, 1):
        copy_part(tmp_path / "copy", tmp_path / f"part{one_in}", files, one_in)
        parts[one_in] = contents(tmp_path / f"part{one_in}")
    assert parts[1] == contents(tmp_path / "copy")
    assert parts[8].items() < parts[2].items() < parts[1].items()


def test_an_edit_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    path.write_text(FETCH % "a", encoding="utf-8")
    with edited(path, 7):
        assert "func Fetch(url string) (int, error) {\n\t_ = 7\n" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == FETCH % "a"


def test_a_command_that_fails_is_not_a_measurement(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="exit code 3: no"):
        timed([sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"], tmp_path, tmp_path / "output")


HOLDING = """
import fcntl, os
%s
open(f"held{os.getpid()}", "w").close()
fcntl.flock(os.open("gate", os.O_RDONLY), fcntl.LOCK_SH)
"""
"""A program of two processes, which say that they have what they hold and then wait at a gate."""


def peak_of(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """Return the most memory of such a program, whose gate is opened once both processes have been looked at."""
    folder.mkdir()
    pause, looks = process.sleep, 0
    with (folder / "gate").open("w") as gate, monkeypatch.context() as patched:
        fcntl.flock(gate, fcntl.LOCK_EX)

        def look(seconds: float) -> None:
            nonlocal looks
            looks += len(list(folder.glob("held*"))) == 2
            if looks == 2:
                fcntl.flock(gate, fcntl.LOCK_UN)
            pause(seconds)

        patched.setattr(process, "sleep", look)
        return peak_memory([sys.executable, "-c", HOLDING % code], folder, folder / "output")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked for it, by /proc")
def test_memory_of_children_counts_and_shared_pages_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = peak_of("held = b'x' * 50_000_000; os.fork()", tmp_path / "shared", monkeypatch)
    apart = peak_of("os.fork(); held = b'x' * 50_000_000", tmp_path / "apart", monkeypatch)
    assert shared is not None
    assert apart is not None
    assert 50_000_000 < shared < 90_000_000
    assert 100_000_000 < apart < 140_000_000
