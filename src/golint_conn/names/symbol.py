"""Symbols: declarations, not names. Two variables called `err` are two symbols."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.source import Span
    from golint_conn.syntax import Node


class SymbolKind(Enum):
    """What a symbol declares."""

    VARIABLE = "var"
    CONSTANT = "const"
    TYPE = "type"
    FUNCTION = "func"
    METHOD = "method"
    PARAMETER = "param"
    RESULT = "result"
    RECEIVER = "receiver"
    TYPE_PARAMETER = "typeparam"


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """One declared name.

    `node` is the declaring identifier, `declaration` the node that says what it is (a spec, a parameter, a short
    declaration, a range clause ...). `scope` is the range in which a local name is visible, None at package level.
    """

    name: str
    kind: SymbolKind
    node: Node
    declaration: Node
    file: GoFile
    scope: Span | None = None

    @property
    def is_local(self) -> bool:
        """Whether the symbol is declared inside a function."""
        return self.scope is not None

    @property
    def key(self) -> tuple[str, int]:
        """The identity of the symbol: where it is declared."""
        return (self.file.path, self.node.start)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbol) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"<{self.kind.value} {self.name} {self.file.path}:{self.node.start}>"
