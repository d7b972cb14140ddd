"""A cache that others can write, or have written: at worst it hides findings, and it changes no file."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.finding import Applicability, Fix, Location
from golint_conn.run.cache import database
from golint_conn.run.cache.codec import decoded, encoded
from golint_conn.run.cache.folder import DATABASE
from golint_conn.run.cache.packing import packed, unpacked
from golint_conn.run.cache.records import CheckRecord, FileOutcome
from golint_conn.run.cache.stat import RACY_NS
from golint_conn.source import Edit, Span
from tests.attacks.conftest import LEAK, Victim
from tests.patience import wait_until

pytestmark = pytest.mark.slow

BASHRC = "alias ls=ls\n"
PAYLOAD = "touch pwned #"


@pytest.fixture
def bashrc(victim: Victim) -> Path:
    path = victim.home / ".bashrc"
    path.write_text(BASHRC)
    return path


@pytest.fixture
def cache(victim: Victim, bashrc: Path) -> str:
    """A cache that an attacker has filled: with a finding whose fix changes another file."""
    folder = victim.home / "cache"
    # A file that changed a moment ago is read again, so it enters the cache one run later.
    clock = victim.home / "clock"

    def now() -> int:
        clock.write_bytes(b"")
        return clock.stat().st_mtime_ns

    old = now() - 10 * RACY_NS
    for path in victim.repository.rglob("*.*"):
        os.utime(path, ns=(old, old))
    wait_until(lambda: (victim.repository / "leak.go").stat().st_ctime_ns <= now() - RACY_NS)
    victim.check("--cache-dir", str(folder))
    ((key, data),) = [(each.key, database.read(str(folder), each.key)) for each in database.entries(str(folder))]
    assert data is not None
    snapshot = unpacked(data)
    path = str(victim.repository / "leak.go")
    found = decoded(snapshot.checks[path].outcome)
    place = found.findings[0].primary
    here = Location(place.path, Span(0, 7), place.kind)
    edits = (Edit(place.path, Span(0, 7), "package"), Edit(str(bashrc), Span(0, 0), PAYLOAD))
    fix = Fix("Do no harm", edits, Applicability.SAFE)
    false = replace(
        found.findings[0],
        message="looks harmless",
        anchor="made up",
        locations=(here,),
        flow=(),
        exits=(),
        fixes=(fix,),
    )
    outcome = encoded(FileOutcome((false, *found.findings)))
    snapshot.checks[path] = CheckRecord(snapshot.checks[path].inputs, outcome)
    database.write(str(folder), key, packed(snapshot))
    return str(folder)


def test_a_false_cache_can_make_findings_up(cache: str, victim: Victim) -> None:
    """What the other tests are worth: the cache is used, and returns what an attacker put there."""
    assert "looks harmless" in victim.check("--cache-dir", cache).stdout


@pytest.mark.parametrize("options", [("--fix",), ("--diff",), ("--add-ignores", "--reason", "x")])
def test_but_changes_no_file(options: tuple[str, ...], cache: str, bashrc: Path, victim: Victim) -> None:
    done = victim.run("check", "--cache-dir", cache, *options)
    assert "looks harmless" not in done.stdout
    assert PAYLOAD not in done.stdout + done.stderr
    assert PAYLOAD not in "".join(path.read_text() for path in victim.repository.glob("*.go"))
    assert bashrc.read_text() == BASHRC
    assert (victim.repository / "leak.go").read_text().startswith("package shop\n")
    # The real defect is found and fixed.
    assert ("defer resp.Body.Close()" in (victim.repository / "leak.go").read_text()) is ("--fix" in options)
    assert ("+\tdefer resp.Body.Close()" in done.stdout) is ("--diff" in options)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_a_folder_that_others_may_write(mode: int, cache: str, victim: Victim) -> None:
    Path(cache).chmod(mode)
    done = victim.check("--cache-dir", cache)
    assert "the cache is not used: other users may write to it" in done.stderr
    assert "looks harmless" not in done.stdout


def test_a_database_that_others_may_write(cache: str, victim: Victim) -> None:
    (Path(cache) / DATABASE).chmod(0o602)
    done = victim.check("--cache-dir", cache)
    assert "the cache was discarded and is being rebuilt: other users may write to it" in done.stderr
    assert "looks harmless" not in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives things away")
@pytest.mark.parametrize("name", [".", DATABASE])
def test_a_cache_of_another_user(name: str, cache: str, victim: Victim) -> None:
    os.chown(Path(cache, name), 1001, 1001)
    done = victim.check("--cache-dir", cache)
    assert "it belongs to another user (uid 1001)" in done.stderr
    assert "looks harmless" not in done.stdout
    assert (victim.repository / "leak.go").read_text() == LEAK
