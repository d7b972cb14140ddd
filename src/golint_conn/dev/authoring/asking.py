"""What an obligation rule asks: the notes on outcomes used to imply it, and now an argument says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.changes import with_names

if TYPE_CHECKING:
    from golint_conn.dev.authoring.changes import Change, Changes
    from golint_conn.dev.authoring.rule_text import RuleText

_MIGRATE = "migrate"
_RULE, _ASKS, _NOTES = "ObligationRule", "Asks", "notes"


def say_what_is_asked(text: RuleText, changes: Changes) -> None:
    """Give each call that creates an obligation rule the argument `asks`."""
    imported = next((each for each in text.every(cst.ImportFrom) if _imports_rule(text, each)), None)
    for call in text.every(cst.Call):
        made = _made(text, call)
        if made is None:
            continue
        notes = next((each for each in call.args if each.keyword is not None and each.keyword.value == _NOTES), None)
        asked = _asked(text, notes.value) if notes is not None else ""
        if notes is None or not asked:
            message = (
                "say what this rule asks, Asks.RELEASED, CHECKED_FIRST or READ: its notes cannot be read from here"
            )
            changes.problems.append(text.problem(call, _MIGRATE, message))
            continue
        holder = made.value if isinstance(made, cst.Attribute) else None
        owner = cst.Attribute(holder, cst.Name(_ASKS)) if holder is not None else cst.Name(_ASKS)
        changes.nodes[call] = _with_argument(call.args.index(notes), cst.Attribute(owner, cst.Name(asked)))
        if holder is None and imported is not None:
            _import(imported, changes)


def _made(text: RuleText, call: cst.Call) -> cst.BaseExpression | None:
    """Return what names the class in a call that creates a rule, or in `partial` of that; None for other calls."""
    if text.api_name(call.func) == _RULE:
        return call.func
    first = call.args[0].value if call.args and text.name(call.func) == "functools.partial" else None
    return first if first is not None and text.api_name(first) == _RULE else None


def _asked(text: RuleText, notes: cst.BaseExpression) -> str:
    """Return what a rule with some notes asks; empty if its notes cannot be read."""
    notes = text.resolved(notes)
    elements = notes.elements if isinstance(notes, cst.Dict) else ()
    if not isinstance(notes, cst.Dict) or not all(isinstance(each, cst.DictElement) for each in elements):
        return ""
    outcomes = {text.api_name(each.key).rpartition(".")[2] for each in elements if isinstance(each, cst.DictElement)}
    if "" in outcomes:
        return ""
    if outcomes == {"PREMATURE"}:
        return "CHECKED_FIRST"
    return "READ" if "CLOSED_UNREAD" in outcomes else "RELEASED"


def _with_argument(place: int, asked: cst.BaseExpression) -> Change:
    """Return the change that inserts `asks` before the argument at a place, laid out like that argument."""

    def change(updated: cst.Call) -> cst.Call:
        before, after = updated.args[:place], updated.args[place:]
        comma = before[-1].comma if before else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        argument = cst.Arg(asked, keyword=cst.Name("asks"), equal=after[0].equal, comma=comma)
        return updated.with_changes(args=[*before, argument, *after])

    return change


def _imports_rule(text: RuleText, statement: cst.ImportFrom) -> bool:
    names = statement.names if not isinstance(statement.names, cst.ImportStar) else ()
    return any(text.api_name(each.name) == _RULE or each.evaluated_name == _RULE for each in names)


def _import(statement: cst.ImportFrom, changes: Changes) -> None:
    """Import the class of questions next to the class of rules."""
    further = changes.nodes.get(statement)

    def change(updated: cst.ImportFrom) -> object:
        changed = with_names(updated, (_ASKS,), ())
        return further(changed) if further is not None else changed

    changes.nodes[statement] = change
