"""The types of what a rule says about itself, and of what it finds: those that the fields are declared with.

People write rule files, and Python does not enforce the types. A wrong type would fail in the middle of a run, and lose
what other rules have found. Only the exact types count: a subclass may do what no string does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from golint_conn.finding import Finding, Fix
from golint_conn.flow.obligation import ObligationKind, OutcomeKind
from golint_conn.names.libraries.entries import Effect, Failure
from golint_conn.source import Span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NAMES: dict[str, Any] = {
    "Callable": Callable,
    "Iterator": Iterator,
    "Mapping": Mapping,
    **{each.__name__: each for each in (Effect, Failure, Finding, Fix, ObligationKind, OutcomeKind, Span)},
    # A function only has to be one.
    **dict.fromkeys(("Call", "Configured", "Context", "Followed", "Match", "Setting", "Site"), object),
}
"""Names that the types of fields mention and that their modules import only for type checkers."""

_MODULE = re.compile(r"(?<![\w.])(?:\w++\.)++(?=\w)")
_MISSING = object()
_HOLDERS = (tuple, list, set, frozenset, dict)


def require_types(made: DataclassInstance) -> None:
    """Raise TypeError naming all fields of a dataclass, and of those in it, that do not have their declared type."""
    found = "; ".join(_faults(made, ""))
    if found:
        raise TypeError(found)


def _faults(made: DataclassInstance, within: str) -> Iterator[str]:
    for name, wanted in _declared(type(made)).items():
        given = getattr(made, name, _MISSING)
        if given is _MISSING or not _fits(given, wanted):
            yield f"{within}{name} must be {_spelled(wanted)}, not {_kind(given)}"
            continue
        inside = [(f"{name}[{at}]", each) for at, each in enumerate(given)] if type(given) is tuple else [(name, given)]
        for place, each in inside:
            if is_dataclass(each) and not isinstance(each, type):
                yield from _faults(each, f"{within}{place}.")


@cache
def _declared(kind: type[DataclassInstance]) -> dict[str, Any]:
    """Return the types of the fields of a dataclass."""
    hints = get_type_hints(kind, localns=_NAMES)
    return {each.name: hints[each.name] for each in fields(kind)}


def _fits(value: Any, wanted: Any) -> bool:  # noqa: ANN401 (what `typing` calls a type has none)
    """Return whether a value has a type; handles the types with parameters that the fields here are declared with."""
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin is UnionType:
        return any(_fits(value, each) for each in inside)
    if origin is Callable:
        return callable(value)
    if origin is Mapping:
        return type(value) is dict and all(
            _fits(key, inside[0]) and _fits(each, inside[1]) for key, each in value.items()
        )
    if origin is frozenset:
        return type(value) is frozenset and all(_fits(each, inside[0]) for each in value)
    if origin is tuple and inside[-1] is Ellipsis:
        return type(value) is tuple and all(_fits(each, inside[0]) for each in value)
    if origin is tuple:
        return type(value) is tuple and len(value) == len(inside) and all(map(_fits, value, inside))
    return type(value) is wanted or (wanted is float and type(value) is int)


def _spelled(wanted: Any) -> str:  # noqa: ANN401 (as above)
    """Return a type as authors of rules write it."""
    if get_origin(wanted) is UnionType:
        return " or ".join(map(_spelled, get_args(wanted)))
    if get_origin(wanted) is Callable:
        return "a function"
    if wanted is NoneType:
        return "None"
    if isinstance(wanted, type) and not get_args(wanted):
        return wanted.__name__
    # A mapping of any other class could change while rules run.
    return _MODULE.sub("", str(wanted)).replace("Mapping[", "dict[")


def _kind(value: object) -> str:
    if value is _MISSING:
        return "missing"
    if value is None or type(value) not in _HOLDERS:
        return "None" if value is None else type(value).__name__
    inside = sorted({type(each).__name__ for each in value})  # type: ignore[attr-defined]  # they can be iterated
    return f"{type(value).__name__} of {', '.join(inside)}" if inside else f"an empty {type(value).__name__}"
