"""Clients: the life of clients that are meant to live as long as the program, such as pools of connections.

Such a client may be opened and dropped without being closed, or opened, used and closed again and again. Library models
say what such a client is (`[[client]]`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from golint_conn.names.libraries.entries import LONG_LIVED_CLIENT
from golint_conn.names.shape import Named, dereferenced
from golint_conn.program.functions import declared_names
from golint_conn.program.reach import Frequency
from golint_conn.program.uses import Trace, Use, UseKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.gonet.handouts import Handouts
    from golint_conn.names.libraries.entries import ClientModel
    from golint_conn.program.lifetime import Lifetimes, ShortLife
    from golint_conn.program.loops import Loop
    from golint_conn.program.reach import Reach
    from golint_conn.program.singletons import Singletons
    from golint_conn.program.site import Site
    from golint_conn.program.variation import Variations
    from golint_conn.syntax import Node

_ENDING = re.compile(r"(?:Close|Shutdown|Stop|Dispose|Release|Disconnect)(?![a-z])")
_ONE_TIME = re.compile(r"(?i)migrat|bootstrap|seed|install|upgrade")
_PROBE = re.compile(
    r"(?:\b|_)(?:health|ping|probe|ready|check|diagnose|doctor|wait|try|retry|attempt|test)(?![a-z])"
    r"|(?:Health|Ping|Probe|Ready|Readiness|Liveness|Check|Diagnose|Doctor|Wait|Try|Retry|Attempt|Test)(?![a-z])"
)
_LASTING = re.compile(r"(?:(?:Chan|Queue|P)?Subscribe|Watch|Consume|Listen|AddRoute|Route|Notify)(?![a-z])")
_TRYING = frozenset({"Ping", "PingContext"})


@dataclass(frozen=True, slots=True)
class DroppedClient:
    """A client that does not live on.

    `made` is what makes it, `site` that or the call that returns it, and `reach` how often that happens. `is_closed`
    says that it is closed each time, `is_certain` that it really happens again and again.
    """

    site: Site
    made: Site
    model: ClientModel
    reach: Reach
    is_closed: bool
    is_certain: bool = True


class Clients:
    """Answers questions about clients that are meant to last."""

    def __init__(
        self, lifetimes: Lifetimes, handouts: Handouts, variations: Variations, singletons: Singletons
    ) -> None:
        self.lifetimes = lifetimes
        self.handouts = handouts
        self.variations = variations
        self.singletons = singletons
        self.shapes = lifetimes.tracer.shapes

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of everything that makes such a client, in any package."""
        return frozenset[str]().union(*self.shapes.workspace.library.handing(LONG_LIVED_CLIENT).values())

    def model(self, site: Site) -> ClientModel | None:
        """Return what library models say about the client that a call or a literal makes; None if it makes none."""
        if _spelled(site.node) not in self._names:
            return None
        if site.node.kind == "call_expression":
            callee = self.shapes.callee(site.node, site.file)
            path, name = callee.path, "" if callee.receiver or not callee.qualified else callee.name
        else:
            shape = dereferenced(self.shapes.of(site.node, site.file))
            path, name = (shape.path, shape.name) if isinstance(shape, Named) else ("", "")
        return self.shapes.workspace.library.client(path, name) if path and name else None

    def dropped(self, made: Site) -> Iterator[DroppedClient]:
        """Yield where a client that a site makes, or that calls return, is dropped each time."""
        model = self.model(made)
        handouts = self.handouts.of(made) if model is not None else []
        for site, owned in ((made, False), *((each.call, each.owned) for each in handouts)):
            if model is None or site.in_test:
                continue
            trace = self._trace(site)
            if not owned and (trace.calls(*model.ends) or _is_ended_by_value(trace, model)):
                yield from self._closed(site, made, model)
            else:
                yield from self._left_open(site, made, model, owned=owned)

    def _trace(self, site: Site, *, wide: bool = False) -> Trace:
        return self.lifetimes.tracer.trace(site, wide=wide)

    # Never closed

    def _left_open(self, site: Site, made: Site, model: ClientModel, *, owned: bool) -> Iterator[DroppedClient]:
        """Yield a client that is used, dropped and never closed."""
        life = self._short_life(site, model, owned=owned)
        if life is None or self._is_lent_out(life.trace, model) or self._is_bounded(life.reach, made):
            return
        if owned and (not life.reach.is_repeated or self._is_closed_inside(made, life.trace, model)):
            return
        if not life.reach.is_repeated and _is_meant_to_last(site, life.trace):
            return
        yield DroppedClient(site, made, model, life.reach, bool(self._trace(site).calls(*model.ends)))

    def _is_closed_inside(self, made: Site, trace: Trace, model: ClientModel) -> bool:
        """Return whether a value that carries a client closes it, by itself or in one of its methods."""
        return any(
            _ENDING.match(use.name) for use in [*trace.calls(), *self._trace(made, wide=True).calls(*model.ends)]
        )

    def _short_life(self, site: Site, model: ClientModel, *, owned: bool) -> ShortLife | None:
        """Return how a client is used and dropped, even inside the wrapper that a generated constructor makes."""
        life = self.lifetimes.short(site, owned=owned)
        if life is not None or owned:
            return life
        keeping = [use for use in self._trace(site).uses if use.keeps]
        if not model.wraps or not all(
            use.kind is UseKind.PASSED and _is_like(use.name, model.wraps) for use in keeping
        ):
            return None
        lives = [self.lifetimes.short(use.site) for use in keeping]
        return lives[0] if lives and all(lives) else None

    def _is_bounded(self, reach: Reach, made: Site) -> bool:
        """Return whether a loop opens one client for each of a few things, in code that runs once."""
        if reach.loop is None:
            return False
        around = self.lifetimes.reaches.of(reach.loop.site).frequency
        return around <= Frequency.ONCE and self.variations.covers(made)

    def _is_lent_out(self, trace: Trace, model: ClientModel) -> bool:
        """Return whether a value that leads back to the client leaves the function, such as one of its databases."""
        pending = [use.site for use in trace.of(UseKind.CALLED, owned=False) if use.name in model.lends]
        seen = {*pending}
        while pending:
            further = self._trace(pending.pop())
            if further.is_kept:
                return True
            fresh = {use.site for use in further.of(UseKind.CALLED, owned=False)} - seen
            seen |= fresh
            pending += fresh
        return False

    # Closed each time

    def _closed(self, site: Site, made: Site, model: ClientModel) -> Iterator[DroppedClient]:
        """Yield a client that is opened, used and closed again and again, although one could stay open."""
        trace = self._trace(site)
        if _is_ended_by_value(trace, model) or _is_tried_only(trace, model) or not self._is_closed_here(site, model):
            return
        reach = self._without_reconnecting(site)
        if reach.frequency <= Frequency.SETUP or self.lifetimes.lasts(site):
            return
        if self.variations.covers(made) or self.variations.covers(site):
            return
        if any(_PROBE.search(name) for name in _names_around(site)):
            return
        is_certain = reach.is_repeated or self._is_opened_all_over(site, made)
        yield DroppedClient(site, made, model, reach, bool(trace.calls(*model.ends)), is_certain)

    def _is_closed_here(self, site: Site, model: ClientModel) -> bool:
        """Return whether a client ends with the function that opens it, wherever it is passed in between."""
        trace = self._trace(site)
        if any(use.keeps and use.kind is not UseKind.PASSED for use in trace.uses):
            return False
        if any(_is_deferred(use, site) for use in trace.calls(*model.ends)):
            return True
        return self.lifetimes.short(site) is not None

    def _without_reconnecting(self, site: Site) -> Reach:
        """Return how often code runs, without loops that may be there to connect again after a failure."""
        reach = self.lifetimes.reaches.of(site)
        while reach.loop is not None and _may_reconnect(reach.loop, site):
            reach = self.lifetimes.reaches.of(reach.loop.site)
        return reach

    def _is_opened_all_over(self, site: Site, made: Site) -> bool:
        """Return whether several methods of a value that the program shares open what it could keep for all of them."""
        opening = {_method_of(handout.call) for handout in self.handouts.of(made)}
        return site != made and "" not in opening and len(opening) > 1 and self.singletons.covers(site)


def _spelled(made: Node) -> str:
    """Return the last part of a callee's name, or of the name of a literal's type."""
    named = made.field("function" if made.kind == "call_expression" else "type")
    return named.text.rpartition(".")[2] if named is not None else ""


def _is_meant_to_last(site: Site, trace: Trace) -> bool:
    """Return whether a client is left to work by itself, or serves something that is done once in a while at most."""
    is_once = any(_ONE_TIME.search(name) for name in _names_around(site))
    return is_once or any(_LASTING.match(use.name) for use in trace.calls())


def _is_ended_by_value(trace: Trace, model: ClientModel) -> bool:
    """Return whether a closing method is passed on as a value, as in `t.Cleanup(db.Close)`."""
    return any(use.name in model.ends for use in trace.of(UseKind.READ))


def _is_tried_only(trace: Trace, model: ClientModel) -> bool:
    """Return whether a client is made only to see whether that works."""
    others = [use for use in trace.calls() if use.name not in {*model.ends, *_TRYING}]
    return not others and not trace.of(UseKind.PASSED)


def _is_deferred(use: Use, site: Site) -> bool:
    """Return whether the function around a site defers a call, itself or inside a literal."""
    if use.inner or use.site.file != site.file:
        return False
    return any(outer.kind == "defer_statement" and outer.start > site.node.start for outer in use.site.node.ancestors())


def _may_reconnect(loop: Loop, site: Site) -> bool:
    """Return whether a loop runs for as long as it must, rather than once for each element of something."""
    if loop.over is not None:
        return False
    if not loop.holds(site):
        return True
    inside = [each for each in site.node.ancestors() if each.start > loop.site.node.start]
    return not any(each.kind == "communication_case" for each in inside)


def _names_around(site: Site) -> list[str]:
    return [name for outer in site.node.ancestors() for name in declared_names(outer)]


def _method_of(site: Site) -> str:
    """Return the name of the method around a site with its receiver; empty if there is none."""
    names = _names_around(site)
    return " ".join(names[-2:]) if names and names[-1].startswith("(") else ""


def _is_like(full_name: str, affixes: str) -> bool:
    """Return whether the last part of a full name begins and ends as `New*Client` says, with something in between.

    >>> _is_like("example.com/shop.NewOrdersClient", "New*Client"), _is_like("example.com/shop.NewClient", "New*Client")
    (True, False)
    """
    name, (start, _, end) = full_name.rpartition(".")[2], affixes.partition("*")
    return name.startswith(start) and name.endswith(end) and len(name) > len(start) + len(end)
