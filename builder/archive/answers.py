"""The few fields of the archive's answers that a harvest acts on; the answers themselves are kept as they came."""

from __future__ import annotations

from typing import TypeVar

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Part of an answer; fields that the server adds are ignored."""


class Page(Answer, frozen=True, kw_only=True):
    """A page of any list; `count` is null on the later pages of an asset list."""

    count: int | None = None
    next: str | None
    results: list[msgspec.Raw]


class ListedVersion(Answer, frozen=True, kw_only=True):
    """A version as lists show it; two that are equal are taken for unchanged."""

    version: str
    modified: str
    asset_count: int
    size: int
    status: str
    name: str = ""


class ListedDandiset(Answer, frozen=True, kw_only=True):
    """An item of `/api/dandisets/`. What comes and goes without a new version (stars, say) is left out."""

    identifier: str
    embargo_status: str
    draft_version: ListedVersion | None = None
    most_recent_published_version: ListedVersion | None = None


class DandisetEnvelope(Answer, frozen=True, kw_only=True):
    """What a version's `/info/` says of its dandiset."""

    identifier: str
    embargo_status: str = "OPEN"


class VersionEnvelope(Answer, frozen=True, kw_only=True):
    """What a version's `/info/` says of the version itself, beside the metadata."""

    version: str
    modified: str
    asset_count: int
    size: int
    status: str
    dandiset: DandisetEnvelope
    metadata: msgspec.Raw


class ListedAsset(Answer, frozen=True, kw_only=True):
    """What tells an asset of a listing apart."""

    asset_id: str
    path: str


class ServerInfo(Answer, frozen=True, kw_only=True):
    """What shows that `/api/info/` is a DANDI archive's."""

    schema_version: str
    version: str


T = TypeVar("T")


def decode(body: bytes, kind: type[T]) -> T:
    """Read JSON as `kind`; raises msgspec.DecodeError (broken JSON) or msgspec.ValidationError (another shape)."""
    return msgspec.json.decode(body, type=kind)


def one_line(raw: msgspec.Raw) -> bytes:
    """The JSON text of a list item, unchanged unless it holds line breaks, which only mean space there."""
    line = bytes(raw)
    return msgspec.json.format(line, indent=-1) if b"\n" in line or b"\r" in line else line
