"""What `check` found, in a snapshot and in a site together."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from builder.check.site.notes import Finding, SiteFindings
from builder.check.snapshot import SnapshotCheck


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """The result of `check`; the fields are those of `check --json`."""

    ok: bool
    problems: tuple[Finding, ...]
    """The snapshot's, then the site's."""
    notes: tuple[Finding, ...] = ()
    """See `SiteFindings`."""
    content_hash: str | None = None
    """None where no snapshot was checked; what follows is left out then. See `SnapshotCheck`."""
    unread: tuple[Finding, ...] | UnsetType = UNSET
    stale: tuple[str, ...] | UnsetType = UNSET
    dandisets: int | UnsetType = UNSET
    versions: int | UnsetType = UNSET
    assets: int | UnsetType = UNSET


def join_findings(of_snapshot: SnapshotCheck | None, of_site: SiteFindings | None) -> CheckReport:
    """Either may be missing: it wasn't checked."""
    notes = of_site.notes if of_site else ()
    site_problems = of_site.problems if of_site else ()
    if of_snapshot is None:
        return CheckReport(ok=not site_problems, problems=site_problems, notes=notes)
    problems = of_snapshot.problems + site_problems
    return CheckReport(
        ok=not problems,
        problems=problems,
        notes=notes,
        content_hash=of_snapshot.content_hash,
        unread=of_snapshot.unread,
        stale=of_snapshot.stale,
        dandisets=of_snapshot.dandisets,
        versions=of_snapshot.versions,
        assets=of_snapshot.assets,
    )
