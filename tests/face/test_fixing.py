"""--fix, --unsafe-fixes and --diff, as people and hooks use them."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.face.cli import main

FETCH = """package p

import "net/http"

func Status(client *http.Client, url string) (int, error) {
	resp, err := client.Get(url)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
"""
SERVE = """package p

import "net/http"

func Serve() error {
	server := &http.Server{Addr: ":80"}
	return server.ListenAndServe()
}
"""
FETCH_FIXED = FETCH.replace("	return resp.Sta", "	defer resp.Body.Close()\n	return resp.Sta")
SERVE_FIXED = SERVE.replace('import "net/http"', 'import (\n\t"net/http"\n\t"time"\n)').replace(
    '":80"', '":80", ReadHeaderTimeout: 10 * time.Second'
)

Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Check:
    """Return a function that checks a module of two files and returns exit code, standard output and error."""
    for name, text in {"go.mod": "module m\n\ngo 1.24\n", "fetch.go": FETCH, "serve.go": SERVE}.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)

    def run(*options: str) -> tuple[int, str, str]:
        code = main(["check", "--no-config", *options])
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


def test_a_report_says_what_can_be_fixed(check: Check) -> None:
    code, out, _ = check()
    assert code == 1
    assert "= fix: Add defer resp.Body.Close() after the check of the error (--fix)\n" in out
    assert "= fix: Set ReadHeaderTimeout: 10 * time.Second (--fix --unsafe-fixes)\n" in out
    assert out.endswith("\n1 can be fixed with --fix, 1 more could be fixed with --fix --unsafe-fixes\n")


def test_safe_fixes(check: Check, tmp_path: Path) -> None:
    code, out, err = check("--fix")
    assert (code, err) == (1, "")
    assert "(response-body-not-closed)" not in out
    assert out.endswith("\n1 fixed, 1 could be fixed with --fix --unsafe-fixes\n")
    assert (tmp_path / "fetch.go").read_text() == FETCH_FIXED
    assert (tmp_path / "serve.go").read_text() == SERVE


def test_unsafe_fixes_too(check: Check, tmp_path: Path) -> None:
    code, out, err = check("--fix", "--unsafe-fixes")
    assert (code, out, err) == (0, "no findings in 2 files\n2 fixed\n", "")
    assert (tmp_path / "fetch.go").read_text() == FETCH_FIXED
    assert (tmp_path / "serve.go").read_text() == SERVE_FIXED
    assert check("--fix", "--unsafe-fixes")[:2] == (0, "no findings in 2 files\n")


def test_unsafe_fixes_alone_are_only_shown(check: Check, tmp_path: Path) -> None:
    assert check("--unsafe-fixes") == check()
    assert (tmp_path / "fetch.go").read_text() == FETCH
    assert (tmp_path / "serve.go").read_text() == SERVE


def test_a_difference_writes_nothing(check: Check, tmp_path: Path) -> None:
    code, out, err = check("--diff")
    assert (code, err) == (1, "1 finding would be fixed, 1 more with --unsafe-fixes\n")
    assert out.splitlines()[:3] == ["--- a/fetch.go", "+++ b/fetch.go", "@@ -7,5 +7,6 @@"]
    assert (tmp_path / "fetch.go").read_text() == FETCH
    assert check("--diff", "--exit-zero")[0] == 0
    code, out, err = check("--diff", "--unsafe-fixes", "--quiet")
    assert (code, err, out.count("+++ b/")) == (1, "", 2)
    subprocess.run(["/bin/sh", "-c", "patch -s -p1"], cwd=tmp_path, input=out.encode(), check=True)
    assert (tmp_path / "serve.go").read_text() == SERVE_FIXED
    assert check("--diff", "--unsafe-fixes")[:2] == (0, "")


def test_paths_of_a_difference_are_those_of_the_working_directory(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "fetch.go").rename(tmp_path / "below" / "fetch.go")
    monkeypatch.chdir(tmp_path / "below")
    assert check("--diff")[1].startswith("--- a/fetch.go\n")


def test_standard_input_is_only_compared(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "input").write_text(FETCH)
    with (tmp_path / "input").open() as text:
        monkeypatch.setattr("sys.stdin", text)
        code, out, _ = check("--diff", "--stdin-filename", "fetch.go")
    assert (code, out.splitlines()[:2]) == (1, ["--- a/fetch.go", "+++ b/fetch.go"])
    code, _, err = check("--fix", "--stdin-filename", "fetch.go")
    assert (code, err) == (2, "golint-conn: standard input cannot be fixed in place; --diff shows what would change\n")


def test_a_difference_is_a_format_of_its_own(check: Check) -> None:
    assert check("--diff", "--output-format", "json")[0] == 2
    assert check("--diff", "--add-ignores", "--reason", "later")[0] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_to(check: Check, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        code, out, err = check("--fix")
    finally:
        tmp_path.chmod(0o700)
    assert code == 1
    assert "fetch.go: not written: Permission denied" in err
    assert "(response-body-not-closed)" in out


def test_a_link_out_of_the_tree(check: Check, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "fetch.go"
    (tmp_path / "fetch.go").rename(outside)
    (tmp_path / "fetch.go").symlink_to(outside)
    code, out, err = check("--fix", "./fetch.go")
    assert code == 1
    assert "because fetch.go may not be changed (it is a link that leads out of the tree)" in err
    assert "(response-body-not-closed)" in out
    assert "1 fixed" not in out
    assert outside.read_text() == FETCH
