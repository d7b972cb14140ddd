"""A repository whose git is set up to run programs or to make git wait: nothing runs, and nothing waits.

Each plant is shown to work with a plain git command first.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.git import call as gitcall
from golint_conn.run.git.call import GitError, program
from golint_conn.run.git.ignored import ignored_paths
from golint_conn.run.request import CheckRequest
from tests.attacks.conftest import FILES, Victim
from tests.patience import PATIENCE_SECONDS
from tests.surroundings.conftest import git, write

pytestmark = pytest.mark.slow

EVERY_RUN = (
    ("check",),
    ("check", "--hook", "leak.go"),
    ("check", "--new-from-rev", "HEAD"),
    ("check", "--new-from-merge-base", "HEAD~0"),
    ("check", "--show-files"),
)


@pytest.fixture
def script(victim: Victim) -> Path:
    """A program in the repository that does what it must not."""
    victim.plant({"evil.sh": f"#!/bin/sh\necho run >> {victim.marker}\n"})
    path = victim.repository / "evil.sh"
    path.chmod(0o755)
    return path


def plain(victim: Victim, *arguments: str) -> None:
    """Run a plain git command, as a careless user would."""
    names = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    environment = victim.environment(GIT_CONFIG_GLOBAL=os.devnull)
    subprocess.run(
        ["git", *names, *arguments],  # noqa: S607 (the git that people have)
        cwd=victim.repository,
        env=environment,
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
    )


def configure(victim: Victim, **settings: str) -> None:
    for name, value in settings.items():
        git(victim.repository, "config", name.replace("__", "."), value)


def runs_nothing(victim: Victim) -> None:
    victim.marker.unlink(missing_ok=True)
    for arguments in EVERY_RUN:
        done = victim.run(*arguments, GIT_CONFIG_GLOBAL=os.devnull)
        assert done.returncode in {0, 1}, done.stderr
        assert not victim.was_hit, arguments


def test_a_monitor_of_the_work_tree(victim: Victim, script: Path) -> None:
    configure(victim, core__fsmonitor=str(script))
    plain(victim, "status")
    assert victim.was_hit
    runs_nothing(victim)


def test_hooks(victim: Victim, script: Path) -> None:
    hooks = victim.repository / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
        shutil.copy(script, hooks / name)
        shutil.copy(script, victim.repository / ".git" / "hooks" / name)
    configure(victim, core__hooksPath=str(hooks))
    plain(victim, "commit", "--allow-empty", "-m", "x")
    assert victim.was_hit
    runs_nothing(victim)


def test_filters_conversions_and_differences(victim: Victim, script: Path) -> None:
    victim.plant({".gitattributes": "*.go filter=evil diff=evil merge=evil\n", "leak.go": FILES["leak.go"] + "\n"})
    configure(
        victim,
        filter__evil__clean=str(script),
        filter__evil__smudge=str(script),
        filter__evil__process=str(script),
        filter__evil__required="true",
        diff__evil__textconv=str(script),
        diff__evil__command=str(script),
        diff__external=str(script),
        merge__evil__driver=str(script),
        core__pager=str(script),
        core__editor=str(script),
        core__sshCommand=str(script),
        core__askPass=str(script),
        credential__helper=str(script),
        gpg__program=str(script),
        sequence__editor=str(script),
    )
    plain(victim, "diff")
    assert victim.was_hit
    runs_nothing(victim)


def test_a_missing_object_is_not_fetched(victim: Victim, script: Path) -> None:
    """A partial clone names the program that its missing objects come from."""
    remote = victim.home / "remote"
    git(victim.home, "clone", "-q", "--bare", str(victim.repository), str(remote))
    blob = git(victim.repository, "rev-parse", "HEAD:leak.go").strip()
    configure(
        victim,
        core__repositoryFormatVersion="1",
        extensions__partialClone="origin",
        remote__origin__url=str(remote),
        remote__origin__promisor="true",
        remote__origin__uploadpack=str(script),
        protocol__file__allow="always",
        protocol__ext__allow="always",
    )
    (victim.repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    plain(victim, "cat-file", "-p", blob)
    assert victim.was_hit
    victim.marker.unlink()
    done = victim.run("check", "--new-from-rev", "HEAD", GIT_CONFIG_GLOBAL=os.devnull)
    assert done.returncode == 2
    assert "missing" in done.stderr
    assert not victim.was_hit
    configure(victim, remote__origin__url=f"ext::{script}")
    assert victim.run("check", "--new-from-rev", "HEAD", GIT_CONFIG_GLOBAL=os.devnull).returncode == 2
    runs_nothing_of(victim, ("check", "--hook", "leak.go"), ("check",))


def runs_nothing_of(victim: Victim, *runs: tuple[str, ...]) -> None:
    for arguments in runs:
        assert victim.run(*arguments, GIT_CONFIG_GLOBAL=os.devnull).returncode in {0, 1}
        assert not victim.was_hit


def test_a_submodule(victim: Victim, script: Path) -> None:
    inner = victim.home / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    write(inner, FILES)
    git(inner, "add", "-A")
    git(inner, "commit", "-q", "-m", "x")
    git(victim.repository, "submodule", "add", "-q", str(inner), "inner")
    git(victim.repository / "inner", "config", "core.fsmonitor", str(script))
    plain(victim, "status")
    assert victim.was_hit
    runs_nothing(victim)


def test_a_bare_repository_in_the_tree(victim: Victim, script: Path) -> None:
    """A folder that looks like a repository of its own, as the tree of a commit can hold one."""
    bare = victim.repository / "bare"
    git(victim.home, "clone", "-q", "--bare", str(victim.repository), str(bare))
    git(bare, "config", "core.bare", "false")
    git(bare, "config", "core.worktree", str(victim.repository))
    git(bare, "config", "core.fsmonitor", str(script))
    write(bare, FILES)
    (bare / ".git").mkdir()
    for arguments in (("check",), ("check", "--hook", "leak.go")):
        assert victim.run(*arguments, cwd=bare).returncode in {0, 1, 2}
        assert not victim.was_hit


def test_git_is_not_taken_from_the_working_directory(victim: Victim, script: Path) -> None:
    shutil.copy(script, victim.repository / "git")
    for path in (f".{os.pathsep}{os.environ['PATH']}", f"{os.pathsep}{os.environ['PATH']}"):
        done = victim.run("check", PATH=path)
        assert done.returncode == 1, done.stderr
    assert not victim.was_hit
    assert "git is not installed" in victim.run("check", PATH=".").stderr


def test_git_of_a_relative_folder_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f".{os.pathsep}bin{os.pathsep}")
    with pytest.raises(GitError, match="not installed"):
        program()


@pytest.mark.parametrize("ignore", ["", "a*" * 30 + "b\n"])
def test_nobody_waits_for_ever(ignore: str, victim: Victim, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ignore file may be a pipe without a writer, or hold a pattern that git tries forever."""
    tree = str(victim.repository)
    (victim.repository / "sub").mkdir()
    if ignore:
        victim.plant({".gitignore": ignore, f"sub/{'a' * 120}.go": "package sub\n"})
    else:
        os.mkfifo(victim.repository / "sub" / ".gitignore")
    monkeypatch.setattr(gitcall, "SECONDS", 1)
    with pytest.raises(GitError, match="did not answer"):
        ignored_paths(tree, [tree])
    result = check(CheckRequest(cwd=tree))
    assert "git could not say which files are ignored" in " ".join(map(str, result.notices))
    assert result.findings


def test_a_repository_of_somebody_else(victim: Victim) -> None:
    """If git refuses a repository because of its owner (safe.directory), a notice says so; nothing works around it."""
    done = victim.run("check", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert done.returncode == 1
    assert "dubious ownership" in done.stderr


def test_a_revision_is_no_option(victim: Victim) -> None:
    out = victim.home / "out"
    for revision in (f"--output={out}", "--upload-pack=touch x", "HEAD:leak.go", "-h", "@{-1}"):
        done = victim.run("check", f"--new-from-rev={revision}")
        assert done.returncode == 2, done.stdout
        assert not out.exists()


def test_names_in_a_commit_lead_nowhere(victim: Victim) -> None:
    """A tree object may hold names that no checkout would make; the older revision is laid out without them."""
    blob = git(victim.repository, "rev-parse", "HEAD:leak.go").strip()
    link = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],  # noqa: S607
        cwd=victim.repository,
        input=str(victim.home / "target.go"),
        text=True,
        capture_output=True,
        check=True,
    ).stdout.strip()
    entries = f"100644 blob {blob}\tok.go\n120000 blob {link}\tlink.go\n"
    tree = subprocess.run(
        ["git", "mktree"],  # noqa: S607
        cwd=victim.repository,
        input=entries,
        text=True,
        capture_output=True,
        check=True,
    ).stdout.strip()
    # mktree refuses `..`; writing the object directly does not.
    raw = b"".join(
        b"100644 %s\0%s" % (name, bytes.fromhex(blob)) for name in (b"..\\up.go", b"../up.go", b".git/x.go", b"/abs.go")
    )
    bad = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],  # noqa: S607
        cwd=victim.repository,
        input=raw,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for each in (tree, bad.strip()):
        commit = git(victim.repository, "commit-tree", each, "-m", "x").strip()
        before = set(victim.home.rglob("*.go"))
        victim.run("check", "--new-from-rev", commit, TMPDIR=str(victim.home / "work"))
        assert set(victim.home.rglob("*.go")) == before
        assert not list(victim.home.rglob("up.go"))
