"""Endpoints: what the address of a dial or a listen call says, and what is there.

    net.Listen("tcp", "localhost:6060")    net.Dial("unix", "/run/app.sock")    http.ListenAndServe(*listen, nil)

An address may come from several places, each of which is an endpoint. What only tests put into it says nothing about a
program, and the default of a command-line flag counts only if the caller asks for defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from golint_conn.gonet.listeners import ADDRESSES
from golint_conn.program.texts import Prefix, common

if TYPE_CHECKING:
    from collections.abc import Iterable

    from golint_conn.program.definitions import Definitions
    from golint_conn.program.flags import Flags
    from golint_conn.program.site import Site
    from golint_conn.program.texts import Texts

_UNIX = "unix"
_FILES = ("/", "@", "unix:")
"""Beginnings of addresses of sockets without a host: a path, an abstract name, a URL."""

_LOOPBACK_NAMES = frozenset(
    {
        *("localhost", "localhost.localdomain", "localhost4", "localhost6"),
        *("ip6-localhost", "ip6-loopback", "localhost6.localdomain6"),
    }
)
"""What /etc/hosts calls the loopback addresses; RFC 6761 adds every name that ends in .localhost."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one value of an address says, with its network; both are prefixes, empty if unknown.

    `is_own` says that the address comes from a listener of the program.
    """

    network: str
    address: Prefix
    is_own: bool = False

    @property
    def host(self) -> str:
        """The host without port and brackets, if it is known; empty for none, and for the path of a socket."""
        return "" if self.is_unix else self._split[0]

    @property
    def port(self) -> str:
        """The port, if it is known."""
        return "" if self.is_unix else self._split[1]

    @property
    def is_unix(self) -> bool:
        """Whether it is a socket file, or an abstract socket."""
        return self.network.startswith(_UNIX) or self.address.text.startswith(_FILES)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known about where it is."""
        return not (self.is_unix or self.is_own or self._place or self.address.is_whole)

    @property
    def is_wildcard(self) -> bool:
        """Whether a listener on it listens on all interfaces."""
        if self.is_unix or self.is_own or self.is_unknown:
            return False
        return not self.host or _is(self.host, "is_unspecified")

    @property
    def is_loopback(self) -> bool:
        """Whether it is an address of the machine itself that no other can reach."""
        host = self.host.lower()
        if host in _LOOPBACK_NAMES or host.endswith(".localhost"):
            return True
        return host.startswith("127.") or _is(host, "is_loopback")

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach a listener on it."""
        return self.is_unix or self.is_loopback

    @property
    def is_local(self) -> bool:
        """Whether it is certain to be on this machine, for dialing and for listening."""
        return self.is_private or self.is_own

    @property
    def is_dialed_here(self) -> bool:
        """Whether dialing it reaches this machine.

        net/dial.go, Dial: "If the host is empty or a literal unspecified IP address [...] the local system is assumed."
        """
        return self.is_local or (self.is_wildcard and bool(self._place))

    @property
    def _place(self) -> str:
        return self.address.text.rpartition("://")[2].partition("/")[0]

    @property
    def _split(self) -> tuple[str, str]:
        text = self._place
        if text.startswith("[") and "]" in text:
            host, _, rest = text[1:].partition("]")
            return host, rest.removeprefix(":")
        if text.count(":") > 1:
            return text, ""  # an IPv6 address by itself
        host, _, port = text.partition(":")
        return host, port


def _is(host: str, what: str) -> bool:
    """Return a property of an IP address, False if it is not one."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return bool(getattr(getattr(address, "ipv4_mapped", None) or address, what))


class Endpoints:
    """Answers what addresses say."""

    def __init__(self, definitions: Definitions, texts: Texts, flags: Flags) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self.texts = texts
        self.flags = flags

    def of(self, network: Site | None, address: Site, *, defaults: bool = False) -> list[Endpoint]:
        """Return the endpoints that an address may mean; with `defaults`, those of flags' defaults too."""
        name = self.network(network) if network is not None else ""
        found = self.flags.written(address) if defaults else self.definitions.sources(address)
        return [
            Endpoint(name, self.texts.prefix(source), is_own=self._is_own(source))
            for source in found
            if source.file.is_test <= address.file.is_test
        ]

    def network(self, network: Site) -> str:
        """Return the beginning of a network's name; if one value may be a socket file, the name of that."""
        names = [self.texts.prefix(source).text for source in self.definitions.sources(network)]
        return next((name for name in names if name.startswith(_UNIX)), None) or common(names)

    def _is_own(self, address: Site) -> bool:
        calls = (node for node in address.node.walk() if node.kind == "call_expression")
        return any(self.shapes.callee(node, address.file).qualified in ADDRESSES for node in calls)


def are_local(endpoints: Iterable[Endpoint]) -> bool:
    """Return whether an address is certain to be on this machine, wherever it comes from."""
    found = [*endpoints]
    return bool(found) and all(each.is_local for each in found)


def are_dialed_here(endpoints: Iterable[Endpoint]) -> bool:
    """Return whether dialing an address reaches this machine, wherever the address comes from."""
    found = [*endpoints]
    return bool(found) and all(each.is_dialed_here for each in found)


def are_private(endpoints: Iterable[Endpoint]) -> bool:
    """Return whether only this machine can reach a listener, wherever the address comes from."""
    found = [*endpoints]
    return bool(found) and all(each.is_private for each in found)
