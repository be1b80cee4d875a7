"""How numbers, sizes and dates are written."""

from __future__ import annotations

import pytest

from builder.words import formats


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 B"),
        (1, "1 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (1049, "1.0 kB"),
        (1051, "1.1 kB"),
        (99_949, "99.9 kB"),
        (99_951, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_560_000_000_000, "2.6 TB"),
        (366_012_345_678, "366 GB"),
        (4_200_000_000_000_000_000, "4200 PB"),
    ],
)
def test_sizes_are_in_powers_of_1000(size_bytes: int, text: str) -> None:
    assert formats.filesize(size_bytes) == text


@pytest.mark.parametrize(("size", "files", "text"), [(0, 0, ""), (0, 2, ""), (5, 2, "5 B")])
def test_no_files_and_files_without_bytes_have_no_size(size: int, files: int, text: str) -> None:
    assert formats.counted_size(size, files) == text


def test_a_total_of_nothing_that_was_counted_says_so() -> None:
    assert formats.total_size([]) == "0 B"
    assert formats.total_size([(0, 2), (0, 0)]) == "not counted yet"
    assert formats.total_size([(0, 2), (5, 1)]) == "5 B"


def test_sessions_of_file_names_alone_are_recordings() -> None:
    assert formats.sessions(2, 0) == "2\u00a0sessions"
    assert formats.sessions(0, 1) == "1\u00a0recording by file name"
    assert formats.sessions(0, 0) == ""


def test_thousands_are_parted_by_thin_spaces() -> None:
    assert [formats.number(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1\u202f000", "1\u202f234\u202f567"]


def test_nouns_follow_their_number() -> None:
    assert formats.counted(1, "file") == "1\u00a0file"
    assert formats.counted(0, "file") == "0\u00a0files"
    assert formats.counted(1582, "file") == "1\u202f582\u00a0files"
    assert formats.counted(2, "species", "species") == "2\u00a0species"


@pytest.mark.parametrize(
    ("text", "date", "day", "moment"),
    [
        ("2023-06-29T19:55:12.116542Z", "29 Jun 2023", "2023-06-29", "29 Jun 2023, 19:55 UTC"),
        ("2023-06-29T19:55:12Z", "29 Jun 2023", "2023-06-29", "29 Jun 2023, 19:55 UTC"),
        ("2023-12-31T23:30:00-05:00", "1 Jan 2024", "2024-01-01", "1 Jan 2024, 04:30 UTC"),
        ("2021-03-05T10:11:12.131415", "5 Mar 2021", "2021-03-05", "5 Mar 2021, 10:11 UTC"),
        ("2025-06-30", "30 Jun 2025", "2025-06-30", "30 Jun 2025, 00:00 UTC"),
        ("last spring", "last spring", "", "last spring"),
        ("", "", "", ""),
        (None, "", "", ""),
    ],
)
def test_dates_are_in_utc_and_what_is_none_stays(text: str | None, date: str, day: str, moment: str) -> None:
    assert (formats.date(text), formats.day(text), formats.moment(text)) == (date, day, moment)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "0 %"),
        (0, 5, "0 %"),
        (1, 1000, "< 1 %"),
        (1, 200, "< 1 %"),
        (6, 1000, "1 %"),
        (1, 4, "25 %"),
        (989, 1000, "99 %"),
        (995, 1000, "99 %"),
        (999_999, 1_000_000, "99 %"),
        (1, 1, "100 %"),
        (1_000_000, 1_000_000, "100 %"),
    ],
)
def test_a_share_is_nothing_or_all_only_where_it_is(part: int, whole: int, text: str) -> None:
    assert formats.share(part, whole).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2013-01-01", "January 2013", "Jan 2013"),
        ("2013-12-31T23:59:59Z", "December 2013", "Dec 2013"),
        ("2013-12-31T23:30:00-05:00", "January 2014", "Jan 2014"),
        ("spring", "spring", "spring"),
        (None, "", ""),
    ],
)
def test_months_are_in_utc_and_what_is_none_stays(text: str | None, long: str, short: str) -> None:
    assert (formats.month(text), formats.month(text, short=True)) == (long, short)


@pytest.mark.parametrize(
    ("left_out", "told"), [(16, "and 16\u00a0more files"), (1, "and 1\u00a0more file"), (0, ""), (-3, "")]
)
def test_a_list_that_was_cut_says_how_much_more_there_is(left_out: int, told: str) -> None:
    assert formats.and_more(left_out, "file") == told
