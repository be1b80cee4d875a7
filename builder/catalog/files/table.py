"""The files of a version, each with what is shown of it. Small: a version may have a million."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from builder.catalog.contents.file_kinds import kind_of, suffix_of
from builder.catalog.contents.sessions import session_label, session_note
from builder.catalog.contents.subject_keys import subject_keys
from builder.catalog.files.checksums import ETAG, SHA256, ZARR, checksum
from builder.catalog.schema.asset import Asset, AssetMetadata
from builder.catalog.text.lines import one_line
from builder.catalog.text.natural import natural
from builder.identifiers import is_uuid

_EPOCH = date(1970, 1, 1)


class Absence(StrEnum):
    """Why nobody gets a file."""

    EMBARGOED = "embargoed"
    MISSING = "missing"
    """The archive lists it without any bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    path: str
    size: int | None
    """Bytes; None where not known, as for a zarr that the archive has not counted yet, of which it says 0."""
    kind: str
    """A reader's word; see `file_kinds`."""
    media_type: str
    subjects: tuple[str, ...]
    """Identifiers, from the metadata, else from the path; empty if neither names one."""
    session: str
    """Likewise."""
    asset_id: str
    """Empty if the archive gave none that is one."""
    blob: str | None
    """Likewise empty; None if it is no blob."""
    zarr: str | None
    """Likewise."""
    sha256: str
    """Hexadecimal; empty while the archive has not computed it, and for zarrs."""
    other_sum: str
    """The archive's own checksum where there is no SHA-256."""
    given_urls: tuple[str, ...]
    """The addresses that the metadata give; kept only where they can't be made from ids."""
    created: int | None
    """Day when it came to the archive, which publication doesn't touch; counted from 1970, like the other."""
    written: int | None
    """Day when the file was last written before it was uploaded."""
    state: Absence | None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def is_zarr(self) -> bool:
        return self.zarr is not None

    @property
    def can_be_had(self) -> bool:
        return self.state is None


class FileTable:
    """Grows with each asset of a version, which need not be kept."""

    def __init__(self, *, keep_urls: bool = False) -> None:
        """`keep_urls`: where the bucket isn't known, its addresses stand in the metadata alone."""
        self._keep_urls = keep_urls
        self._folders: dict[str, list[ListedFile]] = {}

    def add(self, asset: Asset) -> None:
        file = list_file(asset, keep_urls=self._keep_urls)
        self._folders.setdefault(sys.intern(file.folder), []).append(file)

    def folders(self) -> dict[str, list[ListedFile]]:
        """Path of each folder that files lie in, without a slash at its end -> its files, in natural order."""
        for files in self._folders.values():
            files.sort(key=lambda file: (natural(file.name), file.name))
        return self._folders


def list_file(asset: Asset, *, keep_urls: bool = False) -> ListedFile:
    metadata = asset.metadata
    sha256 = checksum(metadata.digest, SHA256)
    return ListedFile(
        path=asset.path,
        size=(asset.size or None) if asset.zarr else asset.size,
        kind=kind_of(suffix_of(asset.path)),
        media_type=sys.intern(one_line(metadata.encoding_format)),
        subjects=_subjects(asset),
        session=sys.intern(_session(asset)),
        asset_id=asset.asset_id if is_uuid(asset.asset_id) else "",
        blob=_stored(asset.blob),
        zarr=_stored(asset.zarr),
        sha256=sha256,
        other_sum="" if sha256 else checksum(metadata.digest, ZARR, ETAG),
        given_urls=metadata.content_url if keep_urls else (),
        created=day_number(asset.created),
        written=day_number(metadata.blob_date_modified or ""),
        state=_state(asset, metadata),
    )


def _stored(identifier: str | None) -> str | None:
    return identifier if identifier is None or is_uuid(identifier) else ""


def _subjects(asset: Asset) -> tuple[str, ...]:
    return tuple(sys.intern(key.shown) for key, _ in subject_keys(asset))


def _session(asset: Asset) -> str:
    note = session_note(asset, session_label(asset.path))
    return (note.identifier or note.label) if note else ""


def _state(asset: Asset, metadata: AssetMetadata) -> Absence | None:
    if asset.blob is None and asset.zarr is None:
        return Absence.MISSING
    return Absence.EMBARGOED if any(access.status == _EMBARGOED for access in metadata.access) else None


_EMBARGOED = "dandi:EmbargoedAccess"


def day_number(text: str) -> int | None:
    """The day that a date begins with, counted from 1970; None for no date, or one before."""
    return _day_number(text[:10])


@lru_cache(maxsize=4096)
def _day_number(text: str) -> int | None:
    try:
        days = (date.fromisoformat(text) - _EPOCH).days
    except ValueError:
        return None
    return days if days >= 0 else None


def day_text(day: int | None) -> str:
    """`2023-06-29`; empty for None."""
    return "" if day is None else date.fromordinal(_EPOCH.toordinal() + day).isoformat()
