"""Hook mode: what counts, how far it looks, and what it reports."""

import os
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, UsageError
from golint_conn.source.reader import Reader
from tests.surroundings.conftest import CLOSES, LEAKS, OPEN, Repository, git, write

SELECT = ("response-body-not-closed", "client-per-call", "transport-per-call")
LEAK = "response-body-not-closed"


def found(root: Path, *paths: str, hook: bool = True, config: bool = False) -> list[str]:
    """Return the findings of a run as `path rule`."""
    given = {"paths": paths} if paths else {}
    request = CheckRequest(cwd=str(root), hook=hook, select=SELECT, use_config=config, **given)  # type: ignore[arg-type]
    result = check(request)
    assert not result.crashed
    return [f"{each.primary.path} {each.rule}" for each in result.findings]


def test_a_leak_that_is_found_from_another_package_is_found(repository: Repository) -> None:
    root = repository({"fetch/fetch.go": OPEN, "report/report.go": LEAKS})
    assert found(root, "report/report.go") == [f"report/report.go {LEAK}"]


def test_through_several_packages(repository: Repository) -> None:
    again = OPEN.replace("http.DefaultClient.Get", "fetch.Open").replace(
        '"net/http"', '"example.com/shop/fetch"\n\t"net/http"'
    )
    again = (
        again.replace("import ", "import (\n\t")
        .replace('"net/http"', '"net/http"\n)')
        .replace("package fetch", "package page")
    )
    root = repository(
        {
            "fetch/fetch.go": OPEN,
            "page/page.go": again,
            "report/report.go": LEAKS.replace("shop/fetch", "shop/page").replace("fetch.Open", "page.Open"),
        }
    )
    assert found(root, "report/report.go") == [f"report/report.go {LEAK}"]


def test_what_does_not_touch_the_named_files_is_not_reported(repository: Repository) -> None:
    other = LEAKS.replace("Status(", "Other(")
    root = repository({"fetch/fetch.go": OPEN, "report/report.go": CLOSES, "report/other.go": other})
    assert found(root) == [f"report/other.go {LEAK}"]
    assert found(root, "report/report.go", "fetch/fetch.go") == []
    assert found(root, "report/other.go") == [f"report/other.go {LEAK}"]


def test_a_related_location_touches(repository: Repository) -> None:
    made = 'package client\n\nimport "net/http"\n\nfunc New() *http.Client {\n\treturn &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}\n}\n'
    used = 'package web\n\nimport (\n\t"net/http"\n\n\t"example.com/shop/client"\n)\n\nfunc Page(w http.ResponseWriter, r *http.Request) {\n\tresp, err := client.New().Get("https://a.example/")\n\tif err == nil {\n\t\tresp.Body.Close()\n\t}\n}\n'
    root = repository({"client/client.go": made, "web/web.go": used})
    whole = found(root)
    assert whole == ["web/web.go client-per-call"]
    assert found(root, "client/client.go") == whole
    assert found(root, "web/web.go") == whole


def test_untracked_files_do_not_count(repository: Repository) -> None:
    root = repository({"fetch/fetch.go": OPEN, "report/report.go": CLOSES})
    write(root, {"report/draft.go": LEAKS.replace("Status(", "Draft("), "draft/draft.go": LEAKS})
    assert len(found(root, hook=False)) == 2
    assert found(root) == []
    assert found(root, "fetch/fetch.go") == []
    assert found(root, "draft/draft.go") == [f"draft/draft.go {LEAK}"], "what is named counts"
    git(root, "add", "report/draft.go")
    assert found(root) == [f"report/draft.go {LEAK}"]


def test_an_untracked_file_explains_nothing(repository: Repository) -> None:
    root = repository(
        {"report/report.go": LEAKS.replace("fetch.Open", "open").replace('import "example.com/shop/fetch"\n', "")}
    )
    helper = OPEN.replace("package fetch", "package report").replace("Open(", "open(")
    write(root, {"report/open.go": helper})
    assert found(root, "report/report.go") == []
    git(root, "add", "-A")
    assert found(root, "report/report.go") == [f"report/report.go {LEAK}"]


def test_untracked_dependencies_are_read(repository: Repository) -> None:
    root = repository(
        {".gitignore": "vendor/\n", "report/report.go": LEAKS.replace("example.com/shop/fetch", "example.com/fetch")}
    )
    write(root, {"vendor/example.com/fetch/fetch.go": OPEN})
    reader = Reader(str(root), members=frozenset([str(root / "report/report.go")]))
    assert reader.go_files(str(root / "vendor/example.com/fetch")) == [str(root / "vendor/example.com/fetch/fetch.go")]


def test_files_of_submodules_count(repository: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    write(other, {"fetch.go": OPEN})
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "start")
    root = repository({"report/report.go": LEAKS})
    git(root, "submodule", "add", "-q", str(other), "fetch")
    assert found(root, "report/report.go") == [f"report/report.go {LEAK}"]


def test_the_index_of_the_hook_counts(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository({"fetch/fetch.go": OPEN, "report/report.go": CLOSES})
    write(root, {"report/draft.go": LEAKS.replace("Status(", "Draft(")})
    other = root / ".git" / "next-index"
    git(root, "read-tree", "HEAD", GIT_INDEX_FILE=str(other))
    git(root, "add", "-A")
    assert found(root) == [f"report/draft.go {LEAK}"]
    monkeypatch.setenv("GIT_INDEX_FILE", os.path.relpath(other, root))
    assert found(root) == []


@pytest.mark.parametrize("reading", ["LITERAL", "GLOB", "NOGLOB", "ICASE"])
def test_how_git_reads_names_elsewhere_does_not_matter(
    reading: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git --literal-pathspecs commit` tells its hooks to read names literally, too."""
    root = repository({"fetch/fetch.go": OPEN, "report/report.go": LEAKS})
    monkeypatch.setenv(f"GIT_{reading}_PATHSPECS", "1")
    assert found(root) == [f"report/report.go {LEAK}"]


def test_excludes_apply_to_named_files(repository: Repository) -> None:
    root = repository(
        {"fetch/fetch.go": OPEN, "report/report.go": LEAKS, ".golint-conn.toml": 'exclude = ["report/"]\n'}
    )
    assert found(root, "report/report.go", config=True) == []
    assert check(CheckRequest(cwd=str(root), paths=("report/report.go",), hook=True)).notices == ()


def test_a_file_that_is_excluded_explains_no_more_than_in_other_runs(repository: Repository) -> None:
    root = repository(
        {"fetch/fetch.go": OPEN, "report/report.go": LEAKS, ".golint-conn.toml": 'exclude = ["fetch/"]\n'}
    )
    assert found(root, config=True) == found(root, "report/report.go", config=True)


def test_outside_of_git_a_hook_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"a.go": OPEN})
    with pytest.raises(UsageError, match="needs a git work tree"):
        found(tmp_path, "a.go")


def test_notices_about_other_files_are_left_out(repository: Repository) -> None:
    root = repository(
        {"fetch/fetch.go": OPEN, "fetch/broken.go": 'package fetch\n\nimport "net/http"\n\nvar _ = http.Get(\n'}
    )
    request = CheckRequest(cwd=str(root), hook=True, use_config=False)
    assert [each.path for each in check(request).notices] == ["fetch/broken.go"]
    for path, paths in (("fetch/fetch.go", []), ("fetch/broken.go", ["fetch/broken.go"])):
        notices = check(CheckRequest(cwd=str(root), paths=(path,), hook=True, use_config=False)).notices
        assert [each.path for each in notices] == paths


def test_a_caller_in_an_excluded_file_is_not_reported(repository: Repository) -> None:
    root = repository({"fetch/fetch.go": OPEN, "third/report.go": LEAKS, ".golint-conn.toml": 'exclude = ["third/"]\n'})
    assert found(root, hook=False, config=True) == []
    assert found(root, "third/report.go", "fetch/fetch.go", hook=False, config=True) == [f"third/report.go {LEAK}"]
