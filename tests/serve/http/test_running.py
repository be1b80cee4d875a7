"""Ports, the foreground and the background."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from builder.errors import UsageError
from builder.serve import bind, in_background

APP = Starlette(routes=[Route("/", lambda request: PlainTextResponse("here"))])

# A child process serves with run() and says on which port; it ends with "ended" if run() returns.
CHILD = """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from builder.serve import bind, run
sock = bind(0)
print(sock.getsockname()[1], flush=True)
run(Starlette(routes=[Route("/", lambda request: PlainTextResponse("here"))]), sock)
print("ended", flush=True)
"""


def port_of(sock: socket.socket) -> int:
    return sock.getsockname()[1]


def test_port_0_is_any_free_port_on_loopback():
    with bind(0) as sock:
        assert sock.getsockname()[0] == "127.0.0.1"
        assert port_of(sock) > 0


def test_without_a_port_the_next_free_one_after_the_default_is_taken():
    with bind(0) as busy, bind(None, default=port_of(busy)) as sock:
        assert port_of(busy) < port_of(sock) <= port_of(busy) + 50


def test_a_busy_port_that_was_asked_for_is_refused_with_advice():
    with bind(0) as busy:
        port = port_of(busy)
        with pytest.raises(UsageError) as refused:
            bind(port)
    assert f"port {port} is busy" in str(refused.value)
    assert "--port" in str(refused.value)


def test_where_all_ports_are_busy_their_range_is_named():
    with ExitStack() as held:
        for port in range(65500, 65536):
            with suppress(UsageError):  # busy already
                held.enter_context(bind(port))
        with pytest.raises(UsageError, match="ports 65500 to 65535 are all busy"):
            bind(None, default=65500)


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(UsageError, match="70000 is not a port"):
        bind(70000)


def test_the_background_server_answers_until_the_block_ends():
    with in_background(APP) as url:
        assert requests.get(url, timeout=5).text == "here"
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)


def test_a_block_that_ends_at_once_still_ends():
    with in_background(APP) as url:
        assert url.startswith("http://127.0.0.1:")


def test_an_error_in_the_block_comes_through():
    with pytest.raises(ZeroDivisionError), in_background(APP):
        raise ZeroDivisionError


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_ctrl_c_ends_the_foreground_server_in_order():
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        port = int(child.stdout.readline())
        assert requests.get(f"http://127.0.0.1:{port}/", timeout=10).text == "here"
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=10)
    finally:
        child.kill()
        child.wait()
    assert (child.returncode, out.strip(), err) == (0, "ended", "")
