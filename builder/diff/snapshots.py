"""What changed from one snapshot to another."""

from __future__ import annotations

import msgspec

from builder.snapshot.rows import DandisetState
from builder.snapshot.store import Snapshot


class SnapshotDiff(msgspec.Struct, frozen=True, kw_only=True):
    """Dandisets (`000003`) and versions (`000003/draft`), in order; the fields are those of `diff --json`."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    """Gone from the archive, or embargoed: no longer open in the newer snapshot."""


def diff_snapshots(old: Snapshot, new: Snapshot) -> SnapshotDiff:
    """Compare what is open in each. A dandiset counts as changed if anything of it did; its versions say what."""
    before, after = _contents(old), _contents(new)
    return SnapshotDiff(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _contents(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """What tells one state of each open dandiset and version from another."""
    found: dict[str, tuple[str, ...]] = {}
    for row in snapshot.dandisets():
        if row.state is not DandisetState.OPEN:
            continue
        found[row.identifier] = (row.content_hash,)
        for version in snapshot.versions(row.identifier):
            found[f"{row.identifier}/{version.version}"] = (version.info.decode(), version.assets_hash)
    return found
