"""State that a rule file keeps from one match to the next: a rule's answer must not depend on earlier questions.

Files are checked in any order and in several processes, and answers are cached; the findings of a rule with state would
differ from run to run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import QualifiedNameSource

from golint_conn.dev.authoring.rule_text import assigned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.problem import Problem
    from golint_conn.dev.authoring.rule_text import RuleText

_STATE = "state"
_CONTAINERS = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": ("dict", "list", "set"),
        "collections": ("ChainMap", "Counter", "OrderedDict", "defaultdict", "deque"),
    }.items()
    for name in names
)
_ITERATORS = frozenset({"itertools.count", "itertools.cycle", *(f"builtins.{name}" for name in ("iter", "map", "zip"))})
_CACHES = frozenset({"functools.cache", "functools.lru_cache"})
_PLAIN = frozenset(f"builtins.{name}" for name in ("bool", "bytes", "float", "int", "str"))
_CHANGES = frozenset(
    """
    add append appendleft clear discard extend insert intersection_update pop popitem popleft remove reverse rotate
    setdefault sort subtract symmetric_difference_update update
    """.split()
)


def check_state(text: RuleText) -> Iterator[Problem]:
    """Yield the state that a file keeps."""
    for declared in text.every(cst.Global):
        yield text.problem(declared, _STATE, "global changes what the module holds; a rule keeps no state")
    for shared in text.every(cst.Nonlocal):
        yield text.problem(shared, _STATE, "nonlocal shares a variable between functions; pass it instead")
    yield from _kept(text)
    yield from _changed(text)
    yield from _cached(text)
    for param in text.every(cst.Param):
        if param.default is not None and _is_container(text, param.default, is_filled_too=True):
            message = f"the default of {param.name.value} is one object for all calls; make it None or a tuple"
            yield text.problem(param.default, _STATE, message)


def _kept(text: RuleText) -> Iterator[Problem]:
    """Yield objects of modules and classes that code must fill or use up: empty containers and iterators."""
    bodies = [text.body]
    for made in text.every(cst.ClassDef):
        lines = [each for each in made.body.body if isinstance(each, cst.SimpleStatementLine)]
        bodies.append([statement for line in lines for statement in line.body])
    for statement in (each for body in bodies for each in body):
        for name, value in assigned(statement):
            if _is_container(text, value, is_filled_too=False):
                yield text.problem(statement, _STATE, f"{name} is empty, so code must fill it; a rule keeps no state")
            elif isinstance(value, cst.GeneratorExp) or _called(text, value) in _ITERATORS:
                yield text.problem(statement, _STATE, f"{name} is an iterator, which works only once; make it a tuple")


def _is_container(text: RuleText, node: cst.BaseExpression, *, is_filled_too: bool) -> bool:
    """Return whether an expression creates an empty mutable container, or any mutable container."""
    if isinstance(node, cst.Dict | cst.List | cst.Set):
        return is_filled_too or not node.elements
    if isinstance(node, cst.DictComp | cst.ListComp | cst.SetComp):
        return is_filled_too
    if not isinstance(node, cst.Call) or _called(text, node) not in _CONTAINERS:
        return False
    return is_filled_too or not node.args or _called(text, node) == "collections.defaultdict"


def _called(text: RuleText, node: cst.CSTNode) -> str:
    return text.name(node.func) if isinstance(node, cst.Call) else ""


def _changed(text: RuleText) -> Iterator[Problem]:
    """Yield changes to the module's objects, and to attributes of objects that the file did not create."""
    for target in _targets(text):
        if isinstance(target, cst.Attribute):
            if not _is_own(text, target):
                yield text.problem(target, _STATE, f"it sets {text.code(target)}; a rule must not change its arguments")
        elif isinstance(target, cst.Subscript):
            yield from _of_module(text, target, target.value)
    for augmented in text.every(cst.AugAssign):
        yield from _of_module(text, augmented, augmented.target)
    for call in text.every(cst.Call):
        if isinstance(call.func, cst.Attribute) and call.func.attr.value in _CHANGES:
            yield from _of_module(text, call, call.func.value)


def _targets(text: RuleText) -> Iterator[cst.BaseExpression]:
    kind: type[cst.AnnAssign | cst.AugAssign | cst.For | cst.Del]
    for node in text.every(cst.AssignTarget):
        yield from _spread(node.target)
    for kind in (cst.AnnAssign, cst.AugAssign, cst.For, cst.Del):
        for other in text.every(kind):
            yield from _spread(other.target)


def _spread(target: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    if isinstance(target, cst.Tuple | cst.List):
        for each in target.elements:
            yield from _spread(each.value)
    else:
        yield target


def _of_module(text: RuleText, place: cst.CSTNode, target: cst.BaseExpression) -> Iterator[Problem]:
    """Yield a change to an object reachable from one of the module's names, made inside a function."""
    while isinstance(target, cst.Attribute | cst.Subscript):
        target = target.value
    if not isinstance(target, cst.Name) or not any(isinstance(each, cst.FunctionDef) for each in text.around(place)):
        return
    if text.is_global(target) and not text.name(target, QualifiedNameSource.IMPORT):
        yield text.problem(place, _STATE, f"it changes {target.value}, which outlives the call; a rule keeps no state")


def _is_own(text: RuleText, target: cst.Attribute) -> bool:
    """Return whether a method sets an attribute of the object that it belongs to."""
    if not isinstance(target.value, cst.Name) or target.value.value != "self":
        return False
    return any(isinstance(each, cst.ClassDef) for each in text.around(target))


def _cached(text: RuleText) -> Iterator[Problem]:
    """Yield functions that cache answers about arguments other than plain values, and so keep whole trees alive."""
    for function in text.every(cst.FunctionDef):
        for each in function.decorators:
            callee = each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator
            name = text.name(callee)
            if name in _CACHES and not _takes_plain_values(text, function.params):
                message = f"{name} keeps every argument of {function.name.value}, and the files they belong to"
                yield text.problem(each, _STATE, message)


def _takes_plain_values(text: RuleText, parameters: cst.Parameters) -> bool:
    every = [*parameters.posonly_params, *parameters.params, *parameters.kwonly_params]
    return bool(every) and all(
        each.annotation is not None and text.name(each.annotation.annotation) in _PLAIN for each in every
    )
