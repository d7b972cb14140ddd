"""Settings: the places where a field of a struct is given a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.program.site import Site


@dataclass(frozen=True, slots=True)
class Setting:
    """A place where a field is set: an element of a literal, or an assignment.

    `name` is the full name of the field. `site` is the element, or the target of the assignment; `owner` is the
    literal, or the expression whose field it is.
    """

    name: str
    site: Site
    value: Site
    owner: Site
    in_literal: bool

    @property
    def field(self) -> str:
        """The field's own name, such as `Dial`."""
        return self.name.rpartition(".")[2]
