"""The index of a snapshot, made anew; what was read of dandisets that didn't change is kept in the cache, too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from builder.catalog.contents.digest import Digest, Entry, version_digest
from builder.catalog.facets.people import find_mistyped, without_mistyped
from builder.catalog.schema.dandiset import Dandiset
from builder.progress import Progress
from builder.search.index.make import make_index
from builder.search.index.search_index import KeptIndex
from builder.search.index.survey import survey_files
from builder.search.query.cached import read_cached, write_cached
from builder.settings import Settings
from builder.snapshot import DandisetRow, Snapshot
from builder.snapshot.loading import load_assets, open_dandisets

_KEPT_SURVEYS = 8_000
"""Of dandisets; beyond that only those of the snapshot at hand stay."""


class FilesSurvey(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of a dandiset's default version tell; reading them is what takes long."""

    digest: Digest
    keys: bytes
    """See `FileKeys`."""


def make_kept(snapshot: Snapshot, settings: Settings, surveys_path: Path, progress: Progress) -> KeptIndex:
    """The index of what the settings show; reading the files of dandisets that nobody surveyed is what takes long."""
    known = read_cached(surveys_path, dict[str, FilesSurvey]) or {}
    opened = [(row, dandiset) for row, _, dandiset in open_dandisets(snapshot, settings)]
    mistyped = find_mistyped(dandiset for _, dandiset in opened)
    found = [(row, without_mistyped(dandiset, mistyped)) for row, dandiset in opened]
    unknown = sum(row.content_hash not in known for row, _ in found)
    progress.start(unknown)
    surveys: dict[str, FilesSurvey] = {}
    for row, dandiset in found:
        surveys[row.content_hash] = known.get(row.content_hash) or _survey(snapshot, dandiset, settings)
        if row.content_hash not in known:
            progress.advance(row.identifier)
    if unknown:
        others = known if len(known) + unknown <= _KEPT_SURVEYS else {}
        write_cached(surveys_path, others | surveys)
    return KeptIndex(
        index=make_index(_entry(row, dandiset, surveys) for row, dandiset in found),
        files={row.identifier: surveys[row.content_hash].keys for row, _ in found},
    )


def _entry(row: DandisetRow, dandiset: Dandiset, surveys: Mapping[str, FilesSurvey]) -> Entry:
    return Entry(dandiset=dandiset, digest=surveys[row.content_hash].digest)


def _survey(snapshot: Snapshot, dandiset: Dandiset, settings: Settings) -> FilesSurvey:
    version = dandiset.default
    contents, keys = survey_files(load_assets(snapshot, dandiset.identifier, version.version, settings))
    digest = version_digest(version, contents)
    kept = Digest(subjects=digest.subjects, areas=digest.areas, found=digest.found)
    return FilesSurvey(digest=kept, keys=keys)
