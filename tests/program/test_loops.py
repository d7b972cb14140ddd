"""Loops: how a `for` statement ends, and what it runs again. The question is asked at `here()`."""

import pytest

from tests.program.conftest import WriteCode

ENDINGS = {
    # the head of a loop: how it ends, and how many iterations are known
    "": ("endless", None),
    "/* for good */": ("endless", None),
    "i := 0; ; i++": ("endless", None),
    "p": ("condition", None),
    "i := 0; i < n; i++": ("counted", None),
    "i := 0; i < 3; i++": ("counted", 3),
    "i := 0; i < most; i++": ("counted", 2),
    "range list": ("range", None),
    "i := range 10": ("range", 10),
    "_, i := range []int{1, 2 /* and */, 3}": ("range", 3),
    "range each": ("range", None),
    "range work": ("channel", None),
    "x := range results()": ("channel", None),
}
HEAD = (
    "const most = 2\n\nvar list []int\n\nvar work chan int\n\nfunc each(yield func(int) bool) {}\n\n"
    "func here(...any) bool { return true }\n\nfunc results() <-chan int { return nil }\n\n"
)


@pytest.mark.parametrize("head", ENDINGS)
def test_how_a_loop_ends(go: WriteCode, head: str) -> None:
    ending, count = ENDINGS[head]
    code = go(f"{HEAD}func f(n int, p bool) {{\n\tfor {head} {{ here() }}\n}}")
    loop = code.program.loops.around(code.site("here()"))
    assert loop is not None
    assert (loop.ending.value, loop.count) == (ending, count)
    assert loop.is_unending is (ending in {"endless", "channel"})
    assert (loop.over is not None) is (ending in {"range", "channel"})


REPEATED = {
    "in the body": ("for p { here() }", True),
    "below a branch": ("for p { if p { here() } }", True),
    "in the condition": ("for here() { }", True),
    "in the condition of a clause": ("for i := 0; here(i); i++ { }", True),
    "after each iteration": ("for i := 0; i < 9; here() { }", True),
    "before the first": ("for x := here(); x; { }", False),
    "what is ranged over": ("for range []bool{here()} { }", False),
    "before a return": ("for p { here(); return }", False),
    "before a return that may be skipped": ("for p { if p { continue }; here(); return }", True),
    "in the condition of one that always returns": ("for here() { return }", False),
    "before a break": ("for p { here(); break }", False),
    "in a branch that returns": ("for p { if p { here(); return } }", False),
    "in a switch that is left": ("for p { switch { case p: here(); break } }", True),
    "in a loop that is left": ("for p { for p { here(); break } }", True),
    "in a loop that returns": ("for p { for p { here(); return } }", False),
    "in a literal": ("for p { func() { here() }() }", False),
    "outside": ("here()\n\tfor p { }", False),
}


@pytest.mark.parametrize("name", REPEATED)
def test_whether_a_loop_runs_it_again(go: WriteCode, name: str) -> None:
    body, expected = REPEATED[name]
    code = go(f"{HEAD}func f(n int, p bool) {{\n\t{body}\n}}")
    site = code.site(next(call for call in ("here(i)", "here()") if call in body), kind="call_expression")
    assert (code.program.loops.around(site) is not None) is expected


FORCED = {
    "nothing leaves it": ("for { here() }", True),
    "an error": ("for { if err := g(); err != nil { return }; here() }", True),
    "another channel": ("for { here(); select { case <-work: return; default: } }", True),
    "a count": ("for { here(); if n > 3 { break } }", False),
    "a break out of a switch": ("for { switch { case p: break }; here() }", True),
    "a channel": ("for range work { here() }", True),
    "a list": ("for range list { here() }", False),
}


@pytest.mark.parametrize("name", FORCED)
def test_whether_it_runs_on_until_something_forces_it(go: WriteCode, name: str) -> None:
    body, expected = FORCED[name]
    code = go(f"{HEAD}func g() error {{ return nil }}\n\nfunc f(n int, p bool) {{\n\t{body}\n}}")
    site = code.site("here()")
    loop = code.program.loops.around(site)
    assert loop is not None
    assert loop.runs_on(site.node) is expected
