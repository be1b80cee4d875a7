"""The REST client: one door to the archive, through which every request goes."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec
import requests

from builder import __version__
from builder.archive.answers import ListedVersion, Page, ServerInfo, VersionEnvelope, decode
from builder.archive.pace import ATTEMPTS, FIRST_ATTEMPTS, Pace, backoff_s, retry_after_s
from builder.archive.stop import Stop
from builder.errors import ArchiveError, Forbidden, Inconsistent, NotFound

log = logging.getLogger(__name__)

PAGE_SIZE = 1000
"""The most that the server gives; it clamps larger values silently."""
DEFAULT_RATE_PER_MINUTE = 300.0
"""Against public archives; the server's own limit for anonymous readers has been 500."""

_TIMEOUT_S = (10.0, 60.0)
_CHUNK_BYTES = 1 << 20
_LARGEST_BODY_BYTES = 512 << 20
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_USER_AGENT = f"dandi-catalog/{__version__} (harvests metadata for a static catalog)"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Transient(Exception):
    """An attempt that may succeed when it is made again."""

    what: str
    retry_after_s: float | None = None


class ArchiveClient:
    """Reads one archive; safe to share between threads."""

    def __init__(
        self,
        api_url: str,
        *,
        rate_per_minute: float | None = None,
        token: str | None = None,
        stop: Stop | None = None,
    ) -> None:
        """`rate_per_minute` None: the default, and no limit on loopback; 0: no limit at all."""
        self.api_url = api_url.rstrip("/")
        self.stop = stop or Stop()
        if rate_per_minute is None:
            rate_per_minute = 0.0 if is_loopback(self.api_url) else DEFAULT_RATE_PER_MINUTE
        self._pace = Pace(rate_per_minute, self.stop)
        self._token = token
        self._local = threading.local()
        self._count = threading.Lock()
        self.requests = 0
        self.bytes = 0

    # -- what is asked ------------------------------------------------------------------------------------------

    def info(self) -> bytes:
        """The raw `/info/` of the archive; ArchiveError if what answers there isn't one."""
        url = f"{self.api_url}/info/"
        try:
            body = self._get(url, msgspec.Raw, attempts=FIRST_ATTEMPTS)
            decode(body, ServerInfo)
        except (NotFound, Forbidden, msgspec.ValidationError) as error:
            raise ArchiveError(
                f"{url} doesn't answer like a DANDI archive: {error}. Give the address of the API, "
                "as in https://api.dandiarchive.org/api"
            ) from error
        return bytes(body)

    def dandiset(self, identifier: str) -> bytes:
        """The raw answer for one dandiset; NotFound or Forbidden tell why there is none."""
        return bytes(self._get(f"{self.api_url}/dandisets/{identifier}/", msgspec.Raw))

    def dandiset_pages(self, page_size: int = PAGE_SIZE) -> Iterator[Page]:
        """The list of all dandisets, drafts and empty ones too, by identifier."""
        return self._pages("/dandisets/", ordering="id", draft="true", empty="true", page_size=page_size)

    def versions(self, identifier: str) -> list[ListedVersion]:
        """The versions of a dandiset, the draft among them."""
        pages = self._pages(f"/dandisets/{identifier}/versions/", page_size=PAGE_SIZE)
        return [decode(bytes(raw), ListedVersion) for page in pages for raw in page.results]

    def version_info(self, identifier: str, version: str) -> tuple[bytes, VersionEnvelope]:
        """The raw `/info/` of a version, and the part of it that a harvest acts on."""
        body = bytes(self._get(f"{self.api_url}/dandisets/{identifier}/versions/{version}/info/", msgspec.Raw))
        try:
            return body, decode(body, VersionEnvelope)
        except msgspec.ValidationError as error:
            raise ArchiveError(
                f"{identifier}/{version}: the archive's answer is not of the known form: {error}"
            ) from error

    def asset_pages(self, identifier: str, version: str, page_size: int = PAGE_SIZE) -> Iterator[Page]:
        """A version's assets with their metadata. By path: the only order without ties, so rows keep their places."""
        path = f"/dandisets/{identifier}/versions/{version}/assets/"
        return self._pages(path, order="path", metadata="true", page_size=page_size)

    # -- how it is asked ----------------------------------------------------------------------------------------

    def _pages(self, path: str, **query: str | int) -> Iterator[Page]:
        url: str | None = f"{self.api_url}{path}?{urlencode(query)}"
        seen = set()
        while url:
            if url in seen:
                raise Inconsistent(f"{url}: the list's next page leads back to itself")
            seen.add(url)
            page = self._get(url, Page)
            yield page
            url = page.next and self._same_host(url, page.next)

    def _same_host(self, url: str, there: str) -> str:
        """An address that an answer points to; refused if it leaves the API or gives up its encryption."""
        target = urljoin(url, there)
        ours, theirs = urlsplit(self.api_url), urlsplit(target)
        inside = theirs.netloc == ours.netloc and theirs.path.startswith(f"{ours.path}/")
        if not inside or (ours.scheme, theirs.scheme) not in {
            ("http", "http"),
            ("http", "https"),
            ("https", "https"),
        }:
            raise Inconsistent(f"{url} points away from the archive, to {target}: refused")
        return target

    def _get(self, url: str, kind: type[T], attempts: int = ATTEMPTS) -> T:
        """Send, read the whole body and decode it, again and again while that may help."""
        for attempt in range(attempts):
            self._pace.take_turn()
            try:
                return self._attempt(url, kind)
            except _Transient as failure:
                if attempt + 1 == attempts:
                    raise ArchiveError(f"{url}: {failure.what} ({attempts} tries)") from failure
                wait_s = failure.retry_after_s if failure.retry_after_s is not None else backoff_s(attempt)
                log.debug("%s: %s; try %d of %d in %.1f s", url, failure.what, attempt + 2, attempts, wait_s)
                self.stop.wait(wait_s)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(self, url: str, kind: type[T]) -> T:
        for _ in range(5):
            try:
                with self._session().get(url, timeout=_TIMEOUT_S, stream=True, allow_redirects=False) as response:
                    body = self._read(response)
            except requests.RequestException as error:
                raise _Transient(_short(error)) from error
            if response.status_code not in _REDIRECTS:
                return _answer(url, response, body, kind)
            url = self._same_host(url, response.headers.get("Location", ""))
        raise ArchiveError(f"{url}: redirected in a circle")

    def _read(self, response: requests.Response) -> bytes:
        chunks, size = [], 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            self.stop.check()
            chunks.append(chunk)
            size += len(chunk)
            if size > _LARGEST_BODY_BYTES:
                raise ArchiveError(f"{response.url}: the answer is larger than {_LARGEST_BODY_BYTES >> 20} MiB")
        with self._count:
            self.requests += 1
            self.bytes += size
        return b"".join(chunks)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.headers.update({"Accept": "application/json", "User-Agent": _USER_AGENT})
            if self._token:
                session.headers["Authorization"] = f"token {self._token}"
        return session


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _answer(url: str, response: requests.Response, body: bytes, kind: type[T]) -> T:
    """The decoded body of a good answer, or the error that the status stands for."""
    status = response.status_code
    if status in _TRANSIENT:
        raise _Transient(f"answered {status} {response.reason}", retry_after_s(response.headers.get("Retry-After")))
    if status == 404:
        raise NotFound(f"{url}: not found (404)")
    if status in (401, 403):
        raise Forbidden(f"{url}: not shown to us ({status})")
    if status != 200:
        raise ArchiveError(f"{url}: answered {status} {response.reason}")
    try:
        body.decode()  # what is kept raw is not decoded, so its encoding would go unseen
        return decode(body, kind)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"{url}: the answer is not of the known form: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        html = "html" in response.headers.get("Content-Type", "")
        what = "answered a web page instead of JSON" if html else f"answered broken JSON ({error})"
        raise (ArchiveError(f"{url}: {what}") if html else _Transient(what)) from error


def _short(error: requests.RequestException) -> str:
    """What went wrong on the wire, in a few words."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return f"the encrypted connection failed: {error}"
    if isinstance(error, requests.ConnectionError):
        return "can't connect"
    return f"the answer broke off: {error}"
