"""Net: what a rule may ask of addresses, of what listens on them, and of what connects to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.program.dialers import is_loopback

if TYPE_CHECKING:
    from golint_conn.program.program import Program
    from golint_conn.program.site import Site
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.questions.values import Values


class Net:
    """Questions about the two ends of connections."""

    def __init__(self, program: Program, code: Code, values: Values) -> None:
        self.program = program
        self.code = code
        self.values = values

    def is_local(self, network: Site | None, address: Site) -> bool:
        """Return whether a connection stays on this machine: over a socket file, to loopback or to a listener here."""
        names = [self.code.text_prefix(each) for each in (self.values.sources(network) if network is not None else [])]
        hosts = self.values.sources(address)
        is_here = [
            is_loopback(self.code.text_prefix(each)) or self.program.dialers.is_own_address(each) for each in hosts
        ]
        return any(name.startswith("unix") for name in names) or (bool(hosts) and all(is_here))

    def opened(self, listener: Site) -> list[Site]:
        """Return the calls that open a listener, whatever is put around it; what is not known stands for itself."""
        return self.program.listeners.opened(listener)

    def listening(self, call: Site) -> tuple[Site, Site] | None:
        """Return the network and the address that a call opens a listener on, None for what opens none."""
        return self.program.listeners.place(call)

    def is_fixed_dialer(self, function: Site) -> bool:
        """Return whether a dial function connects to a place of its own, whatever address it is given."""
        return any(self.program.dialers.is_fixed(origin) for origin in self.values.origins(function))

    def is_deadline_dialer(self, function: Site) -> bool:
        """Return whether a dial function gives the connections that it makes a deadline for reading."""
        return any(self.program.dialers.sets_deadline(origin) for origin in self.values.origins(function))

    def is_dial_parameter(self, site: Site) -> bool:
        """Return whether an expression is a parameter of a function literal that is the dialer of a transport."""
        symbol = self.code.symbol(site) if site.node.kind == "identifier" else None
        return symbol is not None and self.program.dialers.is_hook_parameter(symbol)
