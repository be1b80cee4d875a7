"""The strip of a dandiset: a tick a session over time, a row a subject, coloured by modality.

Pure numbers on a grid; how they are drawn is the site's to say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from builder.catalog.contents.modality import Modality
from builder.catalog.contents.sessions import Session
from builder.catalog.text.natural import natural

_COLUMNS_OF_ORDER = 24
"""Where the order takes the place of time, so many sessions of a subject fill the width; fewer leave it empty."""


class Marks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The cells of one colour."""

    modality: Modality
    sessions: int
    """How many sessions count for this modality first."""
    cells: tuple[int, ...]
    """For each cell twice its distance from the one before, row by row, plus 1 where it holds several sessions."""


class Raster(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Cells of a grid that hold sessions."""

    columns: int
    """Columns of time; of sessions in their order where `first` is empty."""
    rows: int
    """One a subject, or several neighbours where there are more than fit."""
    marks: tuple[Marks, ...]
    """By rank of modality."""
    first: str = ""
    """ISO day of the first column."""
    last: str = ""
    undated: int = 0
    """Sessions that have no date, and so no place, while others have."""


@dataclass(frozen=True, slots=True)
class Cell:
    column: int
    row: int
    is_dense: bool
    """Whether it holds several sessions."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How fine a raster may be."""

    grids: tuple[tuple[int, int], ...]
    """Most columns and rows, the finest first."""
    most_cells: int
    """The first grid that takes no more than these is chosen, else the last."""


CARD = Detail(((120, 7), (96, 7), (72, 6), (48, 6)), most_cells=130)
PAGE = Detail(((160, 24), (120, 20), (96, 16), (72, 12)), most_cells=600)


def make_raster(sessions: Sequence[Session], detail: Detail) -> Raster | None:
    """None where there is nothing to see: fewer than two sessions, or neither dates nor a subject with several.

    A row's subjects are neighbours in the order of their first sessions, so that a study reads from the upper left to
    the lower right; without dates, in the order of their names.
    """
    dated = [session for session in sessions if session.day]
    days = {session.day for session in dated}
    on_time = len(days) > 1 and 2 * len(dated) >= len(sessions)
    places = _places_in_time(dated) if on_time else _places_in_order(sessions)
    if not places:
        return None
    for most_columns, most_rows in detail.grids:
        raster = _gridded(places, most_columns, most_rows, at_least=0 if on_time else _COLUMNS_OF_ORDER)
        if sum(len(marks.cells) for marks in raster.marks) <= detail.most_cells:
            break
    if not on_time:
        return raster
    known = sorted(day for day in days if day)
    return msgspec.structs.replace(
        raster, first=known[0].isoformat(), last=known[-1].isoformat(), undated=len(sessions) - len(dated)
    )


def cells_of(raster: Raster, marks: Marks) -> Iterator[Cell]:
    """The cells, row by row, from the left."""
    position = 0
    for step in marks.cells:
        position += step >> 1
        yield Cell(position % raster.columns, position // raster.columns, bool(step & 1))


@dataclass(frozen=True, slots=True)
class _Place:
    """A session on the finest grid there could be: a column a day, a row a subject."""

    column: int
    row: int
    modality: Modality


def _places_in_time(sessions: Iterable[Session]) -> list[_Place]:
    by_subject: dict[tuple[str, ...], list[tuple[date, Modality]]] = defaultdict(list)
    for session in sessions:
        if session.day:
            by_subject[session.subjects].append((session.day, session.modalities[0]))
    start = min(day for found in by_subject.values() for day, _ in found)
    ordered = sorted(by_subject.items(), key=lambda item: (min(day for day, _ in item[1]), _name_order(item[0])))
    return [
        _Place((day - start).days, row, modality) for row, (_, found) in enumerate(ordered) for day, modality in found
    ]


def _places_in_order(sessions: Iterable[Session]) -> list[_Place]:
    """`sessions` are in order within each subject."""
    by_subject: dict[tuple[str, ...], list[Modality]] = defaultdict(list)
    for session in sessions:
        by_subject[session.subjects].append(session.modalities[0])
    if max(map(len, by_subject.values()), default=0) < 2:
        return []
    ordered = sorted(by_subject.items(), key=lambda item: _name_order(item[0]))
    return [
        _Place(column, row, modality)
        for row, (_, found) in enumerate(ordered)
        for column, modality in enumerate(found)
    ]


def _gridded(places: Sequence[_Place], most_columns: int, most_rows: int, *, at_least: int) -> Raster:
    """On a coarser grid; `at_least` so many columns, filled or not."""
    span, subjects = max(at_least, *(p.column + 1 for p in places)), max(p.row for p in places) + 1
    columns, rows = min(span, most_columns), min(subjects, most_rows)
    cells: dict[int, Counter[Modality]] = defaultdict(Counter)
    for place in places:
        column, row = place.column * columns // span, place.row * rows // subjects
        cells[row * columns + column][place.modality] += 1
    positions: dict[Modality, list[tuple[int, bool]]] = defaultdict(list)
    ranks = {modality: rank for rank, modality in enumerate(Modality)}
    for position in sorted(cells):
        held = cells[position]
        shown = min(held, key=lambda modality: (-held[modality], ranks[modality]))
        positions[shown].append((position, held.total() > 1))
    sessions = Counter(place.modality for place in places)
    return Raster(
        columns=columns,
        rows=rows,
        marks=tuple(
            Marks(modality=modality, sessions=sessions[modality], cells=_steps(positions.get(modality, ())))
            for modality in Modality
            if modality in sessions
        ),
    )


def _steps(positions: Iterable[tuple[int, bool]]) -> tuple[int, ...]:
    steps = []
    before = 0
    for position, is_dense in positions:
        steps.append(2 * (position - before) + is_dense)
        before = position
    return tuple(steps)


def _name_order(names: tuple[str, ...]) -> tuple[object, ...]:
    text = " ".join(names)
    return not text, natural(text), text
