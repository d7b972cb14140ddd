"""The self-test of rule files: every rule that comes with golint-conn keeps its promises, and each one is tested."""

import re
from pathlib import Path

import pytest

from golint_conn.dev.selftest import broken_promises, rule_files
from golint_conn.rule.loading.registry import load_rules

DOCUMENTATION = '''"""A Client is made

Which this rule dislikes.

## Bad

```go
package p

import "net/http"

var Client = http.Client{} // want "^warning: A Client is made. .made-client.$"
```

## Good

```go
package p

import "net/http"

var Client = http.DefaultClient
```
"""
'''
IMPORT = "from golint_conn.rule.api import Context, Findings, Match, Needs, QueryRule, Severity\n"
CHECK = """
API = 3
TYPE = "net/http.Client"


def check(match: Match, context: Context) -> Findings:
    site = context.site(match["made"])
    if context.values.creation(site, TYPE) is not None:
        yield context.finding(site, "A Client is made.")


"""
RULE = """RULE = QueryRule(
    id="made-client",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=("net/http",), words=("Client",)),
    query="(composite_literal) @made",
    check=check,
)
"""
WHOLE = DOCUMENTATION + IMPORT + CHECK + RULE
FIXED = """## Fixed

```go
package p

import (
        "net/http"
        "time"
)

var Client = http.Client{Timeout: 9 * time.Second}
```
"""
FIXING = (
    WHOLE.replace('"A Client is made.")', '"A Client is made.", fix=with_fields(site, [("Timeout", VALUE)], context))')
    .replace("Severity\n", "Severity, with_fields\n")
    .replace('TYPE = "net/http.Client"\n', 'TYPE = "net/http.Client"\nVALUE = "9 * {time}.Second"\n')
    .replace("is not None:", 'is not None and "Timeout" not in context.values.creation(site, TYPE).fields:')
)
WITH_FIX = FIXING.replace("## Good", FIXED + "\n## Good")


@pytest.fixture
def write(tmp_path: Path) -> "Write":
    return Write(tmp_path)


class Write:
    """Writes a rule file and returns what it promises and does not keep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, name: str = "made_client.py") -> list[str]:
        path = self.folder / name
        return broken_promises(str(path), text.encode())


@pytest.mark.parametrize("path", rule_files(), ids=lambda path: Path(path).stem)
def test_a_rule_keeps_its_promises(path: str) -> None:
    assert broken_promises(path, Path(path).read_bytes()) == []


def test_every_rule_is_tested() -> None:
    assert [Path(path).stem.replace("_", "-") for path in rule_files()] == [rule.id for rule in load_rules()]


def test_a_rule_file_as_it_should_be(write: Write) -> None:
    assert write(WHOLE) == []


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        (
            WHOLE.replace('(site, "A Client is made.")', '(site, "Something else.")'),
            ":12: Bad block 1: nothing matches",
        ),
        (WHOLE.replace("is not None", "is None"), ":12: Bad block 1: nothing matches"),
        (WHOLE.replace("= http.DefaultClient", "= http.Client{}"), ":22: Good block 1: unexpected warning: A"),
        (WHOLE.replace(' // want "^warning: A Client is made. .made-client.$"', ""), "no line of it has a // want"),
        (WHOLE.replace("= http.DefaultClient", '= 1 // want "x"'), "Good code must have no findings"),
        (WHOLE.replace('words=("Client",)', 'words=("Transport",)'), "keep the pre-filter from reading it"),
        (WHOLE.replace("http.DefaultClient", "http.)"), ":22: Good block 1: syntax error"),
        (WHOLE.replace('    site = context.site(match["made"])', "    raise ZeroDivisionError"), "ZeroDivisionError"),
        (WHOLE.replace("## Good", "## Better"), "lacks Good"),
        (IMPORT + CHECK + RULE, "it does not start with a docstring"),
        (
            WHOLE.replace(IMPORT, IMPORT + "from golint_conn.finding import Finding\n"),
            "must import golint_conn.rule.api",
        ),
        (WHOLE.replace(IMPORT, IMPORT + "import golint_conn\n"), "must import golint_conn.rule.api, once"),
        (WHOLE.replace(CHECK, CHECK + "import re\n"), "an import follows other code"),
        (WHOLE.replace(CHECK, CHECK + "print\n"), "only constants, functions and classes"),
        (WHOLE + "LAST = 1\n", "RULE = ... must appear once, as the last statement"),
        (WHOLE.replace('"made-client",', '"other-client",'), "the id is 'other-client', the file name requires"),
        (WHOLE.replace("RULE =", "RULES ="), "it has no RULE; a rule file ends in RULE = StructRule"),
        (WHOLE.replace('"reuse"', '"recycling"'), ":37: ValueError: rule made-client: category"),
        (WHOLE.replace("def check", "def check("), ":31: it is not valid Python: "),
    ],
)
def test_what_a_rule_file_must_not_do(text: str, promise: str, write: Write) -> None:
    assert text != WHOLE
    broken = write(text)
    assert any(promise in each for each in broken), broken
    assert all(re.match(rf"{re.escape(str(write.folder))}/made_client\.py:\d+: ", each) for each in broken)
    assert not any("\n" in each for each in broken)


def test_a_rule_file_with_a_fix(write: Write) -> None:
    assert write(WITH_FIX) == []


@pytest.mark.parametrize(
    ("text", "promise"),
    [
        (FIXING, "Fixed has 0 code blocks, but 1 of those under Bad have a fix"),
        (WHOLE.replace("## Good", FIXED + "\n## Good"), "Fixed has 1 code blocks, but 0 of those under Bad have a fix"),
        (
            WITH_FIX.replace("9 * time.Second", "10 * time.Second"),
            "Fixed block 1: line 8 is 'var Client = http.Client{Timeout: 10 * time.Second}', but the fixes make it",
        ),
    ],
)
def test_fixed_is_bad_after_its_fixes(text: str, promise: str, write: Write) -> None:
    broken = write(text)
    assert len(broken) == 1
    assert promise in broken[0]


def test_the_name_of_the_file_counts(write: Write) -> None:
    assert write(WHOLE, "other.py") == [
        f"{write.folder}/other.py:37: the id is 'made-client', the file name requires 'other'"
    ]


POOLED = """\"\"\"A lease is not returned

Or so.

## Bad

```go
package p

import "example.com/shop/fleet"

func Bad() {
        lease := fleet.Default().Get() // want "^warning: The lease is not closed. .lease-kept.$"
        lease.Use()
}
```

## Good

```go
package p

import "example.com/shop/fleet"

func Good() {
        lease := fleet.Default().Get()
        defer lease.Close()
        lease.Use()
}
```
\"\"\"

from golint_conn.rule.api import Asks, Needs, ObligationKind, ObligationRule, OutcomeKind, Severity

API = 3

LEASE = ObligationKind(name="lease", acquired_by=frozenset({"example.com/shop/fleet.Pool.Get"}))

RULE = ObligationRule(
    id="lease-kept",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(imports=("example.com/shop/fleet",), words=("Get",)),
    kinds=(LEASE,),
    asks=Asks.RELEASED,
    notes={OutcomeKind.LEAK: "it is lost here"},
    message="The {thing} is not closed.",
    hint="close it",
)
"""
POOL = """package fleet

type Lease struct{}
func (*Lease) Use() {}
func (*Lease) Close() {}
type Pool struct{}
func Default() *Pool { return &Pool{} }
func (*Pool) Get() *Lease { return &Lease{} }
"""


def test_the_rules_of_a_module_are_tested_with_what_is_in_the_module(write: Write, tmp_path: Path) -> None:
    (missing,) = write(POOLED, "lease_kept.py")
    assert missing.endswith(
        "lease_kept.py:13: Bad block 1: nothing matches '^warning: The lease is not closed. .lease-kept.$'"
    )
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.24\n", encoding="utf-8")
    (tmp_path / "fleet").mkdir()
    (tmp_path / "fleet/fleet.go").write_text(POOL, encoding="utf-8")
    assert write(POOLED, "lease_kept.py") == []
    # A block that states its go line is a module of its own.
    alone = POOLED.replace("package p\n", "package p\n\n// go.mod: go 1.20\n", 1)
    assert len(write(alone, "lease_kept.py")) == 1


def test_fixes_are_tested_in_the_module_too(write: Write, tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.24\n", encoding="utf-8")
    assert write(WITH_FIX) == []
