"""What the parts of type inference need from each other.

Expressions, declared names and calls need one another's answers; each part is created with the whole, and knows it only
by this protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.members import Member, Members
    from golint_conn.names.resolve import Names
    from golint_conn.names.shape import Type
    from golint_conn.names.symbol import Symbol
    from golint_conn.names.types import Types
    from golint_conn.syntax import Node


class Inference(Protocol):
    """The whole, as its parts see it."""

    names: Names
    types: Types
    members: Members

    def of(self, node: Node | None, file: GoFile) -> Type:
        """Return the type of an expression."""

    def value(self, node: Node | None, file: GoFile) -> Type:
        """Return the type that a variable gets from an expression."""

    def of_symbol(self, symbol: Symbol, offset: int = -1) -> Type:
        """Return the type of a declared name where it is used."""

    def member(self, node: Node, file: GoFile) -> Member | None:
        """Return what a selector expression selects."""

    def type_named(self, node: Node | None, file: GoFile) -> Type | None:
        """Return the type that a node names."""
