"""Results as lines of text, for people. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from builder.harvest import HarvestReport
from builder.site import formats
from builder.site.build import BuildReport
from builder.snapshot.diff import SnapshotDiff

_PROBLEMS_SHOWN = 50


def harvest_lines(report: HarvestReport, snapshot: Path) -> Iterator[str]:
    """One summary line, then what needs a reader's eye."""
    parts = [
        f"{report.listed} listed",
        f"{report.fetched} fetched",
        f"{report.unchanged} unchanged",
        f"{len(report.failed)} failed",
        f"{report.stale} stale",
        *([f"{len(report.embargoed)} embargoed"] if report.embargoed else []),
        f"{len(report.deleted)} deleted",
    ]
    work = f"{report.requests} requests, {formats.filesize(report.bytes)}, {report.seconds:.1f} s"
    yield f"Harvested into {snapshot}: {', '.join(parts)}; {work}"
    for failure in report.failed:
        yield f"  failed: {failure.identifier}: {failure.reason}"
    for what, identifiers in (
        ("deleted", report.deleted),
        ("embargoed", report.embargoed),
        ("drifted", report.drifted),
    ):
        if identifiers:
            yield f"  {what}: {' '.join(identifiers)}"
    for note in report.notes:
        yield f"  note: {note}"
    if report.interrupted:
        yield f"  ended early: {report.interrupted}; the next run goes on from here"


def build_lines(report: BuildReport, out: Path) -> Iterator[str]:
    """One summary line, then warnings."""
    kept = f", {report.skipped} of them unchanged" if report.skipped else ""
    yield (
        f"Built {out}: {report.dandisets} dandisets on {report.pages} pages{kept}; "
        f"{report.files} files, {formats.filesize(report.bytes)}, {report.seconds:.1f} s"
    )
    for warning in report.warnings:
        yield f"  warning: {warning}"


def diff_lines(found: SnapshotDiff) -> Iterator[str]:
    """A line for each dandiset and version, then a summary."""
    for mark, names in (("+", found.added), ("~", found.changed), ("-", found.removed)):
        for name in names:
            yield f"{mark} {name}"
    yield f"{len(found.added)} added, {len(found.changed)} changed, {len(found.removed)} removed"


def check_lines(result: Mapping[str, Any], snapshot: Path | None, site: Path | None) -> Iterator[str]:
    """What was looked at, what of it could not be read, what is broken; `result` as `check --json` prints it."""
    if snapshot:
        yield (
            f"{snapshot}: {result['dandisets']} dandisets, {result['versions']} versions, {result['assets']} assets; "
            f"content {result['content_hash'][:16]}"
        )
        for unread in result["unread"][:_PROBLEMS_SHOWN]:
            yield f"  not read: {unread['where']}: {unread['what']}"
        if len(result["unread"]) > _PROBLEMS_SHOWN:
            yield f"  … and {len(result['unread']) - _PROBLEMS_SHOWN} more that could not be read: see --json"
    for problem in result["problems"][:_PROBLEMS_SHOWN]:
        yield f"  {problem['where']}: {problem['what']}"
    if len(result["problems"]) > _PROBLEMS_SHOWN:
        yield f"  … and {len(result['problems']) - _PROBLEMS_SHOWN} more: see --json"
    checked = " and ".join(str(path) for path in (snapshot, site) if path)
    yield f"Checked {checked}: {formats.counted(len(result['problems']), 'problem')}"
