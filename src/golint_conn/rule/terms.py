"""What files must hold for a rule to have anything to say about them, as plain data that needs no rule to be loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.rule.placement import Placement

if TYPE_CHECKING:
    from golint_conn.rule.model import Model, Needs


@dataclass(frozen=True, slots=True)
class Terms:
    """What `Needs` says, with the kinds of obligations by their names, and where findings can be."""

    imports: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    handing: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    placement: Placement = Placement.MODULE
    elsewhere: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: Model) -> Terms:
        """Return the terms of a rule."""
        # A process that has loaded rules has loaded this too; a run that loads no rules does without.
        from golint_conn.names.libraries.entries import LONG_LIVED_CLIENT  # noqa: PLC0415

        needs: Needs = rule.needs
        kinds = (*(kind.name for kind in needs.handing), *((LONG_LIVED_CLIENT,) if needs.clients else ()))
        return cls(needs.imports, needs.words, kinds, needs.alone, rule.placement, rule.elsewhere)
