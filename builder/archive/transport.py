"""Connections that bound how long a whole answer may take, however slowly it drips.

The timeouts of `requests` are for each read from the line: a server that sends a byte now and then keeps one waiting
for ever. Here each read also ends when the answer's time is over, which looks like any other timeout from above.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

_BUFFER_BYTES = 1 << 16


class TimedAdapter(HTTPAdapter):
    """Answers over its connections take at most `seconds()`, from the end of the request to their last byte."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._pools = _pool_classes(seconds)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:  # noqa: ANN401
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
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


def _pool_classes(seconds: Callable[[], float]) -> dict[str, type[HTTPConnectionPool]]:
    class TimedResponse(HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().__init__(sock, *args, **kwargs)
            reader = _TimedReader(self.fp.detach(), sock, time.monotonic() + seconds())
            self.fp = io.BufferedReader(reader, _BUFFER_BYTES)

    class Connection(HTTPConnection):
        response_class = TimedResponse

    class SecureConnection(HTTPSConnection):
        response_class = TimedResponse

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}


class _Session(requests.Session):
    """Takes a redirect for any other answer: where it leads is the client's to read, and to refuse."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def timed_session(seconds: Callable[[], float]) -> requests.Session:
    """A session whose answers take at most `seconds()` each, and that follows no redirect."""
    session = _Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, TimedAdapter(seconds))
    return session
