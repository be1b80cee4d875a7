"""The strip of sessions: what lies where, how coarse it gets, how it is drawn and said."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from builder.catalog.contents.digest import Digest
from builder.catalog.contents.modality import Modality
from builder.catalog.contents.raster import CARD, PAGE, Cell, cells_of, make_raster
from builder.catalog.contents.sessions import KnownBy, Session
from builder.site.parts.raster import card_raster, path_data, raster_figure

START = date(2019, 12, 20)
SEVERAL = " A session of several kinds has the color of the first"


def session(subject: str, day: int | None, *modalities: Modality) -> Session:
    return Session(
        known_by=KnownBy.START,
        names=(),
        identifier="",
        subjects=(subject,) if subject else (),
        start="",
        day=None if day is None else START + timedelta(days=day),
        files=1,
        size_bytes=1,
        modalities=modalities or (Modality.OPTICAL,),
    )


def shown(sessions, detail=CARD) -> dict[Modality, list[Cell]]:
    raster = make_raster(sessions, detail)
    return {marks.modality: list(cells_of(raster, marks)) for marks in raster.marks}


def test_a_session_is_a_tick_by_day_and_by_subject_in_the_order_of_first_sessions() -> None:
    found = shown([session("late", 9), session("early", 0), session("early", 4, Modality.BEHAVIOR)])

    assert found == {
        Modality.OPTICAL: [Cell(0, 0, False), Cell(9, 1, False)],
        Modality.BEHAVIOR: [Cell(4, 0, False)],
    }


def test_sessions_that_fall_together_are_one_long_tick_of_the_commonest_colour() -> None:
    found = shown(
        [session("a", 0, m) for m in (Modality.OPTICAL, Modality.BEHAVIOR, Modality.BEHAVIOR)] + [session("a", 3)]
    )

    assert found[Modality.BEHAVIOR] == [Cell(0, 0, True)]
    assert found[Modality.OPTICAL] == [Cell(3, 0, False)]


def test_a_session_of_several_modalities_has_the_colour_of_the_first() -> None:
    found = shown([session("a", 0, Modality.EXTRACELLULAR, Modality.BEHAVIOR), session("a", 1)])

    assert set(found) == {Modality.EXTRACELLULAR, Modality.OPTICAL}


def test_without_dates_sessions_stand_in_their_order_from_the_left() -> None:
    raster = make_raster([session("b", None), session("a10", None), session("a9", None), session("a9", None)], CARD)

    assert raster.first == ""
    assert [(c.column, c.row) for c in cells_of(raster, raster.marks[0])] == [(0, 0), (1, 0), (0, 1), (0, 2)]


def test_a_few_undated_sessions_are_counted_beside_the_dated_ones() -> None:
    raster = make_raster([session("a", 0), session("a", 5), session("b", None)], CARD)

    assert (raster.first, raster.last, raster.undated) == ("2019-12-20", "2019-12-25", 1)


@pytest.mark.parametrize(
    "sessions",
    [
        [],
        [session("a", 0)],
        [session("a", None)],
        [session("a", 3), session("b", 3)],
        [session("a", None), session("b", None)],
    ],
)
def test_where_there_is_nothing_to_see_there_is_no_strip(sessions: list[Session]) -> None:
    assert make_raster(sessions, CARD) is None


@pytest.mark.parametrize("detail", [CARD, PAGE], ids=["card", "page"])
@pytest.mark.parametrize("subjects", [1, 3, 30, 1188])
@pytest.mark.parametrize("dated", [True, False])
def test_large_dandisets_stay_small(detail, subjects: int, dated: bool) -> None:
    sessions = [session(f"s{i * 7919 % subjects}", i * 37 % 3000 if dated else None) for i in range(15_000)]
    raster = make_raster(sessions, detail)
    cells = [cell for marks in raster.marks for cell in cells_of(raster, marks)]

    assert max(c.column for c in cells) < raster.columns <= 160
    assert max(c.row for c in cells) < raster.rows <= 24
    assert sum(marks.sessions for marks in raster.marks) == 15_000
    assert len(card_html(raster)) <= (3_000 if detail is CARD else 7_000)


def card_html(raster) -> str:
    strip = card_raster(Digest(subjects=1, sessions=2, modalities=(Modality.OPTICAL,), raster=raster))
    return "".join([strip.label, strip.view_box, *(path.data for path in strip.paths)])


def walk(data: str) -> list[tuple[int, int, int]]:
    """Ticks of a path: x, upper end, lower end."""
    x = y = 0
    found = []
    for dx, dy, long in re.findall(r"m(-?\d+) ?(-?\d+)v(\d+)", data):
        x, y = x + int(dx), y + int(dy)
        found.append((x, y, y + int(long)))
        y += int(long)
    return found


def test_the_path_draws_each_cell_in_its_place() -> None:
    cells = [Cell(0, 0, False), Cell(12, 0, True), Cell(3, 1, False), Cell(3, 2, False), Cell(0, 5, True)]

    assert walk(path_data(cells)) == [(0, 1, 5), (12, 0, 5), (3, 7, 11), (3, 13, 17), (0, 30, 35)]


def test_the_path_holds_whole_numbers_and_its_own_moves_alone() -> None:
    data = path_data([Cell(i * 7 % 50, i // 9, i % 3 == 0) for i in range(90)])

    assert re.fullmatch(r"(?:m-?\d+(?: \d+|-\d+)v\d)+", data)


def test_a_strip_is_said_in_words() -> None:
    sessions = [session("a", 0, Modality.EXTRACELLULAR), session("b", 400, Modality.BEHAVIOR)]
    modalities = (Modality.EXTRACELLULAR, Modality.BEHAVIOR)
    digest = Digest(subjects=2, sessions=2, modalities=modalities, raster=make_raster(sessions, CARD))

    assert card_raster(digest).label.replace("\u00a0", " ") == (
        "2 subjects, 2 sessions from December 2019 to January 2021: extracellular electrophysiology, behavior"
    )


def figure(days: list[int]):
    return figure_of([session("a", day) for day in days])


def figure_of(sessions: list[Session]):
    raster = make_raster(sessions, PAGE)
    modalities = {modality for session in sessions for modality in session.modalities}
    return raster_figure(raster, subjects=1, sessions=sessions, is_told=True, modalities=sorted(modalities))


@pytest.mark.parametrize(
    ("days", "axis"),
    [
        ([0, 1000], ["2020", "2021", "2022"]),
        ([0, 6000], ["2020", "2023", "2026", "2029", "2032", "2035"]),
        ([0, 100], ["Jan 2020", "Feb 2020", "Mar 2020"]),
        ([0, 20], ["20 Dec 2019", "9 Jan 2020"]),
        ([0, 74], ["20 Dec 2019", "3 Mar 2020"]),
        ([0, 75], ["Jan 2020", "Feb 2020", "Mar 2020"]),
        ([0, 549], ["Jan 2020", "Jun 2020", "Nov 2020", "Apr 2021"]),
        ([0, 550], ["2020", "2021"]),
    ],
)
def test_the_axis_names_years_or_months_or_the_ends(days: list[int], axis: list[str]) -> None:
    assert [mark.text for mark in figure(days).axis] == axis


def test_lines_of_the_grid_stand_where_their_names_stand() -> None:
    found = figure([0, 1000])
    width = int(found.strip.view_box.split()[2])
    lines = [int(x) for x in re.findall(r"M(\d+) 0V\d+", found.grid)]

    assert [f"{100 * x / width:.1f}%" for x in lines] == [mark.place for mark in found.axis]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([None, None, None], "no dates are known"),
        ([None, None, 3], "most dates are not known"),
        ([3, 3, None], "all dates that are known are of one day"),
        ([3, 3, 3], "all dates are of one day"),
    ],
)
def test_a_strip_in_the_order_of_sessions_says_why(days: list[int | None], why: str) -> None:
    caption = figure_of([session("a", day) for day in days]).caption

    assert caption == f"Each tick is a recording session; {why}, so ticks stand in the order of sessions."


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([[Modality.OPTICAL], [Modality.BEHAVIOR]], ""),
        ([[Modality.OPTICAL, Modality.BEHAVIOR], [Modality.BEHAVIOR]], SEVERAL + "."),
        ([[Modality.OPTICAL, Modality.BEHAVIOR]] * 2, SEVERAL + "; no tick is of behavior alone."),
        ([[Modality.OTHER], [Modality.OTHER]], ""),
    ],
)
def test_a_strip_says_which_kinds_are_drawn_as_others(kinds: list[list[Modality]], said: str) -> None:
    found = figure_of([session("a", day, *modalities) for day, modalities in enumerate(kinds)])

    assert found.caption.partition("21 Dec 2019.")[2] == said
