"""Files that were fixed are written whole, keep their mode, and stay as they are where something is amiss."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.finding import Applicability, Confidence, Finding, Fix, Location, LocationKind, Severity
from golint_conn.fixing import Fixed, unified, write_changes
from golint_conn.fixing.candidates import Candidate
from golint_conn.run.result import RunResult
from golint_conn.source import Edit, Span
from golint_conn.source.digest import digest


def changes(root: Path, **files: tuple[bytes, bytes]) -> Fixed:
    names = {name.replace("_", "."): texts for name, texts in files.items()}
    before = {name: texts[0] for name, texts in names.items()}
    after = {name: texts[1] for name, texts in names.items()}
    digests = {name: digest(data) for name, data in before.items()}
    return Fixed(RunResult(str(root), (), (), (), named=frozenset(names), digests=digests), before, after)


def test_the_mode_is_kept_and_nothing_is_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "a.go"
    file.write_bytes(b"old")
    file.chmod(0o640)
    assert write_changes(changes(tmp_path, a_go=(b"old", b"new"))) == []
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.go"]


def test_a_link_inside_of_the_tree_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.go").write_bytes(b"old")
    (tmp_path / "a.go").symlink_to("real.go")
    assert write_changes(changes(tmp_path, a_go=(b"old", b"new"))) == []
    assert (tmp_path / "a.go").is_symlink()
    assert (tmp_path / "real.go").read_bytes() == b"new"


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.go").write_bytes(b"old")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.go").symlink_to("../outside.go")
    notices = write_changes(changes(tree, a_go=(b"old", b"new")))
    assert [str(notice) for notice in notices] == ["a.go: not written: it is a link that leads out of the tree"]
    assert (tmp_path / "outside.go").read_bytes() == b"old"


def test_a_file_that_has_changed_since_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(b"newer")
    notices = write_changes(changes(tmp_path, a_go=(b"old", b"new"), b_go=(b"old", b"new")))
    assert [notice.message for notice in notices] == [
        "not written: it has changed since it was analyzed",
        "not written: No such file or directory",
    ]
    assert (tmp_path / "a.go").read_bytes() == b"newer"


def candidate(*paths: str) -> Candidate:
    """Return a fix that changes some files."""
    place = Location(paths[0], Span(0, 1), LocationKind.PRIMARY)
    finding = Finding("leak", "m", Severity.ERROR, Confidence.HIGH, (place,))
    return Candidate(finding, Fix("Do it", tuple(Edit(path, Span(0, 0), "x") for path in paths), Applicability.SAFE))


def test_a_fix_of_several_files_is_made_in_all_of_them_or_in_none(tmp_path: Path) -> None:
    for name in ("a.go", "b.go", "c.go", "d.go"):
        (tmp_path / name).write_bytes(b"newer" if name == "a.go" else b"old")
    texts = dict.fromkeys(("a_go", "b_go", "c_go", "d_go"), (b"old", b"new"))
    changed = replace(changes(tmp_path, **texts), made=[candidate("c.go", "b.go"), candidate("a.go", "b.go")])
    assert [str(notice) for notice in write_changes(changed)] == [
        "a.go: not written: it has changed since it was analyzed",
        "b.go: not written: a fix would change it together with a.go",
        "c.go: not written: a fix would change it together with b.go",
    ]
    assert [(tmp_path / name).read_bytes() for name in ("b.go", "c.go", "d.go")] == [b"old", b"old", b"new"]


def test_no_file_is_written_that_was_not_to_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(b"old")
    changed = changes(tmp_path, a_go=(b"old", b"new"))
    changed.result = replace(changed.result, named=frozenset())
    assert [str(notice) for notice in write_changes(changed)] == [
        "a.go: not written: it is not one of the files to be checked"
    ]
    assert (tmp_path / "a.go").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nB\nc\n"),
        (b"", b"a\n"),
        (b"a\n", b""),
        (b"a\nb", b"a\nb\n"),
        (b"a\nb\n", b"a\nb"),
        (b"x\r\ny\r\n", b"x\r\nnew\r\ny\r\n"),
        (b"}\n" * 300 + b"a\n" + b"}\n" * 300, b"}\n" * 300 + b"b\n" + b"}\n" * 300 + b"c\n"),
    ],
)
def test_git_applies_a_difference(before: bytes, after: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.go").write_bytes(before)
    text = unified("a.go", before, after)
    git = shutil.which("git")
    assert git is not None
    subprocess.run([git, "apply", "-"], cwd=tmp_path, input=text, check=True, env=os.environ | {"GIT_DIR": "/nowhere"})
    left = (tmp_path / "a.go").read_bytes() if (tmp_path / "a.go").exists() else b""
    assert left == after


INJECTED = "a\n--- a/other.go\n+++ b/other.go\n@@ -1 +1 @@\n-other\n+changed\n.go"


@pytest.mark.parametrize(
    "name",
    ["a b.go", " a.go", "a\nb.go", "a\tb.go", 'a"b.go', "a\\b.go", "\x1b.go", "é.go", "a.go\t2020-01-01", INJECTED],
)
@pytest.mark.parametrize("command", [["git", "apply", "-"], ["patch", "-s", "-p1"]], ids=" ".join)
def test_a_name_in_a_difference_is_only_a_name(command: list[str], name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"before\n")
    (tmp_path / "other.go").write_bytes(b"other\n")
    text = unified(name, b"before\n", b"after\n")
    subprocess.run(command, cwd=tmp_path, input=text, check=True, env=os.environ | {"GIT_DIR": "/nowhere"})
    assert (tmp_path / name).read_bytes() == b"after\n"
    assert (tmp_path / "other.go").read_bytes() == b"other\n"


def test_a_difference_shows_no_more_than_has_changed() -> None:
    text = unified("a.go", b"}\n" * 300 + b"a\n" + b"}\n" * 300, b"}\n" * 300 + b"b\n" + b"}\n" * 300)
    assert text.decode().splitlines()[2:] == ["@@ -298,7 +298,7 @@", " }", " }", " }", "-a", "+b", " }", " }", " }"]


def test_nothing_differs() -> None:
    assert unified("a.go", b"a\n", b"a\n") == b""
