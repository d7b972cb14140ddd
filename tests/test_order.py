"""What is found depends on no order: not on which files are looked at, nor which of them first, nor by whom."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from golint_conn.finding import Finding
from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest, Level
from golint_conn.run.work import schedule
from golint_conn.run.work.schedule import Thresholds

pytestmark = pytest.mark.slow

IN_WORKERS = Thresholds(files_to_read=0, bytes_to_check=0, smallest_batch=1)

SOCKET = """package websocket

import "net/http"

type Conn struct{ c http.Client }

func (c *Conn) Close() error { return nil }

type Dialer struct{}

func (d *Dialer) Dial(u string, h http.Header) (*Conn, *http.Response, error) { return dial(u) }

var DefaultDialer = &Dialer{}
"""


def dialing(package: str, path: str) -> str:
    return f"""package {package}

import (
	"net/http"

	websocket "{path}"
)

func Use(u string) error {{
	c, _, err := websocket.DefaultDialer.Dial(u, http.Header{{}})
	if err != nil {{
		return err
	}}
	_ = c
	return nil
}}
"""


def dep(body: str) -> str:
    return f'package dep\n\nimport "net/http"\n\ntype T struct{{}}\n\nfunc New() *T {{ return nil }}\n\nfunc (t *T) Shut(resp *http.Response) {{ {body} }}\n'


def shutting(package: str, path: str = "example.org/dep") -> str:
    return f"""package {package}

import (
	"net/http"

	"{path}"
)

var d = dep.New()

func Use(u string) error {{
	resp, err := http.Get(u)
	if err != nil {{
		return err
	}}
	d.Shut(resp)
	return nil
}}
"""


CLOSES, FORGETS = dep("resp.Body.Close()"), dep("_ = resp")
LIBRARY = "github.com/gorilla/websocket"


def mod(name: str, *lines: str) -> str:
    return "\n".join([f"module example.com/{name}", "go 1.24", *lines, ""])


LAYOUTS: dict[str, dict[str, str]] = {
    "one folder under two paths, by one go.mod": {
        "go.mod": mod("shop", f"replace {LIBRARY} => ./ws", "replace example.com/ws => ./ws"),
        "ws/go.mod": mod("ws"),
        "ws/ws.go": SOCKET,
        "a/a.go": dialing("a", LIBRARY),
        "b/b.go": dialing("b", "example.com/ws"),
    },
    "one folder under two paths, by two modules": {
        "ws/go.mod": mod("ws"),
        "ws/ws.go": SOCKET,
        "a/go.mod": mod("a", f"replace {LIBRARY} => ../ws"),
        "a/a.go": dialing("a", LIBRARY),
        "b/go.mod": mod("b", "replace example.com/ws => ../ws"),
        "b/b.go": dialing("b", "example.com/ws"),
    },
    "two folders under one path, in vendor": {
        "a/go.mod": mod("a"),
        "a/a.go": shutting("a"),
        "a/vendor/example.org/dep/dep.go": CLOSES,
        "b/go.mod": mod("b"),
        "b/b.go": shutting("b"),
        "b/vendor/example.org/dep/dep.go": FORGETS,
    },
    "two folders under one path, by versions": {
        "a/go.mod": mod("a", "require example.org/dep v1.0.0"),
        "a/a.go": shutting("a"),
        "b/go.mod": mod("b", "require example.org/dep v1.1.0"),
        "b/b.go": shutting("b"),
        "../cache/example.org/dep@v1.0.0/dep.go": CLOSES,
        "../cache/example.org/dep@v1.1.0/dep.go": FORGETS,
    },
    "two folders under one path, by replacements": {
        "a/go.mod": mod("a", "replace example.org/dep => ../closes"),
        "a/a.go": shutting("a"),
        "b/go.mod": mod("b", "replace example.org/dep => ../forgets"),
        "b/b.go": shutting("b"),
        "closes/dep.go": CLOSES,
        "forgets/dep.go": FORGETS,
    },
    "two modules of one name": {
        "a/go.mod": mod("same"),
        "a/a.go": shutting("a", "example.com/same/dep"),
        "a/dep/dep.go": CLOSES,
        "b/go.mod": mod("same"),
        "b/b.go": shutting("b", "example.com/same/dep"),
        "b/dep/dep.go": FORGETS,
    },
}
FOUND = {
    "one folder under two paths, by one go.mod": {"a/a.go": ["conn-not-closed"], "b/b.go": ["conn-not-closed"]},
    "one folder under two paths, by two modules": {"a/a.go": ["conn-not-closed"]},
}
"""What is found of what is lost; in all other layouts it is the same."""

RULES = ("conn-not-closed", "response-body-not-closed")


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    monkeypatch.setenv("GOMODCACHE", str(tmp_path / "cache"))
    for name, text in LAYOUTS[request.param].items():
        path = tmp_path / "code" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return request.param, tmp_path / "code"


def found(
    root: Path, *paths: str, workers: int = 1, cache: bool = False, touching: bool = False
) -> dict[str, list[str]]:
    """Return what is found of what is lost, by file."""
    request = CheckRequest(
        cwd=str(root),
        paths=paths or (".",),
        use_config=False,
        level=Level.AUDIT,
        select=RULES,
        workers=workers,
        cache=cache,
        touching=touching,
        cache_dir=str(root.parent / "kept"),
    )
    result = check(request, thresholds=IN_WORKERS if workers > 1 else None)
    assert result.notices == ()
    return by_file(result.findings)


def by_file(findings: tuple[Finding, ...]) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {}
    for finding in findings:
        files.setdefault(finding.primary.path, []).append(finding.rule)
    return files


def test_a_file_alone_has_the_findings_that_it_has_among_all(layout: tuple[str, Path]) -> None:
    name, root = layout
    expected = FOUND.get(name, {"b/b.go": ["response-body-not-closed"]})
    assert found(root) == expected
    for file in ("a/a.go", "b/b.go"):
        assert found(root, file) == {path: rules for path, rules in expected.items() if path == file}
        assert found(root, file, touching=True) == found(root, file)
    assert found(root, "a/a.go", "b/b.go", touching=True) == expected
    assert found(root, workers=2) == expected


def test_whichever_is_looked_at_first(layout: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    _, root = layout
    expected = found(root)
    packages = schedule._packages  # noqa: SLF001 - what is exchanged below
    chance = random.Random(0)  # noqa: S311 - an order, not a secret
    orders = [*permutations(range(len([*root.rglob("*.go")])))]
    for order in chance.sample(orders, min(len(orders), 6)):

        def exchanged(*given: object, order: tuple[int, ...] = order) -> list[object]:
            each = [*packages(*given)]  # type: ignore[arg-type]
            return [each[at] for at in order if at < len(each)]

        monkeypatch.setattr(schedule, "_packages", exchanged)
        assert found(root) == expected


def test_whatever_the_cache_has_of_other_files(layout: tuple[str, Path]) -> None:
    name, root = layout
    expected = FOUND.get(name, {"b/b.go": ["response-body-not-closed"]})
    for paths in (("b/b.go",), ("a/a.go",), (".",), ("a/a.go", "b/b.go")):
        among = expected if paths == (".",) else {each: expected[each] for each in paths if each in expected}
        assert found(root, *paths, cache=True) == among
