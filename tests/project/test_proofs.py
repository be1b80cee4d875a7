"""Long proofs: a row is run, timed and written down, and never counts as passed if it was not run."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from proofs import running
from proofs.__main__ import main
from proofs.rows import ROOT, ROWS, Row
from proofs.running import Ran, Result, figures_of, outcomes_of, run_row
from proofs.table import PAGE, Stamp, read_table, stamp, write_table

NOW = Stamp(date="2026-02-03", commit="0123abc", machine="2 cores, Linux, Python 3.11")


def row_of(tmp_path: Path, body: str) -> Row:
    """A row whose test has this body."""
    path = tmp_path / "test_made_up.py"
    path.write_text(f"import os, time\nimport pytest\npytestmark = [pytest.mark.proof]\ndef test_it():\n    {body}\n")
    return Row(name="made-up", shows="nothing", tests=(str(path), "--noconftest"), settings={"LONG": "yes"})


def test_a_row_that_holds_has_passed_with_its_settings_and_figures(tmp_path: Path) -> None:
    ran = run_row(row_of(tmp_path, "assert os.environ['LONG'] == 'yes'"))

    assert (ran.result, ran.figures) == (Result.PASSED, "1 passed")
    assert 0 < ran.seconds < 60


def test_a_row_that_fails_has_failed(tmp_path: Path) -> None:
    assert run_row(row_of(tmp_path, "assert 1 == 2")).result is Result.FAILED


def test_a_row_that_was_skipped_was_not_run(tmp_path: Path) -> None:
    ran = run_row(row_of(tmp_path, "pytest.skip('no server here')"))

    assert (ran.result, ran.figures) == (Result.NOT_RUN, "1 skipped")


def test_a_row_that_takes_too_long_is_ended_and_has_failed(tmp_path: Path) -> None:
    ran = run_row(row_of(tmp_path, "time.sleep(300)"), longest_s=3)

    assert ran.result is Result.FAILED
    assert "took longer" in ran.figures
    assert ran.seconds < 60


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ({"programs": ("no-such-program",)}, "no-such-program"),
        ({"files": ("no/such/folder",)}, "no/such/folder"),
        ({"tests": ("tests/test_no_such_*.py",)}, "tests/test_no_such_*.py"),
    ],
)
def test_a_row_whose_needs_are_missing_was_not_run_and_says_what(tmp_path: Path, needs, told: str) -> None:
    ran = run_row(replace(row_of(tmp_path, "pass"), **needs))

    assert (ran.result, ran.figures) == (Result.NOT_RUN, f"missing: {told}")


def test_of_a_run_that_was_ended_it_is_known_what_passed_until_then() -> None:
    said = [
        "tests/test_a.py::test_x[FAILED 1] PASSED                [ 33%]",
        "[gw1] [ 50%] PASSED tests/test_a.py::test_y ",
        "[gw0] [ 66%] FAILED tests/test_a.py::test_z[a PASSED b] ",
        "tests/test_a.py::test_z[served] ",
    ]

    assert outcomes_of(said) == "2 passed, 1 failed"
    assert outcomes_of(["collected 3 items"]) == "none ended"


def test_figures_are_pytests_count_and_what_tests_printed() -> None:
    said = ["..  [100%]", "hostile archive", "  pages visited         854", "  parser faults         0"]

    assert figures_of([*said, "=== 9 passed, 2 skipped in 61.02s (0:01:01) ==="]) == (
        "9 passed, 2 skipped; 854 pages visited; 0 parser faults"
    )


# -- the table ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "proof.md"
    path.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_what_ran_is_written_and_all_else_stays(page: Path) -> None:
    first, second = ROWS[:2]
    passed = Ran(result=Result.PASSED, figures="3 passed", seconds=125.4)
    write_table(page, ROWS, {first.name: passed}, NOW)
    before = page.read_text(encoding="utf-8")
    later = replace(NOW, date="2026-03-04")
    write_table(page, ROWS, {second.name: replace(passed, result=Result.FAILED)}, later)
    table = read_table(page.read_text(encoding="utf-8"))

    assert list(table) == [row.name for row in ROWS]
    assert table[first.name] == ("passed", "3 passed", "2:05 min", NOW.date, NOW.commit, NOW.machine)
    assert table[second.name][0::3] == ("failed", later.date)
    assert page.read_text(encoding="utf-8").splitlines()[:10] == before.splitlines()[:10]


def test_a_row_that_cannot_be_run_now_keeps_what_it_showed(page: Path) -> None:
    first = ROWS[0].name
    absent = Ran(result=Result.NOT_RUN, figures="missing: nginx", seconds=0)
    write_table(page, ROWS[:1], {}, NOW)
    write_table(page, ROWS, {first: replace(absent, result=Result.PASSED)}, NOW)
    passed = read_table(page.read_text(encoding="utf-8"))
    write_table(page, ROWS, {first: absent}, NOW)

    assert read_table(page.read_text(encoding="utf-8")) == passed


def test_the_page_has_every_row_and_no_other() -> None:
    assert list(read_table(PAGE.read_text(encoding="utf-8"))) == [row.name for row in ROWS]


def test_rows_are_told_apart_by_words_that_a_shell_takes_as_they_are() -> None:
    names = [row.name for row in ROWS]

    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch("[a-z][a-z-]*", name)] == []
    assert [row.name for row in ROWS if not row.shows or "|" in row.shows] == []


def test_every_test_that_a_row_names_is_there() -> None:
    named = {word for row in ROWS for word in row.tests if word.startswith("tests/") and "*" not in word}

    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_every_test_with_the_mark_belongs_to_a_row() -> None:
    paths = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    marked = {path for path in paths if "pytest.mark.proof" in path.read_text(encoding="utf-8")}
    named = {ROOT / path for row in ROWS for path in row.paths() if path.startswith("tests/")}

    assert marked
    assert marked - named == set()


def test_the_stamp_names_no_place_and_no_person() -> None:
    found = stamp()

    assert re.fullmatch(r"[0-9]+ cores, \w+, Python 3\.[0-9]+", found.machine)
    assert re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found.date)


# -- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ((Result.PASSED, Result.PASSED), 0),
        ((Result.PASSED, Result.NOT_RUN), 2),
        ((Result.NOT_RUN, Result.FAILED), 1),
    ],
)
def test_only_rows_that_all_passed_end_with_0(
    page: Path, monkeypatch: pytest.MonkeyPatch, results, code: int
) -> None:
    found = iter(results)
    command = sys.modules[main.__module__]
    monkeypatch.setattr(command, "run_row", lambda row: Ran(result=next(found), figures="", seconds=1))
    monkeypatch.setattr(command, "PAGE", page)

    assert main([row.name for row in ROWS[:2]]) == code


def test_a_row_that_is_none_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "nginx" in capsys.readouterr().out


def test_a_row_takes_a_quarter_of_an_hour_at_most() -> None:
    assert running.LONGEST_S == 15 * 60
