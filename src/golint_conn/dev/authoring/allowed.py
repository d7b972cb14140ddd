"""What a rule file may import and call: a short list of harmless names, and nothing else.

Names are followed through `import ... as`, so that their meaning counts, not their spelling. Code that gets past this
(a rule file is code, and Python has many doors) is a matter of trust, not of vetting.
"""

from __future__ import annotations

import builtins
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import ClassScope, QualifiedNameSource

from golint_conn.dev.authoring.rule_text import API
from golint_conn.run.config.suggestion import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.dev.authoring.problem import Problem
    from golint_conn.dev.authoring.rule_text import RuleText

_IMPORT = "import"
_CALL = "call"

# The public names of each module, except these: they run code, inspect frames or keep state.
_WITHOUT = {
    "__future__": frozenset[str](),
    "collections": frozenset[str](),
    "collections.abc": frozenset[str](),
    "dataclasses": frozenset({"make_dataclass"}),
    "enum": frozenset[str](),
    "functools": frozenset({"cached_property", "singledispatch", "singledispatchmethod", "update_wrapper"}),
    "itertools": frozenset[str](),
    "math": frozenset[str](),
    "re": frozenset({"purge"}),
    "typing": frozenset({"ForwardRef", "evaluate_forward_ref", "get_type_hints"}),
}

_BUILTINS = frozenset(
    """
    abs all any bool bytes callable chr classmethod complex dict divmod enumerate filter float format frozenset hash
    hex int isinstance issubclass iter len list map max min next object oct ord pow property range repr reversed round
    set slice sorted staticmethod str sum super tuple type zip
    False None True NotImplemented Ellipsis
    """.split()
)
# `import golint_conn.rule.api` also binds the packages around it.
_ABOVE = frozenset({API, *(API.rsplit(".", count)[0] for count in range(1, API.count(".") + 1))})
_DUNDERS = frozenset({"__doc__", "__init__", "__name__", "__post_init__", "__members__", "__len__", "__slots__"})
_RECORD = frozenset({"_asdict", "_fields", "_make", "_replace"})


def check_imports(text: RuleText) -> Iterator[Problem]:
    """Yield the forbidden imports of a file."""
    ours: list[cst.CSTNode] = []
    for statement in text.every(cst.Import):
        for alias in statement.names:
            name = dotted(alias.name)
            ours += [alias] if name == API else []
            if name not in _WITHOUT and name != API:
                yield text.problem(alias, _IMPORT, _refused(name))
    for source in text.every(cst.ImportFrom):
        name = dotted(source.module) if source.module is not None else ""
        ours += [source] if name == API and not source.relative else []
        if source.relative:
            yield text.problem(source, _IMPORT, "it imports a module next to it; a rule file is self-contained")
        elif name not in _WITHOUT and name != API:
            yield text.problem(source, _IMPORT, _refused(name))
        elif isinstance(source.names, cst.ImportStar):
            yield text.problem(source, _IMPORT, f"it imports all of {name}; name what it uses")
        else:
            for alias in source.names:
                yield from _member(text, alias, name, dotted(alias.name))
    if len(ours) != 1:
        place = ours[1] if ours else text.module
        yield text.problem(place, _IMPORT, f"it imports {API} {len(ours)} times; it must do so once")


def check_calls(text: RuleText) -> Iterator[Problem]:
    """Yield the uses of forbidden Python names, under any alias."""
    for name in text.every(cst.Name):
        yield from _used(text, name)
    for attribute in text.every(cst.Attribute):
        yield from _attribute(text, attribute)


def dotted(node: cst.BaseExpression) -> str:
    """Return the dotted name in an import."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _refused(name: str) -> str:
    if name.partition(".")[0] == API.partition(".")[0]:
        return f"it imports {name}; from golint_conn a rule file may import only {API}"
    allowed = ", ".join(sorted(_WITHOUT))
    return f"it imports {name}; a rule file may import only {API} and, from Python, {allowed}"


def _member(text: RuleText, node: cst.CSTNode, module: str, name: str) -> Iterator[Problem]:
    known = public(module)
    if name not in known:
        what = f"{module} has no {name} for rules" if module == API else f"a rule file must not use {module}.{name}"
        hint = suggest(name, known) if module == API else ""
        yield text.problem(node, "api" if module == API else _IMPORT, f"{what}{hint}")


@cache
def public(module: str) -> frozenset[str]:
    """Return the names of a module that rule files may use; `module` is on the list or the API."""
    found = import_module(module)
    listed = getattr(found, "__all__", None) or [each for each in dir(found) if not each.startswith("_")]
    return frozenset(listed) - _WITHOUT.get(module, frozenset())


def _used(text: RuleText, name: cst.Name) -> Iterator[Problem]:
    spelled = name.value
    builtin = text.name(name, QualifiedNameSource.BUILTIN).removeprefix("builtins.")
    if not builtin and hasattr(builtins, spelled) and _may_be_unset(text, name):
        builtin = spelled
    if builtin and builtin not in _BUILTINS | _DUNDERS and not _is_exception(builtin):
        yield text.problem(name, _CALL, f"a rule file must not use {builtin}")
    elif spelled.startswith("__") and spelled.endswith("__") and spelled not in _DUNDERS and text.scope(name):
        yield text.problem(name, _CALL, f"a rule file must not use {spelled}")
    elif _is_module(text, name):
        yield text.problem(name, _CALL, f"the module {text.name(name)} is used as a value; use its names directly")


def _may_be_unset(text: RuleText, name: cst.Name) -> bool:
    """Return whether a name belongs to a class; if the class has not set it, it is Python's own."""
    return any(isinstance(each.scope, ClassScope) for each in text.assignments(name))


def _is_exception(name: str) -> bool:
    value = getattr(builtins, name, None)
    return isinstance(value, type) and issubclass(value, Exception)


def _is_module(text: RuleText, name: cst.Name) -> bool:
    """Return whether a module is used as a value, which would give access to everything that it imports."""
    module = text.name(name, QualifiedNameSource.IMPORT)
    if module not in _WITHOUT and module not in _ABOVE:
        return False
    parent = text.parent(name)
    return not (isinstance(parent, cst.Attribute) and parent.value is name)


def _attribute(text: RuleText, attribute: cst.Attribute) -> Iterator[Problem]:
    if any(isinstance(each, cst.Import | cst.ImportFrom) for each in text.around(attribute)):
        return
    spelled = attribute.attr.value
    owner = text.name(attribute.value, QualifiedNameSource.IMPORT)
    if owner in _ABOVE and owner != API:
        if f"{owner}.{spelled}" not in _ABOVE:
            yield text.problem(attribute, _IMPORT, _refused(f"{owner}.{spelled}"))
    elif owner in _WITHOUT or owner == API:
        if f"{owner}.{spelled}" not in _WITHOUT:
            yield from _member(text, attribute, owner, spelled)
    elif spelled.startswith("__") and spelled not in _DUNDERS:
        yield text.problem(attribute.attr, _CALL, f"a rule file must not use {spelled}")
    elif spelled.startswith("_") and not spelled.startswith("__") and spelled not in _RECORD and not _is_own(attribute):
        yield text.problem(attribute.attr, _CALL, f"{spelled} is private")


def _is_own(attribute: cst.Attribute) -> bool:
    return isinstance(attribute.value, cst.Name) and attribute.value.value in {"self", "cls"}
