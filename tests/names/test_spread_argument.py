"""A spread argument determines type parameters."""

from pathlib import Path

from golint_conn.dev.dump import dump


def test_type_arguments_are_inferred_from_a_spread_argument(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module m\n\ngo 1.24\n", encoding="utf-8")
    path = tmp_path / "a.go"
    code = "package p\n\nfunc sum[N any](all ...N) (s N) { return }\n\nfunc f(xs []int) {\n\t_ = sum(xs...)\n}\n"
    path.write_text(code, encoding="utf-8")
    (line,) = [line for line in dump("shapes", str(path)).splitlines() if "sum(xs...)" in line]
    assert line.split()[2] == "int"
