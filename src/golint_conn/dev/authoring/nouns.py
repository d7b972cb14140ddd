"""Questions that moved under a noun of the context: `context.callee(call)` is now `context.code.callee(call)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.dev.authoring.changes import with_names
from golint_conn.dev.authoring.form import rule_call
from golint_conn.dev.authoring.rule_metadata import by_keyword
from golint_conn.dev.authoring.rule_text import API

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from golint_conn.dev.authoring.changes import Changes
    from golint_conn.dev.authoring.rule_text import RuleText

_MIGRATE = "migrate"
_CONTEXT = "Context"
_FUNCTIONS = ("check", "grade", "fix")
"""The arguments of a rule that are functions and get the context as their second argument."""


class Contexts:
    """Decides which expressions of a rule file are contexts."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self._given = frozenset(_second_parameters(text))

    def holds(self, node: cst.BaseExpression) -> bool:
        """Return whether an expression is certainly a context."""
        match node:
            case cst.Name():
                return self._is_context(node)
            case cst.Attribute(value=cst.Name(value="self")):
                return any(_has_field(each, node.attr.value, self.text) for each in self.text.around(node))
        return False

    def may_hold(self, node: cst.BaseExpression) -> bool:
        """Return whether an expression may be a context, judging by the text."""
        if isinstance(node, cst.Name | cst.Attribute) and self.text.name(node):
            return False
        return not isinstance(node, cst.Name) or self.text.annotated(node) in {"", _CONTEXT}

    def _is_context(self, name: cst.Name) -> bool:
        if self.text.annotated(name) == _CONTEXT:
            return True
        found = [each.node for each in self.text.assignments(name)]
        if len(found) != 1:
            return False
        if found[0] in self._given:
            return True
        statement = self.text.parent(found[0])
        target = self.text.parent(statement) if isinstance(statement, cst.AssignTarget) else None
        return isinstance(target, cst.Assign) and self.holds(target.value)


def move_questions(text: RuleText, nouns: Mapping[str, str], functions: Mapping[str, str], changes: Changes) -> None:
    """Ask each question under its noun."""
    contexts = Contexts(text)
    called = {id(each.func) for each in text.every(cst.Call)}
    for attribute in text.every(cst.Attribute):
        name = attribute.attr.value
        if name not in nouns:
            continue
        if contexts.holds(attribute.value):
            changes.replace(attribute.value, cst.Attribute(attribute.value, cst.Name(nouns[name])))
        elif id(attribute) in called and contexts.may_hold(attribute.value):
            message = f"if this is a question to a Context, it is now {nouns[name]}.{name}"
            changes.problems.append(text.problem(attribute, _MIGRATE, f"{message}; annotate the object"))
    _move_functions(text, functions, changes)


def _move_functions(text: RuleText, functions: Mapping[str, str], changes: Changes) -> None:
    """Turn calls of functions that took the context into methods of the context."""
    called = set()
    for call in text.every(cst.Call):
        name = text.api_name(call.func)
        if name in functions:
            called.add(id(call.func))
            _move_call(text, call, f"{functions[name]}.{name}", changes)
    for node in (*text.every(cst.Name), *text.every(cst.Attribute)):
        if text.api_name(node) in functions and id(node) not in called and not _is_imported(text, node):
            name = text.api_name(node)
            message = f"{name} is now a question to the context, {functions[name]}.{name}; write its call out"
            changes.problems.append(text.problem(node, _MIGRATE, message))
    for statement in text.every(cst.ImportFrom):
        if _is_of_api(text, statement):
            changes.nodes[statement] = lambda updated: with_names(updated, (), functions)


def _move_call(text: RuleText, call: cst.Call, question: str, changes: Changes) -> None:
    """Turn `name(what, context)` into `context.noun.name(what)`."""
    noun, _, name = question.partition(".")
    given = next((each for each in call.args if each.keyword is not None and each.keyword.value == "context"), None)
    context = given or (call.args[-1] if call.args else None)
    if context is None or context.star or len(call.args) != _TAKEN:
        changes.problems.append(text.problem(call, _MIGRATE, f"this is now {question} of the context; write it out"))
        return
    first = next(each for each in call.args if each is not context)
    asked = cst.Attribute(cst.Attribute(context.value, cst.Name(noun)), cst.Name(name))
    place = call.args.index(first)

    def change(updated: cst.Call) -> cst.Call:
        argument = updated.args[place].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated.with_changes(func=asked, args=[argument])

    changes.nodes[call] = change


_TAKEN = 2
"""The number of arguments that those functions took."""


def _is_imported(text: RuleText, node: cst.CSTNode) -> bool:
    return any(isinstance(each, cst.ImportAlias) for each in text.around(node))


def _is_of_api(text: RuleText, statement: cst.ImportFrom) -> bool:
    return statement.module is not None and not statement.relative and text.code(statement.module) == API


def _has_field(node: cst.CSTNode, name: str, text: RuleText) -> bool:
    """Return whether a class declares that a field is a context."""
    lines = node.body.body if isinstance(node, cst.ClassDef) else ()
    small = (each for line in lines if isinstance(line, cst.SimpleStatementLine) for each in line.body)
    return any(
        isinstance(each, cst.AnnAssign)
        and isinstance(each.target, cst.Name)
        and each.target.value == name
        and text.api_name(each.annotation.annotation) == _CONTEXT
        for each in small
    )


def _second_parameters(text: RuleText) -> Iterator[cst.CSTNode]:
    """Yield the parameters that receive the context in the functions that a rule names."""
    call = rule_call(text)
    given = by_keyword(call) if call is not None else {}
    named = {each.name.value: each for each in text.body if isinstance(each, cst.FunctionDef)}
    for word in _FUNCTIONS:
        value = text.resolved(given[word]) if word in given else None
        function = named.get(value.value) if isinstance(value, cst.Name) else value
        if isinstance(function, cst.FunctionDef | cst.Lambda):
            yield from function.params.params[1:2]
