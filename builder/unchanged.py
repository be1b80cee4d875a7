"""Whether a catalog's site is up to date, so that a host need not build it: exit code 0 if so, 1 to build.

    python3 -m builder.unchanged https://api.dandiarchive.org/api https://catalog.example.org

A program of its own that needs the standard library alone, since hosts ask before they install anything. Any doubt is
a reason to build. On Netlify the site's address comes from the environment, and a new commit is a reason, too.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

POINTER = "current.js"
"""The script at the site's root that tells when the archive was read."""

_CLOCKS_DIFFER = timedelta(minutes=10)
_LONGEST = timedelta(days=7)
"""So long a site stays as it is: what the archive has hidden or removed bears no date."""
_TIMEOUT_S, _WHOLE_S = 20, 120
_LARGEST_BYTES = 64 << 20
_MOST_PAGES = 20
_CALL = re.compile(r"\s*catalogCurrent\.put\((\{.*\})\);\s*", re.DOTALL)


class Doubt(Exception):
    """Why to build."""


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Say what was found, and answer the exit code."""
    try:
        api_url, *rest = arguments
        site_url = rest[0] if rest else environment.get("URL", "")
        if environment.get("COMMIT_REF") != environment.get("CACHED_COMMIT_REF"):
            raise Doubt("there is a new commit")
        read = read_time(_get(f"{site_url.rstrip('/')}/{POINTER}"), datetime.now(timezone.utc))
        changed = max(newest_change(page) for page in _pages(f"{api_url.rstrip('/')}/dandisets/"))
        if changed > read - _CLOCKS_DIFFER:
            raise Doubt(f"the archive changed at {changed:%Y-%m-%d %H:%M} UTC, the site is of {read:%Y-%m-%d %H:%M}")
    except Doubt as doubt:
        print(f"Building: {doubt}")
        return 1
    except Exception as error:  # whatever it is, building is the answer
        print(f"Building: {type(error).__name__}: {str(error)!r:.200}")
        return 1
    print(f"Nothing has changed since {read:%Y-%m-%d %H:%M} UTC: no build. To have one all the same, push a commit")
    return 0


def read_time(script: bytes, now: datetime) -> datetime:
    """When the archive was last read as a whole, as the site tells."""
    call = _CALL.fullmatch(script.decode())
    if not call:
        raise Doubt(f"the site's {POINTER} is not of the known form")
    told = json.loads(call[1])["read"]
    read = _moment(told["utc"])
    if told.get("whole") is not True:
        raise Doubt("the site shows only a part of the archive, or some of it could not be read")
    if not now - _LONGEST < read < now + _CLOCKS_DIFFER:
        raise Doubt(f"the site is of {read:%Y-%m-%d %H:%M} UTC")
    return read


def _pages(url: str) -> Iterator[list[dict[str, Any]]]:
    """The list of all dandisets; one request holds 1,000."""
    listed = 0
    for number in range(1, _MOST_PAGES + 1):
        page = json.loads(_get(f"{url}?page_size=1000&draft=true&empty=true&page={number}"))
        listed += len(page["results"])
        if not page["results"]:
            break
        yield page["results"]
        if page["next"] is None and listed == page["count"]:
            return
    raise Doubt("the archive's list of dandisets has no end, or is not whole")


def newest_change(items: Sequence[dict[str, Any]]) -> datetime:
    """The newest date of listed dandisets; the list's own order can't tell it, since it leaves out drafts."""
    dates = [_moment(item["modified"]) for item in items]
    versions = [item[kind] for item in items for kind in ("draft_version", "most_recent_published_version")]
    return max(dates + [_moment(version["modified"]) for version in versions if version is not None])


def _moment(text: Any) -> datetime:  # noqa: ANN401
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise Doubt(f"{text!r:.50} is a time without its zone")
    return moment.astimezone(timezone.utc)


def _get(url: str) -> bytes:
    """The body of a good answer; this machine is asked without a proxy."""
    request = Request(url, headers={"User-Agent": "dandi-catalog (asks whether to build)"})
    opener = build_opener(*([ProxyHandler({})] if _is_loopback(url) else []))
    ends = time.monotonic() + _WHOLE_S
    body = bytearray()
    with opener.open(request, timeout=_TIMEOUT_S) as answer:
        while piece := answer.read1(1 << 16):
            body += piece
            if len(body) > _LARGEST_BYTES or time.monotonic() > ends:
                raise Doubt(f"{url}: the answer has no end")
    return bytes(body)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
