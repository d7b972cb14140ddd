"""No test says how long something takes, and none relies on what the shell has done with signals."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
NOT_TESTS = {Path(__file__).resolve(), TESTS / "patience.py"}
TEXTS = {
    path.relative_to(TESTS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(TESTS.rglob("*.py"))
    if "fixtures" not in path.parts and path not in NOT_TESTS
}

FORBIDDEN = {
    "a clock": r"(?m)^\s*(import time\b|from time import)|\b(perf_counter|monotonic|process_time|time_ns)\b",
    "a pause": r"\b(time|asyncio)\.sleep\((?!0\))",
    "a limit of its own": r"timeout[=(](?!PATIENCE_SECONDS\b)|\.(wait|join|poll|communicate)\([\d.]",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_tests_wait_for_something_and_not_for_a_time(what: str) -> None:
    found = {
        f"{name}: {match[0].strip()}" for name, text in TEXTS.items() for match in re.finditer(FORBIDDEN[what], text)
    }
    assert found == set(), f"{what}: see tests/patience.py"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a clock", "from time import time"),
        ("a clock", "assert time.perf_counter() - began < 20"),
        ("a pause", "await asyncio.sleep(0.6)"),
        ("a limit of its own", "subprocess.run(command, timeout=60)"),
        ("a limit of its own", "async with asyncio.timeout(60):"),
        ("a limit of its own", "assert child.wait(60) == 1"),
    ],
)
def test_a_time_would_be_found(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_what_is_interrupted_lets_itself_be_interrupted() -> None:
    interrupting = {name for name, text in TEXTS.items() if "signal.SIGINT" in text}
    assert interrupting
    assert interrupting == {name for name, text in TEXTS.items() if re.search(r"\bINTERRUPTIBLE\s*\+", text)}
