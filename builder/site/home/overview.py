"""The picture of the whole archive on the home page. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from builder.catalog.contents.digest import Entry
from builder.catalog.contents.modality import Modality
from builder.catalog.schema.dates import parse_utc
from builder.site.contexts import LegendItem, OverviewPicture, OverviewRow, OverviewTicks, YearMark
from builder.words import formats

WIDTH = 1000
ROW_HEIGHT = 16
_TICK = f"v{ROW_HEIGHT - 4}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewGroup:
    """The dandisets of a row."""

    label: str
    address: str | None
    entries: Sequence[Entry]


def overview_picture(groups: Sequence[OverviewGroup]) -> OverviewPicture | None:
    """A tick a dandiset: its row is its species, its place when it was created, its colour how it was recorded.

    None where fewer than two moments are known, since there is no span to draw.
    """
    moments = [when for group in groups for entry in group.entries if (when := parse_utc(entry.dandiset.created))]
    if len(set(moments)) < 2:
        return None
    first, last = min(moments), max(moments)
    found = {_modality(entry) for group in groups for entry in group.entries}
    total = len({entry.dandiset.identifier for group in groups for entry in group.entries})
    return OverviewPicture(
        words=(
            f"{formats.counted(total, 'dandiset')} from {formats.date(first.isoformat())} to "
            f"{formats.date(last.isoformat())}: a tick for each when it was created, in the row of its species."
        ),
        rows=tuple(_row(group, first, last) for group in groups),
        years=tuple(_years(first, last)),
        legend=tuple(LegendItem(modality=kind, label=kind.label) for kind in Modality if kind in found),
    )


def _row(group: OverviewGroup, first: datetime, last: datetime) -> OverviewRow:
    places: dict[Modality, set[int]] = {}
    for entry in group.entries:
        if when := parse_utc(entry.dandiset.created):
            places.setdefault(_modality(entry), set()).add(_place(when, first, last))
    return OverviewRow(
        label=group.label,
        address=group.address,
        count=formats.number(len(group.entries)),
        ticks=tuple(
            OverviewTicks(modality=kind, path="".join(f"M{x} 2{_TICK}" for x in sorted(places[kind])))
            for kind in reversed(Modality)
            if kind in places
        ),
    )


def _place(when: datetime, first: datetime, last: datetime) -> int:
    """Between the edges, so that no tick is cut."""
    return 4 + round((when - first) / (last - first) * (WIDTH - 8))


def _years(first: datetime, last: datetime) -> Iterable[YearMark]:
    for year in range(first.year + 1, last.year + 1):
        yield YearMark(text=str(year), x=f"{_place(datetime(year, 1, 1, tzinfo=UTC), first, last) / WIDTH:.1%}")


def _modality(entry: Entry) -> Modality:
    return entry.digest.modalities[0] if entry.digest.modalities else Modality.OTHER
