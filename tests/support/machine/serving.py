"""How tests ask the live API over the small archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import requests
from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp, Message

from support.archives.small import MANY, uuid

TOTAL = MANY + 3
D1, D5 = "/api/dandisets/000001", "/api/dandisets/000005"
ASSETS = f"{D5}/versions/draft/assets/"
PATHS = f"{ASSETS}paths/"
BLOB = uuid(2, 1)


def get(url: str, path: str, **headers: str) -> requests.Response:
    """One request with these headers (_ for -), no redirect followed."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(url + path, headers=sent, allow_redirects=False, timeout=20)


def ids(answer: requests.Response) -> list[str]:
    """The last three digits of the dandisets on a page."""
    assert answer.status_code == 200, answer.text
    return [item["identifier"][3:] for item in answer.json()["results"]]


def paths(answer: requests.Response) -> list[str]:
    """The paths of the assets on a page."""
    assert answer.status_code == 200, answer.text
    return [item["path"] for item in answer.json()["results"]]


@dataclass(frozen=True)
class Reply:
    """What an app answers without a server before it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Direct:
    """Asks an app without a socket, thousands of times in the time of a few hundred requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # In a thread of its own: this one has a loop that runs already once a browser is open.
        self._open = ExitStack()
        self._portal = self._open.enter_context(start_blocking_portal())

    def close(self) -> None:
        self._open.close()

    def ask(self, target: str, method: str = "GET", accept: str | None = None) -> Reply:
        """A request as a server hands it on; whatever the app raises fails the test."""
        path, _, query = target.partition("?")
        headers = [(b"host", b"127.0.0.1:1")] + (
            [(b"accept", accept.encode("latin-1"))] if accept is not None else []
        )
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "server": ("127.0.0.1", 1),
            "client": ("127.0.0.1", 2),
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        self._portal.call(self._app, scope, receive, send)
        head = {name.decode("latin-1"): text.decode("latin-1") for name, text in sent[0]["headers"]}
        return Reply(sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:]))
