"""A package has the path that its import gives it."""

from pathlib import Path

import pytest

from tests.go_code import Code
from tests.names.test_workspace import USER, dep, shape


def test_a_replacement_by_another_version_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "cache"))
    folder = tmp_path / "cache" / "example.net" / "fork@v2.0.0"
    folder.mkdir(parents=True)
    (folder / "d.go").write_text(dep("Fork"), encoding="utf-8")
    mod = (
        "module example.com/m\n\nrequire example.org/dep v1.0.0\n\nreplace example.org/dep => example.net/fork v2.0.0\n"
    )
    code = Code(tmp_path / "m", {"go.mod": mod, "a.go": USER.format("example.org/dep")})
    assert shape(code) == "*example.org/dep.TFork"
