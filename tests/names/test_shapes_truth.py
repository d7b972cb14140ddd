"""The types that we give to calls in Go's own source are those that go/types gives them.

A wrong type is worse than none, because rules trust it. A part of them may be unknown.
"""

from collections import Counter

import pytest

from golint_conn.names.shape import is_known
from golint_conn.names.shapes import TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.source import Reader
from tests.go_tool import goroot
from tests.names.truth_sample import CallSite, sample

pytestmark = pytest.mark.slow

PACKAGES = (
    "net/http",
    "net/http/httputil",
    "net/rpc",
    "net/textproto",
    "net",
    "crypto/tls",
    "database/sql",
    "encoding/json",
    "os",
    "os/exec",
    "go/types",
    "slices",
    "cmd/go/internal/load",
    "cmd/go/internal/modfetch",
    "cmd/go/internal/modload",
    "cmd/go/internal/web",
    "cmd/go/internal/work",
)
PER_PACKAGE = 60
LEAST_SITES = 200
MOST_WRONG = 0.005
MOST_UNKNOWN = 0.15


def judged(site: CallSite, shapes: TypeInfo) -> tuple[str, str]:
    """Return `right`, `unknown` or `wrong`, and the type that we give to a call."""
    file = shapes.workspace.file(str(site.path))
    assert file is not None
    node = file.node_at(site.start, site.end)
    assert node is not None, site
    assert (node.start, node.end) == (site.start, site.end), f"{site}: {site.source} is not a node"
    shape = shapes.of(node, file)
    verdict = "right" if str(shape) == site.type else "wrong" if is_known(shape) else "unknown"
    return verdict, str(shape)


def test_shapes_of_calls_are_those_of_go_types(capsys: pytest.CaptureFixture[str]) -> None:
    shapes = TypeInfo(Workspace(Reader(str(goroot() / "src"))))
    counts: Counter[str] = Counter()
    wrong, unknown = [], []
    sites = sample(*PACKAGES, per_package=PER_PACKAGE)
    for site in sites:
        verdict, shape = judged(site, shapes)
        counts[verdict] += 1
        line = f"{site}: {site.source!r} is {site.type}, not {shape}"
        {"wrong": wrong, "unknown": unknown, "right": []}[verdict].append(line)
    shares = {verdict: counts[verdict] / len(sites) for verdict in ("right", "unknown", "wrong")}
    with capsys.disabled():
        text = ", ".join(f"{verdict} {share:.1%}" for verdict, share in shares.items())
        print(f"\nshapes of {len(sites)} calls in {len(PACKAGES)} packages of Go's own source: {text}")  # noqa: T201 - to be seen
    print("\n".join(unknown))  # noqa: T201 - shown when the test fails
    assert len(sites) >= LEAST_SITES
    assert shares["wrong"] < MOST_WRONG, "\n".join(wrong)
    assert shares["unknown"] < MOST_UNKNOWN, "\n".join(unknown)


def test_what_calls_call_is_what_go_types_says() -> None:
    shapes = TypeInfo(Workspace(Reader(str(goroot() / "src"))))
    kinds = {"func": "function"}
    wrong = []
    sites = sample(*PACKAGES, per_package=PER_PACKAGE, seed="callees")
    for site in sites:
        file = shapes.workspace.file(str(site.path))
        node = file.node_at(site.start, site.end) if file is not None else None
        assert file is not None
        assert node is not None
        callee = shapes.callee(node, file) if node.kind == "call_expression" else None
        if callee is not None and callee.kind.value not in {"unknown", kinds.get(site.callee_kind, site.callee_kind)}:
            wrong.append(f"{site}: {site.source!r} calls a {site.callee_kind}, not a {callee.kind.value}")
    assert len(wrong) / len(sites) < MOST_WRONG, "\n".join(wrong)
