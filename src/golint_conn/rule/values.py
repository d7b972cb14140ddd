"""Values: what a rule may ask of where a value is made, where it goes and how long it lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shape import Func, Named, dereferenced
from golint_conn.program.places import field_owner
from golint_conn.program.uses import UseKind
from golint_conn.rule.code import Code
from golint_conn.rule.configured import Configured

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.gonet.handouts import Handout
    from golint_conn.program.creation import Creation
    from golint_conn.program.execution import Execution
    from golint_conn.program.lifetime import ShortLife
    from golint_conn.program.loops import Loop
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace, Use


class Values(Code):
    """Questions about values on their way through the program."""

    def creation(self, site: Site, type_name: str) -> Creation | None:
        """Return what a literal, `new(T)` or a variable without a value creates, if it is of the named type."""
        made = self.program.creation(site)
        return made if made is not None and str(made.type) == type_name else None

    def configured(self, site: Site, type_name: str) -> Configured | None:
        """Return the struct of the named type that is made at a site with all its settings; None for what is not made.

        None too where the value goes to too many places to be followed to the end.
        """
        made = self.creation(site, type_name)
        trace = self.trace(site, wide=True) if made is not None else None
        if made is None or trace is None or not trace.complete:
            return None
        passed = [use for use in trace.of(UseKind.PASSED) if not use.followed and not use.owned]
        is_settled = any(use.kind is UseKind.COPIED and not use.owned for use in trace.uses)
        return Configured(made, trace, is_settled or any(self.may_change(use, type_name) for use in passed))

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

    def trace(self, site: Site, *, wide: bool = False) -> Trace:
        """Return where a value goes: inside its function and the functions it calls, or, wide, in the whole module."""
        return self.program.trace(site, wide=wide)

    def reach(self, site: Site) -> Execution:
        """Return how the code at a site runs: how often, what shows it, and whether for tests only."""
        return self.program.execution(site)

    def loop(self, site: Site) -> Loop | None:
        """Return the nearest loop of the same function that may run the code at a site again."""
        return self.program.loops.around(site)

    def short_life(self, site: Site, *, owned: bool = False) -> ShortLife | None:
        """Return how a value is made repeatedly, used and dropped; None where it is kept, unused or made once.

        With `owned` the value is inside of what the site makes.
        """
        return self.program.lifetimes.short(site, owned=owned)

    def lasts(self, site: Site) -> bool:
        """Return whether a local value is used as long as the program runs: in main, or in an endless loop."""
        return self.program.lifetimes.lasts(site)

    def handouts(self, site: Site) -> list[Handout]:
        """Return the calls that hand out a value made afresh at a site."""
        return self.network.handouts.of(site)

    def origins(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from, by looking backwards."""
        return self.program.definitions.origins(site)

    def sources(self, site: Site) -> list[Site]:
        """Return the expressions that a value may come from in the whole module, through parameters and fields too."""
        return self.program.definitions.sources(site)

    def written(self, site: Site) -> list[Site]:
        """Return where a value is written down, by looking backwards: for a flag of the command line, its default.

        What only tests put into it says nothing about a program.
        """
        return self.program.flags.written(site)

    def opened(self, listener: Site) -> list[Site]:
        """Return the calls that open a listener, whatever is put around it; what is not known stands for itself."""
        return self.network.listeners.opened(listener)

    def listening(self, call: Site) -> tuple[Site, Site] | None:
        """Return the network and the address that a call opens a listener on, None for what opens none."""
        return self.network.listeners.place(call)

    def varies(self, site: Site) -> bool:
        """Return whether what a call makes differs with what the caller asks for."""
        return self.program.variations.covers(site)

    def makes_pool(self, site: Site) -> bool:
        """Return whether an expression makes a new http.Transport: a literal, `new`, a variable or a clone."""
        return self.network.pools.is_made(site)

    def is_pool_ended(self, made: Site, *traces: Trace) -> bool:
        """Return whether the connections of a new Transport end with their use, by its settings or where it goes."""
        return self.network.pools.is_ended(made, *traces)

    def is_pool_limited(self, made: Site, *traces: Trace) -> bool:
        """Return whether idle connections of a new Transport are closed after a while, by its IdleConnTimeout."""
        return self.network.pools.is_limited(made, *traces)

    def may_change(self, use: Use, type_name: str) -> bool:
        """Return whether the callee of a passed value may set its fields: it takes the struct type, or anything."""
        shape = use.shape
        if use.value is not None and self.is_interface(use.value):
            return False
        if not isinstance(shape, Func):
            return True
        taken = [str(parameter) for parameter in shape.parameters]
        return any(f"*{type_name}" in each or "?" in each or each in {"any", "[]any"} for each in taken)

    def is_foreign(self, use: Use) -> bool:
        """Return whether a value is put into a type or variable of another module, for code that we do not read."""
        base = dereferenced(use.shape) if use.shape is not None else None
        path = base.path if isinstance(base, Named) else self.names(use.site).rpartition(".")[0]
        if "." not in path.partition("/")[0]:
            return False
        module = self.program.workspace.module(use.site.file.path.rpartition("/")[0]).file.module
        return not (path == module or path.startswith(f"{module}/"))

    def is_chosen(self, site: Site) -> bool:
        """Return whether code runs only because a flag, an option or a parameter says so."""
        return self.program.choices.is_chosen(site)

    def is_used_by_choice(self, site: Site) -> bool:
        """Return whether a site stands in a package variable that is used only where a flag or an option says so."""
        spec = next((outer for outer in site.node.ancestors() if outer.kind == "var_spec"), None)
        names = [name.text for name in spec.fields("name")] if spec is not None else []
        declared = [site.file.declaration(name) for name in names]
        variables = [each for each in declared if each is not None and each.declaration == spec]
        return bool(variables) and all(self.program.choices.is_used_by_choice(each) for each in variables)

    def is_in_singleton(self, site: Site) -> bool:
        """Return whether a site stands in a method of a type of which a package variable holds a value."""
        return self.program.singletons.covers(site)

    def field_owner(self, value: Site, fields: Iterable[str]) -> Site | None:
        """Return the literal, or the expression, one of whose named fields is given a value; None for other values."""
        return field_owner(value, frozenset(fields), self.program.shapes)
