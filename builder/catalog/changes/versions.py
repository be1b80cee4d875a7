"""What changed from one version of a dandiset to another."""

from __future__ import annotations

from dataclasses import dataclass

from builder.catalog.changes.files import FileChanges
from builder.catalog.changes.metadata import MetadataChanges, compare_metadata
from builder.catalog.schema.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChanges:
    before: str
    """Name of the version that it is compared with."""
    after: str
    files: FileChanges
    metadata: MetadataChanges

    @property
    def is_empty(self) -> bool:
        return self.files.is_empty and self.metadata.is_empty


def compare_versions(before: Version, after: Version, files: FileChanges) -> VersionChanges:
    """`files` are the changes of their files, as compare_files finds them."""
    return VersionChanges(
        before=before.version,
        after=after.version,
        files=files,
        metadata=compare_metadata(before.metadata, after.metadata, same_files=files.is_empty),
    )
