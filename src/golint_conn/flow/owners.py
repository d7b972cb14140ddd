"""Owners: whether those who get a value that holds an obligation have a way to discharge it.

A type with a method that discharges what its values hold obliges whoever gets such a value:

type Client struct{ conn net.Conn }                // holds a connection
func (c *Client) Close() { c.conn.Close() }        // and discharges it
func Dial() (*Client, error) { ... }               // so that its callers have to close the client
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ANY, Returned
from golint_conn.flow.summary import RECEIVER, Effect, Given
from golint_conn.names.ledger import Memory
from golint_conn.names.shape import Interface, Named, dereferenced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.flow.effects import Effects
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.names.shape import Shape
    from golint_conn.names.shapes import Shapes


class Owners:
    """Answers the question by the types of results; remembers what it knows of a type."""

    def __init__(self, shapes: Shapes, effects: Effects) -> None:
        self.shapes = shapes
        self.effects = effects
        self._discharges: Memory[tuple[str, tuple[str, ...], str], bool] = Memory(shapes.workspace.ledger)

    def reachable(self, results: tuple[Shape, ...], handed: Iterable[Returned], kind: ObligationKind) -> list[Returned]:
        """Return at which results, and below which fields, a caller finds what it can discharge.

        A result that holds the obligation in different places from path to path is left out.
        """
        found: dict[int, set[Returned | None]] = {}
        for each in handed:
            rest = self._path(results[each.index], each.rest, kind) if each.index < len(results) else None
            found.setdefault(each.index, set()).add(Returned(each.index, rest) if rest is not None else None)
        return [each for _, paths in sorted(found.items()) if len(paths) == 1 for each in paths if each is not None]

    def _path(self, shape: Shape, rest: tuple[str, ...], kind: ObligationKind) -> tuple[str, ...] | None:
        base = dereferenced(shape)
        if ANY in rest:
            return None
        if self._is_closer(base, kind):
            # What stands behind an interface is discharged through the interface.
            return ()
        if not rest or (rest == kind.part and str(base) in kind.types):
            return rest
        return rest if isinstance(base, Named) and self.discharges(base, rest, kind) else None

    def _is_closer(self, shape: Shape, kind: ObligationKind) -> bool:
        """Return whether a type is an interface with a method that discharges a kind."""
        if not isinstance(self.shapes.types.underlying(shape), Interface):
            return False
        return any(self.shapes.members.find(shape, name) is not None for name in kind.discharged_by)

    def discharges(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        """Return whether a type has a method that discharges, on some path, what its values hold at a path."""
        key = (str(owner), rest, kind.name)
        return self._discharges.of(key, self._found, owner, rest, kind, meanwhile=False)

    def _found(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        return self._has_method(owner, rest, kind) or self._embeds(owner, rest, kind)

    def _has_method(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        scope = self.shapes.names.known_package(owner.path)
        methods = scope.methods(owner.name) if scope is not None else []
        bodies = [(each.declaration, each.file) for each in methods if each.declaration.field("body") is not None]
        given = Given(RECEIVER, rest)
        return any(self.effects.of_function(body, given, kind).has(Effect.DISCHARGES) for body in bodies)

    def _embeds(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        """Return whether an embedded field brings along a method that discharges."""
        struct = self.shapes.members.fields(owner)
        fields = struct.fields if struct is not None and rest else ()
        field = next((each for each in fields if each.embedded and each.name == rest[0]), None)
        base = dereferenced(field.shape) if field is not None else None
        if base is None:
            return False
        if rest[1:] in {(), kind.part}:
            return any(self.shapes.members.find(base, name) is not None for name in kind.discharged_by)
        return isinstance(base, Named) and self.discharges(base, rest[1:], kind)
