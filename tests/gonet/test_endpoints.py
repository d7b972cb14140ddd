"""Endpoints: what an address says, and what is there."""

import pytest

from golint_conn.gonet.endpoints import Endpoint, are_dialed_here, are_local, are_private
from golint_conn.program.texts import Prefix
from tests.program.conftest import WriteCode

TEXTS = {
    # address: host, port, what it is, for addresses that are written in full
    "localhost": ("localhost", "", "loopback"),
    "localhost:6060": ("localhost", "6060", "loopback"),
    "LOCALHOST:6060": ("LOCALHOST", "6060", "loopback"),
    "localhost.localdomain:1": ("localhost.localdomain", "1", "loopback"),
    "ip6-localhost:1": ("ip6-localhost", "1", "loopback"),
    "app.localhost:1": ("app.localhost", "1", "loopback"),
    "localhost.example.com:1": ("localhost.example.com", "1", ""),
    "localhostess:1": ("localhostess", "1", ""),
    "127.0.0.1:80": ("127.0.0.1", "80", "loopback"),
    "127.8.8.8": ("127.8.8.8", "", "loopback"),
    "[::1]:80": ("::1", "80", "loopback"),
    "::1": ("::1", "", "loopback"),
    "::1234": ("::1234", "", ""),
    "[0:0:0:0:0:0:0:1]:80": ("0:0:0:0:0:0:0:1", "80", "loopback"),
    "[::1%lo0]:80": ("::1%lo0", "80", "loopback"),
    "[::ffff:127.0.0.1]:80": ("::ffff:127.0.0.1", "80", "loopback"),
    "http://localhost:8080/path": ("localhost", "8080", "loopback"),
    "https://example.com/localhost": ("example.com", "", ""),
    "example.com:443": ("example.com", "443", ""),
    "10.0.0.1:80": ("10.0.0.1", "80", ""),
    ":80": ("", "80", "wildcard"),
    "": ("", "", "wildcard"),
    "0.0.0.0:80": ("0.0.0.0", "80", "wildcard"),  # noqa: S104 - nothing is bound
    "[::]:80": ("::", "80", "wildcard"),
    "/run/app.sock": ("", "", "unix"),
    "@abstract": ("", "", "unix"),
    "unix:/run/app.sock": ("", "", "unix"),
    "unix:///run/app.sock": ("", "", "unix"),
}


def said(endpoint: Endpoint) -> str:
    kinds = ("loopback", "wildcard", "unix", "unknown")
    return " ".join(kind for kind in kinds if getattr(endpoint, f"is_{kind}"))


@pytest.mark.parametrize("text", TEXTS)
def test_what_an_address_says(text: str) -> None:
    endpoint = Endpoint("", Prefix(text, is_whole=True))
    assert (endpoint.host, endpoint.port, said(endpoint)) == TEXTS[text]


BEGINNINGS = {
    # what an address begins with, if the rest is unknown
    "localhost": "loopback",
    "localhost:": "loopback",
    "127.": "loopback",
    "[::1]:": "loopback",
    ":": "wildcard",
    "0.0.0.0:": "wildcard",
    "[::": "",
    "db-": "",
    "http://": "unknown",
    "": "unknown",
    "/run/": "unix",
}


@pytest.mark.parametrize("text", BEGINNINGS)
def test_what_the_beginning_of_an_address_says(text: str) -> None:
    assert said(Endpoint("", Prefix(text))) == BEGINNINGS[text]


def test_the_network_tells_a_socket_file() -> None:
    assert said(Endpoint("unix", Prefix("app.sock", is_whole=True))) == "unix"


def test_who_dials_all_interfaces_reaches_this_machine_and_who_listens_there_is_reached_by_others() -> None:
    everywhere = [Endpoint("tcp", Prefix(":80", is_whole=True))]
    assert are_dialed_here(everywhere)
    assert not are_local(everywhere)
    assert not are_private(everywhere)


CALLS = {
    # declarations, the arguments of net.Dial, whether it dials this machine, whether only this machine is served there
    "constant": ("", '"tcp", "localhost:1"', True, True),
    "text with a port": ("var port int", '"tcp", fmt.Sprintf("localhost:%d", port)', True, True),
    "host and port": ('const host = "127.0.0.1"', '"tcp", net.JoinHostPort(host, os.Getenv("PORT"))', True, True),
    "socket by its network": ("var path string", '"unix", path', True, True),
    "network that may be one of sockets": (
        'func network(b bool) string { if b { return "unix" }; return "tcp" }\n\nvar path string',
        "network(true), path",
        True,
        True,
    ),
    "our own listener": ("var l net.Listener", '"tcp", l.Addr().String()', True, False),
    "default of a flag": ('var at = flag.String("at", "localhost:1", "")', '"tcp", *at', False, True),
    "unknown": ("var at string", '"tcp", at', False, False),
    "one of two": (
        'func at(b bool) string { if b { return "localhost:1" }; return "a.example:1" }',
        '"tcp", at(true)',
        False,
        False,
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_where_the_address_of_a_call_leads(go: WriteCode, name: str) -> None:
    declared, arguments, local, private = CALLS[name]
    code = go(f"{declared}\n\nfunc f() {{ net.Dial({arguments}) }}", "flag fmt net os")
    call = code.site(f"net.Dial({arguments})", kind="call_expression")
    network, address = (call.at(each) for each in code.shapes.arguments(call.node))
    endpoints = code.network.endpoints
    assert are_local(endpoints.of(network, address)) is local
    assert are_private(endpoints.of(network, address, defaults=True)) is private


def test_what_only_tests_put_into_an_address_says_nothing(go: WriteCode) -> None:
    test = 'package p\n\nimport "testing"\n\nfunc TestF(t *testing.T) { f("localhost:1") }\n'
    code = go('func f(address string) { net.Dial("tcp", address) }', "net", a_test=test)
    call = code.site('net.Dial("tcp", address)', kind="call_expression")
    assert not are_local(code.network.endpoints.of(None, call.at(code.shapes.arguments(call.node)[1])))
