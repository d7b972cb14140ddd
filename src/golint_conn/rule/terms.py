"""What a file must hold for a rule to have anything to say about it, as plain data that needs no rule to be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.rule.model import Needs


@dataclass(frozen=True, slots=True)
class Terms:
    """What `Needs` says, with the kinds of obligations by their names."""

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    handing: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    @classmethod
    def of(cls, needs: Needs) -> Terms:
        """Return the terms for what a rule says that it needs."""
        return cls(needs.imports, needs.words, tuple(kind.name for kind in needs.handing), needs.alone)
