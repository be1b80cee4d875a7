"""The REST client: one door to the archive, through which every request goes."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec
import requests
from requests.utils import requote_uri

from builder import __version__
from builder.archive.address import checked_token, checked_url, is_loopback
from builder.archive.answers import ListedVersion, ResultsPage, ServerInfo, VersionEnvelope, decode
from builder.archive.broken import BrokenBody, broken_body
from builder.archive.pace import ATTEMPTS, BUDGET_S, FIRST_ATTEMPTS, Pace, backoff_s, retry_after_s
from builder.archive.stop import Stop
from builder.archive.transport import is_proxy_impossible, through_proxy, timed_session
from builder.errors import ArchiveError, Forbidden, Inconsistent, NotFound
from builder.printable import excerpt

log = logging.getLogger(__name__)

PAGE_SIZE = 1000
"""The most that the server gives; it clamps larger values silently."""
SMALLEST_PAGE = 125
MOST_TIMEOUTS = 2
"""After so many, a page of a list is asked for in halves."""
DEFAULT_RATE_PER_MINUTE = 300.0
"""Against public archives; the server's own limit for anonymous readers has been 500."""

_CONNECT_S, _READ_S, _ANSWER_S = 10.0, 60.0, 120.0
"""To connect, for each read from the line, and for an answer as a whole."""
_CHUNK_BYTES = 1 << 20
_LARGEST_BODY_BYTES = 512 << 20
_LONGEST_ADDRESS = 2000
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_REFUSED_TUNNEL = re.compile(r"Tunnel connection failed: ([^'\")]*)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Transient(Exception):
    """An attempt that may succeed when it is made again."""

    what: str
    retry_after_s: float | None = None
    timed_out: bool = False
    broken: BrokenBody | None = None
    """What came whole, but is no JSON."""


class _TooSlow(Exception):
    """The answer came too late again and again; half of it may come in time."""


class ArchiveClient:
    """Reads one archive; safe to share between threads."""

    def __init__(
        self,
        api_url: str,
        *,
        rate_per_minute: float | None = None,
        token: str | None = None,
        stop: Stop | None = None,
        catalog_url: str | None = None,
    ) -> None:
        """`rate_per_minute` None: the default, and no limit on loopback; 0: no limit at all.

        `catalog_url` tells the archive's operators what is made of their answers, and so whom to ask.
        """
        self.api_url = checked_url(api_url)
        self.stop = stop or Stop()
        if rate_per_minute is None:
            rate_per_minute = 0.0 if is_loopback(self.api_url) else DEFAULT_RATE_PER_MINUTE
        self._pace = Pace(rate_per_minute, self.stop)
        self._token = checked_token(token)
        purpose = f"harvests metadata for {requote_uri(catalog_url) if catalog_url else 'a static catalog'}"
        self._headers = {"Accept": "application/json", "User-Agent": f"dandi-catalog/{__version__} ({purpose})"}
        self._local = threading.local()
        self._count = threading.Lock()
        self.requests = 0
        self.bytes = 0

    # -- what is asked ------------------------------------------------------------------------------------------

    def info(self) -> bytes:
        """The raw `/info/` of the archive; ArchiveError if what answers there isn't one."""
        url = f"{self.api_url}/info/"
        try:
            body = self._get(url, msgspec.Raw, attempts=FIRST_ATTEMPTS, most_timeouts=1)
            decode(body, ServerInfo)
        except _TooSlow as error:
            raise ArchiveError(f"{url}: no answer in time: is it the address of an API?") from error
        except Forbidden as error:
            if self._token:
                raise ArchiveError(f"{error}: correct the token, or go without one") from error
            raise ArchiveError(f"{error}: an archive tells this to anyone; is it the address of an API?") from error
        except (NotFound, msgspec.ValidationError) as error:
            raise ArchiveError(
                f"{url} doesn't answer like a DANDI archive: {error}. Give the address of the API, "
                "as in https://api.dandiarchive.org/api"
            ) from error
        return bytes(body)

    def dandiset(self, identifier: str) -> bytes:
        """The raw answer for one dandiset; NotFound or Forbidden tell why there is none."""
        return bytes(self._get(f"{self.api_url}/dandisets/{identifier}/", msgspec.Raw))

    def dandiset_pages(self, page_size: int = PAGE_SIZE) -> Iterator[ResultsPage]:
        """The list of all dandisets, drafts and empty ones too, by identifier."""
        return self._pages("/dandisets/", ordering="id", draft="true", empty="true", page_size=page_size)

    def versions(self, identifier: str) -> list[ListedVersion]:
        """The versions of a dandiset, the draft among them."""
        pages = self._pages(f"/dandisets/{identifier}/versions/", page_size=PAGE_SIZE)
        try:
            found = [decode(bytes(raw), ListedVersion) for page in pages for raw in page.results]
        except msgspec.ValidationError as error:
            raise ArchiveError(f"{identifier}: its list of versions is not of the known form: {error}") from error
        if len({listed.version for listed in found}) < len(found):
            raise Inconsistent(f"{identifier}: its list of versions names one of them twice")
        return found

    def version_info(self, identifier: str, version: str) -> tuple[bytes, VersionEnvelope]:
        """The raw `/info/` of a version, and the part of it that a harvest acts on."""
        body = bytes(self._get(f"{self.api_url}/dandisets/{identifier}/versions/{version}/info/", msgspec.Raw))
        try:
            envelope = decode(body, VersionEnvelope)
        except msgspec.ValidationError as error:
            raise ArchiveError(
                f"{identifier}/{version}: the archive's answer is not of the known form: {error}"
            ) from error
        if (envelope.dandiset.identifier, envelope.version) != (identifier, version):
            about = f"{envelope.dandiset.identifier}/{envelope.version}"
            raise Inconsistent(f"{identifier}/{version}: the archive answered with {excerpt(about)}")
        return body, envelope

    def asset_pages(self, identifier: str, version: str, page_size: int = PAGE_SIZE) -> Iterator[ResultsPage]:
        """A version's assets with their metadata. By path: the only order without ties, so rows keep their places."""
        path = f"/dandisets/{identifier}/versions/{version}/assets/"
        return self._pages(path, order="path", metadata="true", page_size=page_size)

    # -- how it is asked ----------------------------------------------------------------------------------------

    def _pages(self, path: str, *, page_size: int = PAGE_SIZE, **query: str) -> Iterator[ResultsPage]:
        """The pages of a list, one after the other; if one is too slow twice, in pages half as large from there."""
        first = f"{self.api_url}{path}?"
        url: str | None = first + urlencode({**query, "page_size": page_size})
        seen = set()
        rows = 0
        while url:
            if url in seen:
                raise Inconsistent(f"{url}: the list's next page leads back to itself")
            seen.add(url)
            try:
                page = self._get(url, ResultsPage, most_timeouts=MOST_TIMEOUTS if page_size > SMALLEST_PAGE else None)
            except _TooSlow:
                page_size //= 2
                log.warning("%s is too slow: going on with %d rows a page", url, page_size)
                url = first + urlencode({**query, "page_size": page_size, "page": rows // page_size + 1})
                continue
            yield page
            rows += len(page.results)
            url = page.next and self._same_host(url, page.next)

    def _same_host(self, url: str, there: str) -> str:
        """An address that an answer points to; refused if it leaves the API or gives up its encryption."""
        try:
            target = urljoin(url, there)
            ours, theirs = urlsplit(self.api_url), urlsplit(target)
        except ValueError as error:
            raise Inconsistent(f"{url} points to an address that can't be read: {excerpt(there)}") from error
        if len(target) > _LONGEST_ADDRESS:
            raise Inconsistent(f"{url} points to an address of {len(target)} characters: refused")
        inside = theirs.netloc == ours.netloc and theirs.path.startswith(f"{ours.path}/")
        if not inside or (ours.scheme, theirs.scheme) not in {
            ("http", "http"),
            ("http", "https"),
            ("https", "https"),
        }:
            raise Inconsistent(f"{url} points away from the archive, to {excerpt(target)}: refused")
        return target

    def _get(self, url: str, kind: type[T], *, attempts: int = ATTEMPTS, most_timeouts: int | None = None) -> T:
        """Send, read the whole body and decode it, again and again while that may help."""
        timeouts, began = 0, time.monotonic()
        broken: Counter[BrokenBody] = Counter()
        for attempt in range(attempts):
            self._pace.take_turn()
            try:
                return self._attempt(url, kind)
            except _Transient as failure:
                self.stop.check()  # a timeout may have been the deadline
                timeouts += failure.timed_out
                if timeouts == most_timeouts:
                    raise _TooSlow from failure
                if failure.broken:
                    broken[failure.broken] += 1
                    if broken[failure.broken] == failure.broken.tries:
                        raise ArchiveError(
                            f"{url}: {failure.what}, the same bytes again: broken for good"
                        ) from failure
                # Not only what was asked for: by clocks that differ, or a server under load, that may be nothing.
                wait_s = max(failure.retry_after_s or 0.0, backoff_s(attempt))
                if attempt + 1 == attempts or time.monotonic() - began + wait_s > BUDGET_S:
                    tries = f"{url}: {failure.what} ({attempt + 1} tries)"
                    raise ArchiveError(f"{tries}{through_proxy(url)}") from failure
                log.debug("%s: %s; try %d of %d in %.1f s", url, failure.what, attempt + 2, attempts, wait_s)
                self.stop.wait(wait_s)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(self, url: str, kind: type[T]) -> T:
        for _ in range(5):
            try:
                timeout = self.stop.limit(_CONNECT_S), self.stop.limit(_READ_S)
                with self._session().get(url, timeout=timeout, stream=True, allow_redirects=False) as response:
                    body = self._read(response)
            except requests.RequestException as error:
                if is_proxy_impossible(error):
                    raise ArchiveError(f"{url}: can't be asked{through_proxy(url)}") from error
                raise _Transient(_short(error), timed_out=_timed_out(error)) from error
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
            session = self._local.session = timed_session(lambda: self.stop.limit(_ANSWER_S))
            session.headers.update(self._headers)
            session.auth = self._sign
        return session

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the token. As the session's `auth`, since else a ~/.netrc would be asked, and overrule it."""
        if self._token:
            request.headers["Authorization"] = f"token {self._token}"
        return request


def _answer(url: str, response: requests.Response, body: bytes, kind: type[T]) -> T:
    """The decoded body of a good answer, or the error that the status stands for."""
    status = response.status_code
    if status in _TRANSIENT:
        what = f"answered {status} {excerpt(response.reason or '')}"
        wait_s = retry_after_s(response.headers.get("Retry-After"))
        raise _Transient(what, wait_s, timed_out=status == 504)
    if status == 404:
        raise NotFound(f"{url}: not found (404)")
    html = "html" in response.headers.get("Content-Type", "")
    if status in (401, 403) and not html:  # the archive says so in JSON, a firewall that has had enough in HTML
        raise Forbidden(f"{url}: not shown to us ({status})")
    if status != 200:
        raise ArchiveError(f"{url}: answered {status} {excerpt(response.reason or '')}{through_proxy(url)}")
    try:
        body.decode()  # what is kept raw is not decoded, so its encoding would go unseen
        return decode(body, kind)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"{url}: the answer is not of the known form: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if html:
            raise ArchiveError(f"{url}: answered a web page instead of JSON{through_proxy(url)}") from error
        raise _Transient(f"answered broken JSON ({error})", broken=broken_body(body)) from error


def _timed_out(error: requests.RequestException) -> bool:
    """Whether the answer was too slow, rather than the connection."""
    late = isinstance(error, requests.ReadTimeout) or "timed out" in str(error).lower()
    return late and not isinstance(error, requests.ConnectTimeout)


def _short(error: requests.RequestException) -> str:
    """What went wrong on the wire, in a few words."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if _timed_out(error):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ProxyError):
        refused = _REFUSED_TUNNEL.search(str(error))
        return f"the proxy answered {excerpt(refused[1])}" if refused else "can't connect"
    if isinstance(error, requests.exceptions.SSLError):
        return f"the encrypted connection failed: {excerpt(error)}"
    if isinstance(error, requests.ConnectionError):
        return "can't connect"
    return f"the answer broke off: {excerpt(error)}"
