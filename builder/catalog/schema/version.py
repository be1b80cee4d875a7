"""A version of a dandiset: the draft, or one that was published."""

from __future__ import annotations

import html
import re
from enum import StrEnum

from builder.catalog.schema.dates import parse_utc
from builder.catalog.schema.metadata import DandisetMetadata
from builder.catalog.schema.reading import Count, Exact, Few, FilePath, Line, Problem, Prose, Record, read_record
from builder.catalog.text.lines import one_line
from builder.catalog.text.visible import is_visible
from builder.identifiers import is_test_doi

# Without authors the archive writes: TITLE (2023). (Version draft) [Data set]. …
_YEAR_AFTER_TITLE = re.compile(r"\(([0-9]{4})\)\. \(Version ")
_YEAR = re.compile(r"\(([0-9]{4})\)")

OPEN = "OPEN"
"""`embargo_status` of what anybody may read."""
LISTED_ERRORS = 50
"""The server lists at most so many invalid assets, and as many that wait for validation."""


class VersionStatus(StrEnum):
    """What the archive found when it validated a version."""

    PENDING = "Pending"
    VALIDATING = "Validating"
    VALID = "Valid"
    INVALID = "Invalid"
    PUBLISHING = "Publishing"
    PUBLISHED = "Published"
    """Of a draft: nothing has changed since it was last published."""
    UNKNOWN = ""


class ValidationError(Record, frozen=True, kw_only=True):
    field: Line = ""
    message: Prose = ""
    path: FilePath | None = None


class Envelope(Record, frozen=True, kw_only=True, rename=None):
    """The dandiset that a version belongs to, as the version's answer repeats it."""

    identifier: Exact = ""
    created: Exact = ""
    embargo_status: Exact = ""
    star_count: Count = 0


class Version(Record, frozen=True, kw_only=True, rename=None):
    """The `/info/` answer; its own keys are in snake case."""

    version: Exact = ""
    name: Line = ""
    asset_count: Count = 0
    size: Count = 0
    """Bytes, of all assets."""
    status: Exact = ""
    created: Exact = ""
    """Of published versions, at most archives, when it was published: see `published_on`."""
    modified: Exact = ""
    release_notes: Prose = ""
    contact_person: Line = ""
    dandiset: Envelope = Envelope()
    asset_validation_errors: Few[ValidationError] = ()
    version_validation_errors: Few[ValidationError] = ()
    metadata: DandisetMetadata = DandisetMetadata()

    @property
    def is_draft(self) -> bool:
        # Never by the fields that only published versions should have: drafts keep those of an earlier publication.
        return self.version == "draft"

    @property
    def published_on(self) -> str:
        """When it was published; empty for drafts, which keep that date of an earlier publication."""
        if self.is_draft:
            return ""
        said = self.metadata.date_published
        return said if said and parse_utc(said) else self.created

    @property
    def doi(self) -> str | None:
        """None for drafts, and for what leads nowhere since it was registered while an archive was tried out."""
        doi = self.metadata.doi
        return None if self.is_draft or not doi or is_test_doi(doi) else doi

    @property
    def typed_title(self) -> str:
        """The name as it was typed, perhaps with `&amp;`; or what stands for it where a draft has none."""
        named = next(filter(is_visible, (self.name, self.metadata.name)), None)
        return named or f"Dandiset {self.dandiset.identifier} (without a title)"

    @property
    def title(self) -> str:
        """The name as a reader should see it."""
        return one_line(html.unescape(self.typed_title))

    @property
    def citation_year(self) -> int | None:
        """The year that the archive's own citation has, which differs from that of the last change at times."""
        written = self.metadata.citation
        for name in (self.name, self.metadata.name):
            if name and (found := re.search(rf"\(([0-9]{{4}})\) {re.escape(name)}", written)):
                return int(found[1]) or None
        found = _YEAR_AFTER_TITLE.search(written) or _YEAR.search(written)
        return int(found[1]) or None if found else None

    @property
    def known_status(self) -> VersionStatus:
        try:
            return VersionStatus(self.status)
        except ValueError:
            return VersionStatus.UNKNOWN


KNOWN_SCHEMAS = frozenset({"0.4.4", "0.5.1", "0.5.2", *(f"0.6.{n}" for n in range(11)), "0.7.0", "0.8.0"})


def read_version(info: bytes, where: str) -> tuple[Version, tuple[Problem, ...]]:
    """Read a version's `/info/` answer."""
    version, problems = read_record(info, Version, where)
    extra = []
    if version.metadata.schema_version not in KNOWN_SCHEMAS:
        shown = version.metadata.schema_version or "none"
        extra.append(Problem(f"{where}: schemaVersion", f"{shown} is not known: read as far as it fits"))
    if version.known_status is VersionStatus.UNKNOWN:
        extra.append(Problem(f"{where}: status", f"{version.status!r} is not known"))
    return version, (*problems, *extra)
