"""Transports: what one needs that lives as long as the program, beyond what it needs for one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context

_TRANSPORT = "net/http.Transport"
_ENDS = ("IdleConnTimeout", "DisableKeepAlives")
_SWITCHES = ("TLSClientConfig", "Dial", "DialContext")
"""The fields that switch HTTP/2 off."""

_CHOICES = ("ForceAttemptHTTP2", "Protocols", "TLSNextProto", "DialTLS", "DialTLSContext")


def lasting_settings(made: Site, context: Context) -> list[tuple[str, str]]:
    """Return the fields that a Transport lacks if it is to last, with values: a limit for idle connections, and HTTP/2.

    http.DefaultTransport sets both.
    """
    transport = context.values.configured(made, _TRANSPORT)
    if transport is None:
        return []
    lacks_end = not any(transport.values(name) for name in _ENDS)
    has_switch = any(transport.values(name) for name in _SWITCHES)
    lacks_http2 = has_switch and not any(transport.values(name) for name in _CHOICES)
    fields = [("ForceAttemptHTTP2", "true")] if lacks_http2 else []
    return fields + ([("IdleConnTimeout", "90 * {time}.Second")] if lacks_end else [])
