"""A new rule file: complete in its form, with TODO wherever only its author knows the content.

It fails its own test until it finds what its Bad code expects and has Good code. `rules test` and `rules vet` list the
remaining work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from golint_conn.dev.authoring.goexample import example
from golint_conn.dev.authoring.insertion import indented
from golint_conn.dev.authoring.place import Subject
from golint_conn.rule.declared.obligation_table import DONE
from golint_conn.rule.version import API_NAME, API_VERSION
from golint_conn.run.request import UsageError

if TYPE_CHECKING:
    from golint_conn.dev.authoring.place import Place

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PACKAGE, _FUNCTION = "example.com/fleet", "Open"
_NAME = _PACKAGE.rpartition("/")[2]
_CALL_CODE = (
    f"""\
func Wrong() {{
\thandle := {_NAME}.{_FUNCTION}() // want "^warning: .*%s"
\thandle.Use()
}}
""",
    f"""\
func Right() {{
\thandle := {_NAME}.{_FUNCTION}()
\tdefer handle.Close()
\thandle.Use()
}}
""",
)
_STRUCT_CODE = (
    f"""\
func Wrong() *{_NAME}.Options {{
\treturn &{_NAME}.Options{{Retries: -1}} // want "^warning: .*%s"
}}
""",
    f"""\
func Right() *{_NAME}.Options {{
\treturn {_NAME}.Defaults()
}}
""",
)
_CODE = {"struct": _STRUCT_CODE, "field": _STRUCT_CODE}
"""Wrong and right code for some shapes; the others use a call."""

_HEAD = f"""\
package example

import "{_PACKAGE}"

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

_STRUCT = """
from golint_conn.rule.api import Configured, Context, Findings, Severity, StructRule

{api} = {version}


def check(made: Configured, context: Context) -> Findings:
    # TODO ask what tells a wrong one from a right one: made.values("Field"), made.is_settled_elsewhere ...
    yield context.finding(made.site, "TODO say in one sentence what is wrong.", hint="TODO say what to do instead")


RULE = StructRule(
    id="{id}",
    category="reuse",
    severity=Severity.WARNING,
    type="{name}",{todo}
    check=check,
)
"""

_CALL = """
from golint_conn.rule.api import Call, CallRule, Context, Findings, Severity

{api} = {version}


def check(call: Call, context: Context) -> Findings:
    # TODO ask what tells a wrong one from a right one: call.arguments, context.flow.reach(call.site) ...
    yield context.finding(call.site, "TODO say in one sentence what is wrong.", hint="TODO say what to do instead")


RULE = CallRule(
    id="{id}",
    category="reuse",
    severity=Severity.WARNING,
    calls="{name}",{todo}
    check=check,
)
"""

_FIELD = """
from golint_conn.rule.api import Context, FieldRule, Findings, Setting, Severity

{api} = {version}


def check(setting: Setting, context: Context) -> Findings:
    # TODO ask what tells a wrong value from a right one: context.code.constant(setting.value) ...
    yield context.finding(setting.site, "TODO say in one sentence what is wrong.", hint="TODO say what to do instead")


RULE = FieldRule(
    id="{id}",
    category="reuse",
    severity=Severity.WARNING,
    fields="{name}",{todo}
    check=check,
)
"""

_QUERY = """
from golint_conn.rule.api import Context, Findings, Match, Needs, Placement, QueryRule, Severity

{api} = {version}


def check(match: Match, context: Context) -> Findings:
    call = context.site(match["call"])
    if context.code.callee_name(call) == "{name}":{todo}
        yield context.finding(call, "TODO say in one sentence what is wrong.", hint="TODO say what to do instead")


RULE = QueryRule(
    id="{id}",
    category="reuse",
    severity=Severity.WARNING,
    needs=Needs(imports=("{path}",), words=("{word}",)),
    query="(call_expression) @call",
    check=check,
    placement=Placement.MATCH,
)
"""

_OBLIGATION = """
from golint_conn.rule.api import Asks, Needs, ObligationKind, ObligationRule, OutcomeKind, Severity

{api} = {version}

HANDLE = ObligationKind(
    name="handle",  # TODO its name, shown for {{thing}} in messages
    # Full names of the functions and methods that return one.
    acquired_by=frozenset({{"{name}"}}),{todo}
    # Its methods that release it.
    released_by=frozenset({{"{ending}"}}),{unsure}
)

RULE = ObligationRule(
    id="{id}",
    category="leak",
    severity=Severity.WARNING,
    needs=Needs(imports=("{path}",), words=("{word}",)),
    kinds=(HANDLE,),
    asks=Asks.RELEASED,
    notes={{{words}
        OutcomeKind.LEAK: "this path returns while it is not {done}",
        OutcomeKind.OVERWRITTEN: "another one replaces it here while it is not {done}",
        OutcomeKind.DISCARDED: "it is thrown away here",
    }},
    message="The {{thing}} from this call is never {done}.",
    partly="The {{thing}} from this call is not {done} on every path.",
    hint="defer its {ending} after the error check, or call it on each path that neither stores nor returns it",
)
"""

_TEMPLATES = {"struct": _STRUCT, "call": _CALL, "field": _FIELD, "obligation": _OBLIGATION, "query": _QUERY}
_UNKNOWN = {"struct": "TODO", "field": "TODO.TODO"}
"""The names used for what is unknown; for the other shapes a function."""

_TODO = "  # TODO"
_WORDS = f"{_TODO} the right verb: closed, released, stopped ..."


def scaffold(rule: str, shape: str | None, place: Place | None) -> str:
    """Return the text of a new rule file of a shape, or of the one that fits a place, which its Bad code shows.

    Raises UsageError for an invalid id, and for a line that cannot be marked.
    """
    if not _ID.fullmatch(rule):
        message = f"{rule}: an id is in lower-case-with-hyphens and starts with a letter"
        raise UsageError(message)
    subject = place.subject(shape) if place is not None else None
    chosen = shape or (subject.shape if subject is not None else "struct" if place is None else "call")
    wrong, right = (f"{_HEAD}{code}" for code in _CODE.get(chosen, _CALL_CODE))
    code = wrong % rule if place is None else example(place).expecting(f"^warning: .*{rule}")
    bad = indented(code).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    # Only the author knows the right code for code that was found; add-example adds it.
    good = f"## Good\n\n```go\n{indented(right)}```\n\n" if place is None else ""
    meant = subject or Subject(chosen, _PACKAGE, _UNKNOWN.get(chosen, "TODO"))
    ending = meant.ending or "Close"
    rest = _TEMPLATES[chosen].format(
        id=rule,
        api=API_NAME,
        version=API_VERSION,
        path=meant.path,
        name=meant.qualified,
        word=meant.name.rpartition(".")[2],
        ending=ending,
        done=DONE[ending],
        unsure="" if meant.ending else _TODO,
        words="" if meant.ending else _WORDS,
        todo="" if subject is not None else _TODO,
    )
    return _DOCSTRING.format(bad=bad, good=good) + rest
