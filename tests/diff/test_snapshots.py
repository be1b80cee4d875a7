"""What changed from one snapshot to another."""

from __future__ import annotations

import shutil
from pathlib import Path

from builder.diff.snapshots import SnapshotDiff, diff_snapshots
from builder.snapshot import Snapshot
from support.archives.small import blob_asset, put_draft
from support.harvests.harvesting import change_draft, hide

pytest_plugins = ["support.harvests.fixtures"]


def compare(old: Path, new: Path) -> SnapshotDiff:
    with Snapshot.readable(old) as before, Snapshot.readable(new) as after:
        return diff_snapshots(before, after)


def test_a_snapshot_does_not_differ_from_its_copy(upstream, small_archive):
    assert compare(small_archive, upstream) == SnapshotDiff(added=(), changed=(), removed=())


def test_a_changed_draft_is_named_with_its_dandiset_but_not_the_versions_that_stayed(upstream, small_archive):
    change_draft(upstream, "000002")

    assert compare(small_archive, upstream) == SnapshotDiff(added=(), changed=("000002", "000002/draft"), removed=())


def test_what_is_gone_is_removed_and_the_other_way_round_added(upstream, small_archive):
    hide(upstream, "000002")

    assert compare(small_archive, upstream).removed == ("000002", "000002/draft")
    assert compare(upstream, small_archive).added == ("000002", "000002/draft")


def test_stale_marks_are_no_change(upstream, small_archive):
    with Snapshot.writable(upstream) as snapshot:
        snapshot.mark_stale("000002", "no answer", now_utc="2026-01-01T00:00:00Z")
        snapshot.settle()

    assert compare(small_archive, upstream).changed == ()


def test_a_new_dandiset_is_added_with_its_versions(small_archive, tmp_path):
    newer = Path(shutil.copy(small_archive, tmp_path / "newer.sqlite"))
    with Snapshot.writable(newer) as snapshot:
        put_draft(snapshot, "000777", "New", [blob_asset(1, "a.nwb")], created="2025-05-05T05:05:05Z")
        snapshot.settle()

    assert compare(small_archive, newer).added == ("000777", "000777/draft")
