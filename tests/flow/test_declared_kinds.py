"""Kinds of obligations that are declared as data, and effects that models can have."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Engine
from golint_conn.flow.kinds import CONNECTION
from golint_conn.flow.obligation import ObligationKind
from golint_conn.names.libraries.entries import Acquires, Effect, Failure, FunctionModel, PackageModel, TypeModel
from golint_conn.names.libraries.library import Library
from golint_conn.program.program import Program
from golint_conn.program.site import Site
from golint_conn.source import Reader
from tests.go_code import MODULE

POOL = """package pool

type Conn struct{ Inner *Inner }
type Inner struct{}
type Pool struct{ free []*Conn }
type Wrapped struct{ c *Conn }

func (c *Conn) Release()                 {}
func (i *Inner) Release()                {}
func (c *Conn) Use() error               { return nil }
func (w *Wrapped) Release()              { w.c.Release() }
func (p *Pool) Get() (*Conn, error)      { return p.free[0], nil }
func (p *Pool) Try() (*Conn, bool)       { return p.free[0], true }
func (p *Pool) Must() *Conn              { return p.free[0] }
func (p *Pool) Peek() *Conn              { return p.free[0] }
func (p *Pool) Lease() (func(), error)   { return func() {}, nil }
func (p *Pool) Put(c *Conn)              {}
func Keep(c *Conn)                       {}
func Wrap(c *Conn) *Wrapped              { return nil }
"""

HEAD = """package p

import "example.com/m/pool"

func fail() error { return nil }

func f(p *pool.Pool) error {
"""

NAME = "example.com/m/pool.{}".format
KIND = ObligationKind(
    "pooled",
    trusts_types=True,
    released_by=frozenset({"Release"}),
    acquired_by=frozenset(map(NAME, ("Pool.Get", "Pool.Try", "Pool.Must", "Pool.Lease"))),
    effects=(
        (NAME("Pool.Put"), Effect.DISCHARGES),
        (NAME("Keep"), Effect.TAKES),
        (NAME("Wrap"), Effect.WRAPS),
    ),
)


def outcomes(folder: Path, body: str, kind: ObligationKind = KIND, library: Library | None = None) -> set[str]:
    (folder / "pool").mkdir(exist_ok=True)
    (folder / "go.mod").write_text(MODULE)
    (folder / "pool" / "pool.go").write_text(POOL)
    (folder / "a.go").write_text(f"{HEAD}{body}\n\treturn nil\n}}\n")
    program = Program(Reader(str(folder.resolve())), library)
    engine = Engine(program.references, (kind,))
    file = program.workspace.file(str(folder.resolve() / "a.go"))
    assert file is not None
    sites = [Site(node, file) for node in file.walk() if node.kind == "call_expression"]
    found = [each for site in sites for each in engine.acquisitions(site, (kind,))]
    results = [engine.follow(each) for each in found]
    return {outcome.kind.name for result in results if result is not None for outcome in result.outcomes}


GET = "\tc, err := p.Get()\n\tif err != nil {\n\t\treturn err\n\t}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{GET}\tc.Use()", {"VOID", "LEAK"}),
        (f"{GET}\tdefer c.Release()", {"VOID", "SCHEDULED"}),
        (f"{GET}\tp.Put(c)", {"VOID", "DISCHARGED"}),
        (f"{GET}\tdefer p.Put(c)", {"VOID", "SCHEDULED"}),
        (f"{GET}\tpool.Keep(c)", {"VOID", "ESCAPED"}),
        (f"{GET}\tw := pool.Wrap(c)\n\tdefer w.Release()", {"VOID", "SCHEDULED"}),
        (f"{GET}\tw := pool.Wrap(c)\n\t_ = w", {"VOID", "LEAK"}),
        ("\tc, ok := p.Try()\n\tif ok {\n\t\tc.Release()\n\t}", {"LEAK", "DISCHARGED"}),
        ("\tp.Peek().Use()", set()),
        ("\tp.Must()", {"DISCARDED"}),
    ],
)
def test_functions_by_name(body: str, expected: set[str], tmp_path: Path) -> None:
    assert outcomes(tmp_path, body) == expected


def kind(**more: object) -> ObligationKind:
    return ObligationKind("pooled", **{"released_by": frozenset({"Release"}), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("failure", "body", "expected"),
    [
        (Failure.OK, "\tc, ok := p.Try()\n\tif !ok {\n\t\treturn nil\n\t}\n\tc.Release()", {"VOID", "DISCHARGED"}),
        (Failure.OK, "\tif c, ok := p.Try(); ok {\n\t\tc.Use()\n\t}", {"VOID", "LEAK"}),
        (
            Failure.OK,
            "\tc, ok := p.Try()\n\tif ok == false {\n\t\treturn nil\n\t}\n\tc.Release()",
            {"VOID", "DISCHARGED"},
        ),
        (Failure.NEVER, "\tc, ok := p.Try()\n\tif ok {\n\t\tc.Release()\n\t}", {"LEAK", "DISCHARGED"}),
        (
            Failure.NEVER,
            "\tc, _ := p.Try()\n\tif c == nil {\n\t\treturn nil\n\t}\n\tc.Release()",
            {"VOID", "DISCHARGED"},
        ),
    ],
)
def test_how_a_call_says_that_there_is_nothing(failure: Failure, body: str, expected: set[str], tmp_path: Path) -> None:
    named = kind(acquired_by=frozenset({NAME("Pool.Try")}), failure=failure)
    assert outcomes(tmp_path, body, named) == expected
    model = FunctionModel("Pool.Try", "r", Acquires("pooled", failure=failure))
    library = Library([PackageModel("example.com/m/pool", functions=(model,))])
    assert outcomes(tmp_path, body, kind(), library) == expected


def test_calling_the_value_itself(tmp_path: Path) -> None:
    lease = kind(acquired_by=frozenset({NAME("Pool.Lease")}), released_by=frozenset({"()"}))
    start = "\tend, err := p.Lease()\n\tif err != nil {\n\t\treturn err\n\t}\n"
    assert outcomes(tmp_path, f"{start}\tdefer end()", lease) == {"VOID", "SCHEDULED"}
    assert outcomes(tmp_path, f"{start}\t_ = end", lease) == {"VOID", "LEAK"}


def test_a_part_and_an_exemption(tmp_path: Path) -> None:
    part = kind(acquired_by=frozenset({NAME("Pool.Must")}), part=("Inner",))
    assert outcomes(tmp_path, "\tc := p.Must()\n\tc.Inner.Release()", part) == {"DISCHARGED"}
    typed = Library([PackageModel("example.com/m/pool", types=(TypeModel("Conn", "r", "pooled"),))])
    assert outcomes(tmp_path, "\tc := p.Peek()\n\tc.Use()", kind(), typed) == {"LEAK"}
    exempt = kind(exempt=frozenset({NAME("Pool.Peek")}))
    assert outcomes(tmp_path, "\tc := p.Peek()\n\tc.Use()", exempt, typed) == set()


@pytest.mark.parametrize(
    ("effect", "leaks"),
    [
        (Effect.DISCHARGES_ON_ERROR, {"success"}),
        (Effect.DISCHARGES_ON_SUCCESS, {"error"}),
        (Effect.TAKES_ON_SUCCESS, {"error"}),
        (Effect.BORROWS, {"success", "error"}),
        (Effect.DISCHARGES, set()),
    ],
)
@pytest.mark.parametrize("path", ["success", "error"])
def test_effects_told_apart_by_the_error(effect: Effect, leaks: set[str], path: str, tmp_path: Path) -> None:
    # On one of the two paths nothing more happens to the value.
    on_error, behind = ("", "\tc.Release()") if path == "error" else ("\t\tc.Release()\n", "")
    body = f"{GET}\tif err := use(c); err != nil {{\n{on_error}\t\treturn err\n\t}}\n{behind}"
    (tmp_path / "use.go").write_text(
        'package p\n\nimport "example.com/m/pool"\n\nfunc use(c *pool.Conn) error { return nil }\n'
    )
    model = FunctionModel("use", "r", arguments=((0, effect),))
    library = Library([PackageModel("example.com/m", functions=(model,))])
    assert ("LEAK" in outcomes(tmp_path, body, KIND, library)) == (path in leaks)


WRAPPING = """package p

import "net"

type inner struct{ conn net.Conn }

func wrap(conn net.Conn) *inner { return &inner{conn: conn} }

func (i *inner) Close() error { return i.conn.Close() }

type outer struct {
	inner *inner
	done  chan int
}

func (o *outer) Close() error { return o.inner.Close() }

var all []*outer

func f(a string) (*outer, error) {
	conn, err := net.Dial("tcp", a)
	if err != nil {
		return nil, err
	}
	BODY
}
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return &outer{inner: wrap(conn)}, nil", {"VOID", "TRANSFERRED"}),
        ("return &outer{wrap(conn), nil}, nil", {"VOID", "TRANSFERRED"}),
        ("return &outer{inner: wrap(conn), done: make(chan int)}, nil", {"VOID", "TRANSFERRED"}),
        ("o := &outer{inner: wrap(conn)}\n\treturn o, nil", {"VOID", "TRANSFERRED"}),
        ("o := &outer{inner: wrap(conn)}\n\tdefer o.Close()\n\treturn nil, nil", {"VOID", "SCHEDULED"}),
        ("all = append(all, &outer{inner: wrap(conn)})\n\treturn nil, nil", {"VOID", "ESCAPED"}),
        ("o := &outer{inner: wrap(conn)}\n\t_ = o\n\treturn nil, nil", {"VOID", "LEAK"}),
    ],
)
def test_a_literal_holds_what_a_call_among_its_elements_returns(body: str, expected: set[str], tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text(MODULE)
    (tmp_path / "a.go").write_text(WRAPPING.replace("BODY", body))
    program = Program(Reader(str(tmp_path.resolve())))
    engine = Engine(program.references)
    file = program.workspace.file(str(tmp_path.resolve() / "a.go"))
    assert file is not None
    call = next(node for node in file.walk() if node.kind == "call_expression" and node.text.startswith("net.Dial"))
    (acquisition,) = engine.acquisitions(Site(call, file), (CONNECTION,))
    result = engine.follow(acquisition)
    assert result is not None
    assert {outcome.kind.name for outcome in result.outcomes} == expected
