"""A copy of the project in which a recipe of docs/architecture.md is followed to the letter, and what comes of it.

A test of a recipe makes the changes that the recipe tells, builds a small site and looks for the new thing in it. It
holds the files that it touched to those that the recipe names (`told_files`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.snapshot import ArchiveRow, Snapshot
from support import ROOT
from support.archives.small import INFO, NOW, encode, metadata_of, put_open, version_object
from support.machine.copied_program import build_with, copy_program

_MORE = ("pyproject.toml", "README.md", "docs", "tests")
_RECIPE = re.compile(r"^### (.+)\n((?:(?!^#).*\n)+)", re.MULTILINE)
_STEP = re.compile(r"^\d+\. ((?:.*\n(?:   .*\n)*))", re.MULTILINE)
_FILE = re.compile(r"`((?:(?:builder|content|docs|static|templates|tests)/[\w./-]+|README)\.\w+)`")


def told_files(recipe: str) -> set[str]:
    """The files that the numbered steps of a recipe name, by the heading of the recipe."""
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("\n## How to add")[2]
    steps = _STEP.findall(dict(_RECIPE.findall(told))[recipe])
    assert steps, f"{recipe}: docs/architecture.md tells no steps"
    return {name for step in steps for name in _FILE.findall(step)}


class Checkout:
    """A copy of the project. A file is named by its path in it, with slashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = copy_program(folder)
        for name in _MORE:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, folder / name)
        self.touched: set[str] = set()
        """The files that were changed or added."""

    def add(self, file: str, text: str) -> None:
        """A new file."""
        path = self.folder / file
        assert not path.exists(), f"{file}: is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.touched.add(file)

    def insert(self, file: str, text: str, *, before: str) -> None:
        """Text before another, which stands there once."""
        self.replace(file, before, text + before)

    def append(self, file: str, text: str) -> None:
        """Text at the end of a file."""
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        self.touched.add(file)

    def replace(self, file: str, old: str, new: str) -> None:
        """Another text for one that stands there once."""
        path = self.folder / file
        before = path.read_text(encoding="utf-8")
        assert before.count(old) == 1, f"{file}: {old!r} stands there {before.count(old)} times"
        path.write_text(before.replace(old, new), encoding="utf-8")
        self.touched.add(file)

    def build(self, snapshot: Path) -> Path:
        """The site that the copy builds of a snapshot."""
        out = self.folder / "site"
        build_with(self.folder, snapshot, out)
        return out

    def failure(self, script: str) -> str:
        """What a script of Python prints that fails in the copy."""
        code, told = self._run("-c", script)
        assert code, f"{script}: fails no more"
        return told

    def failed_tests(self, *tests: str) -> str:
        """What pytest prints of tests some of which fail in the copy, each as `tests/room/test_x.py::test_y`."""
        code, told = self._test(*tests)
        assert code == pytest.ExitCode.TESTS_FAILED, told
        return told

    def passing_tests(self, *tests: str) -> None:
        """Run tests that pass in the copy."""
        code, told = self._test(*tests)
        assert code == pytest.ExitCode.OK, told

    def _test(self, *tests: str) -> tuple[int, str]:
        return self._run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests)

    def _run(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, capture_output=True, text=True, check=False, timeout=300
        )
        return done.returncode, done.stdout + done.stderr


def one_dandiset(path: Path, metadata: Mapping[str, Any]) -> Path:
    """A snapshot of one published dandiset, 000001, without files; with more metadata than it must have."""
    published, day = "0.220101.1200", "2022-01-01T12:00:00Z"
    versions: list[tuple[Any, ...]] = [
        (
            version_object(version, "One", [], status="Valid", created=day, modified=day),
            metadata_of("000001", version, "One", **metadata),
            [],
        )
        for version in (published, "draft")
    ]
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        put_open(snapshot, "000001", "Doe, Jane", versions)
        snapshot.settle()
    return path
