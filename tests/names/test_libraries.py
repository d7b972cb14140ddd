"""Declarations of popular libraries replace their source if it is not available, and only then."""

from pathlib import Path

import pytest

from golint_conn.names import libraries
from tests.go_code import Code

CASES = [
    # import path, name in the file, parameters, expression, its type, what it calls
    (
        "github.com/docker/docker/client", "client", "c *client.Client", 'c.ImagePull(ctx, "a", o)',
        "(io.ReadCloser,error)", "github.com/docker/docker/client.Client.ImagePull",
    ),
    (
        "github.com/moby/moby/client", "client", "c *client.Client", 'c.CopyFromContainer(ctx, "a", o)',
        "(github.com/moby/moby/client.CopyFromContainerResult,error)",
        "github.com/moby/moby/client.Client.CopyFromContainer",
    ),
    (
        "k8s.io/client-go/kubernetes", "kubernetes", "c kubernetes.Interface",
        'c.CoreV1().Pods("a").GetLogs("b", o).Stream(ctx)', "(io.ReadCloser,error)",
        "k8s.io/client-go/rest.Request.Stream",
    ),
    (
        "github.com/jackc/pgx/v5/pgxpool", "pgxpool", "p *pgxpool.Pool", 'p.Query(ctx, "select")',
        "(github.com/jackc/pgx/v5.Rows,error)", "github.com/jackc/pgx/v5/pgxpool.Pool.Query",
    ),
    (
        "github.com/jmoiron/sqlx", "sqlx", "r *sqlx.Rows", "r.Close()", "error", "database/sql.Rows.Close",
    ),
    (
        "github.com/minio/minio-go/v7", "minio", "c *minio.Client", 'c.GetObject(ctx, "a", "b", o)',
        "(*github.com/minio/minio-go/v7.Object,error)", "github.com/minio/minio-go/v7.Client.GetObject",
    ),
    (
        "github.com/elastic/go-elasticsearch/v8", "elasticsearch", "c *elasticsearch.Client", "c.Indices.Refresh()",
        "(*github.com/elastic/go-elasticsearch/v8/esapi.Response,error)", "",
    ),
    (
        "nhooyr.io/websocket", "websocket", "o *websocket.DialOptions", 'websocket.Dial(ctx, "ws:", o)',
        "(*nhooyr.io/websocket.Conn,*net/http.Response,error)", "nhooyr.io/websocket.Dial",
    ),
    (
        "golang.org/x/crypto/ssh", "ssh", "c *ssh.Client", "c.Close()", "error", "golang.org/x/crypto/ssh.Conn.Close",
    ),
    # A method that our excerpt of a type leaves out still has its name.
    (
        "github.com/redis/go-redis/v9", "redis", "c *redis.Client", 'c.Get(ctx, "key")', "?",
        "github.com/redis/go-redis/v9.Client.Get",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_call_of_a_library(case: tuple[str, ...], tmp_path: Path) -> None:
    path, name, parameter, text, shape, callee = case
    source = f'package p\n\nimport (\n\t"context"\n\t{name} "{path}"\n)\n\nfunc f(ctx context.Context, {parameter}) {{\n\t{text}\n}}\n'
    for head in (source, source.replace(f'{name} "', '"')):
        code = Code(tmp_path, {"a.go": head})
        assert code.shape(text) == shape
        assert code.callee(text) == callee


def test_declarations_import_their_own_major_version(tmp_path: Path) -> None:
    source = 'package p\n\nimport "github.com/jackc/pgx/v4/pgxpool"\n\nfunc f(p *pgxpool.Pool) { p.Begin(nil) }\n'
    assert Code(tmp_path, {"a.go": source}).shape("p.Begin(nil)") == "(github.com/jackc/pgx/v4.Tx,error)"


def test_source_at_hand_comes_first(tmp_path: Path) -> None:
    own = "package websocket\n\ntype Own struct{}\n\nfunc Dial() *Own { return nil }\n"
    files = {
        "a.go": 'package p\n\nimport "nhooyr.io/websocket"\n\nvar x = websocket.Dial()\n',
        "vendor/nhooyr.io/websocket/a.go": own,
    }
    assert Code(tmp_path, files).shape("x") == "*nhooyr.io/websocket.Own"


def test_an_unknown_package_stays_unknown(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": 'package p\n\nimport "example.org/websocket"\n\nvar x = websocket.Dial()\n'})
    assert code.names.package("example.org/websocket", code.file()) is None
    assert libraries.declarations("example.org/websocket") is None
    assert libraries.declarations("/etc/passwd") is None


def test_declarations_are_signatures_and_no_file_of_the_program(tmp_path: Path) -> None:
    code = Code(tmp_path, {"a.go": 'package p\n\nimport "nhooyr.io/websocket"\n'})
    scope = code.names.package("nhooyr.io/websocket", code.file())
    assert scope is not None
    assert scope.path == "nhooyr.io/websocket"
    assert all(file.is_signatures for file in scope.files)
    assert code.names.is_standard(scope.files[0])
    dial = scope.lookup("Dial")
    assert dial is not None
    assert dial.declaration.field("body") is None
