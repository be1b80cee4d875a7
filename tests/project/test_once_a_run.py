"""What processes of a run share is made once, whoever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.machine.once_a_run import once_a_run


@pytest.fixture
def factory(tmp_path: Path) -> pytest.TempPathFactory:
    """Of a process that has a folder of its own in that of the run."""
    made = pytest.TempPathFactory.__new__(pytest.TempPathFactory)
    made.getbasetemp = lambda: tmp_path / "popen-gw0"  # type: ignore[method-assign]
    return made


def test_it_is_made_once_and_the_others_get_the_same(
    factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    made: list[Path] = []

    def make(folder: Path) -> Path:
        made.append(folder)
        (folder / "file").write_text("whole")
        return folder / "file"

    found = [once_a_run(factory, "thing", make) for _ in range(3)]

    assert made == [tmp_path / "once" / "thing"]
    assert found == [tmp_path / "once" / "thing" / "file"] * 3


def test_what_failed_is_made_again_from_the_start(
    factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")

    def fail(folder: Path) -> None:
        (folder / "half").write_text("")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        once_a_run(factory, "thing", fail)

    assert once_a_run(factory, "thing", lambda folder: list(folder.iterdir())) == []
