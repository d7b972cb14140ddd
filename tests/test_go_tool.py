"""The Go toolchain that tests lean on does what they think it does."""

from pathlib import Path

import pytest

from tests import go_tool

pytestmark = pytest.mark.slow

LEAKY = """package main

import "net/http"

func main() {
	resp, err := http.Get("http://example.com")
	defer resp.Body.Close()
	if err != nil {
		panic(err)
	}
}
"""


def write_module(folder: Path, source: str) -> Path:
    (folder / "go.mod").write_text("module example.com/m\n\ngo 1.22\n", encoding="utf-8")
    (folder / "main.go").write_text(source, encoding="utf-8")
    return folder


def test_vet_reports_what_is_wrong_and_leaves_out_what_it_is_told_to(tmp_path: Path) -> None:
    module = write_module(tmp_path, LEAKY)
    assert "using resp before checking for errors" in go_tool.vet(module)
    assert go_tool.vet(module, without=("httpresponse",)) == ""


def test_vet_reports_code_that_does_not_compile(tmp_path: Path) -> None:
    module = write_module(tmp_path, "package main\n\nfunc main() { undefined() }\n")
    assert "undefined" in go_tool.vet(module, without=("httpresponse",))


def test_the_toolchain_never_uses_the_network(tmp_path: Path) -> None:
    module = write_module(tmp_path, 'package main\n\nimport _ "golang.org/x/net/http2"\n\nfunc main() {}\n')
    assert "no required module provides package" in go_tool.vet(module)
    assert go_tool.environment()["GOPROXY"] == "off"


def test_gofmt_lays_out_source() -> None:
    assert go_tool.gofmt(b"package a\nfunc  f( ) { }\n") == b"package a\n\nfunc f() {}\n"


def test_the_version_is_that_of_the_toolchain() -> None:
    assert go_tool.run_go("env", "GOVERSION", cwd=go_tool.ROOT).stdout.strip() == go_tool.go_version()
