"""Directives in a run: what they suppress, and what is reported about those that suppress nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from golint_conn.finding import Confidence, Finding, Location, LocationKind, Severity
from golint_conn.run.check import CLEAN, check, exit_code
from golint_conn.run.filter.suppression import peers
from golint_conn.run.filter.suppression.judge import Judge
from golint_conn.run.request import CheckRequest
from golint_conn.run.result import RunResult
from golint_conn.run.suppression_words import mentions
from golint_conn.source import Reader, Span, edited
from golint_conn.syntax.directives import Dialect, Directive

WriteTree = Callable[..., Path]
DAY = "2026-06-15"
HEAD = 'package p\n\nimport _ "net/http"\n\n'


def run(root: Path, *paths: str, **asked: object) -> RunResult:
    return check(CheckRequest(cwd=str(root), paths=paths or ("./...",), today=DAY, **asked))  # type: ignore[arg-type]


def rules(result: RunResult) -> list[str]:
    return [each.rule for each in result.findings]


@pytest.mark.parametrize(
    "text",
    [
        "var x = 1 /* BAD body-lost */ //golint-conn:ignore body-lost -- why",
        "//golint-conn:ignore body-lost -- why\nvar x = 1 // BAD body-lost",
        "//golint-conn:ignore body-lost -- why\n// another comment\nvar x = 1 // BAD body-lost",
        "//golint-conn:ignore conn-lost,body-lost until=2026-06-15 -- why\nvar x = 1 // BAD body-lost BAD conn-lost",
        "// golint-conn:ignore body-lost -- as gofmt writes it\nvar x = 1 // BAD body-lost",
        "var x = 1 /* BAD body-lost */ //nolint",
        "//nolint:golint-conn\nvar x = f(\n\t1, // BAD body-lost\n)",
        "//nolint:body-lost\nvar x = f(\n\t1, // BAD body-lost\n)",
    ],
)
def test_what_is_held_back(text: str, tree: WriteTree) -> None:
    result = run(tree({"go.mod": "module a\n", "a.go": HEAD + text + "\n"}))
    assert rules(result) == []
    assert {each.suppression.kind.value for each in result.suppressed if each.suppression} == {"directive"}
    assert exit_code(result, Severity.NOTE) == CLEAN


@pytest.mark.parametrize("dialect", Dialect)
def test_every_dialect_has_a_word_by_which_a_file_is_looked_at(dialect: Dialect) -> None:
    assert mentions(f"package p\n//{dialect.value} x -- y\n".encode())


def test_no_long_name_is_tried_as_a_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: set[str] = set()

    def match(_check: str, pattern: str) -> bool:
        tried.add(pattern)
        return True

    monkeypatch.setattr(peers, "fnmatchcase", match)
    assert peers.meant(Directive(Dialect.LINT_IGNORE, ("[" * 1_000, "SA1*")))
    assert tried == {"SA1*"}


def test_a_file_without_directives_is_not_looked_at_for_any() -> None:
    assert not mentions(b"package p\n\n// Lint it, or ignore it.\nfunc f() {}\n")


@pytest.mark.parametrize(
    "text",
    [
        "var x = 1 // BAD body-lost\n//golint-conn:ignore body-lost -- below",
        "//golint-conn:ignore body-lost -- a blank line between\n\nvar x = 1 // BAD body-lost",
        "var y = 2 //golint-conn:ignore body-lost -- of the line before\nvar x = 1 // BAD body-lost",
        "//golint-conn:ignore conn-lost -- another rule\nvar x = 1 // BAD body-lost",
        "//golint-conn:ignore body-lost\nvar x = 1 // BAD body-lost",
        "//golint-conn:ignore body-lost until=2026-06-14 -- yesterday\nvar x = 1 // BAD body-lost",
        "var s = `\n//golint-conn:ignore body-lost -- in a string\nBAD body-lost`",
        "//nolint:errcheck\nvar x = 1 // BAD body-lost",
        "/* golint-conn:ignore body-lost -- no line comment */\nvar x = 1 // BAD body-lost",
    ],
)
def test_what_is_not(text: str, tree: WriteTree) -> None:
    result = run(tree({"go.mod": "module a\n", "a.go": HEAD + text + "\n"}))
    assert "body-lost" in rules(result)
    assert result.suppressed == ()


def test_hidden_locations_and_the_whole_span_count(tree: WriteTree) -> None:
    text = "package p\n\nfunc f() {\n\tg(\n\t\t1, //golint-conn:ignore in-span -- a\n\t)\n\th() //nolint:hidden\n}\n"
    root = tree({"a.go": text, "b.go": "package p\n\n//golint-conn:ignore elsewhere -- b\nvar x = 1\n"})
    span, line = Span(text.index("g("), text.index(")\n\th")), Span(text.index("h()"), text.index("h()") + 3)
    primary = Location("a.go", span, LocationKind.PRIMARY)
    hidden = Location("a.go", line, LocationKind.HIDDEN)
    other = Location("b.go", Span(49, 54), LocationKind.HIDDEN)
    base = Finding("in-span", "m", Severity.ERROR, Confidence.HIGH, (primary, hidden, other))
    judge = Judge(Reader(str(root)), {"in-span", "hidden", "elsewhere"}, DAY)

    def held(rule: str, *locations: Location) -> int | None:
        (found,) = judge.suppressed([replace(base, rule=rule, locations=locations)])
        return found.suppression.line if found.suppression else None

    assert held("in-span", primary) == 5
    assert held("hidden", primary) is None
    assert held("hidden", primary, hidden) == 7
    assert held("elsewhere", primary, hidden, other) == 3
    assert held("hidden", primary, replace(hidden, kind=LocationKind.RELATED)) is None


def complaints(root: Path, *paths: str, **asked: object) -> list[tuple[int, str, str]]:
    result = run(root, *paths, **asked)
    return [
        (result.source(each.primary.path).line_number(each.primary.span.start), each.severity.label, each.message)
        for each in result.findings
        if each.rule == "ineffective-ignore"
    ]


BAD = """\
//golint-conn:ignore body-lost
//golint-conn:ignore body-lost until=2026-06-14 -- yesterday
//golint-conn:ignore body-losd -- a slip
//golint-conn:ignore body-lost,conn-lost,pool-small -- two too many
var x = 1 // BAD body-lost

//golint-conn:ignore conn-lost -- not needed
var y = 1
"""


def test_what_is_said_of_directives_that_hold_nothing_back(tree: WriteTree) -> None:
    root = tree({"go.mod": "module a\n", "a.go": HEAD + BAD})
    assert complaints(root) == [
        (5, "warning", 'This directive suppresses nothing: it gives no reason: write one after " -- ".'),
        (6, "warning", "This directive expired after 2026-06-14."),
        (7, "warning", 'This directive names "body-losd", which is not a rule; did you mean "body-lost"?'),
        (8, "note", "This directive is not needed: conn-lost and pool-small would report nothing here."),
        (11, "note", "This directive is not needed: conn-lost would report nothing here."),
    ]
    assert complaints(root, ignore=("ineffective-ignore",)) == []
    assert complaints(root, select=("leak",)) == []
    # A rule that did not run has found nothing.
    assert len(complaints(root, ignore=("conn-lost",))) == 4
    assert len(complaints(root, "a.go")) == len(complaints(root, ".")) == len(complaints(root, "...")) == 5


def test_unneeded_is_said_where_all_was_looked_at_that_may_need_it(tree: WriteTree) -> None:
    unneeded = "//golint-conn:ignore body-lost -- why\nvar x = 1\n"
    files = {"go.mod": "module a\n", "in/a.go": "package p\n\n" + unneeded, "in/b.go": HEAD}
    root = tree(files)
    told = complaints(root)
    assert len(told) == 1
    assert complaints(root, "in") == complaints(root, "./in/...") == complaints(root / "in", "..") == told
    assert complaints(root, stdin_filename="in/a.go", stdin=files["in/a.go"].encode()) == told
    assert complaints(root, "in/b.go") == complaints(root, "in/a.go", alone=True) == []
    (root / "in/b.go").write_text(HEAD + "// CRASH\n")
    assert complaints(root) == []


def test_levels_and_settings_do_not_make_a_directive_unneeded(tree: WriteTree) -> None:
    text = "//golint-conn:ignore body-lost -- why\nvar x = 1 // BAD body-lost low\n"
    config = '[[overrides]]\npaths = ["b.go"]\nignore = ["body-lost"]\n'
    root = tree({"go.mod": "module a\n", "a.go": HEAD + text, "b.go": HEAD + text, ".golint-conn.toml": config})
    assert rules(run(root)) == []


def test_generated_files_are_left_alone(tree: WriteTree) -> None:
    text = f"// Code generated by x. DO NOT EDIT.\n\n{HEAD}//golint-conn:ignore body-lost\nvar x = 1\n"
    assert rules(run(tree({"go.mod": "module a\n", "a.go": text}))) == []


def test_fingerprints_do_not_change_when_a_finding_is_held_back(tree: WriteTree) -> None:
    root = tree({"a.go": HEAD + "var x = 1 // BAD body-lost\n\nvar y = 1 // BAD body-lost\n"})
    first, second = (each.fingerprint for each in run(root).findings)
    (root / "a.go").write_text(HEAD + "//nolint\nvar x = 1 // BAD body-lost\n\nvar y = 1 // BAD body-lost\n")
    result = run(root)
    assert [each.fingerprint for each in result.findings] == [second]
    assert [each.fingerprint for each in result.suppressed] == [first]
    assert [each.fingerprint for each in run(root, show_suppressed=True).findings] == [first, second]


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("//golint-conn:ignore conn-lost -- a\nvar x = 1\n", "var x = 1\n", "safe"),
        ("var x = 1  //golint-conn:ignore conn-lost -- a\n", "var x = 1\n", "safe"),
        ("var x = 1 //golint-conn:ignore conn-lost -- a", "var x = 1", "safe"),
        ("var y = 1\n\n//golint-conn:ignore conn-lost -- a\n\nvar x = 1\n", "var y = 1\n\nvar x = 1\n", "safe"),
        ("func f() {\n\t//golint-conn:ignore conn-lost -- a\n\n\tg()\n}\n", "func f() {\n\tg()\n}\n", "safe"),
        ("//golint-conn:ignore conn-lost until=2020-01-01 -- a\r\nvar x = 1\r\n", "var x = 1\r\n", "safe"),
        ("//golint-conn:ignore conn-lost\nvar x = 1\n", "var x = 1\n", "unsafe"),
        ("//golint-conn:ignore nonsense -- a\nvar x = 1\n", "var x = 1\n", "unsafe"),
        (
            "// golint-conn:ignore conn-lost,body-lost -- a  b\nvar x = 1 // BAD body-lost\n",
            "// golint-conn:ignore body-lost -- a b\nvar x = 1 // BAD body-lost\n",
            "safe",
        ),
    ],
)
def test_fixes(before: str, after: str, how: str, tree: WriteTree) -> None:
    result = run(tree({"go.mod": "module a\n", "a.go": HEAD + before}))
    (finding,) = result.findings
    (fix,) = finding.fixes
    assert fix.applicability.value == how
    assert edited(result.source("a.go").data, fix.edits).decode() == HEAD + after


@pytest.mark.parametrize(
    "text",
    [
        "var x = T{\n\ta: 1,\n\t//golint-conn:ignore conn-lost -- parts two columns\n\tbcd: 2,\n}\n",
        "func f() {\n\tg()   // a\n\thhh() //golint-conn:ignore conn-lost -- b\n}\n",
    ],
)
def test_no_fix_that_gofmt_would_go_on_with(text: str, tree: WriteTree) -> None:
    (finding,) = run(tree({"go.mod": "module a\n", "a.go": HEAD + text})).findings
    assert finding.fixes == ()
