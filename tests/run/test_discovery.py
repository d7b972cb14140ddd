"""Which files the paths mean, in real folders and real git repositories."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.run.files.discovery import Discovery, Excludes, discover
from golint_conn.run.pattern import wildcard_pattern
from golint_conn.run.request import UsageError
from golint_conn.source.reader import Reader
from tests.run.conftest import git_run

WriteTree = Callable[..., Path]
GO = "package p\n"


def run(root: Path, *paths: str, exclude: tuple[str, ...] = (), force: bool = False) -> Discovery:
    excludes = Excludes(str(root), exclude)
    return discover(paths, str(root), Reader(str(root), {}), excludes, force_exclude=force)


def found(root: Path, *paths: str, exclude: tuple[str, ...] = (), force: bool = False) -> list[str]:
    files = run(root, *paths, exclude=exclude, force=force).files
    return [os.path.relpath(path, root) for path in files]


def test_names_that_go_passes_over(tree: WriteTree) -> None:
    root = tree(
        dict.fromkeys(
            ["a.go", "_b.go", ".c.go", "d.txt", "vendor/v.go", "testdata/t.go", "_x/x.go", ".y/y.go", "z/z_test.go"], GO
        )
    )
    assert found(root, "./...") == found(root, ".") == ["a.go", "z/z_test.go"]
    assert found(root, "testdata", "_x/...", "vendor/v.go", "_b.go") == [
        "_b.go",
        "_x/x.go",
        "testdata/t.go",
        "vendor/v.go",
    ]


def test_nested_modules_belong_to_a_folder_but_not_to_a_pattern(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": GO, "sub/go.mod": "module b\n", "sub/b.go": GO, "sub/deep/c.go": GO})
    assert found(root, "./...") == ["a.go"]
    assert found(root, ".") == ["a.go", "sub/b.go", "sub/deep/c.go"]
    assert found(root, "sub/...") == ["sub/b.go", "sub/deep/c.go"]


@pytest.mark.parametrize("use", ["\0", "a" * 5_000, "circle/x"])
def test_a_member_of_the_workspace_that_cannot_be_costs_itself_only(use: str, tree: WriteTree) -> None:
    root = tree({"go.work": f"go 1.24\nuse (\n\t.\n\t./{use}\n)\n", "go.mod": "module a\n", "a.go": GO, "in/b.go": GO})
    (root / "circle").symlink_to("circle")
    assert found(root, "./...") == ["a.go", "in/b.go"]


def test_members_of_the_workspace_belong_to_the_pattern(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(
        {
            "go.work": "go 1.24\nuse (\n\t.\n\t./in // a comment\n)\n",
            "go.mod": "module a\n",
            "a.go": GO,
            "in/go.mod": "module b\n",
            "in/b.go": GO,
            "out/go.mod": "module c\n",
            "out/c.go": GO,
        }
    )
    assert found(root, "./...") == ["a.go", "in/b.go"]
    monkeypatch.setenv("GOWORK", "off")
    assert found(root, "./...") == ["a.go"]


def test_a_folder_of_modules_that_is_none_itself_means_all_of_them(tree: WriteTree) -> None:
    root = tree({"x/go.mod": "module x\n", "x/x.go": GO, "y/go.mod": "module y\n", "y/y.go": GO})
    assert found(root, "./...") == ["x/x.go", "y/y.go"]


def test_ignore_lines_of_go_mod(tree: WriteTree) -> None:
    root = tree(
        {
            "go.mod": "module a\n\nignore ./static\nignore (\n\tnode_modules\n\tweb/dist\n)\n",
            **dict.fromkeys(
                ["static/s.go", "in/static/s.go", "in/node_modules/n.go", "in/web/dist/w.go", "web/other/o.go"], GO
            ),
        }
    )
    assert found(root, "./...") == ["in/static/s.go", "web/other/o.go"]
    assert found(root, "in/...") == ["in/static/s.go"], "the module above the folder counts too"
    assert found(root, "static") == ["static/s.go"]


def test_git_decides_what_is_ignored(tree: WriteTree) -> None:
    root = tree(
        {
            ".gitignore": "build/\n*.gen.go\n!keep.gen.go\n",
            "sub/.gitignore": "/local.go\n",
            **dict.fromkeys(
                ["a.go", "x.gen.go", "keep.gen.go", "tracked.gen.go", "build/b.go", "build/deep/d.go", "sub/local.go"],
                GO,
            ),
        },
        git=True,
    )
    (root / ".git/info/exclude").write_text("private.go\n")
    (root / "private.go").write_text(GO)
    git_run("-C", str(root), "add", "-f", "tracked.gen.go")
    assert found(root, "./...") == ["a.go", "keep.gen.go", "tracked.gen.go"]
    assert found(root, "build", "sub/local.go") == ["build/b.go", "build/deep/d.go", "sub/local.go"]
    assert found(root, "build/deep/...") == ["build/deep/d.go"]


def test_a_repository_inside_another_has_its_own_ignore_file(tree: WriteTree) -> None:
    root = tree({"a.go": GO, "inner/.gitignore": "no.go\n", "inner/no.go": GO, "inner/yes.go": GO}, git=True)
    git_run("init", "-q", str(root / "inner"))
    assert found(root, ".") == ["a.go", "inner/yes.go"]


def test_a_hook_of_another_repository_does_not_mislead_git(
    tree: WriteTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({".gitignore": "no.go\n", "no.go": GO, "yes.go": GO}, git=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "index.lock")
    assert found(root, ".") == ["yes.go"]


def test_a_configured_monitor_program_is_not_run(tree: WriteTree) -> None:
    root = tree({"a.go": GO}, git=True)
    program = root / "monitor"
    program.write_text(f"#!/bin/sh\ntouch {root}/was-run\n")
    program.chmod(0o755)
    git_run("-C", str(root), "config", "core.fsmonitor", str(program))
    assert found(root, ".") == ["a.go"]
    assert not (root / "was-run").exists()


@pytest.mark.parametrize("git", ["missing", "refusing"])
def test_without_an_answer_from_git_all_is_read_and_said(
    git: str, tree: WriteTree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree({".gitignore": "no.go\n", "no.go": GO}, git=True)
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    if git == "refusing":
        (bin_folder / "git").write_text("#!/bin/sh\necho 'fatal: dubious ownership' >&2\nexit 128\n")
        (bin_folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(bin_folder))
    result = run(root, ".")
    assert [Path(path).name for path in result.files] == ["no.go"]
    (notice,) = result.notices
    assert "ignored" in notice.message
    assert ("dubious ownership" in notice.message) == (git == "refusing")


def test_symbolic_links(tree: WriteTree) -> None:
    root = tree({"a/real.go": GO})
    (root / "a" / "circle").symlink_to(root)
    (root / "a" / "link.go").symlink_to("real.go")
    (root / "a" / "self.go").symlink_to("self.go")
    (root / "a" / "gone.go").symlink_to("nowhere.go")
    (root / "b").symlink_to("a")
    result = run(root, ".")
    assert [os.path.relpath(path, root) for path in result.files] == ["a/link.go", "a/real.go"]
    assert sorted(notice.path for notice in result.notices) == ["a/gone.go", "a/self.go"]
    assert found(root, "b", "b/real.go") == ["a/link.go", "a/real.go"], "a linked folder that is named is read once"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8_are_told_of(tree: WriteTree) -> None:
    root = tree({"a.go": GO})
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.go")).write_text(GO)
    result = run(root, ".")
    assert [Path(path).name for path in result.files] == ["a.go"]
    (notice,) = result.notices
    assert notice.path == "\\xff.go"
    notice.path.encode("utf-8")


def test_a_folder_that_cannot_be_listed_is_told_of(tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree({"a.go": GO, "shut/b.go": GO, "open/c.go": GO})
    scandir = os.scandir

    def guarded(folder: str) -> object:
        if folder.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    result = run(root, "./...")
    assert [os.path.relpath(path, root) for path in result.files] == ["a.go", "open/c.go"]
    assert [(notice.path, "Permission denied" in notice.message) for notice in result.notices] == [("shut", True)]


def test_what_only_looks_like_a_go_file(tree: WriteTree) -> None:
    root = tree({"a.go": GO, "folder.go/b.go": GO})
    os.mkfifo(root / "pipe.go")
    assert found(root, ".") == ["a.go", "folder.go/b.go"]


def test_all_paths_that_mean_nothing_are_named_at_once(tree: WriteTree) -> None:
    root = tree({"a.go": GO, "b.txt": ""})
    with pytest.raises(UsageError) as caught:
        run(root, "a.go", "b.txt", "net/http", "gone/...")
    told = "\n".join(caught.value.messages)
    assert len(caught.value.messages) == 3
    assert all(name in told for name in ("b.txt", "net/http", "gone/..."))


def test_nothing_found_is_told_of(tree: WriteTree) -> None:
    root = tree({"docs/a.md": ""})
    (notice,) = run(root, "docs", "./...").notices
    assert "docs, ./..." in notice.message


def test_a_path_given_twice_is_read_once(tree: WriteTree) -> None:
    root = tree({"p/a.go": GO})
    assert found(root, "p/a.go", "p", "./p/...", str(root / "p" / "a.go"), "p/../p/a.go") == ["p/a.go"]


def test_excludes_spare_what_is_named_unless_forced(tree: WriteTree) -> None:
    root = tree(dict.fromkeys(["a.go", "gen/b.go", "gen/deep/c.go", "x.pb.go", "sub/gen/d.go"], GO))
    exclude = ("/gen/", "*.pb.go")
    assert found(root, ".", exclude=exclude) == ["a.go", "sub/gen/d.go"]
    assert found(root, "gen/b.go", "x.pb.go", "a.go", exclude=exclude) == ["a.go", "gen/b.go", "x.pb.go"]
    assert found(root, "gen/b.go", "x.pb.go", "a.go", exclude=exclude, force=True) == ["a.go"]
    assert found(root, "gen", "a.go", exclude=exclude, force=True) == ["a.go"]


part = st.text(alphabet="ab.*+", min_size=1, max_size=3).filter(lambda text: ".." not in text)


@given(prefix=part.filter(lambda text: not text.endswith(".")), path=st.lists(part, max_size=4))
def test_a_wildcard_means_any_string(prefix: str, path: list[str]) -> None:
    """`x...` is every folder whose path begins with x, `.../x/...` is x anywhere and all below it."""
    relative = "/".join(path)
    assert wildcard_pattern(f"./{prefix}...", "/w").matches(relative) == relative.startswith(prefix)
    below = wildcard_pattern(f".../{prefix}/...", "/w").matches(relative)
    assert below == (f"/{prefix}/" in f"{relative}/")


@given(path=st.lists(part, max_size=4))
def test_a_trailing_wildcard_means_the_folder_and_all_below(path: list[str]) -> None:
    pattern = wildcard_pattern("x/y/...", "/w")
    assert pattern.base.endswith("x/y")
    assert pattern.matches("/".join(path))
