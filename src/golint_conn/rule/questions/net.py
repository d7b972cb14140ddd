"""Net: what a rule may ask about addresses, what listens on them, and what connects to them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from golint_conn.gonet.endpoints import are_dialed_here, are_local, are_private
from golint_conn.gonet.waits import running_function

if TYPE_CHECKING:
    from golint_conn.gonet.endpoints import Endpoint
    from golint_conn.gonet.network import Network
    from golint_conn.gonet.waits import Wait
    from golint_conn.program.site import Site
    from golint_conn.rule.questions.code import Code
    from golint_conn.rule.questions.values import Values


_LISTENS = ("net.Listen", "crypto/tls.Listen")
_DATAGRAMS = ("udp", "unixgram", "ip")


class Audience(IntEnum):
    """Who can connect to an address."""

    THIS_MACHINE = 0
    UNKNOWN = 1
    OTHERS = 2


class Net:
    """Questions about the two ends of connections."""

    def __init__(self, network: Network, code: Code, values: Values) -> None:
        self.network = network
        self.program = network.program
        self.code = code
        self.values = values

    def endpoints(self, network: Site | None, address: Site, *, defaults: bool = False) -> list[Endpoint]:
        """Return what an address says, for each place it may come from; with `defaults` also the defaults of flags."""
        return self.network.endpoints.of(network, address, defaults=defaults)

    def is_local(self, network: Site | None, address: Site) -> bool:
        """Return whether a connection stays on this machine: over a socket file, to loopback or to a listener here."""
        return are_local(self.endpoints(network, address))

    def is_here(self, address: Site) -> bool:
        """Return whether only this machine can reach a server on an address; a flag counts with its default."""
        return are_private(self.endpoints(None, address, defaults=True))

    def is_listener_here(self, listener: Site) -> bool:
        """Return whether only this machine can reach a listener: it has a socket file, or listens on loopback."""
        places = [self.listening(opened) for opened in self.opened(listener)]
        return bool(places) and all(place is not None and self._is_place_here(*place) for place in places)

    def _is_place_here(self, network: Site, address: Site) -> bool:
        return are_private(self.endpoints(network, address, defaults=True))

    def audience(self, address: Site, network: Site | None = None) -> Audience:
        """Return who can connect to a server on an address."""
        found = [_told(each) for each in self.endpoints(network, address, defaults=True)]
        # An address that is known for some callers and not for others is known.
        return max((each for each in found if each is not Audience.UNKNOWN), default=Audience.UNKNOWN)

    def listener_audience(self, listener: Site) -> Audience:
        """Return who can connect to a listener."""
        made = [origin for origin in self.values.sources(listener) if self.code.callee_name(origin) in _LISTENS]
        places = [place for origin in made if (place := self.listening(origin)) is not None]
        return max((self.audience(address, network) for network, address in places), default=Audience.UNKNOWN)

    def dialing(self, call: Site) -> tuple[Site | None, Site] | None:
        """Return the network (None means TCP, always) and the address that a call connects to, or None if it does not.

        Library models say which functions connect, and where they get the two (`dials`).
        """
        model = self.program.workspace.library.named(self.code.callee_name(call))
        arguments = self.code.arguments(call) if model is not None else []
        places = model.dials if model is not None else None
        if places is None or places.address >= len(arguments):
            return None
        return arguments[places.network] if places.network is not None else None, arguments[places.address]

    def is_dialed_here(self, call: Site) -> bool:
        """Return whether a call connects to this machine; an address without a host means it too."""
        place = self.dialing(call)
        return place is not None and are_dialed_here(self.endpoints(*place))

    def is_datagram(self, call: Site) -> bool:
        """Return whether a call makes a datagram connection, to which writes do not block."""
        network, _ = self.dialing(call) or (None, None)
        return network is not None and self.network.endpoints.network(network).startswith(_DATAGRAMS)

    def accepts_plainly(self, accept: Site) -> bool:
        """Return whether nothing known, except TLS, wraps the listener of a call and limits it."""
        origins = self._listeners(accept)
        calls = [each for each in origins if each.node.kind == "call_expression"]
        is_wrapped = any(each.node.kind == "composite_literal" for each in origins)
        return not is_wrapped and all(self.listening(each) is not None for each in calls)

    def accepts_here(self, accept: Site) -> bool:
        """Return whether the other end of what a call accepts can only be on this machine."""
        places = [place for each in self._listeners(accept) if (place := self.listening(each)) is not None]
        return bool(places) and all(self._is_place_here(*place) for place in places)

    def accepts_own_dial(self, accept: Site) -> bool:
        """Return whether the function that accepts, once, dials its own listener: it owns both ends."""
        listener, function = self.code.operand(accept), running_function(accept.node)
        symbol = self.code.symbol(listener) if listener is not None else None
        if symbol is None or function is None or self.program.loops.around(accept) is not None:
            return False
        calls = [accept.at(node) for node in function.walk() if node.kind == "call_expression"]
        dialed = [each for each in calls if self.is_dialed_here(each)]
        named = [each.at(node) for each in dialed for node in each.node.walk() if node.kind == "identifier"]
        return any(self.code.symbol(each) == symbol for each in named)

    def _listeners(self, accept: Site) -> list[Site]:
        """Return where the listener that accepts may come from; what TLS wraps stands for itself."""
        operand = self.code.operand(accept)
        found, pending = [], self.values.sources(operand) if operand is not None else []
        while pending:
            origin = pending.pop()
            if self.code.callee_name(origin) == "crypto/tls.NewListener":
                pending += self.values.sources(self.code.arguments(origin)[0])
            else:
                found.append(origin)
        return found

    def endless_wait(self, made: Site) -> Wait | None:
        """Return the first read or write in a loop on the connection that a call makes, if nothing may end it."""
        return self.network.waits.endless(made, is_datagram=self.is_datagram(made))

    def opened(self, listener: Site) -> list[Site]:
        """Return the calls that open a listener, whatever wraps it; an unknown one stands for itself."""
        return self.network.listeners.opened(listener)

    def listening(self, call: Site) -> tuple[Site, Site] | None:
        """Return the network and the address that a call opens a listener on, or None if it opens none."""
        return self.network.listeners.place(call)

    def is_fixed_dialer(self, function: Site) -> bool:
        """Return whether a dial function connects to a place of its own, whatever address it is given."""
        return any(self.network.dialers.is_fixed(origin) for origin in self.values.origins(function))

    def is_deadline_dialer(self, function: Site) -> bool:
        """Return whether a dial function sets a read deadline on the connections that it makes."""
        return any(self.network.dialers.sets_deadline(origin) for origin in self.values.origins(function))

    def is_dial_parameter(self, site: Site) -> bool:
        """Return whether an expression is a parameter of a function literal that is the dialer of a transport."""
        symbol = self.code.symbol(site) if site.node.kind == "identifier" else None
        return symbol is not None and self.network.dialers.is_hook_parameter(symbol)


def _told(endpoint: Endpoint) -> Audience:
    """Return who can connect to a server there."""
    if endpoint.is_private:
        return Audience.THIS_MACHINE
    return Audience.UNKNOWN if endpoint.is_unknown or endpoint.is_own else Audience.OTHERS
