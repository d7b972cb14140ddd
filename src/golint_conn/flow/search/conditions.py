"""Conditions: what a canonical comparison says about a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ELEMENT
from golint_conn.flow.search.access import unwrapped
from golint_conn.names.calls import CalleeKind
from golint_conn.names.shape import Package

if TYPE_CHECKING:
    from golint_conn.flow.graph.events import Assume, Case
    from golint_conn.flow.obligation import Path, State
    from golint_conn.flow.search.access import Access
    from golint_conn.flow.search.scene import Scene
    from golint_conn.syntax import Node

Fact = tuple["Path", str]
"""An access path and what is known about it: `nil`, `set` (not nil), `true` or `false`."""

OPPOSITE = {"nil": "set", "set": "nil", "true": "false", "false": "true"}

_ERROR_MAKERS = frozenset({"errors.New", "fmt.Errorf", "github.com/pkg/errors.New", "github.com/pkg/errors.Errorf"})
"""Functions that return an error that is not nil."""

_ERROR_WRAPPERS = {
    "errors.Join": None,
    **{f"github.com/pkg/errors.{name}": 1 for name in ("Wrap", "Wrapf", "WithMessage", "WithMessagef", "WithStack")},
}
"""Functions that return nil only if their error arguments are nil: so many of the arguments, or all."""


def known(value: Node, scene: Scene, state: State) -> str | None:
    """Return what is known about a value that is assigned or returned: `nil`, `set`, `true`, `false`, or None."""
    value = unwrapped(value) if value.kind == "parenthesized_expression" else value
    if value.kind in {"nil", "true", "false"}:
        return value.kind
    if value.kind == "call_expression":
        return _made(value, scene, state)
    if value.kind == "composite_literal" or (value.kind == "unary_expression" and value.operator() == "&"):
        return "set"
    path = scene.access.path(value)
    if path is None:
        return "set" if _is_sentinel_error(value, scene) else None
    if path[1]:
        return None
    return next((fact for key, fact in sorted(state.facts) if key == path[0]), None)


def _made(call: Node, scene: Scene, state: State) -> str | None:
    """Return what is known about the error that a call makes, perhaps from its arguments."""
    shapes = scene.effects.shapes
    name = shapes.callee(call, scene.file).qualified
    if name in _ERROR_MAKERS:
        return "set"
    if name not in _ERROR_WRAPPERS:
        return None
    errors = shapes.arguments(call)[: _ERROR_WRAPPERS[name]]
    return "set" if any(known(each, scene, state) == "set" for each in errors) else None


def _is_sentinel_error(value: Node, scene: Scene) -> bool:
    """Return whether an expression names an error that a package declares: `io.EOF`, `errClosed`."""
    shapes, operand = scene.effects.shapes, value.field("operand")
    if value.kind == "selector_expression":
        is_named = operand is not None and isinstance(shapes.of(operand, scene.file), Package)
    else:
        is_named = value.kind == "identifier"
    return is_named and str(shapes.of(value, scene.file)) == "error"


def assumed(event: Assume, scene: Scene) -> list[Fact]:
    """Return the facts that hold on the edge of a condition."""
    node, truth = event.condition, event.truth
    access, shapes, file = scene.access, scene.effects.shapes, scene.file
    if node.kind == "binary_expression" and node.operator() in {"==", "!="}:
        return _compared(node, truth == (node.operator() == "=="), access)
    if node.kind == "call_expression":
        if not truth:
            return []
        given = [(place, access.path(argument)) for place, argument in enumerate(shapes.arguments(node))]
        return [(path, "set") for place, path in given if path and scene.effects.proves(node, file, place)]
    path = access.path(node)
    return [(path, "true" if truth else "false")] if path is not None else []


def _compared(node: Node, equal: bool, access: Access) -> list[Fact]:  # noqa: FBT001 - the answer of a comparison
    left, right = node.field("left"), node.field("right")
    if left is None or right is None:
        return []
    if left.kind == "nil":
        left, right = right, left
    path = access.path(left)
    if path is None:
        return []
    if right.kind == "nil":
        return [(path, "nil" if equal else "set")]
    if right.kind in {"true", "false"}:
        return [(path, right.kind if equal else OPPOSITE[right.kind])]
    # `err == io.EOF` means that err is not nil; for anything but a package's variable nothing is known.
    is_sentinel = equal and right.kind == "selector_expression" and access.path(right) is None
    return [(path, "set")] if is_sentinel else []


def is_counted(condition: Node, state: State, scene: Scene) -> bool:
    """Return whether a condition is about the number of the elements among which the obligation is."""
    if not any(ELEMENT in alias[1] for alias in state.aliases):
        return False
    shapes = scene.effects.shapes
    calls = (each for each in condition.walk() if each.kind == "call_expression")
    counting = (each for each in calls if shapes.callee(each, scene.file).kind is CalleeKind.BUILTIN)
    counted = (argument for call in counting for argument in shapes.arguments(call))
    return any((scene.access.below(each, state.aliases) or ())[:1] == (ELEMENT,) for each in counted)


def chosen(event: Case, access: Access) -> list[Fact]:
    """Return the facts that hold in a case of a switch, or outside it."""
    path = access.path(event.value)
    if path is None:
        return []
    names_nil = [each.text == "nil" for each in event.among]
    if event.truth and all(names_nil):
        return [(path, "nil")]
    if event.truth and not any(names_nil) and (event.types or all(_is_sentinel(each) for each in event.among)):
        return [(path, "set")]
    if not event.truth and any(names_nil):
        return [(path, "set")]
    return []


def _is_sentinel(node: Node) -> bool:
    return node.kind == "selector_expression"
