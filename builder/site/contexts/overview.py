"""The whole archive in one picture: a tick a dandiset, by species and time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewTicks:
    """Dandisets of one modality in a row."""

    modality: str
    """Suffix of the class that colours them."""
    path: str
    """SVG path in a box of OverviewPicture.width by its row height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    label: str
    address: str | None
    """The browse page of the species; None for what is no species."""
    count: str
    ticks: tuple[OverviewTicks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMark:
    text: str
    x: str
    """In percent of the width, as `12.5%`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendItem:
    """What a colour stands for."""

    modality: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPicture:
    words: str
    """What the picture shows, in a sentence."""
    rows: tuple[OverviewRow, ...]
    years: tuple[YearMark, ...]
    legend: tuple[LegendItem, ...]
