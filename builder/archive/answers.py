"""The few fields of the archive's answers that a harvest acts on; the answers themselves are kept as they came."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from builder.catalog.text.mending import mend_json
from builder.identifiers import DANDISET, VERSION

Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A number that SQLite can hold."""

Identifier = Annotated[str, msgspec.Meta(pattern=rf"\A(?:{DANDISET})\Z")]
VersionName = Annotated[str, msgspec.Meta(pattern=rf"\A(?:{VERSION})\Z")]


class ArchiveAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Part of an answer; fields that the server adds are ignored."""


class ResultsPage(ArchiveAnswer, frozen=True, kw_only=True):
    """A page of any list; `count` is null on the later pages of an asset list."""

    count: int | None = None
    next: str | None
    results: list[msgspec.Raw]


class ListedVersion(ArchiveAnswer, frozen=True, kw_only=True):
    """A version as lists show it; two that are equal are taken for unchanged."""

    version: VersionName
    modified: str
    asset_count: Count
    size: Count
    status: str
    name: msgspec.Raw = msgspec.Raw(b'""')
    """Whatever it is, it may have changed."""


class NamedDandiset(ArchiveAnswer, frozen=True, kw_only=True):
    """What an item of the list is about, even if nothing else of it can be read."""

    identifier: Identifier


class ListedDandiset(ArchiveAnswer, frozen=True, kw_only=True):
    """An item of `/api/dandisets/`. What comes and goes without a new version (stars, say) is left out."""

    identifier: Identifier
    embargo_status: str
    draft_version: ListedVersion | None = None
    most_recent_published_version: ListedVersion | None = None


class DandisetEnvelope(ArchiveAnswer, frozen=True, kw_only=True):
    """What a version's `/info/`, or its own address, says of a dandiset."""

    identifier: str
    embargo_status: str = "OPEN"


class VersionEnvelope(ArchiveAnswer, frozen=True, kw_only=True):
    """What a version's `/info/` says of the version itself, beside the metadata."""

    version: str
    modified: str
    asset_count: Count
    size: Count
    status: str
    dandiset: DandisetEnvelope
    metadata: msgspec.Raw


class ListedAsset(ArchiveAnswer, frozen=True, kw_only=True):
    """What tells an asset of a listing apart."""

    asset_id: str
    path: str


class ServerInfo(ArchiveAnswer, frozen=True, kw_only=True):
    """What shows that `/api/info/` is a DANDI archive's."""

    schema_version: str
    version: str


T = TypeVar("T")


def decode(body: bytes, kind: type[T]) -> T:
    """Read JSON as `kind`; raises msgspec.DecodeError (broken JSON) or msgspec.ValidationError (another shape).

    What is legal, but can't be held, as nesting without end or half of a character, is mended before, so that it
    costs no more than itself.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(mend_json(body), type=kind)


def one_line(raw: msgspec.Raw) -> bytes:
    """The JSON text of a list item, unchanged unless it holds line breaks, which only mean space there."""
    line = bytes(raw)
    return msgspec.json.format(line, indent=-1) if b"\n" in line or b"\r" in line else line
