"""Runs with declared models and obligations: each is a function of its settings, and the rules are like any others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.face.cli import main
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.run.work.schedule import Thresholds

WriteTree = Callable[..., Path]

POOL = """package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Pool struct{ free []*Conn }

func (p *Pool) Get() (*Conn, error) { return p.free[0], nil }

func own(p *Pool) {
	c, _ := p.Get()
	_ = c
}
"""

USER = """package user

import "example.com/m/pool"

type service struct{ pool *pool.Pool }

func use(s *service) error {
	c, err := s.pool.Get()
	if err != nil {
		return err
	}
	_ = c
	return nil
}

func fine(s *service) error {
	c, err := s.pool.Get()
	if err != nil {
		return err
	}
	return c.Close()
}
"""

# A file that gets its pool from another file of its package imports nothing.
BESIDE = """package user

func beside(s *service) {
	c, _ := s.pool.Get()
	_ = c
}
"""

OBLIGATION = """
[[obligation]]
name = "pooled"
acquired_by = ["example.com/m/pool.Pool.Get"]
"""

MODEL = """
[[model]]
package = "example.com/m/pool"
[[model.function]]
names = ["Pool.Get"]
acquires = "connection"
"""

FILES = {
    "go.mod": "module example.com/m\n\ngo 1.24\n",
    "pool/pool.go": POOL,
    "user/user.go": USER,
    "user/beside.go": BESIDE,
}
EVERYWHERE = [("pool/pool.go", 12), ("user/beside.go", 4), ("user/user.go", 8)]


def found(root: Path, **asked: object) -> list[tuple[str, str, int]]:
    result = check(CheckRequest(cwd=str(root), **asked))  # type: ignore[arg-type]
    assert not [each for each in result.notices if each.kind.name == "CRASH"]
    places = ((each.rule, each.primary.path, each.primary.span.start) for each in result.findings)
    return [(rule, path, result.source(path).line_number(start)) for rule, path, start in places]


@pytest.mark.parametrize(("text", "rule"), [(OBLIGATION, "pooled-not-closed"), (MODEL, "conn-not-closed")])
def test_what_is_declared_is_found_wherever_it_is_used(text: str, rule: str, tree: WriteTree) -> None:
    root = tree({**FILES, ".golint-conn.toml": text})
    assert found(root) == [(rule, path, line) for path, line in EVERYWHERE]


def test_a_run_is_a_function_of_its_settings(tree: WriteTree) -> None:
    root = tree({**FILES, "own.toml": OBLIGATION, "model.toml": MODEL})
    assert found(root) == []
    assert {rule for rule, _, _ in found(root, models=("own.toml",))} == {"pooled-not-closed"}
    assert {rule for rule, _, _ in found(root, models=("model.toml",))} == {"conn-not-closed"}
    assert found(root) == []
    (root / "own.toml").write_text(OBLIGATION.replace("Pool.Get", "Pool.Put"))
    assert found(root, models=("own.toml",)) == []


def test_worker_processes_know_it_too(tree: WriteTree) -> None:
    more = {f"user{n}/user.go": USER.replace("package user", f"package user{n}") for n in range(6)}
    root = tree({**FILES, **more, ".golint-conn.toml": OBLIGATION})
    thresholds = Thresholds(files_to_read=1, bytes_to_check=1, smallest_batch=1)
    alone = check(CheckRequest(cwd=str(root), workers=1))
    shared = check(CheckRequest(cwd=str(root), workers=2), thresholds=thresholds)
    assert shared.statistics.processes > 1
    assert [each.fingerprint for each in shared.findings] == [each.fingerprint for each in alone.findings]
    assert len(shared.findings) == 9


def test_it_can_be_chosen_held_back_and_graded(tree: WriteTree) -> None:
    root = tree({**FILES, ".golint-conn.toml": OBLIGATION})
    assert len(found(root, select=("pooled-not-closed",))) == 3
    assert found(root, ignore=("pooled-not-closed",)) == []
    text = "//golint-conn:ignore pooled-not-closed -- the pool takes it back\n\tc, _ := s.pool.Get()"
    (root / "user/beside.go").write_text(BESIDE.replace("c, _ := s.pool.Get()", text))
    assert [path for _, path, _ in found(root)] == ["pool/pool.go", "user/user.go"]
    (root / ".golint-conn.toml").write_text(f'{OBLIGATION}[rules.pooled-not-closed]\nseverity = "note"\n')
    result = check(CheckRequest(cwd=str(root)))
    assert {each.severity.label for each in result.findings} == {"note"}


def test_it_is_in_the_reports(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({**FILES, ".golint-conn.toml": OBLIGATION})
    monkeypatch.chdir(root)
    formats = ("sarif", "markdown", "rdjson", "json")
    assert main(["check", "--exit-zero", *(f"--output-format={each}:out.{each}" for each in formats)]) == 0
    log = json.loads((root / "out.sarif").read_text())["runs"][0]
    (rule,) = [each for each in log["tool"]["driver"]["rules"] if each["id"] == "pooled-not-closed"]
    assert {each["ruleId"] for each in log["results"]} == {"pooled-not-closed"}
    assert "helpUri" not in rule
    assert rule["properties"]["tags"] == ["leak", "external/cwe/cwe-772", "external/cwe/cwe-404", "declared"]
    assert "example.com/m/pool.Pool.Get" in rule["help"]["markdown"]
    # The project has no page about it, so nothing links there.
    for each in formats:
        assert "docs/rules/pooled-not-closed" not in (root / f"out.{each}").read_text()


def test_a_model_of_a_library_of_ours_goes_before_it(tree: WriteTree) -> None:
    user = USER.replace("example.com/m/pool", "net").replace("*pool.Pool", "*net.Dialer")
    user = user.replace("s.pool.Get()", 's.pool.Dial("unix", "a")')
    root = tree({"go.mod": FILES["go.mod"], "user/user.go": user})
    assert [rule for rule, _, _ in found(root)] == ["conn-not-closed"]
    (root / ".golint-conn.toml").write_text(
        '[[model]]\npackage = "net"\n[[model.function]]\nnames = ["Dialer.Dial"]\nexempt = ["connection"]\n'
    )
    assert found(root) == []


def test_a_fault_fails_the_run(
    tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree({**FILES, ".golint-conn.toml": "[[model]]\n"})
    monkeypatch.chdir(root)
    for command in (["check"], ["rules"], ["rule", "conn-not-closed"], ["infer"], ["why", "user/user.go:8"]):
        assert main(command) == 2, command
        assert '.golint-conn.toml:1: model: has no "package"' in capsys.readouterr().err
