"""Contracts: what exported functions, methods and types promise, as their bodies show it."""

from pathlib import Path

import pytest

from golint_conn.flow.engine import Engine
from golint_conn.flow.questions.contracts import Contract, Contracts, exported, full_name
from golint_conn.names.libraries.entries import Acquires, Effect
from tests.go_code import Code

HEAD = """package p

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
)

var (
	_ context.Context
	_ = errors.New
	_ io.Reader
	_ net.Conn
	_ http.Client
)

var kept []io.Closer

type Client struct{ conn net.Conn }

func (c *Client) Close() error {
	if c.conn == nil {
		return nil
	}
	return c.conn.Close()
}

func (c *Client) Reset() { c.conn.Close() }

func (c *Client) Ping() error { _, err := c.conn.Write(nil); return err }

type Worker struct{ stop func() }

func NewWorker() *Worker {
	_, cancel := context.WithCancel(context.Background())
	return &Worker{stop: cancel}
}

func (w *Worker) Halt() { w.stop() }

func check() error { return nil }

"""


def contracts(folder: Path, text: str) -> dict[str, Contract]:
    code = Code(folder, {"a.go": f"{HEAD}{text}\n"})
    reader, file = Contracts(Engine(code.program.references)), code.file()
    found = ((full_name(each), reader.of(each, file)) for each in exported(file))
    return {name: contract for name, contract in found if contract is not None}


@pytest.mark.parametrize(
    ("function", "effect"),
    [
        ("func F(c net.Conn) { c.Write(nil) }", Effect.BORROWS),
        ("func F(c net.Conn) { defer c.Close(); c.Write(nil) }", Effect.DISCHARGES),
        ("func F(c io.ReadCloser) error { _, err := io.ReadAll(c); return err }", Effect.DRAINS),
        ("func F(c io.Closer) { kept = append(kept, c) }", None),
        ("var one io.Closer\n\nfunc F(c io.Closer) { one = c }", Effect.TAKES),
        ("func F(c net.Conn) *Client { return &Client{conn: c} }", Effect.WRAPS),
        (
            (
                "func F(c net.Conn) (*Client, error) {\n\tif err := check(); err != nil {\n\t\tc.Close()\n"
                "\t\treturn nil, err\n\t}\n\treturn &Client{conn: c}, nil\n}"
            ),
            Effect.ADOPTS,
        ),
        (
            (
                "func F(c net.Conn) (*Client, error) {\n\tif err := check(); err != nil {\n\t\treturn nil, err\n\t}\n"
                "\treturn &Client{conn: c}, nil\n}"
            ),
            Effect.WRAPS,
        ),
        (
            (
                "func F(c net.Conn) error {\n\tif err := check(); err != nil {\n\t\tc.Close()\n\t\treturn err\n\t}\n"
                "\treturn nil\n}"
            ),
            Effect.DISCHARGES_ON_ERROR,
        ),
        (
            (
                "func F(c net.Conn) error {\n\tif err := check(); err != nil {\n\t\treturn err\n\t}\n\tc.Close()\n"
                "\treturn nil\n}"
            ),
            Effect.DISCHARGES_ON_SUCCESS,
        ),
        (
            (
                'var one io.Closer\n\nfunc F(c net.Conn) error {\n\tif c == nil {\n\t\treturn errors.New("none")\n\t}\n'
                "\tif err := check(); err != nil {\n\t\treturn err\n\t}\n\tone = c\n\treturn nil\n}"
            ),
            Effect.TAKES_ON_SUCCESS,
        ),
        ("func F(r *http.Response) { r.Body.Close() }", Effect.DISCHARGES),
        ("func F(stop context.CancelFunc) { stop() }", Effect.DISCHARGES),
        ("func F(c *Client) { c.Close() }", Effect.DISCHARGES),
        ("func F(c *Client) error { return c.Ping() }", Effect.BORROWS),
        # Neither is certain: closed on some paths of success, and passed to an unknown function.
        ("func F(c net.Conn, b bool) { if b { c.Close() } }", None),
        ("func F(c net.Conn, g func(net.Conn)) { g(c) }", None),
        # It calls a function that takes the value over only on some of its paths.
        (
            (
                "var one io.Closer\n\nfunc some(c io.Closer, b bool) { if b { one = c } }\n\n"
                "func F(c io.Closer) { some(c, true) }"
            ),
            None,
        ),
        ("var one io.Closer\n\nfunc all(c io.Closer) { one = c }\n\nfunc F(c io.Closer) { all(c) }", Effect.TAKES),
    ],
)
def test_what_becomes_of_an_argument(function: str, effect: Effect | None, tmp_path: Path) -> None:
    assert contracts(tmp_path, function)["F"].model.argument(0) is effect


@pytest.mark.parametrize(
    ("function", "acquires"),
    [
        ('func F() (net.Conn, error) { return net.Dial("tcp", "a:1") }', Acquires("connection")),
        ('func F() (int, *http.Response, error) { r, err := http.Get("u"); return 0, r, err }',
         Acquires("response body", 1)),
        (
            ('func F() (io.ReadCloser, error) {\n\tr, err := http.Get("u")\n\tif err != nil {\n\t\treturn nil, err\n\t}\n'
            "\treturn r.Body, nil\n}"),
            Acquires("response body", 0, ()),
        ),
        (
            ('func F() (*Client, error) {\n\tc, err := net.Dial("tcp", "a:1")\n\tif err != nil {\n\t\treturn nil, err\n'
            "\t}\n\treturn &Client{conn: c}, nil\n}"),
            Acquires("connection"),
        ),
        ('func F() { http.Get("u") }', None),
        ("func F(n int) (*http.Response, error) { return F(n - 1) }", None),
        ("func F() *Worker { return NewWorker() }", Acquires("cancel function")),
        # Only code of its own package can close it.
        (
            ("type lock struct{ end func() }\n\nfunc (l *lock) free() { l.end() }\n\n"
            "func F() *lock { _, c := context.WithCancel(context.Background()); return &lock{end: c} }"),
            None,
        ),
    ],
)  # fmt: skip
def test_what_is_handed_out(function: str, acquires: Acquires | None, tmp_path: Path) -> None:
    assert contracts(tmp_path, function)["F"].model.acquires == acquires


def test_more_than_one_thing_is_told_in_words(tmp_path: Path) -> None:
    text = (
        "func F() (net.Conn, context.CancelFunc, error) {\n\t_, stop := context.WithCancel(context.Background())\n"
        '\tc, err := net.Dial("tcp", "a:1")\n\treturn c, stop, err\n}'
    )
    found = contracts(tmp_path, text)["F"]
    assert found.model.acquires == Acquires("connection")
    assert found.more == ("returns a cancel function as result 1 too",)


def test_methods_of_what_owns_something(tmp_path: Path) -> None:
    found = contracts(tmp_path, "")
    receivers = {name: each.model.receiver for name, each in found.items()}
    assert receivers == {
        "Client.Close": Effect.DISCHARGES,
        "Client.Reset": Effect.DISCHARGES,
        "Client.Ping": None,
        "NewWorker": None,
        "Worker.Halt": Effect.DISCHARGES,
    }
    assert not found["Client.Ping"].says_something


@pytest.mark.parametrize(
    ("text", "is_owning"),
    [
        ("", True),
        ("var shared Worker\n\nfunc Shared() *Worker { return &shared }", False),
        ("func Another() *Worker { return NewWorker() }", True),
    ],
)
def test_a_type_is_owning_if_whatever_returns_one_hands_it_out(text: str, is_owning: bool, tmp_path: Path) -> None:  # noqa: FBT001
    code = Code(tmp_path, {"a.go": f"{HEAD}{text}\n"})
    reader, file = Contracts(Engine(code.program.references)), code.file()
    package = code.workspace.package_of(file)
    symbol = package.lookup("Worker")
    assert symbol is not None
    found = reader.of_type(symbol, package)
    assert (found.obligation if found is not None else None) == ("cancel function" if is_owning else None)
