"""What the API shows of a snapshot: the dandisets that the settings leave in, without what they hide."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Generic, Protocol, TypeVar

import msgspec

from builder.archive.address import is_loopback
from builder.catalog.links.instances import Instance, instance_for
from builder.catalog.text.cleaning import clean_json
from builder.errors import IntegrityError
from builder.serve.api.harvested import rewriting
from builder.serve.api.stored import UNREADABLE, is_whole
from builder.settings import Select, Settings
from builder.snapshot import ArchiveRow, DandisetRow, DandisetState, Snapshot, VersionRow
from builder.snapshot.loading import hidden_dandisets, open_dandiset

log = logging.getLogger(__name__)

AS_HARVESTED = Settings(show_emails=True)
"""For a stand-in of an archive, which hides nothing."""

_NOTHING = b"{}"
_UNREAD = b""


class HasContent(Protocol):
    """What tells whether a snapshot has changed."""

    def content_hash(self) -> str: ...


S = TypeVar("S", bound=HasContent)
T = TypeVar("T")


class PerContent(Generic[S, T]):
    """What is made of a snapshot's content: when first asked for, and again once that has changed."""

    def __init__(self, make: Callable[[S], T]) -> None:
        self._make = make
        self._made: tuple[str, T] | None = None
        self._lock = Lock()

    def of(self, source: S) -> T:
        content_hash = source.content_hash()
        with self._lock:
            if self._made is None or self._made[0] != content_hash:
                self._made = (content_hash, self._make(source))
            return self._made[1]


def shown_identifiers(snapshot: Snapshot, settings: Settings) -> frozenset[str]:
    """The dandisets that may be asked for; embargoed and gone ones are told of as on the site."""
    hidden = {row.identifier for row in hidden_dandisets(snapshot, settings)}
    rows = (row for row in snapshot.dandisets() if row.state is DandisetState.OPEN)
    return frozenset(hidden | {row.identifier for row in rows if _is_shown(snapshot, row, settings)})


def _is_shown(snapshot: Snapshot, row: DandisetRow, settings: Settings) -> bool:
    """Without a selection, this needs no metadata; with one, what can't be read is in no selection."""
    if row.identifier in settings.exclude or settings.select == Select():
        return row.identifier not in settings.exclude
    try:
        return open_dandiset(snapshot, row, settings) is not None
    except (msgspec.DecodeError, IntegrityError) as error:
        log.warning("%s is left out, since it can't be read: %s", row.identifier, error)
        return False


class ShownSnapshot:
    """A snapshot for one request: all that an answer is made from, and nothing that the settings hide.

    With `show_emails` the bytes are those that were harvested: JSON carries control characters safely. This server,
    `host_url`, always takes the place of the host that was harvested from, unless that is the archive's public one.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings, identifiers: Collection[str], host_url: str) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self._identifiers = identifiers
        self._host_url = host_url

    def content_hash(self) -> str:
        return self._snapshot.content_hash()

    def archive(self) -> ArchiveRow | None:
        """The archive as last read; None before the first listing was complete."""
        row = self._archive
        return replace(row, info=self._given(row.info) or _NOTHING) if row else None

    @cached_property
    def instance(self) -> Instance:
        """The archive with its public addresses; without that of its API where only this machine knows it."""
        found = instance_for(self._settings.archive, self._archive.info if self._archive else _NOTHING)
        return replace(found, api_url="") if is_loopback(found.api_url) else found

    def dandisets(self) -> list[DandisetRow]:
        """Those that are shown, in order of identifier; embargoed and gone ones among them."""
        return [self._row(row) for row in self._snapshot.dandisets() if row.identifier in self._identifiers]

    def dandiset(self, identifier: str) -> DandisetRow | None:
        row = self._snapshot.dandiset(identifier) if identifier in self._identifiers else None
        return self._row(row) if row else None

    def versions(self, identifier: str) -> list[VersionRow]:
        """A dandiset's versions, published ones by date, the draft last."""
        if identifier not in self._identifiers:
            return []
        return [replace(row, info=self._given(row.info) or _NOTHING) for row in self._snapshot.versions(identifier)]

    def asset_lines(self, identifier: str, version: str) -> Iterator[bytes]:
        """All of a version's assets, in the order in which they are stored, to be looked through.

        For what is no object there is an empty line; the others may still be broken JSON.
        """
        for lines in self._snapshot.asset_pages(identifier, version):
            yield from map(self._cleaned, lines)

    def asset_lines_at(self, identifier: str, version: str, numbers: Sequence[int]) -> dict[int, bytes]:
        """A version's assets by their number, to be handed out; reads no further than the last that is asked for.

        Left out are those that can't be read, and numbers past the end: a harvest may have shortened the version.
        """
        wanted = sorted(set(numbers))
        found: dict[int, bytes] = {}
        start = at = 0
        pages = self._snapshot.asset_pages(identifier, version) if wanted else iter(())
        for lines in pages:
            while at < len(wanted) and wanted[at] < start + len(lines):
                line = self._given(lines[wanted[at] - start])
                if line:
                    found[wanted[at]] = line
                at += 1
            start += len(lines)
            if at == len(wanted):
                break
        return found

    @cached_property
    def _archive(self) -> ArchiveRow | None:
        return self._snapshot.archive()

    @cached_property
    def _rewrite(self) -> Callable[[bytes], bytes]:
        api_url = self._archive.api_url if self._archive else ""
        return rewriting(api_url, public_url=self.instance.api_url, host_url=self._host_url)

    def _row(self, row: DandisetRow) -> DandisetRow:
        return replace(row, listed=self._given(row.listed) or _NOTHING)

    def _given(self, raw: bytes) -> bytes:
        """The object to hand out; empty for what is none, or nested without end."""
        clean = self._cleaned(raw)
        return self._rewrite(clean) if is_whole(clean) else _UNREAD

    def _cleaned(self, raw: bytes) -> bytes:
        try:
            if not raw.isascii():
                raw.decode()
            clean = raw if self._settings.show_emails else clean_json(raw, show_emails=False)
        except UNREADABLE:
            return _UNREAD
        return clean if clean.startswith(b"{") else _UNREAD
