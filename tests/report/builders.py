"""Findings and runs made by hand, placed by the text that they cover."""

from collections.abc import Iterable
from pathlib import Path

from golint_conn.finding import (
    Confidence,
    Finding,
    Location,
    LocationKind,
    Notice,
    NoticeKind,
    Severity,
    with_fingerprints,
)
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.run.result import RunResult, RunStatistics
from golint_conn.source import Span

CLIENT = """package client

import (
\t"encoding/json"
\t"net/http"
)

// Fetch loads one item.
func Fetch(url string) (*Item, error) {
\tclient := &http.Client{
\t\tTransport: &http.Transport{
\t\t\tMaxIdleConns: 10,
\t\t},
\t}
\tresp, err := client.Get(url)
\tif err != nil {
\t\treturn nil, err
\t}
\tif resp.StatusCode != http.StatusOK {
\t\treturn nil, statusError(url, resp)
\t}
\tvar item Item
\treturn &item, json.NewDecoder(resp.Body).Decode(&item)
}
"""

POOL = """package client

import "net/http"

/* ünïcödé 日本 🎉 */ var a, b = &http.Transport{}, &http.Transport{DisableKeepAlives: true}

func statusError(url string, resp *http.Response) error {
\tname := "日本語 🎉"; log.Print(name, resp.Status)\t// \x1b[31mred\x1b[0m \u202e
\treturn errors.New(url)
}
"""

RULES = (
    RuleInfo(
        "transport-per-call",
        "reuse",
        "A Transport is built on every call",
        "A Transport owns a pool of\nconnections. One that is built for each call leaves its pool behind.",
        "A Transport owns a pool of\nconnections.\n\n## Bad\n\n```go\nx := 1\n\ny()\n```\n\n- one\n  item\n- two\n",
        Severity.ERROR,
        Confidence.HIGH,
        cwe=(772,),
    ),
    RuleInfo(
        "response-body-not-closed",
        "leak",
        "A response body is not closed on some path",
        "An open body keeps its connection.",
        "An open body keeps its connection.",
        Severity.ERROR,
        Confidence.HIGH,
        cwe=(772, 404),
        tags=tuple(f"tag-{number}" for number in range(20)),
    ),
    RuleInfo(
        "missing-idle-timeout",
        "reuse",
        "A Transport keeps idle connections forever",
        "Zero means no limit.",
        "",
        Severity.WARNING,
        Confidence.MEDIUM,
    ),
    RuleInfo(
        "tls-verification-disabled",
        "security",
        "TLS certificates are not verified",
        "Anyone can answer. " * 100,
        "Anyone can answer.",
        Severity.WARNING,
        Confidence.HIGH,
        cwe=(295,),
        security_severity=7.4,
    ),
)

NOTICES = (
    Notice("", 0, "the cache was damaged and was built again", NoticeKind.LIMIT),
    Notice("broken.go", 12, "the function has a syntax error and is not reported on", NoticeKind.SYNTAX),
    Notice("pkg/crash me.go", 0, "rule no-such-rule failed: KeyError('x')", NoticeKind.CRASH),
    Notice("secret.go", 0, "permission denied", NoticeKind.UNREADABLE),
    Notice(".golint-conn.toml", 3, "unknown key `selct`, did you mean `select`?", NoticeKind.CONFIG),
)


def place(  # noqa: PLR0913 - all but three have a usual value
    path: str, source: str | bytes, text: str, *, nth: int = 0, note: str = "", kind: LocationKind | None = None
) -> Location:
    """Return the location of the `nth` (from 0) occurrence of a text."""
    data = source if isinstance(source, bytes) else source.encode()
    start = -1
    for _ in range(nth + 1):
        start = data.index(text.encode(), start + 1)
    return Location(path, Span(start, start + len(text.encode())), kind or LocationKind.RELATED, note)


def finding(  # noqa: PLR0913 - a finding has many parts
    rule: str,
    message: str,
    primary: Location,
    *related: Location,
    severity: Severity = Severity.WARNING,
    confidence: Confidence = Confidence.HIGH,
    hint: str = "",
    flow: tuple[Location, ...] = (),
    exits: tuple[Location, ...] = (),
) -> Finding:
    """Return a finding whose primary location is `primary`, whatever its kind was."""
    first = Location(primary.path, primary.span, LocationKind.PRIMARY, primary.note)
    return Finding(
        rule, message, severity, confidence, (first, *related), hint=hint, flow=flow, exits=exits, symbol="Fetch"
    )


def result_of(
    sources: dict[str, str | bytes],
    findings: Iterable[Finding],
    *,
    root: str = "/repository",
    notices: tuple[Notice, ...] = (),
    rules: tuple[RuleInfo, ...] = RULES,
) -> RunResult:
    """Return a run over sources that stand nowhere but in memory."""
    overlay = {path: text if isinstance(text, bytes) else text.encode() for path, text in sources.items()}
    statistics = RunStatistics(files_found=120, files_parsed=14, bytes_read=9000, stage_seconds={"read": 0.1})
    return RunResult(root, tuple(with_fingerprints(findings)), notices, rules, statistics, overlay)


def sample_findings() -> list[Finding]:
    """Return findings with everything that a finding can have: notes elsewhere, a flow, several on one line."""
    client, pool = "pkg/my client.go", "pkg/pool.go"
    get = place(client, CLIENT, "client.Get(url)")
    leave = place(client, CLIENT, "return nil, statusError(url, resp)", note="left here with the body open")
    helper = place(pool, POOL, "statusError", note="this function does not close it")
    literal = CLIENT[CLIENT.index("&http.Client{") : CLIENT.index("resp, err")].rstrip()
    dialled = place(client, CLIENT, "client.Get(url)", note="the new pool is used here")
    transports = [place(pool, POOL, "&http.Transport{", nth=number) for number in (0, 1)]
    flow = (
        place(client, CLIENT, "client.Get(url)", note="the response is acquired"),
        place(client, CLIENT, "err != nil", note="`err` is nil: the body is open"),
        place(client, CLIENT, "resp.StatusCode != http.StatusOK"),
        leave,
    )
    exits = (
        place(client, CLIENT, "return nil, err", note="has nothing to close"),
        place(client, CLIENT, "return nil, statusError(url, resp)", note="leaks"),
        place(client, CLIENT, "return &item", note="is read to its end and not closed"),
    )
    return [
        finding(
            "transport-per-call",
            "each call builds a Transport, whose connections stay open when it is lost",
            place(client, CLIENT, literal),
            dialled,
            severity=Severity.ERROR,
            hint="build the client once, in a package variable or in a constructor, and use it for all calls",
        ),
        finding(
            "response-body-not-closed",
            "the response body is not closed on every path",
            get,
            leave,
            helper,
            severity=Severity.ERROR,
            hint="add `defer resp.Body.Close()` right after the error check",
            flow=flow,
            exits=exits,
        ),
        *(
            finding("missing-idle-timeout", f"T[{n}] keeps f[int](1) forever", where, hint="set IdleConnTimeout")
            for n, where in enumerate(transports)
        ),
        finding(
            "tls-verification-disabled",
            "certificates are not verified",
            place(pool, POOL, "log.Print(name, resp.Status)"),
            severity=Severity.NOTE,
        ),
    ]


def sample_result(root: Path) -> RunResult:
    """Return a run over files that are written to `root`."""
    sources: dict[str, str | bytes] = {"pkg/my client.go": CLIENT, "pkg/pool.go": POOL}
    for path, text in sources.items():
        file = root / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return result_of(sources, sample_findings(), root=str(root), notices=NOTICES)
