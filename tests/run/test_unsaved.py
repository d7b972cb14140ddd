"""Runs for editors: texts that are not on disk, and what touches some files whatever git tracks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, UsageError
from tests.run.conftest import git_run

WriteTree = Callable[..., Path]

BAD = 'package p\n\nimport "net/http"\n\n// BAD body-lost\n'


def test_a_text_stands_for_a_file_that_is_not_there(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n"})
    request = CheckRequest(cwd=str(root), paths=("new/...odd/a.go",))
    result = check(request, overlay={"new/...odd/a.go": BAD.encode()})
    assert [finding.primary.path for finding in result.findings] == ["new/...odd/a.go"]
    with pytest.raises(UsageError, match="no such folder"):
        check(request)


def test_by_its_absolute_path_too(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n"})
    path = str(root / "a.go")
    result = check(CheckRequest(cwd=str(root), paths=(path,)), overlay={path: BAD.encode()})
    assert [finding.primary.path for finding in result.findings] == ["a.go"]


def test_what_touches_a_file_needs_not_be_tracked(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": BAD, "b.go": BAD}, git=True)
    git_run("-C", str(root), "add", "a.go")
    request = CheckRequest(cwd=str(root), paths=("b.go",), touching=True)
    assert [finding.primary.path for finding in check(request).findings] == ["b.go"]
    alone = check(CheckRequest(cwd=str(root), paths=("a.go", "b.go"), touching=True, force_exclude=True))
    assert [finding.primary.path for finding in alone.findings] == ["a.go", "b.go"]
