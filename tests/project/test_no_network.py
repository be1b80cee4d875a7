"""The tests themselves: none of them leaves this machine."""

from __future__ import annotations

import socket

import pytest
import requests

from support.machine.network import NetworkBlocked


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("dandiarchive.org", 443), ("8.8.8.8", 53)])
def test_a_connection_to_another_machine_is_blocked_before_it_is_made(address):
    with socket.socket() as sock, pytest.raises(NetworkBlocked, match=address[0]):
        sock.connect(address)
    with pytest.raises(NetworkBlocked):
        socket.create_connection(address, timeout=1)


def test_no_handler_of_network_errors_takes_it_for_one():
    with pytest.raises(NetworkBlocked, match="only loopback is open"):
        requests.get("https://dandiarchive.org/", timeout=1)


def test_loopback_is_open():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")
def test_sockets_of_this_machine_are_open(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # their paths may not be long
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("s")
        server.listen()
        client.connect("s")
