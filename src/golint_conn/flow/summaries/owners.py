"""Owners: whether callers that get a value that holds an obligation can release it.

A type with a method that releases what its values hold obliges callers that get such a value:

type Client struct{ conn net.Conn }                // holds a connection func (c *Client) Close() { c.conn.Close() }
// and releases it func Dial() (*Client, error) { ... }               // so that its callers have to close the client

So does a type whose fields lead there, if a caller can select them:

type Answer struct{ *http.Response }               // answer.Body.Close()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.obligation import ANY, Returned
from golint_conn.flow.search.access import inside
from golint_conn.flow.summary import RECEIVER, Effect, Given
from golint_conn.names import fieldpaths
from golint_conn.names.incremental.memory import Memory
from golint_conn.names.members import is_seen
from golint_conn.names.shape import Interface, Named, dereferenced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.flow.summaries.effects import Effects
    from golint_conn.names.shape import Type
    from golint_conn.names.shapes import TypeInfo


class Owners:
    """Answers the question by the types of results; remembers what it knows of a type."""

    def __init__(self, shapes: TypeInfo, effects: Effects) -> None:
        self.shapes = shapes
        self.effects = effects
        self._releases: Memory[tuple[str, tuple[str, ...], str], bool] = Memory(shapes.workspace.ledger)

    def reachable(
        self, results: tuple[Type, ...], handed: Iterable[Returned], kind: ObligationKind, package: str = ""
    ) -> list[Returned]:
        """Return at which results, and below which fields, a caller in a package finds what it can release.

        A result that holds the obligation in different places on different paths is left out.
        """
        found: dict[int, set[Returned | None]] = {}
        for each in handed:
            rest = self._path(results[each.index], each.rest, kind, package) if each.index < len(results) else None
            found.setdefault(each.index, set()).add(Returned(each.index, rest) if rest is not None else None)
        return [each for _, paths in sorted(found.items()) if len(paths) == 1 for each in paths if each is not None]

    def _path(self, shape: Type, rest: tuple[str, ...], kind: ObligationKind, package: str) -> tuple[str, ...] | None:
        base = dereferenced(shape)
        if ANY in rest:
            return None
        if self._is_closer(base, kind):
            # What an interface holds is released through the interface.
            return ()
        is_met = not rest or self._is_selectable(base, rest, package)
        return rest if is_met or (isinstance(base, Named) and self.releases(base, rest, kind)) else None

    def _is_selectable(self, shape: Type, rest: tuple[str, ...], package: str) -> bool:
        """Return whether code of a package can select what a path leads to."""
        for name in fieldpaths.short(shape, rest, self.shapes):
            member = self.shapes.members.find(shape, name)
            if member is None or member.is_method or not is_seen(name, member.owner, package):
                return False
            shape = member.shape
        return True

    def _is_closer(self, shape: Type, kind: ObligationKind) -> bool:
        """Return whether a type is an interface with a method that releases a kind."""
        if not isinstance(self.shapes.types.underlying(shape), Interface):
            return False
        return any(self.shapes.members.find(shape, name) is not None for name in kind.released_by)

    def releases(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        """Return whether a type has a method that releases, on some path, what its values hold at a path."""
        key = (str(owner), rest, kind.name)
        return self._releases.of(key, self._found, owner, rest, kind, bottom=False)

    def _found(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        return self._has_method(owner, rest, kind) or self._embeds(owner, rest, kind)

    def _has_method(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        scope = self.shapes.names.known_package(owner.path)
        methods = scope.methods(owner.name) if scope is not None else []
        bodies = [(each.declaration, each.file) for each in methods if each.declaration.field("body") is not None]
        given = Given(RECEIVER, rest)
        return any(self.effects.of_function(body, given, kind).has(Effect.DISCHARGES) for body in bodies)

    def _embeds(self, owner: Named, rest: tuple[str, ...], kind: ObligationKind) -> bool:
        """Return whether an embedded field provides a method that releases."""
        methods = [self.shapes.members.find(owner, name) for name in kind.released_by]
        promoted = [each.through for each in methods if each is not None and each.is_method and each.through]
        if any(inside(rest, through) in {(), kind.part} for through in promoted):
            return True
        struct = self.shapes.members.fields(owner)
        field = next((each for each in struct.fields if each.name == rest[0]), None) if struct is not None else None
        base = dereferenced(field.shape) if field is not None and field.embedded else None
        return isinstance(base, Named) and self.releases(base, rest[1:], kind)
