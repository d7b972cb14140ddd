"""The rows: every kind of obligation, and what releases it."""

from golint_conn.flow.obligation import ObligationKind

RESPONSE_BODY = ObligationKind(
    name="response body",
    types=frozenset({"net/http.Response"}),
    trusts_types=True,
    part=("Body",),
    # net/http/response.go: "The Response Body is closed after it is sent."
    owner_releases=frozenset({"net/http.Response.Write"}),
    # net/http/transfer.go, bodyAllowedForStatus: with these the Body is http.NoBody.
    absent=("StatusCode", frozenset({204, 304})),
    # net/http/transport.go, bodyEOFSignal: any error of a Read ends the readLoop's wait for the body.
    gives_up=True,
)

CONNECTION = ObligationKind(
    name="connection",
    types=frozenset({"net.Conn", "net.PacketConn", "net.TCPConn", "net.UDPConn", "net.UnixConn", "crypto/tls.Conn"}),
)

LISTENER = ObligationKind(
    name="listener",
    types=frozenset({"net.Listener", "net.TCPListener", "net.UnixListener"}),
    serves=True,
)

ROWS = ObligationKind(
    name="rows",
    types=frozenset({"database/sql.Rows"}),
    trusts_types=True,
    # database/sql/sql.go, Rows.Close: "If Rows.Next is called and returns false and there are no further result sets,
    # the Rows are closed automatically".
    ended_by=frozenset({"Next"}),
)

ROW = ObligationKind(
    name="row",
    # database/sql/sql.go, Row.Scan closes the rows that it holds.
    types=frozenset({"database/sql.Row"}),
    trusts_types=True,
    released_by=frozenset({"Scan"}),
)

STATEMENT = ObligationKind(name="statement", types=frozenset({"database/sql.Stmt"}))

TRANSACTION = ObligationKind(
    name="transaction",
    types=frozenset({"database/sql.Tx"}),
    released_by=frozenset({"Commit", "Rollback"}),
)

SESSION = ObligationKind(
    name="session",
    types=frozenset({"database/sql.Conn"}),
    released_by=frozenset({"Close", "Release"}),
)

CANCEL = ObligationKind(
    name="cancel function",
    types=frozenset({"context.CancelFunc", "context.CancelCauseFunc"}),
    released_by=frozenset({"()"}),
)

TICKER = ObligationKind(
    name="ticker",
    types=frozenset({"time.Ticker"}),
    released_by=frozenset({"Stop"}),
    # time/tick.go, Ticker.Stop: "Stop does not close the channel".
    endless=("C",),
)

# time/tick.go, Tick: "The underlying Ticker cannot be recovered by the garbage collector" before Go 1.23.
TICKS = ObligationKind(name="ticker channel", released_by=frozenset(), endless=())

STREAM = ObligationKind(
    name="stream", trusts_types=True, released_by=frozenset({"Close", "CloseNow", "CloseSend", "Free"})
)

CLIENT = ObligationKind(
    name="client",
    types=frozenset({"database/sql.DB"}),
    released_by=frozenset({"Close", "Disconnect"}),
)


def rows() -> tuple[ObligationKind, ...]:
    """Return all rows, in order."""
    return tuple(each for each in globals().values() if isinstance(each, ObligationKind))


BY_TYPE = {name: tuple(kind.name for kind in rows() if name in kind.types) for row in rows() for name in row.types}
"""The names of the kinds that a type's values may be handles of, by the type's full name."""
