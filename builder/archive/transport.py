"""Connections that bound how long a whole answer may take, however slowly it drips, and the proxies before them.

The timeouts of `requests` are for each read from the line: a server that sends a byte now and then keeps one waiting
for ever. Here each read also ends when the answer's time is over, which looks like any other timeout from above.
"""

from __future__ import annotations

import io
import re
import socket
import time
from collections.abc import Callable, Mapping, MutableMapping
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.poolmanager import PoolManager

from builder.archive.address import is_loopback
from builder.printable import excerpt

_BUFFER_BYTES = 1 << 16
_PROXY = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:.*@)?([^/?#]*)")


class TimedAdapter(HTTPAdapter):
    """Answers over its connections take at most `seconds()`, from the end of the request to their last byte."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _timed(self.poolmanager.pool_classes_by_scheme, self._seconds)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:  # noqa: ANN401
        is_new = proxy not in self.proxy_manager
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        if is_new:
            manager.pool_classes_by_scheme = _timed(manager.pool_classes_by_scheme, self._seconds)
        return manager


class _TimedReader(io.RawIOBase):
    """What comes in over a socket until its time is over; TimeoutError then."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, ends: float) -> None:
        self._raw = raw
        self._sock = sock
        self._timeout_s = sock.gettimeout()
        self._ends = ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401
        left_s = self._ends - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("timed out: the answer drips")
        self._sock.settimeout(left_s if self._timeout_s is None else min(self._timeout_s, left_s))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _timed(
    pools: Mapping[str, type[HTTPConnectionPool]], seconds: Callable[[], float]
) -> dict[str, type[HTTPConnectionPool]]:
    """The same kinds of pools, whose connections time their answers: a proxy's kind knows how to reach it."""

    class TimedResponse(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(sock, *args, **kwargs)
            reader = _TimedReader(self.fp.detach(), sock, time.monotonic() + seconds())
            self.fp = io.BufferedReader(reader, _BUFFER_BYTES)

    def timed(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
        connection = type("TimedConnection", (pool.ConnectionCls,), {"response_class": TimedResponse})
        return type("TimedPool", (pool,), {"ConnectionCls": connection})

    return {scheme: timed(pool) for scheme, pool in pools.items()}


class _Session(requests.Session):
    """Takes a redirect for any other answer: where it leads is the client's to read, and to refuse.

    What runs on this machine is asked without a proxy, which has a loopback of its own.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None

    def merge_environment_settings(  # type: ignore[override]
        self,
        url: str,
        proxies: MutableMapping[str, str] | None,
        *rest: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        settings = super().merge_environment_settings(url, proxies, *rest)
        return {**settings, "proxies": {}} if is_loopback(url) else settings


def through_proxy(url: str) -> str:
    """What to look at where a proxy stands before an address, since a failure may be its own; else nothing."""
    proxy = None if is_loopback(url) else select_proxy(url, get_environ_proxies(url))
    found = _PROXY.match(proxy) if proxy else None
    if found is None:
        return ""
    scheme, host = found.groups()  # not the name and password before it
    address = f"{scheme or 'http'}://{host}"
    parts = urlsplit(url)
    more = " (whose kind needs more: pip install 'requests[socks]')" if (scheme or "").startswith("socks") else ""
    return (
        f" through the proxy {excerpt(address)}{more}: "
        f"correct {parts.scheme.upper()}_PROXY or ALL_PROXY, or list {parts.hostname} in NO_PROXY"
    )


def is_proxy_impossible(error: requests.RequestException) -> bool:
    """Whether the proxy's address is none, or of a kind that can't be used: no other try will help."""
    return isinstance(error, (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL))


def timed_session(seconds: Callable[[], float]) -> requests.Session:
    """A session whose answers take at most `seconds()` each, and that follows no redirect."""
    session = _Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, TimedAdapter(seconds))
    return session
