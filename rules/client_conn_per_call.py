"""A database, RPC or broker client is opened for each call

`sql.Open`, `grpc.NewClient`, `redis.NewClient` and their relatives make something that is meant to live as long as
the program: a pool, or one connection that carries many calls at once. Opened in a handler or a loop, each of them
costs a name lookup, a TCP and a TLS handshake and a login, and leaves a socket in TIME_WAIT; one that is not closed
keeps its connections and its goroutines for ever, and the server runs into its limit of connections: "too many
clients already". Measured with Go 1.27.3, a hundred queries: a `sql.DB` opened for each and not closed leaves 100
connections and 100 goroutines; closed each time, 100 sockets in TIME_WAIT; opened once, one connection serves all.

## Bad

```go
package orders

import (
        "database/sql"
        "net/http"
        "net/rpc"
)

func Count(w http.ResponseWriter, r *http.Request) {
        db, err := sql.Open("postgres", "host=db.example") // want "^error: .*never closed.*client-conn-per-call"
        if err != nil {
                return
        }
        if err := db.PingContext(r.Context()); err != nil {
                w.WriteHeader(http.StatusServiceUnavailable)
        }
}

func Add(w http.ResponseWriter, r *http.Request) {
        client, err := rpc.Dial("tcp", "stock.example:1234") // want "^warning: .*and closed.*client-conn-per-call"
        if err != nil {
                return
        }
        defer client.Close()
        if err := client.Call("Stock.Add", 1, nil); err != nil {
                w.WriteHeader(http.StatusBadGateway)
        }
}
```

## Good

```go
package orders

import (
        "database/sql"
        "net/http"
)

type Handler struct{ db *sql.DB }

func New(dsn string) (*Handler, error) {
        db, err := sql.Open("postgres", dsn)
        if err != nil {
                return nil, err
        }
        return &Handler{db: db}, nil
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
        if err := h.db.PingContext(r.Context()); err != nil {
                w.WriteHeader(http.StatusServiceUnavailable)
        }
}
```

## Limits

Libraries outside of the table in this rule's file are not known. A client that is handed to code we do not see is
taken to be kept, unless it is closed right here with `defer`. One that is closed each time is reported only where the
code is certain to run again and again and what it connects to is the same each time: an address that a request, a
loop or an unknown caller brings is left alone, as are embedded databases, health checks, retries, and a loop without
end, which may be there to connect again. Where nobody is seen to call it in a loop or for a request, `--level audit`
shows it; a value in a package variable whose methods each open and close a client is always shown.

## References

- https://pkg.go.dev/database/sql#Open: "the Open function should be called just once"
- https://grpc.io/docs/guides/performance/: "Always re-use stubs and channels when possible."
"""

import re
from typing import NamedTuple

from golint_conn.rule.api import (
    Confidence,
    Context,
    Finding,
    Findings,
    Frequency,
    Match,
    Needs,
    Placement,
    QueryRule,
    Reach,
    Severity,
    ShortLife,
    Site,
    Trace,
    Use,
    UseKind,
    repetition,
)

API = 3


class Client(NamedTuple):
    """A kind of client: the import paths of its package, the functions that make one, and where that is documented.

    `ends` names the methods that close it, `lends` those whose result stands for it: who keeps that, keeps the client.
    `wraps` says how functions are named that put it into something which does nothing else with it.
    """

    paths: tuple[str, ...]
    what: str
    makers: frozenset[str]
    reference: str
    ends: frozenset[str]
    lends: frozenset[str]
    wraps: re.Pattern[str] | None


def row(  # noqa: PLR0913 - the columns of a table
    path: str,
    what: str,
    makers: str,
    anchor: str,
    *,
    ends: str = "Close",
    lends: str = "",
    wraps: re.Pattern[str] | None = None,
) -> Client:
    """Return a row; in a path `{a,b}` stands for either, the last path is the one of the reference."""
    before, _, rest = path.partition("{")
    choices, _, after = rest.partition("}")
    paths = tuple(f"{before}{each}{after}" for each in choices.split(","))
    split = [frozenset(each.split()) for each in (makers, ends, lends)]
    return Client(paths, what, split[0], f"https://pkg.go.dev/{paths[-1]}#{anchor}", split[1], split[2], wraps)


STUB = re.compile(r"\.New[A-Z]\w*Client$")
REDIS = "NewClient NewClusterClient NewFailoverClient NewFailoverClusterClient NewUniversalClient NewRing"
SARAMA = "NewClient NewSyncProducer NewAsyncProducer NewConsumer NewConsumerGroup NewClusterAdmin"
CONFLUENT = "github.com/confluentinc/confluent-kafka-go{,/v2}/kafka"
CLIENTS = (
    row("database/sql", "sql.DB", "Open OpenDB", "Open"),
    row("github.com/jmoiron/sqlx", "sqlx.DB", "Open MustOpen Connect ConnectContext MustConnect", "Open"),
    row("gorm.io/gorm", "gorm.DB", "Open", "DB.DB", ends="DB", lends="Session WithContext Debug Model Table Where"),
    row("github.com/jackc/pgx{,/v4,/v5}", "pgx connection", "Connect ConnectConfig", "hdr-Connection_Pool"),
    row(
        "github.com/jackc/pgx{/v4,/v5}/pgxpool", "pgxpool.Pool", "New NewWithConfig Connect ConnectConfig", "Pool.Close"
    ),
    row("github.com/ClickHouse/clickhouse-go{,/v2}", "ClickHouse pool", "Open OpenDB", "Open"),
    row("google.golang.org/grpc", "grpc.ClientConn", "NewClient Dial DialContext", "ClientConn", wraps=STUB),
    row("net/rpc", "rpc.Client", "Dial DialHTTP DialHTTPPath", "Client"),
    row("net/rpc/jsonrpc", "rpc.Client", "Dial", "Dial"),
    row("github.com/redis/go-redis{,/v9}", "redis client", REDIS, "Client.Close"),
    row("github.com/go-redis/redis{,/v7,/v9,/v8}", "redis client", REDIS, "Client.Close"),
    row("github.com/gomodule/redigo/redis", "redis connection", "Dial DialContext DialURL DialURLContext", "Pool"),
    row(
        "go.mongodb.org/mongo-driver{/v2,}/mongo",
        "mongo.Client",
        "Connect NewClient",
        "Client",
        ends="Disconnect",
        lends="Database",
    ),
    row(
        "github.com/{streadway/amqp,rabbitmq/amqp091-go}",
        "AMQP connection",
        "Dial DialTLS DialConfig",
        "Connection",
        lends="Channel",
    ),
    row(
        "github.com/nats-io/nats.go", "NATS connection", "Connect", "Conn.Close", ends="Close Drain", lends="JetStream"
    ),
    row("github.com/segmentio/kafka-go", "Kafka client", "NewWriter NewReader Writer", "Writer.Close"),
    row("github.com/{Shopify,IBM}/sarama", "Kafka client", SARAMA, "SyncProducer", ends="Close AsyncClose"),
    row(CONFLUENT, "Kafka client", "NewProducer NewConsumer NewAdminClient", "Producer.Close"),
    row("github.com/twmb/franz-go/pkg/kgo", "Kafka client", "NewClient", "Client", ends="Close CloseAllowingRebalance"),
    row(
        "github.com/olivere/elastic{,/v7}", "Elasticsearch client", "NewClient DialContext", "Client.Stop", ends="Stop"
    ),
    row(
        "{github.com/coreos/etcd/clientv3,go.etcd.io/etcd/clientv3,go.etcd.io/etcd/client/v3}",
        "etcd client",
        "New",
        "New",
    ),
    row("github.com/eclipse/paho.mqtt.golang", "MQTT client", "NewClient", "Client", ends="Disconnect"),
    row(
        "github.com/influxdata/influxdb-client-go{,/v2}",
        "InfluxDB client",
        "NewClient",
        "Client",
        lends="WriteAPI QueryAPI",
    ),
    row("go.temporal.io/sdk/client", "Temporal client", "Dial DialContext", "Dial"),
    row("cloud.google.com/go/bigquery", "BigQuery client", "NewClient", "Client", lends="Dataset"),
    row("cloud.google.com/go/firestore", "Firestore client", "NewClient", "Client", lends="Collection Doc"),
    row(
        "cloud.google.com/go/pubsub{/v2,}",
        "Pub/Sub client",
        "NewClient",
        "Client",
        lends="Topic Subscription Publisher",
    ),
    row("cloud.google.com/go/spanner", "Spanner client", "NewClient", "Client"),
    row("cloud.google.com/go/storage", "Cloud Storage client", "NewClient", "Client", lends="Bucket"),
)

MAKERS = {f"{path}.{name}": kind for kind in CLIENTS for path in kind.paths for name in kind.makers}
NAMES = sorted({name for kind in CLIENTS for name in kind.makers})
EMBEDDED = ("sqlite", "duckdb", "ramsql", "txdb", "sqlmock")
ENDING = re.compile(r"(?:Close|Shutdown|Stop|Dispose|Release|Disconnect)(?![a-z])")
ONE_TIME = re.compile(r"(?i)migrat|bootstrap|seed|install|upgrade")
PROBE = re.compile(
    r"(?:\b|_)(?:health|ping|probe|ready|check|diagnose|doctor|wait|try|retry|attempt|test)(?![a-z])"
    r"|(?:Health|Ping|Probe|Ready|Readiness|Liveness|Check|Diagnose|Doctor|Wait|Try|Retry|Attempt|Test)(?![a-z])"
)
LASTING = re.compile(r"(?:(?:Chan|Queue|P)?Subscribe|Watch|Consume|Listen|AddRoute|Route|Notify)(?![a-z])")
TRYING = frozenset({"Ping", "PingContext"})
LENT_DEPTH = 3


def check(match: Match, context: Context) -> Findings:
    made = context.site(match["made"])
    kind = MAKERS.get(context.code.callee_name(made) or context.code.type_name(made))
    if kind is None:
        return
    handed = [(handout.call, handout.owned) for handout in context.values.handouts(made)]
    for site, owned in ((made, False), *handed):
        if site.in_test:
            continue
        trace = context.values.trace(site)
        if not owned and (trace.calls(*kind.ends) or is_ended_by_value(trace, kind)):
            yield from closed(site, made, kind, context)
        else:
            yield from left_open(site, made, kind, context, owned=owned)


def left_open(site: Site, made: Site, kind: Client, context: Context, *, owned: bool) -> Findings:
    """Yield a finding for a client that is used, dropped and never closed."""
    life = short_life(site, kind, context, owned=owned)
    if life is None or is_lent_out(life.trace, kind, context) or is_bounded(life.reach, made, context):
        return
    if owned and (not life.reach.is_repeated or is_closed_inside(made, life.trace, kind, context)):
        return
    if not life.reach.is_repeated and is_meant_to_last(site, life.trace, context):
        return
    yield report(site, made, kind, life.reach, context)


def is_meant_to_last(site: Site, trace: Trace, context: Context) -> bool:
    """Return whether a client is left to work by itself, or is part of what is done once in a while at most."""
    is_once = any(ONE_TIME.search(name) for name in context.code.names_around(site))
    return is_once or any(LASTING.match(use.name) for use in trace.calls())


def is_closed_inside(made: Site, trace: Trace, kind: Client, context: Context) -> bool:
    """Return whether a value that carries a client closes it, by itself or when it is told to."""
    return any(
        ENDING.match(use.name) for use in [*trace.calls(), *context.values.trace(made, wide=True).calls(*kind.ends)]
    )


def short_life(site: Site, kind: Client, context: Context, *, owned: bool) -> ShortLife | None:
    """Return how a client is used and dropped, also inside of what a generated constructor puts around it."""
    life = context.values.short_life(site, owned=owned)
    if life is not None or owned:
        return life
    keeping = [use for use in context.values.trace(site).uses if use.keeps]
    wraps = kind.wraps
    if wraps is None or not all(use.kind is UseKind.PASSED and wraps.search(use.name) for use in keeping):
        return None
    lives = [context.values.short_life(use.site) for use in keeping]
    return lives[0] if lives and all(lives) else None


def is_bounded(reach: Reach, made: Site, context: Context) -> bool:
    """Return whether a loop opens one client for each of a few things, in code that runs once."""
    if reach.frequency is not Frequency.LOOP or reach.evidence is None:
        return False
    return context.flow.reach(reach.evidence).frequency <= Frequency.ONCE and context.values.varies(made)


def closed(site: Site, made: Site, kind: Client, context: Context) -> Findings:
    """Yield a finding for a client that is opened, used and closed again and again, where one could stay open."""
    trace = context.values.trace(site)
    if is_ended_by_value(trace, kind) or is_tried_only(trace, kind) or not is_closed_here(site, trace, kind, context):
        return
    reach = without_reconnecting(context.flow.reach(site), site, context)
    if (
        reach.frequency <= Frequency.SETUP
        or context.values.lasts(site)
        or context.values.varies(made)
        or context.values.varies(site)
    ):
        return
    if is_embedded(made, context) or any(PROBE.search(name) for name in context.code.names_around(site)):
        return
    confidence = None if reach.is_repeated or is_opened_all_over(site, made, context) else Confidence.LOW
    yield report(site, made, kind, reach, context, confidence=confidence)


def is_ended_by_value(trace: Trace, kind: Client) -> bool:
    """Return whether a closing method is handed on as a value, as in `t.Cleanup(db.Close)`."""
    return any(use.name in kind.ends for use in trace.of(UseKind.READ))


def is_tried_only(trace: Trace, kind: Client) -> bool:
    """Return whether a client is made to see whether that works, and for nothing else."""
    others = [use for use in trace.calls() if use.name not in kind.ends | TRYING]
    return not others and not trace.of(UseKind.PASSED)


def is_closed_here(site: Site, trace: Trace, kind: Client, context: Context) -> bool:
    """Return whether a client ends with the function that opens it, whatever it is handed to in between."""
    if any(use.keeps and use.kind is not UseKind.PASSED for use in trace.uses):
        return False
    if any(is_deferred(use, site) for use in trace.calls(*kind.ends)):
        return True
    return context.values.short_life(site) is not None


def is_deferred(use: Use, site: Site) -> bool:
    """Return whether a call is deferred by the function that a site stands in, itself or inside of a literal."""
    if use.inner or use.site.file != site.file:
        return False
    return any(outer.kind == "defer_statement" and outer.start > site.node.start for outer in use.site.node.ancestors())


def without_reconnecting(reach: Reach, site: Site, context: Context) -> Reach:
    """Return how often code is reached, without loops that may be there to connect again after a failure."""
    while reach.frequency is Frequency.LOOP and reach.evidence is not None and may_reconnect(reach.evidence, site):
        reach = context.flow.reach(reach.evidence)
    return reach


def may_reconnect(loop: Site, site: Site) -> bool:
    """Return whether a loop goes round for as long as it must, rather than once for each of something."""
    clauses = [each for each in loop.node.children if each.kind != "block"]
    if any(each.kind == "range_clause" for each in clauses):
        return False
    if loop.file != site.file or not loop.node.span.contains(site.node.span):
        return True
    inside = [each for each in site.node.ancestors() if each.start > loop.node.start]
    return not any(each.kind == "communication_case" for each in inside)


def is_lent_out(trace: Trace, kind: Client, context: Context) -> bool:
    """Return whether something leaves the function that stands for the client, such as one of its databases."""
    pending = [(use.site, LENT_DEPTH) for use in trace.of(UseKind.CALLED, owned=False) if use.name in kind.lends]
    while pending:
        site, depth = pending.pop()
        further = context.values.trace(site)
        if further.is_kept:
            return True
        if depth > 0:
            pending += [(use.site, depth - 1) for use in further.of(UseKind.CALLED, owned=False)]
    return False


def is_embedded(made: Site, context: Context) -> bool:
    """Return whether a database runs inside of the program, by the name of its driver."""
    arguments = context.code.arguments(made) if made.node.kind == "call_expression" else []
    names = [context.code.text_prefix(origin) for origin in (context.values.sources(arguments[0]) if arguments else [])]
    return any(name.startswith(EMBEDDED) for name in names)


def is_opened_all_over(site: Site, made: Site, context: Context) -> bool:
    """Return whether several methods of a value that the program shares open what it could keep for all of them."""
    opening = {method_of(handout.call, context) for handout in context.values.handouts(made)}
    return site != made and "" not in opening and len(opening) > 1 and context.values.is_in_singleton(site)


def method_of(site: Site, context: Context) -> str:
    """Return the name of the method around a site with its receiver; empty where it stands in none."""
    names = context.code.names_around(site)
    return " ".join(names[-2:]) if names and names[-1].startswith("(") else ""


def report(  # noqa: PLR0913 - what is reported, and all that is said of it
    site: Site, made: Site, kind: Client, reach: Reach, context: Context, *, confidence: Confidence | None = None
) -> Finding:
    repeated, related = repetition(reach), [] if site == made else [(made, "it is opened here")]
    is_closed = bool(context.values.trace(site).calls(*kind.ends))
    how = f"opened and closed {repeated.words}" if is_closed else f"opened {repeated.words} and never closed"
    return context.finding(
        site,
        f"{'An' if kind.what[0] in 'AEIOe' else 'A'} {kind.what} is {how}.",
        hint=f"open it once, keep it in a struct field or a package variable, and share it: {kind.reference}",
        severity=Severity.WARNING if is_closed else repeated.severity,
        confidence=confidence,
        related=[*related, *repeated.related],
    )


RULE = QueryRule(
    id="client-conn-per-call",
    category="reuse",
    severity=Severity.ERROR,
    needs=Needs(imports=tuple(sorted({path for kind in CLIENTS for path in kind.paths})), words=tuple(NAMES)),
    query=f"""
    (call_expression function: (selector_expression field: (field_identifier) @name
        (#any-of? @name {" ".join(f'"{name}"' for name in NAMES)}))) @made
    (call_expression function: (identifier) @name (#any-of? @name {" ".join(f'"{name}"' for name in NAMES)})) @made
    (composite_literal type: (_) @type (#match? @type "Writer$")) @made
    """,
    check=check,
    placement=Placement.CALLERS,
    cwe=(772, 400),
    tags=("connection-pool",),
)
