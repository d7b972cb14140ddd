"""The layout of dumps: places and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.syntax import Node


def place(node: Node) -> str:
    """Return `line:column` of a node."""
    position = node.source.byte_position(node.start)
    return f"{position.line}:{position.column}"


def table(rows: list[tuple[str, str, str]]) -> Iterable[str]:
    """Return rows as lines with their columns aligned."""
    first = max((len(row[0]) for row in rows), default=0)
    second = max((len(row[1]) for row in rows), default=0)
    return (f"{row[0]:<{first}}  {row[1]:<{second}}  {row[2]}".rstrip() for row in rows)
