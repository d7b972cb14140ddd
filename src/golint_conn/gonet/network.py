"""The network: one object that answers every question about net/http and similar packages, over one program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.gonet.clients import Clients
from golint_conn.gonet.contexts import Contexts
from golint_conn.gonet.cutoff import CutOff, CutOffs
from golint_conn.gonet.defaults import Defaults
from golint_conn.gonet.derivations import Derivations
from golint_conn.gonet.dialers import Dialers
from golint_conn.gonet.endpoints import Endpoints
from golint_conn.gonet.handouts import Handouts
from golint_conn.gonet.listeners import Listeners
from golint_conn.gonet.multiplexer import Multiplexer
from golint_conn.gonet.pools import Pools
from golint_conn.gonet.requests import Requests
from golint_conn.gonet.shutdown import Shutdowns
from golint_conn.gonet.waits import Waits

if TYPE_CHECKING:
    from golint_conn.flow.engine import Engine
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site


class Network:
    """Everything known about what a program does on the network, computed on demand."""

    def __init__(self, program: Program, engine: Engine) -> None:
        self.program = program
        self.engine = engine
        self.requests = Requests(program.definitions)
        self.contexts = Contexts(program.definitions, self.requests)
        self.defaults = Defaults(program.references)
        self.derivations = Derivations(program.definitions)
        self.dialers = Dialers(program.references)
        self.endpoints = Endpoints(program.definitions, program.texts, program.flags)
        self.listeners = Listeners(program.definitions)
        self.multiplexer = Multiplexer(program.references)
        self.pools = Pools(program.definitions)
        self.handouts = Handouts(program.tracer, program.definitions, self.pools)
        self.shutdowns = Shutdowns(program.references)
        self.waits = Waits(program.tracer, program.methods, program.loops)
        self.clients = Clients(program.lifetimes, self.handouts, program.variations, program.singletons)

    def cut_off(self, call: Site, *kinds: ObligationKind) -> list[CutOff]:
        """Return what a function returns open although the cancel function from a call cancels its context there."""
        return list(CutOffs(self.engine, self.derivations).of(call, kinds))

    def ends_with_function(self, call: Site) -> bool:
        """Return whether the context of a call is sure to be canceled when its function returns."""
        return CutOffs(self.engine, self.derivations).ends_with_function(call)
