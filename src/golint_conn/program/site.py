"""Sites: a node together with the file that gives its names meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.incremental.inputs import Limit

if TYPE_CHECKING:
    from golint_conn.names.gofile import GoFile
    from golint_conn.syntax import Node


def tell_limit(site: Site, text: str) -> None:
    """Record that what is known about a site is incomplete, with a reason that is reported."""
    line = site.file.source.line_number(site.node.start)
    site.file.ledger.record(Limit, site.file.source.path, str(line), text, source=site.file)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A place in the program."""

    node: Node
    file: GoFile

    @property
    def key(self) -> tuple[str, int, int]:
        """The identity of the site: its file and its bytes."""
        return (self.file.path, self.node.start, self.node.end)

    @property
    def in_test(self) -> bool:
        """Whether the site is in a test file, or in a file that serves tests."""
        return self.file.is_test_support

    def at(self, node: Node) -> Site:
        """Return the site of another node of the same file."""
        return Site(node, self.file)

    def holds(self, other: Site) -> bool:
        """Return whether another site is this one, or inside it."""
        return self.file == other.file and self.node.span.contains(other.node.span)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Site) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
