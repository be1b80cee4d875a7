"""Addresses that only one machine or one building can reach, and to which no page may lead. Pure."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

_HOSTS = re.compile(r"://(?:[^/?#\s@]*@)?(\[[^\]/?#\s]*\]|[^/?#\s:\]&]*)")
_NAMES = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "home.arpa")
"""Ends of names that every machine or network has for itself: RFC 6761, 6762 and 8375, and what is usual."""


def private_host(address: str) -> str | None:
    """The first private host that an address names, also one within its query; None if there is none."""
    if "%" in address:
        address = unquote(address)
    return next((host.lower() for host in _HOSTS.findall(address) if _is_private(host)), None)


@lru_cache(maxsize=10_000)
def _is_private(host: str) -> bool:
    name = host.strip("[]").lower().rstrip(".")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name.endswith(tuple(f".{suffix}" for suffix in _NAMES)) or name in _NAMES
