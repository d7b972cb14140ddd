"""How a rule file uses the API: the arguments that it passes, and the attributes that it reads."""

from __future__ import annotations

import inspect
from functools import cache
from typing import TYPE_CHECKING

import libcst as cst

from golint_conn.rule import api
from golint_conn.rule.context import NOUNS
from golint_conn.run.config.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.problem import Problem
    from golint_conn.dev.authoring.rule_text import RuleText

_API = "api"
_INSIDE = frozenset({"engine", "file", "program", "rule"})
_ASKED = (api.Context, *NOUNS.values())
"""Classes whose attributes in `_INSIDE` belong to the floors below and not to the api."""


def check_surface(text: RuleText) -> Iterator[Problem]:
    """Yield invalid uses of the API."""
    for call in text.every(cst.Call):
        if isinstance(call.func, cst.Attribute):
            yield from _method(text, call, call.func)
        yield from _arguments(text, call, _meant(text.api_name(call.func)))
    for attribute in text.every(cst.Attribute):
        yield from _member(text, attribute)


def _meant(name: str) -> object:
    """Return the object that a name of the API refers to, None for a dotted or unknown name."""
    return getattr(api, name, None) if name in api.__all__ else None


def _member(text: RuleText, attribute: cst.Attribute) -> Iterator[Problem]:
    """Yield an attribute that a class of the API, or a parameter annotated with one, does not have."""
    spelled = attribute.attr.value
    owner = _meant(text.api_name(attribute.value)) or _class_of(text, attribute.value)
    if not isinstance(owner, type) or spelled.startswith("_"):
        return
    if owner in _ASKED and spelled in _INSIDE:
        yield text.problem(attribute.attr, _API, f"{owner.__name__}.{spelled} is not for rules; ask the context itself")
        return
    known = members(owner)
    if spelled in known:
        return
    nouns = [noun for noun, each in NOUNS.items() if owner is api.Context and spelled in members(each)]
    hint = f"; it is context.{nouns[0]}.{spelled}" if nouns else suggest(spelled, known)
    yield text.problem(attribute.attr, _API, f"{owner.__name__} has no {spelled}{hint}")


def _class_of(text: RuleText, node: cst.BaseExpression) -> type | None:
    """Return the class of the value of an expression: a parameter annotated with one of the api, or a noun of it."""
    if isinstance(node, cst.Name):
        owner = _meant(text.annotated(node))
        return owner if isinstance(owner, type) else None
    if isinstance(node, cst.Attribute) and _class_of(text, node.value) is api.Context:
        return NOUNS.get(node.attr.value)
    return None


@cache
def members(owner: type) -> frozenset[str]:
    """Return the public names of a class and its instances."""
    annotated = {name for each in owner.__mro__ for name in getattr(each, "__annotations__", {})}
    annotated |= NOUNS.keys() if owner is api.Context else set()
    return frozenset(each for each in {*dir(owner), *annotated} if not each.startswith("_"))


def _method(text: RuleText, call: cst.Call, callee: cst.Attribute) -> Iterator[Problem]:
    """Yield wrong arguments of a method that is called on a parameter annotated with a class of the api."""
    owner = _class_of(text, callee.value)
    method = inspect.getattr_static(owner, callee.attr.value, None) if owner is not None else None
    if inspect.isfunction(method):
        yield from _arguments(text, call, method, bound=1)


def _arguments(text: RuleText, call: cst.Call, callee: object, *, bound: int = 0) -> Iterator[Problem]:
    """Yield arguments that a callee does not take, and required ones that are missing."""
    if not callable(callee):
        return
    signature = _signature(callee)
    if signature is None:
        return
    parameters = signature.parameters
    for each in call.args:
        word = each.keyword.value if each.keyword is not None else None
        if word is not None and word not in parameters and not _takes(signature, inspect.Parameter.VAR_KEYWORD):
            what = text.code(call.func)
            yield text.problem(each, _API, f"{what} takes no argument {word}{suggest(word, parameters)}")
    if any(each.star for each in call.args):
        return
    given = {each.keyword.value for each in call.args if each.keyword is not None}
    places = [name for name, each in parameters.items() if each.kind in _PLACED][bound:]
    placed = sum(each.keyword is None for each in call.args)
    if placed > len(places) and not _takes(signature, inspect.Parameter.VAR_POSITIONAL):
        message = f"{text.code(call.func)} takes {len(places)} positional arguments, and gets {placed}"
        yield text.problem(call, _API, message)
    held = {*places[:placed], *given, *list(parameters)[:bound]}
    lacking = [name for name, each in parameters.items() if _is_required(each) and name not in held]
    if lacking:
        yield text.problem(call, _API, f"{text.code(call.func)} lacks {', '.join(lacking)}")


_PLACED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_LISTED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _takes(signature: inspect.Signature, kind: object) -> bool:
    return any(each.kind is kind for each in signature.parameters.values())


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty and parameter.kind not in _LISTED


def _signature(callee: object) -> inspect.Signature | None:
    """Return the signature of a function or class; None if it takes anything, such as an enumeration."""
    if isinstance(callee, type) and "__init__" not in vars(callee):
        return None
    try:
        return inspect.signature(callee) if callable(callee) else None
    except (TypeError, ValueError):
        return None
