"""A run records the inputs that the next run asks for, and none if no run will ask."""

from pathlib import Path

import pytest

from golint_conn.names.incremental.inputs import INPUTS, OnDisk, OneFile, input_of
from golint_conn.names.incremental.world import Change, Disk
from golint_conn.names.workspace import Workspace
from golint_conn.rule.checking.checker import BuildChecker, Checker
from golint_conn.rule.loading.registry import load_rules
from golint_conn.source import Reader

MODULE = {
    "go.mod": "module example.com/m\n\ngo 1.22\n",
    "own/own.go": """package own

import "net/http"

type Shutter interface{ Shut(resp *http.Response) }

type Plain struct{}

func (Plain) Shut(resp *http.Response) { resp.Body.Close() }

func Open(url string) (*http.Response, error) { return http.Get(url) }
""",
    "app/app.go": """package app

import (
	"net/http"

	"example.com/m/own"
)

func Leak(url string) int {
	resp, err := own.Open(url)
	if err != nil {
		return 0
	}
	return resp.StatusCode
}

func Through(s own.Shutter, url string) {
	resp, err := http.Get(url)
	if err != nil {
		return
	}
	s.Shut(resp)
}

func Dial() *http.Client { return &http.Client{Transport: &http.Transport{}} }
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in MODULE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path.resolve()


def checked(root: Path, *, is_recording: bool) -> BuildChecker:
    checker = Checker(Reader(str(root)), load_rules(), is_recording=is_recording)
    found = checker.check([str(root / name) for name in MODULE if name.endswith(".go")])
    assert {each.rule for each in found.findings} >= {"response-body-not-closed"}
    return checker.of(str(root / "app/app.go"))


def test_what_is_recorded_is_answered_the_same_way_again(root: Path) -> None:
    ledger = checked(root, is_recording=True).ledger
    disk, workspace = Disk(Reader(str(root))), Workspace(Reader(str(root)))
    kinds = set()
    for (kind, *about), answer in ledger.since(0):
        question = input_of(kind, tuple(about))
        assert question is not None
        kinds.add(kind)
        if isinstance(question, OnDisk):
            assert question.of(disk) == answer
        elif isinstance(question, OneFile):
            file = workspace.file(question.path)
            assert file is not None
            assert question.of(file) == answer
        assert question.holds(answer, Change(workspace, map(str, root.rglob("*.go"))))
    assert kinds >= set(INPUTS) - {"limit", "file"}


def test_an_answer_that_no_longer_holds_is_seen(root: Path) -> None:
    ledger = checked(root, is_recording=True).ledger
    recorded = ledger.since(0)
    own = root / "own/own.go"
    own.write_text(own.read_text(encoding="utf-8").replace("Open(", "Start("), encoding="utf-8")
    change = Change(Workspace(Reader(str(root))), [str(own)])
    questions = [(input_of(kind, tuple(about)), answer) for (kind, *about), answer in recorded]
    broken = {question.kind for question, answer in questions if question and not question.holds(answer, change)}
    assert broken == {"file", "mentions", "names", "package", "range", "spelled"}


def test_nothing_is_recorded_for_a_run_that_keeps_nothing(root: Path) -> None:
    ledger = checked(root, is_recording=False).ledger
    assert ledger.since(0) == ()
    assert ledger.mask == 0


@pytest.mark.parametrize("kind", ["", "nothing", "spelled"])
def test_what_is_no_input_is_none(kind: str) -> None:
    assert input_of(kind, ("a",)) is None
