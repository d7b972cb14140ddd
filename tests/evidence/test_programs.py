"""The evidence programs do what the documentation says they do, each time they run."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from golint_conn.dev.evidence import documents, go_version
from golint_conn.dev.programs import MODULE, Case, ProgramError, Run, Variant, build, cases, measure, run
from tests.evidence.claims import CLAIMS, counted, holds
from tests.go_tool import ROOT, environment, gofmt, goroot

pytestmark = pytest.mark.slow

_ATTEMPTS = 5
"""How often a case is run whose counts are not as claimed."""


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs, built once; no cache but Go's is needed."""
    path = tmp_path_factory.mktemp("evidence") / "evidence.exe"
    build(str(goroot() / "bin" / "go"), ROOT / MODULE, path, environment())
    return path


def _broken(runs: Iterable[Run]) -> list[str]:
    """Return the claims that do not hold, with what was counted."""
    return [
        f"{each.case.name}, {each.variant.name}: {claim}, but it is {counted(each, claim)} of {each.requests}"
        for each in runs
        for claim in CLAIMS[each.case.name][each.variant.name]
        if not holds(each, claim)
    ]


def test_every_claim_holds(binary: Path) -> None:
    # One test, so that tests that are spread over processes do not run all programs in each of them.
    known = cases(binary)
    assert {case.name: [each.name for each in case.variants] for case in known} == {
        name: list(variants) for name, variants in CLAIMS.items()
    }
    measured = measure(binary, known)
    # Counts that are exact given enough time are not if a machine is so busy that a goroutine waits for milliseconds.
    for _ in range(_ATTEMPTS - 1):
        measured |= measure(binary, [case for case in known if _broken(measured[case.name])], workers=1)
    runs = [each for found in measured.values() for each in found]
    broken = _broken(runs)
    assert broken == []
    assert go_version(measured) == (goroot() / "VERSION").read_text(encoding="utf-8").split()[0]
    pages = {path.removeprefix("docs/evidence/") for path in documents(measured, "go1.27", ROOT)}
    there = {path.name for path in (ROOT / "docs" / "evidence").iterdir()}
    assert pages == {*there, "src/golint_conn/rule/about/evidence.json"}, (
        "python -m golint_conn.dev.evidence writes them"
    )
    if any(each.count("established") is None for each in runs):
        pytest.skip("this system has no /proc/net/tcp: sockets and file descriptors were not counted")


def test_the_number_of_requests_is_bounded_from_outside(binary: Path) -> None:
    case = next(each for each in cases(binary) if each.name == "transport-per-call")
    assert run(binary, case, case.variants[0], 7).requests == 7


def test_what_does_not_exist_does_not_run(binary: Path) -> None:
    case = Case("no-such-case", (), "", "requests", 1, "opened", "", ())
    with pytest.raises(ProgramError, match='no case "no-such-case" with a variant "x"'):
        run(binary, case, Variant("x", "wrong"))


def test_a_module_that_does_not_compile_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/x\n\ngo 1.27\n", encoding="utf-8")
    (tmp_path / "main.go").write_text("package main\n\nfunc main() { nothing }\n", encoding="utf-8")
    with pytest.raises(ProgramError, match="undefined: nothing"):
        build(str(goroot() / "bin" / "go"), tmp_path, tmp_path / "x.exe", environment())


def test_the_programs_are_laid_out_as_gofmt_does() -> None:
    wrong = [path for path in (ROOT / MODULE).rglob("*.go") if gofmt(path.read_bytes()) != path.read_bytes()]
    assert wrong == []


def test_a_count_that_is_a_sum_needs_all_of_its_parts() -> None:
    case = Case("c", (), "", "requests", 1, "time_wait", "", ())
    sample = {"requests": 1, "time_wait_client": 2, "time_wait_server": 3}
    known = Run(case, Variant("v", "wrong"), (sample, sample))
    assert (known.count("time_wait"), known.points("time_wait"), known.most("time_wait")) == (5, [(1, 5)], 5)
    half = {**sample, "time_wait_server": None}
    unknown = Run(case, Variant("v", "wrong"), (half, half))
    assert (unknown.count("time_wait"), unknown.points("time_wait"), unknown.most("time_wait")) == (None, [], None)
