"""A folder outside any module is a package with types of its own."""

from pathlib import Path

from golint_conn.dev.dump import dump


def test_own_types_are_known_without_a_module(tmp_path: Path) -> None:
    path = tmp_path / "a.go"
    code = 'package p\n\nimport "net/http"\n\ntype s struct{ *http.Client }\n\nfunc f(x s) {\n\tx.Get("u")\n}\n'
    path.write_text(code, encoding="utf-8")
    assert "<- method net/http.Client.Get" in dump("shapes", str(path))
