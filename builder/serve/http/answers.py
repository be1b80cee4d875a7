"""How the API answers: JSON or, for a browser, a page around it; with the archive's headers and compression."""

from __future__ import annotations

import gzip
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
HTML = "text/html; charset=utf-8"
GZIP_FROM_BYTES = 200
"""Shorter bodies are sent as they are."""

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body>{body}</body></html>
"""
_SAFE_IN_URL = ":/%#?=@[]!$&'()*+,;"
_CORS_HEADERS = "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an endpoint says, before it is known in which form the client takes it."""

    body: bytes
    status: int = 200
    kind: str = JSON
    """Its content type; JSON is also given as a page, other kinds as they are."""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An endpoint's answer is a failure: its JSON body, status and headers."""

    def __init__(self, body: object, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = Answer(body=msgspec.json.encode(body), status=status, headers=headers or {})


def says(value: object, status: int = 200) -> Answer:
    """An answer in JSON; `msgspec.Raw` parts go in as they are."""
    return Answer(body=msgspec.json.encode(value), status=status)


def leads_to(url: str) -> Answer:
    """An answer without a body that names where to go on."""
    location = quote(url, safe=_SAFE_IN_URL)
    return Answer(body=b"", status=302, kind=HTML, headers={"Location": location})


def not_found() -> Refused:
    return Refused({"detail": "Not found."}, 404)


def accepted_form(request: Request) -> str:
    """`json` or `page`, by `?format=` or the Accept header; Refused where the client takes neither.

    As Django REST framework does it: the most specific media types decide, and of equals JSON.
    """
    asked = request.query_params.get("format")
    if asked:
        if asked not in ("json", "api"):
            raise not_found()
        return "json" if asked == "json" else "page"
    kinds = [kind.strip() for kind in (request.headers.get("accept") or "*/*").split(",")]
    for rank in (3, 2, 1, 0):
        named = {kind.partition(";")[0].strip().lower() for kind in kinds if _precedence(kind) == rank}
        if named & {"application/json", "application/*", "*/*"}:
            return "json"
        if named & {"text/html", "text/*"}:
            return "page"
    raise Refused({"detail": "Could not satisfy the request Accept header."}, 406)


def respond(request: Request, answer: Answer, *, form: str, allow: str) -> Response:
    """The answer to send, for an address that has an endpoint."""
    as_page = form == "page" and answer.kind == JSON
    body, kind = (_json_page(request, answer.body), HTML) if as_page else (answer.body, answer.kind)
    headers = {"Allow": allow, "X-Frame-Options": "DENY", "X-Request-Username": "AnonymousUser"}
    return _response(
        request, body, answer.status, {"Content-Type": kind, **headers, **answer.headers}, "Accept, Cookie"
    )


def plain_page(request: Request, status: int, title: str, text: str) -> Response:
    """An answer outside the API's endpoints: a short page."""
    body = _PAGE.format(title=html.escape(title), body=f"<h1>{html.escape(title)}</h1><p>{text}</p>").encode()
    headers = {"Content-Type": HTML, "X-Frame-Options": "DENY", "X-Request-Username": "AnonymousUser"}
    return _response(request, body, status, headers, "Cookie")


def moved(request: Request, location: str) -> Response:
    """The 301 to the form with a slash at its end."""
    return _response(request, b"", 301, {"Content-Type": HTML, "Location": location}, "Cookie")


def preflight(request: Request) -> Response:
    """What a browser is told before it sends a request of another origin with headers of its own."""
    allowed = {
        "Content-Type": HTML,
        "access-control-allow-headers": _CORS_HEADERS,
        "access-control-allow-methods": "GET, HEAD, OPTIONS",
        "access-control-max-age": "86400",
    }
    return _response(request, b"", 200, allowed, "Cookie")


def _response(request: Request, body: bytes, status: int, headers: Mapping[str, str], vary: str) -> Response:
    sent = {**headers, **_SECURITY}
    compressible = len(body) >= GZIP_FROM_BYTES
    sent["Vary"] = f"{vary}, Accept-Encoding, origin" if compressible else f"{vary}, origin"
    if compressible and takes_gzip(request):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    origin = request.headers.get("origin")
    if origin:
        sent["access-control-allow-origin"] = origin
    return Response(body, status_code=status, headers=sent)


def takes_gzip(request: Request) -> bool:
    """Whether the client accepts gzip; `gzip;q=0` says that it doesn't."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _precedence(kind: str) -> int:
    """How specific a media type of an Accept header is; weights don't count, other parameters do."""
    name, *parameters = (part.strip() for part in kind.lower().split(";"))
    if any(not parameter.startswith("q=") for parameter in parameters if parameter):
        return 3
    if name == "*/*":
        return 0
    return 1 if name.endswith("/*") else 2


def _json_page(request: Request, body: bytes) -> bytes:
    """The JSON laid out for reading. The archive's text is anyone's: all of it is escaped."""
    try:
        text = msgspec.json.format(body, indent=2).decode()
    except RecursionError:  # nested almost without end: as it is
        text = body.decode()
    path = html.escape(request.scope["path"])
    return _PAGE.format(title=path, body=f"<h1>{path}</h1><pre>{html.escape(text)}</pre>").encode()
