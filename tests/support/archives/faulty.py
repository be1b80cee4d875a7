"""A door in front of an archive where faults are added: a real HTTP server on loopback.

    with open_door("http://127.0.0.1:8765") as door:
        door.at("/info/", APPLICATION_ERROR, NO_ANSWER)     # what the first two requests for an /info/ get

`door.faults` may hold any other functions from what was asked to an answer, or to None where the next one is to
answer, and at last the archive itself.
"""

from __future__ import annotations

import io
import json
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Asked:
    """One request: its path with the query, its headers, and the port that it came from."""

    path: str
    headers: Mapping[str, str]
    port: int = 0


@dataclass(frozen=True)
class Answer:
    """What goes back. `kept` bytes of the body are sent and then the line is cut; 0 leaves no answer at all.

    `drips` names what comes a byte at a time, so slowly that it has no end: "all" of it, or the "body". `reason` is
    what stands behind the status, if not the usual words.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: dict(JSON))
    kept: int | None = None
    drips: str = ""
    reason: str | None = None


def says(value: object, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON; headers with _ for -."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), {**JSON, **named})


def redirect(there: str, status: int = 301) -> Answer:
    return Answer(status, b"", {**HTML, "Location": there})


APPLICATION_ERROR = Answer(503, b"<!DOCTYPE html><h1>Application error</h1>", HTML)
WEB_PAGE = Answer(200, b"<!DOCTYPE html><title>Portal</title>", HTML)
BROKEN_JSON = Answer(200, b'{"count": 3, "next": null, "results": [{"identifier": "0000')
NOT_FOUND = says({"detail": "Not found."}, 404)
LOCKED = says({"detail": "Authentication credentials were not provided."}, 401)
NO_ANSWER = Answer(kept=0)

DRIP_S = 0.02

Fault = Callable[[Asked], Answer | None]
Edit = Callable[[Answer], Answer]


def cut(answer: Answer) -> Answer:
    """Half of it, then the line breaks."""
    return replace(answer, kept=max(1, len(answer.body) // 2))


def dripping(part: str) -> Edit:
    """Each byte in time, but the last one never: of the body, or of all."""
    return lambda answer: replace(answer, body=answer.body + b" " * 100_000, drips=part)


def edited(change: Callable[[Any], object]) -> Edit:
    """The archive's answer with its JSON changed in place by `change`."""

    def edit(answer: Answer) -> Answer:
        value = json.loads(answer.body)
        change(value)
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return replace(answer, body=text.encode())

    return edit


class Dripping(io.BufferedIOBase):
    """A file for writing from which a byte comes now and then, until the door closes."""

    def __init__(self, out: io.BufferedIOBase, ends: threading.Event) -> None:
        super().__init__()
        self.out = out
        self._ends = ends

    def write(self, data: Any) -> int:
        for byte in data:
            if self._ends.wait(DRIP_S):
                break
            self.out.write(bytes([byte]))
            self.out.flush()
        return len(data)

    def flush(self) -> None:
        if not self.out.closed:
            self.out.flush()


class Door:
    def __init__(self, upstream: str | None) -> None:
        self.upstream = upstream
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.list_page_size = 1000
        """A smaller one gives the list of dandisets several pages."""
        self.url = ""
        self.closed = threading.Event()

    @property
    def api(self) -> str:
        return f"{self.url}/api"

    @property
    def paths(self) -> list[str]:
        """What was asked for, without the queries."""
        return [asked.path.partition("?")[0] for asked in self.asked]

    def at(self, part: str, *answers: Answer | Edit, always: bool = False) -> None:
        """Requests whose address holds `part` get these in turn, then the archive's own; `always`: the last one
        again and again."""
        left = list(answers)
        lock = threading.Lock()

        def fault(asked: Asked) -> Answer | None:
            if part not in asked.path:
                return None
            with lock:
                answer = (left[0] if always and len(left) == 1 else left.pop(0)) if left else None
            return answer(self.pass_on(asked)) if callable(answer) else answer

        self.faults.append(fault)

    def answer(self, asked: Asked) -> Answer:
        for fault in self.faults:
            if (answer := fault(asked)) is not None:
                return answer
        return self.pass_on(asked)

    def pass_on(self, asked: Asked) -> Answer:
        """The archive's own answer; it takes this door's address for its own."""
        assert self.upstream, f"no archive behind the door, and no answer for {asked.path}"
        headers = {name: asked.headers[name] for name in ("Host", "Accept", "Authorization") if name in asked.headers}
        path = asked.path
        if path.startswith("/api/dandisets/?"):
            path = path.replace("page_size=1000", f"page_size={self.list_page_size}")
        got = requests.get(self.upstream + path, headers=headers, allow_redirects=False, timeout=20)
        kept = {name: got.headers[name] for name in ("Content-Type", "Location") if name in got.headers}
        return Answer(got.status_code, got.content, kept)


@contextmanager
def open_door(upstream: str | None = None, certificate: Path | None = None) -> Iterator[Door]:
    """A door on a free port of loopback, until the block ends. With a certificate (and key) it speaks HTTPS."""
    door = Door(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # it costs 40 ms an answer
        wbufsize = -1

        def do_GET(self) -> None:
            asked = Asked(self.path, dict(self.headers.items()), self.client_address[1])
            door.asked.append(asked)
            self.send(door.answer(asked))

        def send(self, answer: Answer) -> None:
            with suppress(OSError):  # who asked may have hung up
                if answer.drips == "all":
                    self.wfile = Dripping(self.wfile, door.closed)
                if answer.kept != 0:
                    self.send_response(answer.status, answer.reason)
                    for name, text in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
                        self.send_header(name, text)
                    self.end_headers()
                    if answer.drips == "body":
                        self.wfile = Dripping(self.wfile, door.closed)
                    self.wfile.write(answer.body[: answer.kept])
                if answer.kept is not None or answer.drips:
                    self.wfile.flush()
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True  # a client's idle connection must not hold up the end

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exc_info()[1], ConnectionError):  # who asked may have hung up
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    door.url = f"http://127.0.0.1:{server.server_port}"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        door.url = door.url.replace("http:", "https:")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.closed.set()
        server.shutdown()
        thread.join()
        server.server_close()
