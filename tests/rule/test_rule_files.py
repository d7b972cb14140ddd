"""What a rule is, how rule files are found, and how their documentation is read."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golint_conn.finding import Severity
from golint_conn.rule import api
from golint_conn.rule.about.documentation import describe, go_blocks, sections
from golint_conn.rule.checking.prefilter import Prefilter
from golint_conn.rule.loading.registry import Rule, load_rules
from golint_conn.rule.model import CATEGORIES, Needs, ObligationRule, QueryRule
from golint_conn.syntax import Query
from tests.go_tool import ROOT
from tests.rule.rules import PLAIN, made, report

DOCUMENT = (
    "Title of it.\n\nWhy it\nmatters.\n\nMore.\n\n## Bad\n\n"
    '```go\nx() // want "^y"\n```\n\n## Good\n\n```go\ny()\n```\n'
)


def test_the_folder_is_the_registry() -> None:
    files = {path.stem.replace("_", "-") for path in (ROOT / "rules").glob("[!_]*.py")}
    assert [rule.id for rule in load_rules()] == sorted(files)


def test_loading_is_lazy_and_needs_no_parser() -> None:
    code = "import sys, golint_conn.rule.loading.registry as r; r.load_rules(); print('tree_sitter_go' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_all_that_people_need(rule: Rule) -> None:
    info = rule.info
    assert info.category in CATEGORIES
    assert not info.title.endswith(".")
    assert len(info.title) < 100
    assert "\n" not in info.summary
    assert "// want" not in info.documentation
    assert "## Limits" in info.documentation
    assert "## References" in info.documentation
    assert info.cwe
    for query, _ in () if isinstance(rule.model, ObligationRule) else rule.model.looks:
        assert Query.of(query).patterns >= 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "Upper-case"}, "lower-case-with-hyphens"),
        ({"id": "under_score"}, "lower-case-with-hyphens"),
        ({"id": ""}, "lower-case-with-hyphens"),
        ({"id": "two--hyphens"}, "lower-case-with-hyphens"),
        ({"category": "other"}, "category 'other' is not one of"),
        ({"category": "security"}, "security_severity belongs"),
        ({"security_severity": 5.0}, "security_severity belongs"),
    ],
)
def test_metadata_that_is_not_usable_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(PLAIN, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(("imports", "words"), [((), ("x",)), (("x",), ())])
def test_a_rule_needs_something(imports: tuple[str, ...], words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Needs(imports, words)


def test_documentation_is_read() -> None:
    info = describe(PLAIN, DOCUMENT)
    assert (info.title, info.summary) == ("Title of it", "Why it matters.")
    assert info.documentation == "Why it\nmatters.\n\nMore.\n\n## Bad\n\n```go\nx()\n```\n\n## Good\n\n```go\ny()\n```"


@pytest.mark.parametrize(
    ("docstring", "lacks"),
    [
        ("", "a title, a reason, Bad, Good"),
        (DOCUMENT.replace("Why it\nmatters.\n\nMore.", ""), "a reason"),
        (DOCUMENT.replace("## Good", "Good"), "Good"),
        (DOCUMENT.replace("```go\ny", "```\ny"), "Good"),
        (DOCUMENT + "\n## Odd\n\nx\n", "a section 'Odd'; known are Bad, Good, Fixed, Limits, References"),
    ],
)
def test_documentation_that_lacks_something_is_refused(docstring: str, lacks: str) -> None:
    with pytest.raises(ValueError, match=lacks):
        describe(PLAIN, docstring)


@given(st.dictionaries(st.sampled_from(["Bad", "Good", "Limits"]), st.text("ab \n`", max_size=30), max_size=3))
def test_sections_are_what_was_written(parts: dict[str, str]) -> None:
    text = "Title\n" + "".join(f"\n## {name}\n{body}" for name, body in parts.items())
    assert sections(text).keys() == {"", *parts}
    assert all(sections(text)[name].split() == body.split() for name, body in parts.items())


def test_go_blocks_are_those_that_say_so() -> None:
    assert go_blocks("```go\na\n```\ntext\n```\nb\n```\n```go\nc\n\nd\n```\n```python\ne\n```\n") == ["a\n", "c\n\nd\n"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b'import "net/http"\nhttp.Get(u)', True),
        (b'import h "net/http"\nh.Get(u)', True),
        (b'import "net/http"\nhttp.GetAll(u)', False),
        (b'import "net/http/httptest"\nhttp.Get(u)', False),
        (b"http.Get(u)", False),
        (b"", False),
        (b'"net/http" Get', True),
        (b'/*\nfunc f() {}\n*/\npackage p\n\nimport "net/http"\n\nvar _ = http.Get', True),
        (b'package p\n\nvar text = `import "net/http"`\n\nvar _ = "Get"', False),
        (b'package p\n\nimport "net/http/v2"\n\nvar _ = http.Get', True),
    ],
)
def test_the_pre_filter_looks_for_an_import_and_a_word(text: bytes, wanted: bool) -> None:  # noqa: FBT001 - a table
    assert Prefilter([made(report).terms]).wants(text) == wanted


def test_the_pre_filter_wants_what_any_rule_wants() -> None:
    other = made(report, "other")
    other = replace(other, model=replace(other.model, needs=Needs(("os",), ("Open",))))
    wants = Prefilter([made(report).terms, other.terms]).wants
    assert wants(b'"os" Open')
    assert wants(b'"net/http" Get')
    assert not wants(b'"os" Get')
    assert not Prefilter([]).wants(b'"os" Open')


def test_a_telling_word_needs_no_import() -> None:
    telling = made(report, "telling")
    telling = replace(telling, model=replace(telling.model, needs=Needs(("os",), ("Open",), alone=("QueryRow",))))
    wants = Prefilter([made(report).terms, telling.terms]).wants
    assert wants(b"s.db.QueryRow(q)")
    assert not wants(b"s.db.QueryRows(q)")


def test_the_api_is_listed_and_is_all_that_rules_import() -> None:
    assert sorted(api.__all__) == list(api.__all__) or {*api.__all__} <= {*dir(api)}
    for path in (ROOT / "rules").glob("[!_]*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        ours = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and str(n.module).startswith("golint_conn")]
        names = {alias.name for node in ours for alias in node.names}
        assert names - {"annotations"} <= set(api.__all__), path
    assert isinstance(PLAIN, QueryRule)
    assert PLAIN.severity is Severity.WARNING


def lines_of_code(path: Path) -> int:
    """Return how many lines of a file are neither blank nor a comment nor documentation."""
    text = path.read_text(encoding="utf-8")
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            told.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(number not in told and bool(line.strip()) and not line.strip().startswith("#") for number, line in lines)


def test_rules_are_short() -> None:
    found = {path.stem: lines_of_code(path) for path in (ROOT / "rules").glob("[!_]*.py")}
    assert {stem: lines for stem, lines in found.items() if lines > 100} == {}
    assert median(found.values()) < 45


def test_there_is_no_other_list_of_rules() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        text = Path(path).read_text(encoding="utf-8")
        # The programs that show each rule's harm, and the directives of peers that mean the same, are listed elsewhere.
        if path.name not in {"evidence.py", "peers.py"}:
            assert sum(rule.id in text for rule in load_rules()) <= 1, path
