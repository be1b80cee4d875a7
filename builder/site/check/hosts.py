"""Addresses that only one machine or one building can reach, and that a public page must not hold."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

_HOSTS = re.compile(r"://(?:[^/?#\s@]*@)?(\[[^\]/?#\s]*\]|[^/?#\s:\]&]*)")
_NAMES = ("localhost", "local", "localdomain", "internal", "lan", "home.arpa")


def private_host(address: str) -> str | None:
    """The first private host that an address names, also one within its query; None if there is none."""
    if "%" in address:
        address = unquote(address)
    return next((host for host in _HOSTS.findall(address) if _is_private(host)), None)


@lru_cache(maxsize=10_000)
def _is_private(host: str) -> bool:
    name = host.strip("[]").lower().rstrip(".")
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return name.endswith(tuple(f".{suffix}" for suffix in _NAMES)) or name in _NAMES
