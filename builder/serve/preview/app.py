"""A built site on loopback as a static host would serve it: its folders, its rules, its 404 page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from builder.errors import UsageError
from builder.serve.http.files import find_in, is_file, send_file
from builder.serve.preview.rules import (
    REDIRECTS,
    HeaderRule,
    RedirectRule,
    find_redirect,
    headers_for,
    is_absolute,
    parse_headers,
    parse_redirects,
)

log = logging.getLogger(__name__)

_RULE_FILES = ("_headers", "_redirects")
_CACHING = "public, max-age=0, must-revalidate"


def create_preview(site: Path, *, api: Starlette | None = None) -> Starlette:
    """The app that serves a site; with an API, that one answers `/api/`, `/server-info` and `/s3/`."""
    if not site.is_dir():
        raise UsageError(f"{site}: no site there; make one with: dandi-catalog build --out {site}")
    return Starlette(routes=[Route("/{path:path}", _Preview(site, api))])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What the site's two rule files say, and the state of the files when they were read."""

    stamp: tuple[object, ...]
    headers: tuple[HeaderRule, ...]
    redirects: tuple[RedirectRule, ...]


class _Preview:
    """Everything below a site's root."""

    def __init__(self, site: Path, api: Starlette | None) -> None:
        self._site = site
        self._api = api
        self._rules = _read_rules(site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._api is not None and _is_api(scope["path"]):
            await self._api(scope, receive, send)
            return
        response = await run_in_threadpool(self._respond, Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Method Not Allowed", 405, headers={"Allow": "GET, HEAD"})
        if self._rules.stamp != _rules_stamp(self._site):
            self._rules = _read_rules(self._site)
        path: str = request.scope["path"]
        segments = _segments(path)
        if segments is None:
            return self._missing(request, path)
        return (
            self._by_rule(request, path, forced=True)
            or self._by_file(request, path, segments)
            or self._by_rule(request, path, forced=False)
            or self._missing(request, path)
        )

    def _by_file(self, request: Request, path: str, segments: tuple[str, ...]) -> Response | None:
        """The file at the path; a folder is its index.html, once the address ends with a slash."""
        if segments and segments[0] in _RULE_FILES:
            return None
        found = find_in(self._site, segments)
        if found is None:
            return None
        if not found.is_dir():
            return None if path.endswith("/") or not is_file(found) else self._send(request, path, found)
        index = find_in(self._site, (*segments, "index.html"))
        if index is None or not is_file(index):
            return None
        if not path.endswith("/"):
            return self._moved(request, path, quote(path) + "/", 301)
        return self._send(request, path, index)

    def _by_rule(self, request: Request, path: str, *, forced: bool) -> Response | None:
        found = find_redirect(self._rules.redirects, path, request.query_params, forced=forced)
        if found is None:
            return None
        rule, location = found
        if rule.status in REDIRECTS:
            return self._moved(request, path, location, rule.status)
        if is_absolute(location):
            text = f"The rule for {rule.source} fetches {location}: a host does that, this preview doesn't."
            return PlainTextResponse(text, 502)
        page = self._page(location.partition("#")[0].partition("?")[0])
        return self._send(request, path, page, status=rule.status) if page else None

    def _page(self, target: str) -> Path | None:
        """The file that a rewrite leads to."""
        segments = _segments(target)
        if segments is None or (segments and segments[0] in _RULE_FILES):
            return None
        found = find_in(self._site, segments)
        if found is not None and found.is_dir():
            found = find_in(self._site, (*segments, "index.html"))
        return found if found is not None and is_file(found) else None

    def _missing(self, request: Request, path: str) -> Response:
        page = find_in(self._site, ("404.html",))
        if page is None or not is_file(page):
            return PlainTextResponse("Not Found", 404, headers=headers_for(self._rules.headers, path))
        return self._send(request, path, page, status=404)

    def _moved(self, request: Request, path: str, location: str, status: int) -> Response:
        """A redirect; the request's query goes along unless the target has its own."""
        base, hash_mark, fragment = location.partition("#")
        query = request.scope["query_string"].decode("latin-1")
        if query and "?" not in base:
            base += f"?{query}"
        headers = {**headers_for(self._rules.headers, path), "location": base + hash_mark + fragment}
        return Response(status_code=status, headers=headers)

    def _send(self, request: Request, path: str, file: Path, *, status: int = 200) -> Response:
        headers = {"cache-control": _CACHING, **headers_for(self._rules.headers, path)}
        return send_file(request, file, headers, status=status)


def _segments(path: str) -> tuple[str, ...] | None:
    """The names in a decoded path; None where one of them can't be a name of a file on every system."""
    inner = path.removeprefix("/").removesuffix("/")
    names = tuple(inner.split("/")) if inner else ()
    if path.startswith("//") or any(name in ("", ".", "..") or "\\" in name or "\0" in name for name in names):
        return None
    return names


def _is_api(path: str) -> bool:
    return path in ("/api", "/server-info") or path.startswith(("/api/", "/s3/"))


def _rules_stamp(site: Path) -> tuple[object, ...]:
    stamps: list[object] = []
    for name in _RULE_FILES:
        try:
            found = (site / name).stat()
            stamps.append((found.st_mtime_ns, found.st_size, found.st_ino))
        except OSError:
            stamps.append(None)
    return tuple(stamps)


def _read_rules(site: Path) -> _Rules:
    """Both files as they are now; what is wrong in them is logged and otherwise left aside, as a host does."""
    stamp = _rules_stamp(site)
    headers, header_mistakes = parse_headers(_read_text(site / "_headers"))
    redirects, redirect_mistakes = parse_redirects(_read_text(site / "_redirects"))
    for name, mistakes in (("_headers", header_mistakes), ("_redirects", redirect_mistakes)):
        for mistake in mistakes:
            log.warning("%s: %s", site / name, mistake)
    return _Rules(stamp=stamp, headers=headers, redirects=redirects)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
