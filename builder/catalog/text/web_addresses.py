"""Web addresses in the archive's text: which of them may become links, and what a reader must see of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from builder.catalog.text.private_hosts import private_host

# Nothing that a browser drops, mends or takes for something else: no blank, no backslash (a slash to browsers), no
# user before the host, nothing encoded in it. Quotation marks and angle brackets are no part of any address.
_ADDRESS = re.compile(
    r"https?://(?P<host>\[[0-9a-f:.]+\]|[^\s\\/?#@:%\[\]<>\"`]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/[^\s\\?#<>\"`]*)?(?:\?[^\s\\#<>\"`]*)?(?:#[^\s\\<>\"`]*)?",
    re.IGNORECASE | re.ASCII,
)
_STEP_UP = re.compile(r"/(?:\.|%2e){2}(?:/|$)", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label by which browsers take a host for an IPv4 address: that of 2130706433, 127.1 and 0x7f.1, too."""
_MAPPED_AWAY = frozenset("ßẞς")
"""Letters for which older and newer rules of international hosts name different hosts. UTS #46, 4."""
_PUNYCODE = "xn--"
_LONGEST_HOST = 253
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http or https address that all browsers read alike."""

    url: str
    """As a link may have it: as it was written, but with letters of the host that are not ASCII's in punycode."""
    host: str
    """In ASCII and lower case."""

    @property
    def is_public(self) -> bool:
        """Whether the host has a name that means the same everywhere, not just on a reader's machine or network.

        No such address may be handed to it either, for it to send a reader there.
        """
        return "." in self.host and not _is_number(self.host) and private_host(self.url) is None

    @property
    def is_international(self) -> bool:
        """Whether the host has letters beyond ASCII, which may look like those of another host."""
        return any(label.startswith(_PUNYCODE) for label in self.host.split("."))


def read_web_address(text: str) -> WebAddress | None:
    """None for what is no http or https address, or one that somebody could take for another.

    Blanks may stand around it, as many that people typed have them.
    """
    bare = text.strip()
    found = _ADDRESS.fullmatch(bare) if bare.isprintable() else None
    host = _ascii_host(found["host"]) if found else None
    if not found or not host or steps_up(found["path"] or "") or not 0 < int(found["port"] or 1) <= _LAST_PORT:
        return None
    start, end = found.span("host")
    return WebAddress(bare if found["host"].isascii() else bare[:start] + host + bare[end:], host)


def web_url(text: str | None) -> str | None:
    """An address from the archive's text as a link may have it: public, and read alike by all; else None."""
    address = read_web_address(text) if text else None
    return address.url if address and address.is_public else None


def steps_up(path: str) -> bool:
    """Whether a path leads elsewhere than it says, by a step to the folder above; browsers decode the dots first."""
    return bool(_STEP_UP.search(path))


def link_words(text: str, url: str | None) -> str:
    """The words of a link, without blanks around them.

    They tell the host, in punycode, if it has letters that may look like another's.
    """
    text = text.strip()
    address = read_web_address(url) if url and _PUNYCODE in url.lower() else None
    if address is None or not address.is_international:
        return text
    own = read_web_address(text)
    words = own.url if own else text
    return words if address.host in words.lower() else f"{words} ({address.host})"


def _ascii_host(written: str) -> str | None:
    """None for a host that browsers don't know or read as another one than is written."""
    if len(written) > _LONGEST_HOST or not _MAPPED_AWAY.isdisjoint(written):
        return None
    try:
        host = written.encode("idna").decode().lower()
        if _PUNYCODE in host:
            host.encode().decode("idna")
        if _is_number(host):
            IPv6Address(host[1:-1]) if host[0] == "[" else IPv4Address(host)
            return host
    except (UnicodeError, AddressValueError):
        return None
    return host if all(map(_LABEL.fullmatch, host.split("."))) else None


def _is_number(host: str) -> bool:
    """Whether browsers take it for an IP address, or for a broken one."""
    return host[0] == "[" or bool(_NUMBER.fullmatch(host.rpartition(".")[2]))
