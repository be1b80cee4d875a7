"""Run an app on loopback: in the foreground until Ctrl-C, or in the background for as long as a block lasts."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from builder.errors import UsageError

HOST = "127.0.0.1"
_TRIES = 50
_BACKLOG = 128
_GRACE_S = 2
"""How long a download under way may hold up the end."""


def bind(port: int | None, *, default: int = 8000) -> socket.socket:
    """A listening socket on loopback.

    Without a port the default one or, if that is busy, one of the next 50; with 0 any free port. A busy port that was
    asked for is a UsageError, since someone may count on that number.
    """
    if port is not None:
        return _bind_asked(port)
    last = min(default + _TRIES, 65535)
    for candidate in range(default, last + 1):
        try:
            return _listen(candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UsageError(f"can't listen on {HOST}: {error}") from error
    raise UsageError(f"ports {default} to {last} are all busy: stop a server, or name a free port with --port")


def run(app: ASGIApp, sock: socket.socket) -> None:
    """Serve in the foreground until Ctrl-C, then return."""
    try:
        _server(app).run(sockets=[sock])
    except KeyboardInterrupt:
        pass  # uvicorn ends in order first and raises the signal again afterwards
    finally:
        sock.close()


@contextmanager
def in_background(app: ASGIApp) -> Iterator[str]:
    """Serve from a thread on a free port; gives `http://127.0.0.1:PORT`, which answers until the block ends."""
    sock = bind(0)
    server = _server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, name="serve", daemon=True)
    address = f"http://{HOST}:{sock.getsockname()[1]}"
    thread.start()  # the socket listens already, so a request that comes before the server is up waits in its queue
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


def _server(app: ASGIApp) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            http="h11",
            lifespan="off",
            log_config=None,
            log_level="warning",
            loop="asyncio",
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE_S,
            ws="none",
        )
    )


def _bind_asked(port: int) -> socket.socket:
    try:
        return _listen(port)
    except OverflowError as error:
        raise UsageError(f"{port} is not a port: write a number from 0 to 65535") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"port {port} is busy: stop what uses it, name another with --port, "
                "or leave --port out to get a free one"
            ) from error
        raise UsageError(f"can't listen on port {port}: {error.strerror}; name another with --port") from error


def _listen(port: int) -> socket.socket:
    # With the protocol named, asyncio turns off Nagle's algorithm, which costs 40 ms an answer.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((HOST, port))
        sock.listen(_BACKLOG)
    except BaseException:
        sock.close()
        raise
    return sock
