"""Changes to a rule file, node by node; everything else stays as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from golint_conn.dev.authoring.problem import Problem

Change: TypeAlias = "Callable[[Any], Any]"
"""Creates the new node, or none, from an old one whose insides have been changed already."""


@dataclass(slots=True)
class Changes:
    """The changes to some nodes, and the problems that cannot be decided."""

    nodes: dict[cst.CSTNode, Change] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def replace(self, node: cst.CSTNode, new: cst.CSTNode) -> None:
        """Replace a node with another one."""
        self.nodes[node] = lambda _: new


class _Apply(cst.CSTTransformer):
    def __init__(self, nodes: Mapping[cst.CSTNode, Change]) -> None:
        super().__init__()
        self._nodes = nodes

    def on_leave(
        self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT
    ) -> cst.CSTNodeT | cst.RemovalSentinel | cst.FlattenSentinel[cst.CSTNodeT]:
        """Replace the old node with the new one."""
        change = self._nodes.get(original_node)
        if change is not None:
            return change(updated_node)  # type: ignore[no-any-return] # a node is replaced by one of its class
        return super().on_leave(original_node, updated_node)


def applied(module: cst.Module, nodes: Mapping[cst.CSTNode, Change]) -> cst.Module:
    """Return a module with some of its nodes changed."""
    return module.visit(_Apply(nodes))


def with_names(statement: cst.ImportFrom, added: Iterable[str], removed: Iterable[str]) -> Any:  # noqa: ANN401 (LibCST types what replaces a node as the node itself)
    """Return an import of other names, each in its sorted place; nothing if no name is left."""
    if isinstance(statement.names, cst.ImportStar):
        return statement
    gone = set(removed)
    before = list(statement.names)
    names = [each for each in before if each.evaluated_name not in gone]
    for name in added:
        if all(each.evaluated_name != name for each in names):
            later = (at for at, each in enumerate(names) if _order(each.evaluated_name) > _order(name))
            at = next(later, len(names))
            names.insert(at, cst.ImportAlias(cst.Name(name)))
    if not names:
        return cst.RemoveFromParent()
    comma = before[0].comma if len(before) > 1 else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    spaced = [each.with_changes(comma=comma) for each in names[:-1]]
    return statement.with_changes(names=[*spaced, names[-1].with_changes(comma=before[-1].comma)])


def _order(name: str) -> tuple[int, str]:
    """Return a key that sorts the names of an import: constants, then classes, then functions."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2, name
