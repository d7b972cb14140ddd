"""Values: what a rule may ask about where a value is made, where it goes and how long it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Named, dereferenced
from golint_conn.program.places import field_owner
from golint_conn.program.uses import UseKind
from golint_conn.rule.configured import Configured, may_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.gonet.clients import DroppedClient
    from golint_conn.gonet.handouts import Handout
    from golint_conn.gonet.network import Network
    from golint_conn.program.creation import Creation
    from golint_conn.program.lifetime import ShortLife
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace, Use
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.setting import Setting


class Values:
    """Questions about values on their way through the program."""

    def __init__(self, network: Network, code: Code) -> None:
        self.network = network
        self.program = network.program
        self.code = code

    def creation(self, site: Site, type_name: str) -> Creation | None:
        """Return what a literal, `new(T)` or a variable without a value creates, if it is of the named type."""
        made = self.program.creation(site)
        return made if made is not None and str(made.type) == type_name else None

    def configured(self, site: Site, type_name: str) -> Configured | None:
        """Return the struct of the named type that is made at a site with all its settings; None if none is made there.

        None too if the value goes to too many places to be followed to the end.
        """
        found = self.made(site, type_name)
        return found if found is not None and found.trace.complete else None

    def made(self, site: Site, type_name: str) -> Configured | None:
        """Return the struct of the named type that is made at a site with its settings; None if none is made there."""
        made = self.creation(site, type_name)
        return Configured(made, self.program) if made is not None else None

    def outlives_calls(self, made: Site, trace: Trace) -> bool:
        """Return whether a value outlives its function and is not made, used and dropped for each call."""
        if self.short_life(made) is not None:
            return False
        handouts = [handout for handout in self.handouts(made) if handout.is_last]
        if handouts and all(self.short_life(each.call, owned=each.owned) is not None for each in handouts):
            return False
        if trace.of(UseKind.KEPT, UseKind.RETURNED, UseKind.CAPTURED):
            return True
        handed_on = any(not use.followed for use in trace.of(UseKind.PASSED))
        return handed_on or (bool(trace.calls()) and self.lasts(trace.origin))

    def owners(self, setting: Setting) -> list[Site]:
        """Return what makes the struct whose field is set."""
        return [setting.owner] if setting.in_literal else self.origins(setting.owner)

    def dropped_clients(self, made: Site) -> Iterator[DroppedClient]:
        """Yield where a long-lived client that a site makes, or that calls return, is opened and dropped each time."""
        return self.network.clients.dropped(made)

    def trace(self, site: Site, *, wide: bool = False) -> Trace:
        """Return where a value goes: inside its function and the functions it calls, or, wide, in the whole module."""
        return self.program.trace(site, wide=wide)

    def short_life(self, site: Site, *, owned: bool = False) -> ShortLife | None:
        """Return how a value is made repeatedly, used and dropped; None if it is kept, unused or made once.

        With `owned` the value is inside what the site makes.
        """
        return self.program.lifetimes.short(site, owned=owned)

    def lasts(self, site: Site) -> bool:
        """Return whether a local value is used as long as the program runs: in main, or in an endless loop."""
        return self.program.lifetimes.lasts(site)

    def handouts(self, site: Site) -> list[Handout]:
        """Return the calls that return a value made afresh at a site."""
        return self.network.handouts.of(site)

    def origins(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from, looking backward."""
        return self.program.definitions.origins(site)

    def sources(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from in the whole module, through parameters and fields too."""
        return self.program.definitions.sources(site)

    def written(self, site: Site) -> list[Site]:
        """Return where a value is written down, looking backward: for a flag of the command line, its default.

        What only tests put into it says nothing about a program.
        """
        return self.program.flags.written(site)

    def varies(self, site: Site) -> bool:
        """Return whether what a call makes depends on the caller's arguments."""
        return self.program.variations.covers(site)

    def may_change(self, use: Use, type_name: str) -> bool:
        """Return whether the callee of a passed value may set its fields: it takes the struct type, or anything."""
        return may_change(use, type_name, self.program)

    def is_foreign(self, use: Use) -> bool:
        """Return whether a value is put into a type or variable of another module, for code that we do not read."""
        base = dereferenced(use.shape) if use.shape is not None else None
        path = base.path if isinstance(base, Named) else self.code.names(use.site).rpartition(".")[0]
        if "." not in path.partition("/")[0]:
            return False
        module = self.program.workspace.module(use.site.file.path.rpartition("/")[0]).file.module
        return not (path == module or path.startswith(f"{module}/"))

    def is_in_singleton(self, site: Site) -> bool:
        """Return whether a site is in a method of a type of which a package variable holds a value."""
        return self.program.singletons.covers(site)

    def field_owner(self, value: Site, fields: Iterable[str]) -> Site | None:
        """Return the literal, or the expression, one of whose named fields a value is assigned to; else None."""
        return field_owner(value, frozenset(fields), self.program.shapes)
