"""A change in one package that opens a leak in another: reported where it shows, by what has caused it."""

import subprocess
from pathlib import Path

import pytest

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest

CALLER = """\
package caller

import (
	"net/http"

	"example.org/m/helper"
)

func Fetch(client *http.Client, request *http.Request) error {
	resp, err := client.Do(request)
	if err != nil {
		return err
	}
	return helper.Check(resp)
}

func Old(client *http.Client, request *http.Request) error {
	resp, err := client.Do(request)
	if err != nil {
		return err
	}
	_ = resp.StatusCode
	return nil
}
"""
HELPER = """\
package helper

import (
	"errors"
	"net/http"
)

func Check(resp *http.Response) error {
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return nil
}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"go.mod": "module example.org/m\n\ngo 1.22\n", "caller/caller.go": CALLER, "helper/helper.go": HELPER}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    identity = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgSign=false")
    for command in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-qm", "one")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)  # noqa: S607 (the git that people have)
    return tmp_path


def new(root: Path) -> list[tuple[str, str, str]]:
    request = CheckRequest(cwd=str(root), select=("response-body-not-closed",), new_from_rev="HEAD", use_config=False)
    return [(each.primary.path, each.symbol, each.rule) for each in check(request).findings]


def test_a_helper_that_no_longer_closes_is_reported_at_its_caller(root: Path) -> None:
    assert new(root) == []
    helper = root / "helper/helper.go"
    helper.write_text(HELPER.replace("\tdefer resp.Body.Close()\n", ""), encoding="utf-8")
    assert new(root) == [("caller/caller.go", "Fetch", "response-body-not-closed")]


def test_lines_that_move_and_functions_that_are_added_bring_nothing_new(root: Path) -> None:
    caller = root / "caller/caller.go"
    more = "\nfunc More() {\n}\n"
    caller.write_text(CALLER.replace("\nfunc Fetch", f"{more}\nfunc Fetch"), encoding="utf-8")
    assert new(root) == []
