"""Reach: how often code runs. The question is asked at `here()`."""

import pytest

from golint_conn.program.reach import Frequency
from tests.go_code import Code
from tests.program.conftest import WriteCode


def frequency(code: Code, text: str = "here()", name: str = "a.go") -> str:
    return code.program.execution(code.site(text, name, kind="call_expression")).frequency.name


LOOP, REQUEST, CALL, SETUP, ONCE, START = (each.name for each in sorted(Frequency, reverse=True))

PLACES = {
    "package level": ("var x = here()", START),
    "init": ("func init() { here() }", START),
    "loop": ("func f() { for { here() } }", LOOP),
    "loop condition": ("func f() { for i := here(); i < 3; i++ { } }", CALL),
    "range": ("func f(x []int) { for range x { here() } }", LOOP),
    "range value": ("func f() { for range here() { } }", CALL),
    "nested loop": ("func f() { for { if true { { here() } } } }", LOOP),
    "loop that returns": ("func f() { for { here(); return } }", CALL),
    "loop that breaks": ("func f() { for { here(); break } }", CALL),
    "loop that may go on": ("func f(x bool) { for { here(); if x { continue }; break } }", LOOP),
    "literal in loop": ("func f() { for { func() { here() }() } }", LOOP),
    "goroutine in loop": ("func f() { for { go func() { here() }() } }", LOOP),
    "literal in place": ("func init() { func() { here() }() }", START),
    "once": ("var once sync.Once\n\nfunc f() { for { once.Do(func() { here() }) } }", ONCE),
    "once value": ("var get = sync.OnceValue(func() int { return here() })", ONCE),
    "handler": ("func f(w http.ResponseWriter, r *http.Request) { here() }", REQUEST),
    "handler method": ("type h int\n\nfunc (h) ServeHTTP(w http.ResponseWriter, r *http.Request) { here() }", REQUEST),
    "handler literal": (
        "func f() { http.HandleFunc(`/`, func(w http.ResponseWriter, r *http.Request) { here() }) }",
        REQUEST,
    ),
    "called by handler": ("func f(w http.ResponseWriter, r *http.Request) { g() }\n\nfunc g() { here() }", REQUEST),
    "called by a caller of a handler": (
        "func f(w http.ResponseWriter, r *http.Request) { g() }\n\nfunc g() { h() }\n\nfunc h() { here() }",
        REQUEST,
    ),
    "called in loop": ("func f() { for { g() } }\n\nfunc g() { here() }", LOOP),
    "called once": ("func init() { g() }\n\nfunc g() { here() }", START),
    "called once and used as a value": ("func init() { g() }\n\nvar x = g\n\nfunc g() { here() }", CALL),
    "called once and in a loop": ("func init() { g() }\n\nfunc f() { for { g() } }\n\nfunc g() { here() }", LOOP),
    "constructor": ("func NewThing() { here() }", SETUP),
    "not a constructor": ("func Newton() { here() }", CALL),
    "constructor in handler": (
        "func NewThing() { here() }\n\nfunc f(w http.ResponseWriter, r *http.Request) { NewThing() }",
        REQUEST,
    ),
    "plain": ("func f() { here() }", CALL),
    "recursion": ("func f() { f(); here() }", CALL),
    "mutual recursion": ("func f() { g(); here() }\n\nfunc g() { f() }", CALL),
    "round tripper": (
        "type t int\n\nfunc (t) RoundTrip(r *http.Request) (*http.Response, error) { here(); return nil, nil }",
        REQUEST,
    ),
    "request alone": ("func f(r *http.Request) { here() }", CALL),
    "deferred": ("func init() { defer here() }", START),
}


@pytest.mark.parametrize("name", PLACES)
def test_how_often(name: str, go: WriteCode) -> None:
    text, expected = PLACES[name]
    assert frequency(go(text, "net/http sync")) == expected


def test_main_of_a_command(go: WriteCode) -> None:
    code = go(
        "", cmd__main="package main\n\nfunc main() { here() }\n", lib__main="package lib\n\nfunc main() { here() }\n"
    )
    assert frequency(code, name="cmd/main.go") == START
    assert frequency(code, name="lib/main.go") == CALL


def test_callers_in_other_packages(go: WriteCode) -> None:
    user = (
        'package user\n\nimport (\n\t"net/http"\n\n\t"example.com/m"\n'
        ")\n\nfunc f(w http.ResponseWriter, r *http.Request) { p.G() }\n"
    )
    assert frequency(go("func G() { here() }", user__u=user)) == REQUEST


def test_callers_in_tests_do_not_count(go: WriteCode) -> None:
    test = "package p\n\nfunc TestG() { for { G() } }\n"
    assert frequency(go("func init() { G() }\n\nfunc G() { here() }", a_test=test)) == START


def test_a_command_line_program_runs_its_commands_once(go: WriteCode) -> None:
    text = 'package q\n\nimport "github.com/spf13/cobra"\n\nfunc run(cmd *cobra.Command, args []string) { here() }\n'
    assert frequency(go("", q__q=text), name="q/q.go") == ONCE


def test_the_evidence_is_what_repeats(go: WriteCode) -> None:
    code = go("func f() {\n\tfor {\n\t\tg()\n\t}\n}\n\nfunc g() { here() }")
    reach = code.program.execution(code.site("here()", kind="call_expression"))
    assert reach.is_repeated
    assert reach.evidence is not None
    assert code.line(reach.evidence) == 7
    assert reach.words == "in a loop"
