"""The text format: what a person sees, and what a terminal must never be sent."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.report import FORMATS, render
from golint_conn.report.terminal import display_width
from golint_conn.run.result import RunResult, RunStatistics
from golint_conn.source import Span
from tests.report.builders import finding, place, result_of

SAMPLE = """\
pkg/my client.go:10:12: error: each call builds a Transport, whose connections stay open when it is lost \
(transport-per-call)
   |
10 |       client := &http.Client{
   |  _______________^
11 | |         Transport: &http.Transport{
12 | |             MaxIdleConns: 10,
13 | |         },
14 | |     }
   | |_____^
15 |       resp, err := client.Get(url)
   |                    --------------- the new pool is used here
   |
   = help: build the client once, in a package variable or in a constructor, and use it for all
           calls

pkg/my client.go:15:15: error: the response body is not closed on every path (response-body-not-closed)
   |
15 |     resp, err := client.Get(url)
   |                  ^^^^^^^^^^^^^^^
...
20 |         return nil, statusError(url, resp)
   |         ---------------------------------- left here with the body open
   |
  ::: pkg/pool.go:7:6
   |
 7 | func statusError(url string, resp *http.Response) error {
   |      ----------- this function does not close it
   |
   = flow:
     1. pkg/my client.go:15:15  the response is acquired
     2. pkg/my client.go:16:5   `err` is nil: the body is open
     3. pkg/my client.go:19:5   if resp.StatusCode != http.StatusOK {
     4. pkg/my client.go:20:3   left here with the body open
   = exits: 3: 17 has nothing to close, 20 leaks, 23 is read to its end and not closed
   = help: add `defer resp.Body.Close()` right after the error check

pkg/pool.go:5:42: warning: T[0] keeps f[int](1) forever (missing-idle-timeout)
  |
5 | /* ünïcödé 日本 🎉 */ var a, b = &http.Transport{}, &http.Transport{DisableKeepAlives: true}
  |                                  ^^^^^^^^^^^^^^^^
  |
  = help: set IdleConnTimeout

pkg/pool.go:5:61: warning: T[1] keeps f[int](1) forever (missing-idle-timeout)
  |
5 | /* ünïcödé 日本 🎉 */ var a, b = &http.Transport{}, &http.Transport{DisableKeepAlives: true}
  |                                                     ^^^^^^^^^^^^^^^^
  |
  = help: set IdleConnTimeout

pkg/pool.go:8:28: note: certificates are not verified (tls-verification-disabled)
  |
8 |     name := "日本語 🎉"; log.Print(name, resp.Status)   // ␛[31mred␛[0m <U+202E>
  |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |

notice: the cache was damaged and was built again
notice: broken.go:12: the function has a syntax error and is not reported on
notice: pkg/crash me.go: rule no-such-rule failed: KeyError('x')
notice: secret.go: permission denied
notice: .golint-conn.toml:3: unknown key `selct`, did you mean `select`?

5 findings (2 errors, 2 warnings, 1 note) in 120 files
"""

_STYLED = re.compile(r"\x1b\[[0-9;]+m")
_DANGEROUS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def text(result: RunResult, *, color: bool = False, width: int = 100, cwd: str = "") -> str:
    return render(result, "text", color=color, cwd=cwd or result.root, width=width)


def test_a_report_looks_like_this(sample: RunResult) -> None:
    assert text(sample) == SAMPLE


def test_colours_change_nothing_but_colours(sample: RunResult) -> None:
    colourful = text(sample, color=True)
    assert colourful != SAMPLE
    assert _STYLED.sub("", colourful) == SAMPLE
    concise = render(sample, "concise", color=True, cwd=sample.root, width=0)
    assert _STYLED.sub("", concise) == render(sample, "concise", color=False, cwd=sample.root, width=0)


def test_paths_are_those_that_the_reader_can_type(sample: RunResult) -> None:
    assert text(sample, cwd=f"{sample.root}/pkg").startswith("my client.go:10:12: ")
    assert text(sample, cwd=f"{sample.root}/cmd").startswith("../pkg/my client.go:10:12: ")


def test_a_file_outside_of_the_root_keeps_its_absolute_path() -> None:
    found = finding("a-rule", "m", place("/opt/a.go", "bad", "bad"))
    assert text(result_of({"/opt/a.go": "bad"}, [found])).startswith("/opt/a.go:1:1: ")


@pytest.mark.parametrize(
    ("severities", "files", "expected"),
    [
        ((), 120, "no findings in 120 files"),
        ((), 1, "no findings in 1 file"),
        ((Severity.ERROR,), 1, "1 finding (1 error) in 1 file"),
        ((Severity.WARNING, Severity.ERROR, Severity.WARNING), 120, "3 findings (1 error, 2 warnings) in 120 files"),
        ((Severity.NOTE,) * 1234, 8000, "1,234 findings (1,234 notes) in 8,000 files"),
    ],
)
def test_the_summary_counts(severities: tuple[Severity, ...], files: int, expected: str) -> None:
    where = place("a.go", "bad", "bad")
    result = result_of({"a.go": "bad"}, [finding("a-rule", "m", where, severity=each) for each in severities])
    assert text(replace(result, statistics=RunStatistics(files_found=files))).splitlines()[-1] == expected


def test_a_line_that_is_too_wide_is_cut_around_its_mark() -> None:
    source = f'var s = "{"é世" * 3000}"; bad(); {"q" * 3000}\n'
    result = result_of({"a.go": source}, [finding("a-rule", "m", place("a.go", source, "bad()", note="here"))])
    _, _, code, mark, *_ = text(result, width=60).splitlines()
    assert display_width(code) <= 60
    assert code.startswith("1 | …")
    assert code.endswith("q…")
    before, _, _ = code.partition("bad()")
    assert mark == "  | " + " " * (display_width(before) - 4) + "^^^^^ here"


def test_a_long_block_is_shown_by_its_ends() -> None:
    source = "x := T{\n" + "".join(f"\ta{number}: 1,\n" for number in range(20)) + "}\n"
    result = result_of(
        {"a.go": source}, [finding("a-rule", "m", place("a.go", source, source[5:-1], note="all of it"))]
    )
    assert text(result).splitlines()[1:-2] == [
        "   |",
        " 1 |   x := T{",
        "   |  ______^",
        " 2 | |     a0: 1,",
        "...  |",
        "22 | | }",
        "   | |_^ all of it",
        "   |",
    ]


def test_a_file_that_has_gone_still_has_its_finding_and_notes() -> None:
    primary = Location("gone.go", Span(10, 20), LocationKind.PRIMARY, "it was here")
    lines = text(result_of({}, [finding("a-rule", "m", primary)])).splitlines()
    assert lines[:2] == ["gone.go:1:1: warning: m (a-rule)", "  = note: it was here"]


def test_what_happens_at_an_exit_stays_on_one_line() -> None:
    source = "get()\nreturn a\nreturn b\n"
    exits = tuple(place("a.go", source, f"return {name}", note="has nothing to close") for name in "ab")
    found = finding("a-rule", "m", place("a.go", source, "get()"), exits=exits)
    shown = text(result_of({"a.go": source}, [found]), width=45).splitlines()
    assert [line for line in shown if "nothing" in line] == [
        "  = exits: 2: 2 has nothing to close,",
        "           3 has nothing to close",
    ]


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    evil = "\x1b]0;title\x07\x9b31m\u202e\r\x08\x7f\u2066\u200b"
    source = f"a {evil} bad {evil}\n"
    path = f"{evil}.go"
    where = place(path, source, "bad", note=evil)
    found = finding(
        "a-rule", evil, where, place(path, source, "a", note=evil), hint=evil, flow=(where,), exits=(where,)
    )
    for format_name in FORMATS:
        shown = render(result_of({path: source}, [found]), format_name, color=False, cwd="/repository", width=80)
        assert not _DANGEROUS.search(shown)


_PIECES = st.sampled_from(
    [
        "a",
        "bad()",
        "\t",
        "\n",
        "\r\n",
        " ",
        "é",
        "e\u0301",
        "世",
        "🎉",
        "\u200d",
        "\x1b[2J",
        "\u202e",
        "\ufeff",
        "x" * 90,
    ]
)
_SOURCES = st.lists(_PIECES, max_size=30).map("".join).map(str.encode) | st.binary(max_size=60)
_NOTES = st.lists(_PIECES, max_size=4).map("".join) | st.text(max_size=12)


@st.composite
def runs(draw: st.DrawFn) -> RunResult:
    sources: dict[str, str | bytes] = {"a.go": draw(_SOURCES), "pkg/b.go": draw(_SOURCES)}

    def location(kind: LocationKind) -> Location:
        path = draw(st.sampled_from(sorted(sources)))
        start = draw(st.integers(0, len(sources[path]) + 3))
        return Location(path, Span(start, start + draw(st.integers(0, 200))), kind, draw(_NOTES))

    def one() -> Finding:
        related = [location(LocationKind.RELATED) for _ in range(draw(st.integers(0, 2)))]
        flow = tuple(location(LocationKind.RELATED) for _ in range(draw(st.integers(0, 2))))
        places = (location(LocationKind.PRIMARY), *related, location(LocationKind.HIDDEN))
        hint, message = draw(_NOTES), draw(_NOTES)
        return Finding("a-rule", message, Severity.NOTE, Confidence.LOW, places, hint=hint, flow=flow, exits=flow)

    return result_of(sources, [one() for _ in range(draw(st.integers(0, 2)))])


@given(runs(), st.sampled_from([0, 1, 40, 80]))
def test_whatever_is_found_can_be_shown(result: RunResult, width: int) -> None:
    for format_name in FORMATS:
        shown = render(result, format_name, color=False, cwd="/repository/pkg", width=width)
        assert not _DANGEROUS.search(shown)
        shown.encode("utf-8")
    shown = text(result, width=width)
    code_rows = [line for line in shown.splitlines() if re.match(r" *\d+ \|", line)]
    assert width < 40 or all(display_width(row) <= width for row in code_rows)
