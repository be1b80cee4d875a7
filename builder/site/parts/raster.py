"""The strip of a dandiset as it is drawn: whole numbers, one path a colour, stretched to the width that it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from builder.catalog.contents.digest import Digest
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.raster import Cell, Raster, cells_of
from builder.catalog.contents.sessions import Session
from builder.site.contexts import RasterFigure, RasterKey, RasterMark, RasterPath, RasterStrip
from builder.site.frame import addresses
from builder.words import formats

HELP = "help/read-a-strip"
_PITCH = 6
"""Height of a row: a gap stays under its ticks."""
_TICK = 4
_LONG_TICK = 5
"""Of a cell that holds several sessions."""
_CARD_HEIGHTS = (14, 7, 46)
_PAGE_HEIGHTS = (20, 10, 192)
"""Pixels: least, a row, most."""
_MOST_MARKS = 7
_DAYS_OF_YEARS = 550
"""A strip of at least so many days counts in years, a shorter one in months."""
_DAYS_OF_MONTHS = 75
"""One of fewer days than these names its ends alone."""


def card_raster(digest: Digest) -> RasterStrip | None:
    """Small, without an axis."""
    if digest.raster is None:
        return None
    sessions = formats.sessions(digest.sessions, digest.recordings)
    words = _words(digest.raster, digest.subjects, sessions, digest.modalities)
    return _strip(digest.raster, words, _CARD_HEIGHTS)


def raster_figure(
    raster: Raster, *, subjects: int, sessions: Sequence[Session], is_told: bool, modalities: Sequence[Modality]
) -> RasterFigure:
    """Large, with axis and legend; `is_told`: the metadata tell the sessions, not file names alone."""
    words = _words(raster, subjects, _counted(len(sessions), is_told=is_told), modalities)
    marks = tuple(_marks(raster))
    return RasterFigure(
        strip=_strip(raster, words, _PAGE_HEIGHTS),
        grid=_grid(raster, [column for column, _ in marks]),
        axis=_axis(raster, marks),
        legend=tuple(
            RasterKey(kind=m.modality.value, words=m.modality.words, sessions=_counted(m.sessions, is_told=is_told))
            for m in raster.marks
        ),
        caption=_caption(raster, subjects, sessions, is_told=is_told) + _kinds(raster, sessions, modalities),
        help=addresses.content(HELP),
    )


def _strip(raster: Raster, words: str, heights: tuple[int, int, int]) -> RasterStrip:
    least, a_row, most = heights
    return RasterStrip(
        # From the first column's middle to the last one's; ticks at the ends hang over by half their width.
        view_box=f"0 0 {max(1, raster.columns - 1)} {raster.rows * _PITCH - 1}",
        height=min(most, max(least, raster.rows * a_row)),
        label=words,
        paths=tuple(
            RasterPath(kind=marks.modality.value, data=path_data(cells_of(raster, marks)))
            for marks in raster.marks
            if marks.cells
        ),
    )


def path_data(cells: Iterable[Cell]) -> str:
    """Ticks as lines from their upper end down, each placed from the lower end of the one before."""
    parts = []
    x = y = 0
    for cell in cells:
        long = _LONG_TICK if cell.is_dense else _TICK
        top = cell.row * _PITCH + _LONG_TICK - long
        step = f"{cell.column - x}" + (f" {top - y}" if top >= y else f"{top - y}")
        parts.append(f"m{step}v{long}")
        x, y = cell.column, top + long
    return "".join(parts)


def _words(raster: Raster, subjects: int, sessions: str, modalities: Iterable[Modality]) -> str:
    counts = f"{formats.counted(subjects, 'subject')}, {sessions}" if subjects else sessions
    when = _span(raster)
    kinds = ", ".join(modality.words for modality in modalities)
    return f"{counts}{f' {when}' if when else ''}: {kinds}"


def _span(raster: Raster) -> str:
    if not raster.first:
        return ""
    first, last = formats.month(raster.first), formats.month(raster.last)
    return f"from {first} to {last}" if first != last else f"in {first}"


def _counted(sessions: int, *, is_told: bool) -> str:
    return formats.sessions(sessions, 0) if is_told else formats.sessions(0, sessions)


def _caption(raster: Raster, subjects: int, sessions: Sequence[Session], *, is_told: bool) -> str:
    tick = "recording session" if is_told else "recording by file name"
    most = -(-subjects // raster.rows)
    row = f", each row {'a subject' if most <= 1 else f'up to {most} subjects'}" if subjects > 1 else ""
    if raster.first:
        when = f", from {formats.date(raster.first)} to {formats.date(raster.last)}"
    else:
        when = f"; {_why_in_order(sessions)}, so ticks stand in the order of sessions"
    undated = _counted(raster.undated, is_told=is_told)
    left_out = f" Not shown: {undated} without a date." if raster.undated else ""
    return f"Each tick is a {tick}{row}{when}.{left_out}"


def _why_in_order(sessions: Sequence[Session]) -> str:
    dated = sum(session.day is not None for session in sessions)
    if not dated:
        return "no dates are known"
    if 2 * dated < len(sessions):
        return "most dates are not known"
    return f"all dates{'' if dated == len(sessions) else ' that are known'} are of one day"


def _kinds(raster: Raster, sessions: Iterable[Session], modalities: Iterable[Modality]) -> str:
    """That the legend counts each session once, where the page names more of how they were recorded."""
    drawn = {marks.modality for marks in raster.marks}
    hidden = [modality.words for modality in modalities if modality not in drawn and modality is not Modality.OTHER]
    if not hidden and all(len(session.modalities) == 1 for session in sessions):
        return ""
    alone = f"; no tick is of {' or '.join(hidden)} alone" if hidden else ""
    return f" A session of several kinds has the color of the first{alone}."


def _marks(raster: Raster) -> Iterator[tuple[int, str]]:
    """Columns at which a year or a month begins, with its name; not too many of them."""
    if not raster.first:
        return
    first, last = date.fromisoformat(raster.first), date.fromisoformat(raster.last)
    days = (last - first).days
    if days >= _DAYS_OF_YEARS:
        begun = [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
    elif days >= _DAYS_OF_MONTHS:
        begun = [(day, formats.month(day.isoformat(), short=True)) for day in _month_starts(first, last)]
    else:
        begun = []
    most = _MOST_MARKS if days >= _DAYS_OF_YEARS else 4
    for day, text in begun[:: max(1, -(-len(begun) // most))]:
        # The middle of a day's column, as the cells of the grid were made.
        yield (day - first).days * raster.columns // (days + 1), text


def _month_starts(first: date, last: date) -> Iterator[date]:
    for count in range(first.year * 12 + first.month, last.year * 12 + last.month):
        yield date(count // 12, count % 12 + 1, 1)


def _grid(raster: Raster, columns: Iterable[int]) -> str:
    return "".join(f"M{column} 0V{raster.rows * _PITCH - 1}" for column in columns)


def _axis(raster: Raster, marks: Sequence[tuple[int, str]]) -> tuple[RasterMark, ...]:
    """Names of years or months under their lines; without two of them, the dates of both ends."""
    if not raster.first:
        return ()
    if len(marks) < 2:
        return (
            RasterMark(place="0%", text=formats.date(raster.first), anchor="start"),
            RasterMark(place="100%", text=formats.date(raster.last), anchor="end"),
        )
    return tuple(_mark(column / (raster.columns - 1), text) for column, text in marks)


def _mark(share: float, text: str) -> RasterMark:
    anchor = "start" if share < 0.06 else "end" if share > 0.94 else "middle"
    return RasterMark(place=f"{100 * share:.1f}%", text=text, anchor=anchor)
