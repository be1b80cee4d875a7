"""Endpoints about dandisets and their versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from builder.serve.api.call import Call
from builder.serve.api.dandiset_search import parse_search
from builder.serve.api.parameters import date_key, read_choice, read_flag, read_order, sort_by
from builder.serve.api.stored import fields_of, read_stored, text_of
from builder.serve.http.answers import Answer, Refused, says
from builder.snapshot import DandisetRow, DandisetState

# What a version is in a list of versions: its /info/ without the metadata, the errors and the contact person.
_VERSION_DEFAULTS: Mapping[str, object] = {
    "version": "",
    "name": "",
    "asset_count": 0,
    "active_uploads": 0,
    "size": 0,
    "status": "Pending",
    "created": "",
    "modified": "",
    "dandiset": None,
    "release_notes": "",
}


class _ListedVersion(msgspec.Struct, frozen=True):
    name: str = ""
    asset_count: int = 0
    size: int = 0
    created: str = ""
    modified: str = ""


class ListedDandiset(msgspec.Struct, frozen=True):
    """What filters and orders need of a dandiset's item in the list."""

    identifier: str = ""
    created: str = ""
    star_count: int = 0
    most_recent_published_version: _ListedVersion | None = None
    draft_version: _ListedVersion | None = None

    @property
    def newest(self) -> _ListedVersion:
        """The version that was created last: the newest published one, else the draft."""
        return self.most_recent_published_version or self.draft_version or _ListedVersion()

    @property
    def dates(self) -> dict[str, str | None]:
        published = self.most_recent_published_version
        return {
            "created": self.created,
            "modified": self.newest.modified,
            "published": published.created if published else None,
        }


_ORDERS: Mapping[str, Callable[[ListedDandiset], Any]] = {
    "id": lambda dandiset: dandiset.identifier,
    "name": lambda dandiset: dandiset.newest.name,
    "modified": lambda dandiset: date_key(dandiset.newest.modified),
    "size": lambda dandiset: dandiset.newest.size,
    "stars": lambda dandiset: dandiset.star_count,
    "created": lambda dandiset: date_key(dandiset.created),
}


def list_dandisets(call: Call) -> Answer:
    """`/api/dandisets/`: the open dandisets, as the archive listed them."""
    keep = _dandiset_filter(call)
    rows = [row for row in call.snapshot.dandisets() if row.state is DandisetState.OPEN]
    found = [(listed, row) for row in rows if keep(listed := read_stored(row.listed, ListedDandiset), row)]
    order = _asked_ordering(call.query.get("ordering", ""))
    key = _ORDERS[order.removeprefix("-")]
    found.sort(key=lambda pair: key(pair[0]), reverse=order.startswith("-"))
    window = call.window(len(found))
    return call.page(window, [msgspec.Raw(row.listed) for _, row in found[window.start : window.stop]])


def show_dandiset(call: Call) -> Answer:
    """`/api/dandisets/ID/`: the listed item with more about its two versions."""
    row = call.dandiset()
    fields: dict[str, object] = {**fields_of(row.listed)}
    infos = {version.version: fields_of(version.info) for version in call.snapshot.versions(row.identifier)}
    published = [info for name, info in infos.items() if name != "draft"]
    latest = max(published, key=lambda info: _date(info, "modified"), default=None)
    fields["most_recent_published_version"] = latest and _without_dandiset(latest)
    fields["draft_version"] = _without_dandiset(infos["draft"]) if "draft" in infos else fields.get("draft_version")
    newest = max(infos.values(), key=lambda info: _date(info, "created"), default={})
    fields["contact_person"] = text_of(newest.get("contact_person")) or fields.get("contact_person") or ""
    return says(fields)


def list_versions(call: Call) -> Answer:
    """`/api/dandisets/ID/versions/`, by `created`."""
    row = call.dandiset()
    order = read_order(call.query, ("created",)) or (("created", False),)
    versions = [_version_object(fields_of(version.info)) for version in call.snapshot.versions(row.identifier)]
    ordered = sort_by(versions, order, lambda name, version: _date(version, name))
    window = call.window(len(ordered))
    return call.page(window, ordered[window.start : window.stop])


def show_version(call: Call) -> Answer:
    """`/api/dandisets/ID/versions/V/`: the metadata alone."""
    return says(fields_of(call.version().info).get("metadata"))


def show_version_info(call: Call) -> Answer:
    """`/api/dandisets/ID/versions/V/info/`: as it was harvested."""
    return Answer(body=call.version().info)


def is_published(row: DandisetRow) -> bool:
    """Whether it has a published version; of one that is embargoed nothing is known."""
    return read_stored(row.listed, ListedDandiset).most_recent_published_version is not None


def _dandiset_filter(call: Call) -> Callable[[ListedDandiset, DandisetRow], bool]:
    """What the list's parameters ask for; refused where only someone who is logged in may ask it."""
    query = call.query
    draft, empty = read_flag(query, "draft", default=True), read_flag(query, "empty", default=True)
    embargoed, starred = read_flag(query, "embargoed"), read_flag(query, "starred")
    mine = read_choice(query, "user", ("me",), default="")
    if embargoed:
        raise Refused(
            "Authentication credentials must be provided when attempting to access embargoed dandisets", 401
        )
    if starred:
        raise Refused("Must be authenticated to filter by starred dandisets.", 401)
    search = parse_search(query["search"]) if query.get("search") else None

    def keep(listed: ListedDandiset, row: DandisetRow) -> bool:
        if mine or not (draft or listed.most_recent_published_version) or not (empty or listed.newest.asset_count):
            return False
        return search is None or search.fits(
            listed.dates,
            lambda: call.snapshot.versions(row.identifier),
            lambda: call.served.index.of(call.snapshot).formats.get(row.identifier, ()),
        )

    return keep


def _asked_ordering(text: str) -> str:
    """The first order that the archive knows; others it leaves aside without a word."""
    for word in text.split(","):
        if word.strip().removeprefix("-") in _ORDERS and word.strip().removeprefix("-") != "created":
            return word.strip()
    return "created"


def _date(info: Mapping[str, object], name: str) -> str:
    value = info.get(name)
    return date_key(text_of(value) if isinstance(value, msgspec.Raw) else "")


def _version_object(info: Mapping[str, msgspec.Raw]) -> dict[str, object]:
    return {name: info.get(name, default) for name, default in _VERSION_DEFAULTS.items()}


def _without_dandiset(info: Mapping[str, msgspec.Raw]) -> dict[str, object]:
    return {name: info.get(name, default) for name, default in _VERSION_DEFAULTS.items() if name != "dandiset"}
