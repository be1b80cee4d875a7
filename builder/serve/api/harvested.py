"""Addresses at the host that was harvested from, which may be one that only this machine knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from builder.archive.address import is_loopback
from builder.serve.api.stored import fields_of, text_of

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@lru_cache(maxsize=16)
def rewriting(api_url: str, *, public_url: str, host_url: str) -> Callable[[bytes], bytes]:
    """What gives JSON in which this server, `host_url`, has taken the place of the host of `api_url`.

    If that is the archive's public host, all stays as it is.
    """
    try:
        parts, public = urlsplit(api_url), urlsplit(public_url)
        host, port = parts.hostname, f":{parts.port}" if parts.port else ""
    except ValueError:
        return _same
    if not host or parts.netloc.lower() == public.netloc.lower():
        return _same
    names = _LOOPBACK_NAMES if is_loopback(api_url) else (f"[{host}]" if ":" in host else host,)
    needle = (port or host).encode()
    slash = r"\\?/"  # which some write with a backslash
    api = slash.join(map(re.escape, parts.path.rstrip("/").split("/")))
    pattern = re.compile(
        rf"https?:(?:{slash}){{2}}(?:{'|'.join(map(re.escape, names))}){port}(?![\w:-]|\.\w)"
        rf"(?P<api>{api}(?![\w-]))?".encode(),
        re.IGNORECASE,
    )

    def replacement(found: re.Match[bytes]) -> bytes:
        return f"{host_url}{'/api' if found['api'] else ''}".encode()

    return lambda raw: pattern.sub(replacement, raw) if needle in raw else raw


def reachable(raw: bytes, host_url: str, *, levels: int = 3) -> dict[str, object]:
    """An object's fields without addresses on loopback, but for this server's; looks into so many levels of objects.

    What held nothing else is left out too.
    """
    kept: dict[str, object] = {}
    for name, value in fields_of(raw).items():
        text = text_of(value)
        if is_loopback(text) and not text.startswith(f"{host_url}/"):
            continue
        if levels > 1 and fields_of(value):
            if inner := reachable(value, host_url, levels=levels - 1):
                kept[name] = inner
        else:
            kept[name] = value
    return kept


def _same(raw: bytes) -> bytes:
    return raw
