"""What a user gives to reach an archive: its address, and perhaps a token."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from builder.errors import UsageError


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own, in whatever form, as 127.1 or [::ffff:127.0.0.1]."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(OSError):
        host = socket.inet_ntoa(socket.inet_aton(host))
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified  # connecting to 0.0.0.0 is connecting to oneself


def checked_url(text: str) -> str:
    """The address of an API, without a slash at its end."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        good = good and not (parts.query or parts.fragment or any(c.isspace() for c in text))
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"{text!r} is no address of an API: write it as https://api.dandiarchive.org/api")
    if parts.username or parts.password:
        raise UsageError("an address with a name or password would be kept in the snapshot: give a token instead")
    return text.rstrip("/")


def checked_token(token: str | None) -> str | None:
    """Without the line break that files and shells leave behind it; the message doesn't show it."""
    token = (token or "").strip()
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise UsageError("the token holds characters that no token has: set it again")
    return token or None
