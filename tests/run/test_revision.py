"""New only: findings of an older revision are suppressed, and nothing of the repository is run to find them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.filter import base_revision as revision
from golint_conn.run.git.ignored import GitError
from golint_conn.run.git.objects import commit, lay_out, stored_files
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.run.result import RunResult

WriteTree = Callable[..., Path]


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgSign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True)  # noqa: S607
    return done.stdout.strip()


def piped(root: Path, text: str, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, input=text, capture_output=True, text=True)  # noqa: S607
    return done.stdout.strip()


def go(*rules: str) -> str:
    return 'package p\n\nimport _ "net/http"\n\n' + "".join(f"// BAD {rule}\n" for rule in rules)


@pytest.fixture
def repository(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one commit with three findings."""
    monkeypatch.setattr(revision, "_known", {})
    root = tree(
        {"go.mod": "module a\n", "a.go": go("body-lost", "conn-lost"), "in/b.go": go("body-lost"), "in/c.go": go()},
        git=True,
    )
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    return root


def run(root: Path, *paths: str, since: str = "HEAD", **asked: object) -> RunResult:
    return check(CheckRequest(cwd=str(root), paths=paths or ("./...",), new_from_rev=since, **asked))  # type: ignore[arg-type]


def new(root: Path, *paths: str, **asked: object) -> list[tuple[str, str]]:
    return [(each.primary.path, each.rule) for each in run(root, *paths, **asked).findings]


def test_nothing_changed(repository: Path) -> None:
    assert new(repository) == []
    held = run(repository).suppressed
    assert len(held) == 3
    assert {each.suppression.kind.value for each in held if each.suppression} == {"revision"}


def test_only_what_is_new_is_reported(repository: Path) -> None:
    (repository / "a.go").write_text("// a line more\n" + go("pool-small", "body-lost", "conn-lost", "body-lost"))
    (repository / "in/new.go").write_text(go("conn-lost"))
    expected = [("a.go", "pool-small"), ("a.go", "body-lost"), ("in/new.go", "conn-lost")]
    assert new(repository) == expected
    assert new(repository, "a.go") == expected[:2]
    assert new(repository / "in", "../a.go", "new.go") == expected
    assert new(repository / "in") == expected[2:]


def test_a_file_that_moved_brings_nothing_new(repository: Path) -> None:
    (repository / "moved").mkdir()
    (repository / "a.go").rename(repository / "moved/z.go")
    assert new(repository) == []
    (repository / "moved/z.go").write_text(go("body-lost", "conn-lost", "body-lost"))
    assert new(repository) == [("moved/z.go", "body-lost")]


def test_a_copy_of_a_file_is_new(repository: Path) -> None:
    (repository / "copy.go").write_text((repository / "in/b.go").read_text())
    assert new(repository) == [("copy.go", "body-lost")]


def test_a_directive_that_is_taken_away_makes_its_finding_new(repository: Path) -> None:
    (repository / "in/c.go").write_text(
        go("body-lost") + "\n//golint-conn:ignore conn-lost\n// BAD conn-lost\nvar x = 1\n"
    )
    (repository / "a.go").write_text(
        go().replace("\n\n", "\n\n//nolint\n", 1) + "//nolint\nvar x = 1 // BAD body-lost\n"
    )
    git(repository, "commit", "-qam", "two")
    assert new(repository) == []
    (repository / "a.go").write_text(go() + "var x = 1 // BAD body-lost\n")
    assert new(repository) == [("a.go", "body-lost")]


def test_the_merge_base(repository: Path) -> None:
    git(repository, "branch", "other")
    (repository / "in/c.go").write_text(go("pool-small"))
    git(repository, "commit", "-qam", "mine")
    git(repository, "checkout", "-q", "other")
    (repository / "a.go").write_text(go())
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "-")
    request = CheckRequest(cwd=str(repository), new_from_merge_base="other")
    assert [each.rule for each in check(request).findings] == ["pool-small"]
    assert len(run(repository, since="other").findings) == 3


def test_what_git_does_not_know(repository: Path, tmp_path: Path) -> None:
    for since in ("nowhere", "--all", "HEAD:a.go", ""):
        with pytest.raises(UsageError, match="git"):
            run(repository, since=since)
    git(repository, "branch", "first")
    git(repository, "checkout", "-q", "--orphan", "lonely")
    git(repository, "commit", "-qm", "lonely")
    with pytest.raises(UsageError, match="no commit in common"):
        check(CheckRequest(cwd=str(repository), new_from_merge_base="first"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.go").write_text(go("body-lost"))
    with pytest.raises(UsageError, match="not in a git work tree"):
        run(outside)


def test_nothing_of_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n")
    trap.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (hooks / name).symlink_to(trap)
    (repository / ".gitattributes").write_text("*.go filter=evil diff=evil export-subst\n")
    git(repository, "add", ".gitattributes")
    git(repository, "commit", "-qm", "attributes")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
        "core.editor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "uploadpack.packObjectsHook",
    ):
        git(repository, "config", name, str(trap))
    git(repository, "config", "core.hooksPath", str(hooks))
    git(repository, "config", "alias.ls-tree", f"!{trap}")
    sprung.unlink(missing_ok=True)
    (repository / "in/c.go").write_text(go("pool-small"))
    assert new(repository) == [("in/c.go", "pool-small")]
    assert not sprung.exists()


def test_hostile_trees_stay_below_their_folder(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:a.go")
    link = piped(repository, "../../../../etc/passwd", "hash-object", "-w", "--stdin")
    inner = piped(repository, f"100644 blob {blob}\tx.go\x00", "mktree", "-z")
    listed = (
        f"040000 tree {inner}\t..\x00040000 tree {inner}\t.GIT\x00100644 blob {blob}\tb\\..\\c.go\x00"
        f"120000 blob {link}\tl.go\x00100644 blob {blob}\tok.go\x00"
    )
    top = piped(repository, listed, "mktree", "-z")
    assert list(stored_files(str(repository), top, (".go",))) == ["ok.go"]
    lay_out(str(repository), top, str(tmp_path / "out"), (".go",))
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["ok.go"]


def test_links_to_files_count_as_these(repository: Path, tmp_path: Path) -> None:
    (repository / "in/l.go").symlink_to(Path("..", "a.go"))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "link")
    lay_out(str(repository), commit(str(repository), "HEAD"), str(tmp_path / "out"), (".go",))
    assert (tmp_path / "out/in/l.go").read_text() == (repository / "a.go").read_text()
    assert new(repository) == []


def test_the_older_tree_is_looked_at_once_for_many_runs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert new(repository) == []
    monkeypatch.setattr(revision, "lay_out", lambda *_: pytest.fail("laid out again"))
    assert new(repository) == []


def test_a_missing_object_is_told_of(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:in/b.go")
    place = repository / ".git/objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    place.unlink()
    with pytest.raises(GitError, match="missing"):
        lay_out(str(repository), commit(str(repository), "HEAD"), str(repository / "out"), (".go",))
