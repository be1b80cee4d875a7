"""No socket of a test leaves this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


class NetworkBlocked(AssertionError):
    """A test tried to leave this machine."""


@contextmanager
def only_loopback() -> Iterator[None]:
    """Every socket of this process; an AssertionError, so that no handler of network errors takes it for one."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        _refuse_outside(sock.family, address)
        return connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        _refuse_outside(sock.family, address)
        return connect_ex(sock, address)

    def guarded_getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        if host:
            _refuse_outside(socket.AF_INET, (host,))
        return getaddrinfo(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


def _refuse_outside(family: int, address: object) -> None:
    if family == getattr(socket, "AF_UNIX", None):
        return
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    try:
        inside = ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        inside = host == "localhost"
    if not inside:
        raise NetworkBlocked(f"a test tried to reach {host}: only loopback is open to tests")
