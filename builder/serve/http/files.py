"""Find a file of a folder by its address, and send it: type, byte ranges, conditional requests, compression."""

from __future__ import annotations

import gzip
import os
import re
import stat
from collections.abc import Mapping, Sequence
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from builder.records.citation_formats import CITATION_FORMATS
from builder.serve.http.answers import GZIP_FROM_BYTES, takes_gzip

_TEXT_TYPES = {
    **{form.ending: form.media_type for form in CITATION_FORMATS},
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".htm": "text/html",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".xsl": "application/xslt+xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
_BINARY_TYPES = {
    ".avif": "image/avif",
    ".db": "application/vnd.sqlite3",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".h5": "application/x-hdf5",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp4": "video/mp4",
    ".nwb": "application/x-nwb",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".sqlite": "application/vnd.sqlite3",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
_COMPRESSED_UP_TO_BYTES = 32 * 2**20
_RANGES = re.compile(rb"bytes=(\d+-\d*|-\d+)(\s*,\s*(\d+-\d*|-\d+))*", re.IGNORECASE)


def content_type(name: str) -> str:
    """The type of a file by its name; text is UTF-8, all of it."""
    _, *parts = name.lower().split(".")
    for ending in (".".join(["", *parts[-count:]]) for count in (2, 1) if len(parts) >= count):
        if kind := _TEXT_TYPES.get(ending):
            return f"{kind}; charset=utf-8"
    return _BINARY_TYPES.get(f".{parts[-1]}" if parts else "", "application/octet-stream")


def find_in(root: Path, segments: Sequence[str]) -> Path | None:
    """The file or folder at a path below a folder, spelt exactly so; None for what must not or can't be given.

    Hidden names are not given, except `.well-known`; neither is what a symbolic link fetches from elsewhere.
    """
    found = root
    for segment in segments:
        hidden = segment.startswith(".") and segment != ".well-known"
        if hidden or not found.is_dir() or segment not in _names(found):
            return None
        found = found / segment
    try:
        real = found.resolve(strict=True)
    except OSError:
        return None
    return found if real.is_relative_to(root.resolve()) else None


def _names(folder: Path) -> set[str]:
    """What a folder holds. Its list tells the case, which some file systems ignore, and has no "..", "" or "a/b"."""
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries}


def send_file(request: Request, path: Path, headers: Mapping[str, str], *, status: int = 200) -> Response:
    """A file with these headers; without a Content-Type among them, that of its name.

    A status other than 200 sends it whole and unconditionally, as an error page is.
    """
    found = path.stat()
    sent = {"content-type": content_type(path.name), **{name.lower(): value for name, value in headers.items()}}
    sent["last-modified"] = formatdate(found.st_mtime, usegmt=True)
    tag = f"{found.st_mtime_ns:x}-{found.st_size:x}"
    sent["etag"] = f'"{tag}"'
    compressible = (
        "charset=utf-8" in content_type(path.name) and GZIP_FROM_BYTES <= found.st_size <= _COMPRESSED_UP_TO_BYTES
    )
    if compressible:
        sent["vary"] = ", ".join(filter(None, (sent.get("vary"), "Accept-Encoding")))
    if status == 200 and is_unchanged(request.headers, etag=sent["etag"], modified_s=found.st_mtime):
        kept = ("cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary")
        return Response(status_code=304, headers={name: sent[name] for name in kept if name in sent})
    if compressible and takes_gzip(request) and "range" not in request.headers:
        # Another form of the same: a weak tag says so, and still answers If-None-Match.
        sent.update({"content-encoding": "gzip", "etag": f'W/"{tag}"'})
        return Response(_compressed(path, found.st_mtime_ns, found.st_size), status_code=status, headers=sent)
    return _RangedFile(path, status_code=status, headers=sent, media_type=sent["content-type"], stat_result=found)


def is_unchanged(headers: Mapping[str, str], *, etag: str, modified_s: float) -> bool:
    """Whether the client's copy is still good: by its tags, or without any by its date."""
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or etag.removeprefix("W/") in known
    since = headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return int(modified_s) <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


def is_file(path: Path) -> bool:
    """Whether bytes can be read there: no folder, no pipe."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


class _RangedFile(FileResponse):
    """Leaves aside a Range header that says nothing valid, as HTTP asks, where Starlette answers 400."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] != b"range" or _is_range(pair[1])]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _is_range(value: bytes) -> bool:
    if not _RANGES.fullmatch(value.strip()):
        return False
    pairs = (part.strip().split(b"-") for part in value.partition(b"=")[2].split(b","))
    return all(not start or not end or int(start) <= int(end) for start, end in pairs)


@lru_cache(maxsize=128)
def _compressed(path: Path, changed_ns: int, size_bytes: int) -> bytes:
    """The file compressed; when it changed and its size belong to the key, so that no old form is kept."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
