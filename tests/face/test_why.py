"""`golint-conn why`: what happens to what a call acquires, and what the rules say about it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from golint_conn.face.cli import main
from golint_conn.face.why_command import Question, question
from golint_conn.run.request import UsageError
from tests.go_code import MODULE
from tests.go_tool import ROOT

Why = Callable[..., tuple[int, str, str]]

FILE = """package m

import (
\t"context"
\t"fmt"
\t"io"
\t"log"
\t"net/http"
\t"os"
\t"time"
)

var kept []*http.Response

type sink interface{ Take(resp *http.Response) }

type keeper struct{ last *http.Response }

func open(url string) (*http.Response, error) { return http.Get(url) } // LINE open

func opens(url string) (int, error) {
\tresp, err := http.Get(url) // LINE closes itself
\tif err != nil {
\t\treturn 0, err
\t}
\tdefer resp.Body.Close()
\treturn resp.StatusCode, nil
}

func leaks(url string) error {
\tresp, err := open(url) // LINE leaks
\tif err != nil {
\t\treturn err // LINE failed
\t}
\tswitch {
\tcase resp.StatusCode == http.StatusOK:
\t\treturn resp.Body.Close() // LINE closed
\t}
\treturn fmt.Errorf("status %s", resp.Status) // LINE lost
}

func dies(url string) {
\tresp, err := http.Get(url) // LINE dies
\tif err != nil {
\t\tlog.Fatal(err) // LINE fatal
\t}
\tresp.Body.Close()
}

func hands(url string, k *keeper, to sink, ready chan *http.Response) error {
\tone, err := http.Get(url + "1") // LINE field
\tif err != nil {
\t\treturn err
\t}
\tk.last = one
\ttwo, err := http.Get(url + "2") // LINE slice
\tif err != nil {
\t\treturn err
\t}
\tkept = append(kept, two)
\tthree, err := http.Get(url + "3") // LINE interface
\tif err != nil {
\t\treturn err
\t}
\tto.Take(three)
\tfour, err := http.Get(url + "4") // LINE channel
\tif err != nil {
\t\treturn err
\t}
\tready <- four
\tfive, err := http.Get(url + "5") // LINE inner
\tif err != nil {
\t\treturn err
\t}
\touter(k, five)
\treturn nil
}

func outer(k *keeper, resp *http.Response) { inner(k, resp) } // LINE outer

func inner(k *keeper, resp *http.Response) { k.last = resp } // LINE stored

func other(ctx context.Context) {
\tticker := time.NewTicker(time.Second) // LINE ticker
\tdefer ticker.Stop()
\t<-ctx.Done()
\tfmt.Println(opens("x")) // LINE nothing
\t_, _ = io.WriteString(os.Stdout, "x")
\tx := 1 // LINE no call
\t_ = x
}
"""


def line_of(mark: str) -> int:
    return next(number for number, line in enumerate(FILE.splitlines(), 1) if line.endswith(f"// LINE {mark}"))


@pytest.fixture
def why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Why:
    """Return a function that asks about a place in a module of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, text in {
        "go.mod": MODULE,
        "a.go": FILE,
        "a_test.go": FILE.replace("package m", "package m_test"),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def ask(place: str, *options: str) -> tuple[int, str, str]:
        code = main(["why", place, *options])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ask


def told(why: Why, mark: str, name: str = "a.go") -> str:
    code, out, err = why(f"{name}:{line_of(mark)}")
    assert (code, err) == (0, "")
    # Line breaks do not matter here.
    return " ".join(out.split())


def test_a_leak_is_told_exit_by_exit(why: Why) -> None:
    leaks, failed, closed, lost = (line_of(mark) for mark in ("leaks", "failed", "closed", "lost"))
    shown = why(f"a.go:{leaks}")[1]
    assert shown.splitlines() == [
        f"a.go:{leaks}:15: response body from example.com/m.open",
        "   |",
        f"{leaks} |     resp, err := open(url) // LINE leaks",
        "   |                  ^^^^^^^^^",
        "   |",
        f"   = known by: a function that returns it at line {line_of('open')}",
        f"   = function: leaks, lines {leaks - 1} to {lost + 1}",
        "   = 3 exits:",
        f"     {failed}  return err                         has nothing to close, by the condition at line {failed - 1}",
        f"     {closed}  return resp.Body.Close()           closes",
        f'     {lost}  return fmt.Errorf("status %s", r…  leaks',
        f"   = how it leaks at line {lost}:",
        f"     {leaks}  acquired",
        f"     {leaks + 1}  condition is false: err != nil",
        f"     {closed - 1}  condition is false: resp.StatusCode == http.StatusOK",
        f"     {lost}  leaks",
        "   = error: The response body from this call is not closed on every path. (response-body-not-closed)",
    ]


def test_what_ends_the_process_is_an_exit(why: Why) -> None:
    shown = told(why, "dies")
    assert f"{line_of('fatal')} log.Fatal(err) has nothing to close, by the condition at line" in shown
    assert "= not reported: no path loses it" in shown


def test_what_closes_everywhere_is_not_reported(why: Why) -> None:
    shown = told(why, "closes itself")
    assert "= known by: the type of the result, net/http.Response (net/http/response.go" in shown
    assert "closes by defer at line" in shown
    assert shown.endswith("= not reported: no path loses it")


def test_a_library_model_is_named_with_its_reference(why: Why) -> None:
    shown = told(why, "ticker")
    assert "ticker from time.NewTicker" in shown
    assert "= known by: the library model of time.NewTicker (time/tick.go" in shown


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("field", "it is stored in k.last"),
        ("slice", "it is put into a slice"),
        (
            "interface",
            "example.com/m.sink.Take is the method of an interface whose implementations are not available or too many",
        ),
        ("channel", "it is sent on a channel"),
        ("inner", f"it is stored in k.last (line {line_of('stored')}, through line {line_of('outer')})"),
    ],
)
def test_what_is_handed_on_is_told_with_the_reason(mark: str, reason: str, why: Why) -> None:
    shown = told(why, mark)
    assert "passes it on at line" in shown
    assert f": {reason}" in shown
    assert "= not reported: what it is passed to is assumed to close it" in shown


def test_the_callers_of_a_function_that_hands_it_out_are_listed(why: Why) -> None:
    shown = told(why, "open")
    assert f"= returned to callers: line {line_of('leaks')}" in shown
    assert "= not reported: the callers have to close it" in shown


def test_a_call_that_hands_out_nothing_says_why(why: Why) -> None:
    line = line_of("nothing")
    code, out, _ = why(f"a.go:{line}:14")
    assert code == 0
    assert out.splitlines()[0] == f"a.go:{line}:14: example.com/m.opens returns nothing that must be closed"
    assert "= reason: nothing that it returns has to be closed" in out


def test_what_a_function_closes_itself_is_no_obligation_of_its_callers(why: Why) -> None:
    Path("b.go").write_text(
        'package m\n\nimport "net/http"\n\nfunc gone(u string) (*http.Response, error) {\n\tr, err := http.Get(u)\n'
        "\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdefer r.Body.Close()\n\treturn r, nil\n}\n\n"
        "func user(u string) {\n\tr, _ := gone(u)\n\t_ = r\n}\n",
        encoding="utf-8",
    )
    out = why("b.go:15")[1]
    assert "= no response body: gone does not return it open on all of its paths at line 5" in out


def test_a_test_file_is_told_of(why: Why) -> None:
    assert "response-body-not-closed reports nothing: the file serves tests" in told(why, "leaks", "a_test.go")


def test_settings_may_keep_a_finding_back(why: Why) -> None:
    Path(".golint-conn.toml").write_text('ignore = ["response-body-not-closed"]\n', encoding="utf-8")
    place = f"a.go:{line_of('leaks')}"
    assert "Not shown: the settings leave this rule out." in " ".join(why(place)[1].split())
    assert "Not shown" not in why(place, "--no-config")[1]


def test_colours_are_for_those_who_ask(why: Why) -> None:
    place = f"a.go:{line_of('leaks')}"
    assert "\x1b[" not in why(place)[1]
    assert "\x1b[1;31mleaks\x1b[0m" in why(place, "--color", "always")[1]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("a.go", "a.go: which line? give FILE:LINE or FILE:LINE:COLUMN"),
        ("a.go:x", "a.go:x: which line?"),
        ("a.txt:1", "a.txt: not a Go file"),
        ("a.go:0", "a.go:0: lines and columns are counted from 1"),
        ("gone.go:1", "gone.go: No such file"),
        ("a.go:4000", "a.go: no line 4000; the last is"),
        ("a.go:1", "a.go:1: no call here"),
    ],
)
def test_mistakes(place: str, said: str, why: Why) -> None:
    code, out, err = why(place)
    assert (code, out) == (2, "")
    assert said in err


def test_a_line_without_a_call_names_those_of_its_function(why: Why) -> None:
    line = line_of("no call")
    assert why(f"a.go:{line}")[2].splitlines() == [
        f"golint-conn: a.go:{line}: no call here",
        f"golint-conn: a.go:{line_of('ticker')}:12: in the same function: a ticker",
    ]


def test_places() -> None:
    assert question("a.go:3") == Question("a.go", 3)
    assert question("C:/x/a.go:3:14:") == Question("C:/x/a.go", 3, 14)
    with pytest.raises(UsageError):
        question("3")


FETCH = """package fetch

import (
\t"encoding/json"
\t"fmt"
\t"net/http"
)

// Fetch reads one document.
func Fetch(client *http.Client, url string, into any) error {
\tresp, err := client.Get(url)
\tif err != nil {
\t\treturn err
\t}
\tif resp.StatusCode != http.StatusOK {
\t\treturn fmt.Errorf("status %s", resp.Status)
\t}
\tdefer resp.Body.Close()
\treturn json.NewDecoder(resp.Body).Decode(into)
}
"""


def test_the_readme_shows_what_is_printed(why: Why) -> None:
    Path("fetch.go").write_text(FETCH, encoding="utf-8")
    shown = why("fetch.go:11", "--no-config")[1]
    assert f"$ golint-conn why fetch.go:11\n{shown}```\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_finding_says_what_happens_at_each_exit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("go.mod").write_text(MODULE, encoding="utf-8")
    Path("fetch.go").write_text(FETCH.replace("package fetch", "package m"), encoding="utf-8")
    assert main(["check", "--no-config", "--select", "response-body-not-closed", "fetch.go"]) == 1
    shown = capsys.readouterr().out
    assert "= exits: 3: 13 has nothing to close, 16 leaks, 19 closes by defer\n" in shown
    assert "condition is false: err != nil\n" in shown
    assert "condition is true: resp.StatusCode != http.StatusOK\n" in shown


RULES = """package web

import (
\t"net/http"
\t"time"
)

func fetch(url string) error {
\tclient := &http.Client{} // LINE two rules
\tresp, err := client.Get(url)
\tif err != nil {
\t\treturn err
\t}
\treturn resp.Body.Close()
}

var shared = &http.Client{Timeout: time.Second} // LINE quiet

//golint-conn:ignore missing-server-timeout -- behind a proxy that has limits
var held = &http.Server{Addr: ":80"} // LINE suppressed

func listen() error {
\treturn http.ListenAndServe(":81", nil) // LINE no variable
}
"""


def said_of(mark: str, why: Why, *options: str) -> str:
    Path("web.go").write_text(RULES, encoding="utf-8")
    line = next(n for n, text in enumerate(RULES.splitlines(), 1) if text.endswith(f"// LINE {mark}"))
    code, out, err = why(f"web.go:{line}", *options)
    assert (code, err) == (0, "")
    return out


def test_a_finding_of_any_rule_is_shown_with_its_reasons_and_what_the_others_say(why: Why) -> None:
    out = said_of("two rules", why)
    assert "web.go:9:12: warning: An http.Client has no Timeout" in out
    assert "this request has no deadline either" in out
    assert "web.go:9: 1 rule without a finding here\n  = client-per-call looks at http.Client{}" in out


def test_a_line_that_no_rule_reports_names_the_rules_that_look_at_it(why: Why) -> None:
    out = said_of("quiet", why)
    assert "warning" not in out
    assert "= missing-client-timeout looks at http.Client{Timeout: time.Second} and finds nothing wrong\n" in out


def test_a_suppressed_finding_is_shown_with_its_suppression(why: Why) -> None:
    out = said_of("suppressed", why)
    assert "(missing-server-timeout)" in out
    assert "= suppressed: " in out
    assert "behind a proxy that has limits" in out


def test_a_rule_that_the_settings_leave_out_says_nothing(why: Why) -> None:
    Path(".golint-conn.toml").write_text('ignore = ["missing-server-timeout"]\n', encoding="utf-8")
    assert "missing-server-timeout" not in said_of("no variable", why)
    assert "(missing-server-timeout)" in said_of("no variable", why, "--no-config")
