"""What holds a connection: owners, wrappers, conversions, goroutines, and constructors that fail."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Acquisition, Engine
from golint_conn.flow.kinds import CONNECTION, LISTENER
from golint_conn.flow.obligation import ObligationKind, Returned
from golint_conn.flow.questions.failing_exits import leaks_of_constructor
from golint_conn.names.shape import Func
from tests.go_code import Code

HEAD = """package p

import (
	"io"
	"net"
	"net/http"
	"net/smtp"
)

var _ http.Hijacker
var _ *smtp.Client
var _ io.Closer

type owner struct {
	conn net.Conn
	done bool
}

func (o *owner) Close() error {
	if o.done {
		return nil
	}
	return o.conn.Close()
}

func (o *owner) ping() error { _, err := o.conn.Write(nil); return err }

type outer struct{ *owner }

type wrapper struct{ net.Conn }

func wrap(conn net.Conn) *wrapper { return &wrapper{conn} }

func named(conn net.Conn) *wrapper { return &wrapper{Conn: conn} }

func (w *wrapper) with(n int) *wrapper { return w }

func number() int { return 1 }

func closeAll(closers ...io.Closer) {
	for _, each := range closers {
		each.Close()
	}
}

func later(f func() error) {}

var owners = map[*owner]bool{}

"""

BODIES = {
    # what follows the check of the error: how it ends for the connection
    "owner closed": ("o := &owner{conn: conn}\n\treturn o.Close()", {"DISCHARGED"}),
    "owner used": ("o := &owner{conn: conn}\n\treturn o.ping()", {"LEAK"}),
    "owner of an owner closed": ("o := &outer{owner: &owner{conn: conn}}\n\treturn o.Close()", {"DISCHARGED"}),
    "owner of an owner used": ("o := &outer{owner: &owner{conn: conn}}\n\treturn o.ping()", {"LEAK"}),
    "owner's method passed on": ("o := &owner{conn: conn}\n\tlater(o.Close)\n\treturn nil", {"ESCAPED"}),
    "owner's method in a goroutine": (
        "o := &owner{conn: conn}\n\tgo func() { o.Close() }()\n\treturn nil",
        {"DISCHARGED"},
    ),
    "owner is a key": ("o := &owner{conn: conn}\n\towners[o] = true\n\treturn nil", {"ESCAPED"}),
    "embedded closed": ("w := named(conn)\n\treturn w.Close()", {"DISCHARGED"}),
    "embedded used": ("w := named(conn)\n\t_, err = w.Write(nil)\n\treturn err", {"LEAK"}),
    "wrapped in a chain": ("w := named(conn).with(number())\n\treturn w.Close()", {"DISCHARGED"}),
    "converted": ("c := io.Closer(conn)\n\treturn c.Close()", {"DISCHARGED"}),
    "one of many": ("closeAll(conn)\n\treturn nil", {"DISCHARGED"}),
    "adopted": (
        "c, err := smtp.NewClient(conn, a)\n\tif err != nil { return err }\n\treturn c.Close()",
        {"DISCHARGED"},
    ),
    "goroutine": ("go func() { conn.Write(nil) }()\n\treturn nil", {"LEAK"}),
}

DIAL = "net.Dial(a, a)"


def outcomes(text: str, call: str, kind: ObligationKind, tmp_path: Path) -> set[str]:
    code = Code(tmp_path, {"a.go": HEAD + text})
    engine = Engine(code.program.references)
    acquisition = engine.acquisition(code.site(call, kind="call_expression"), kind)
    assert acquisition is not None
    result = engine.follow(acquisition)
    assert result is not None
    return {outcome.kind.name for outcome in result.outcomes} - {"VOID"}


@pytest.mark.parametrize("name", BODIES)
def test_what_becomes_of_a_connection(name: str, tmp_path: Path) -> None:
    body, expected = BODIES[name]
    text = f"func f(a string) error {{\n\tconn, err := {DIAL}\n\tif err != nil {{ return err }}\n\t{body}\n}}\n"
    assert outcomes(text, DIAL, CONNECTION, tmp_path) == expected


def test_a_listener_may_stay_with_the_goroutine_that_serves_it(tmp_path: Path) -> None:
    text = "func f(a string) error {\n\tl, err := net.Listen(a, a)\n\tif err != nil { return err }\n\tgo func() { l.Accept() }()\n\treturn nil\n}\n"
    assert outcomes(text, "net.Listen(a, a)", LISTENER, tmp_path) == {"ESCAPED"}


def test_only_the_last_result_is_the_error(tmp_path: Path) -> None:
    text = "func f(h http.Hijacker) {\n\tconn, _, err := h.Hijack()\n\tif err != nil { return }\n\tconn.Close()\n}\n"
    assert outcomes(text, "h.Hijack()", CONNECTION, tmp_path) == {"DISCHARGED"}


FUNCTIONS = {
    # a function and what its callers get that they can release
    "func f(a string) (net.Conn, error) { return net.Dial(a, a) }": [Returned(0, ())],
    "func f(a string) (*owner, error) { conn, err := net.Dial(a, a); return &owner{conn: conn}, err }": [
        Returned(0, ("conn",))
    ],
    "func f(a string) (*wrapper, error) { conn, err := net.Dial(a, a); return &wrapper{Conn: conn}, err }": [
        Returned(0, ("Conn",))
    ],
    "func f(a string) (io.Closer, error) { conn, err := net.Dial(a, a); return &owner{conn: conn}, err }": [
        Returned(0, ())
    ],
    "func f(a string) (net.Conn, error) { conn, err := net.Dial(a, a); return &wrapper{Conn: conn}, err }": [
        Returned(0, ())
    ],
    "func f(a string) (*mute, error) { conn, err := net.Dial(a, a); return &mute{conn: conn}, err }": [],
    "func f(a string) (io.Reader, error) { conn, err := net.Dial(a, a); return &mute{conn: conn}, err }": [],
}
MUTE = "type mute struct{ conn net.Conn }\n\nfunc (m *mute) Read(p []byte) (int, error) { return m.conn.Read(p) }\n"


@pytest.mark.parametrize("text", FUNCTIONS)
def test_what_callers_can_release(text: str, tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": HEAD + MUTE + text})
    engine = Engine(code.program.references)
    acquisition = engine.acquisition(code.site(DIAL, kind="call_expression"), CONNECTION)
    symbol = code.file().declarations["f"]
    shape = code.shapes.of_symbol(symbol)
    assert acquisition is not None
    assert isinstance(shape, Func)
    handed = engine.handed_to_callers(acquisition)
    assert engine.owners.reachable(shape.results, handed, CONNECTION) == FUNCTIONS[text]


CONSTRUCTORS = {
    # the results and what follows the check of the error: whether it is a constructor's leak
    "(net.Conn, error)": ("if err := ping(conn); err != nil { return nil, err }\n\treturn conn, nil", True),
    "(c net.Conn, err error)": ("if err = ping(conn); err != nil { return }\n\treturn conn, nil", True),
    "(*owner, error)": ("if err := ping(conn); err != nil { return nil, err }\n\treturn wrapped(conn), nil", True),
    "(net.Conn, bool, error)": ("if a == b { return nil, false, nil }\n\treturn conn, true, nil", False),
    "(int, net.Conn, error)": (
        "if err := ping(conn); err != nil { return 1, conn, err }\n\treturn 0, conn, nil",
        False,
    ),
}


@pytest.mark.parametrize("results", CONSTRUCTORS)
def test_a_constructors_leak_stands_at_a_failing_exit(results: str, tmp_path: Path) -> None:
    body, expected = CONSTRUCTORS[results]
    failed = {"(net.Conn, bool, error)": "return nil, false, err", "(int, net.Conn, error)": "return 0, nil, err"}.get(
        results, "return nil, err" if "c net" not in results else "return"
    )
    text = (
        "func ping(c net.Conn) error { _, err := c.Write(nil); return err }\n\nvar wrapped func(net.Conn) *owner\n\n"
        f"func f(a, b string) {results} {{\n\tconn, err := {DIAL}\n\tif err != nil {{ {failed} }}\n\t{body}\n}}\n"
    )
    code = Code(tmp_path, {"a.go": HEAD + text})
    site = code.site(DIAL, kind="call_expression")
    result = Engine(code.program.references).follow(Acquisition(site, CONNECTION))
    assert result is not None
    assert bool(leaks_of_constructor(site, result)) is expected
