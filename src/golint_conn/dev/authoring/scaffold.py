"""A new rule file: complete in its form, with TODO wherever only its author knows the content.

It fails its own test until it finds what its Bad code expects and has Good code. `rules test` and `rules vet` list the
remaining work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.dev.authoring.goexample import example
from golint_conn.dev.authoring.insertion import indented
from golint_conn.rule.version import API_NAME, API_VERSION
from golint_conn.run.request import UsageError

if TYPE_CHECKING:
    from golint_conn.dev.authoring.place import Place

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PACKAGE, _FUNCTION = "example.com/fleet", "Open"
_NAME = _PACKAGE.rpartition("/")[2]
_BAD = f"""\
package example

import "{_PACKAGE}"

func Wrong() {{
\thandle := {_NAME}.{_FUNCTION}() // want "^warning: .*%s"
\thandle.Use()
}}
"""
_GOOD = f"""\
## Good

```go
package example

import "{_PACKAGE}"

func Right() {{
\thandle := {_NAME}.{_FUNCTION}()
\tdefer handle.Close()
\thandle.Use()
}}
```

"""

_DOCSTRING = '''\
"""TODO a title that says what is wrong, without a period

TODO explain in a paragraph why it matters: what is lost, how much of it, and when it shows.

## Bad

```go
{bad}```

{good}## Limits

TODO list what it deliberately does not report, and its possible false positives.

## References

- TODO https://
"""
'''

_QUERY = '''
from golint_conn.rule.api import Context, Findings, Match, Needs, Placement, QueryRule, Severity

{api} = {version}

# Full names of functions and methods, such as net/http.Get or net/http.Client.Do.
CALLS = ({callee},){todo}


def check(match: Match, context: Context) -> Findings:
    call = context.site(match["call"])
    if context.callee_name(call) in CALLS:
        yield context.finding(call, "TODO say in one sentence what is wrong.", hint="TODO say what to do instead")


RULE = QueryRule(
    id="{id}",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=({path},), words=({name},)),
    query="""
    (call_expression function: (selector_expression field: (field_identifier) @name (#any-of? @name {name}))) @call
    (call_expression function: (identifier) @name (#any-of? @name {name})) @call
    """,
    check=check,
    placement=Placement.MATCH,
)
'''

_OBLIGATION = """
from golint_conn.rule.api import Needs, ObligationKind, ObligationRule, OutcomeKind, Severity

{api} = {version}

HANDLE = ObligationKind(
    name="handle",  # TODO its name, shown for {{thing}} in messages
    # Full names of the functions and methods that return one.
    acquired_by=frozenset({{{callee}}}),{todo}
    # Its methods that release it.
    discharged_by=frozenset({{"Close"}}),  # TODO
)

RULE = ObligationRule(
    id="{id}",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(imports=({path},), words=({name},)),
    kinds=(HANDLE,),
    # TODO the right verb: closed, released, stopped ...
    notes={{
        OutcomeKind.LEAK: "this path leaves without closing it",
        OutcomeKind.OVERWRITTEN: "another one replaces it here while it is open",
        OutcomeKind.DISCARDED: "it is thrown away here",
    }},
    message="The {{thing}} is not closed.",
    partly="The {{thing}} is not closed on every path.",
    hint="defer its Close after the error check",
)
"""

_TEMPLATES = {"obligation": _OBLIGATION, "query": _QUERY}
_TODO = "  # TODO"


@dataclass(frozen=True, slots=True)
class _Subject:
    """The function that a rule is about."""

    path: str
    qualified: str
    name: str
    is_known: bool


def scaffold(rule: str, shape: str, place: Place | None) -> str:
    """Return the text of a new rule file; `shape` is `query` or `obligation`, and `place` is shown as its Bad code.

    Raises UsageError for an invalid id, and for a line that cannot be marked.
    """
    if not _ID.fullmatch(rule):
        message = f"{rule}: an id is in lower-case-with-hyphens and starts with a letter"
        raise UsageError(message)
    code = _BAD % rule if place is None else example(place).expecting(f"^warning: .*{rule}")
    bad = indented(code).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    subject = _subject(place)
    rest = _TEMPLATES[shape].format(
        id=rule,
        api=API_NAME,
        version=API_VERSION,
        path=f'"{subject.path}"',
        callee=f'"{subject.qualified}"',
        name=f'"{subject.name}"',
        todo="" if subject.is_known else _TODO,
    )
    # Only the author knows the right version of the code that was found; add-example inserts it.
    return _DOCSTRING.format(bad=bad, good=indented(_GOOD) if place is None else "") + rest


def _subject(place: Place | None) -> _Subject:
    callee = place.callee if place is not None else None
    if callee is None:
        return _Subject(_PACKAGE, f"{_PACKAGE}.TODO", "TODO", is_known=False)
    return _Subject(callee.path, callee.qualified, callee.name, is_known=True)
