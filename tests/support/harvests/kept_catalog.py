"""A catalog that an operator keeps night after night: a harvest into its snapshot, and a build into its site.

After each night it is compared with one that is made from nothing. What doesn't fit is told with the night and where.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from builder.check.site import check_site
from builder.check.snapshot import check_snapshot
from builder.harvest import run as run_module
from builder.harvest.plan import SHARES
from builder.settings import Settings
from builder.site.folder import manifest as output_module
from builder.site.folder.journal import WORK
from builder.site.pipeline import build as build_module
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot
from support.archives.changing import ChangingArchive
from support.archives.faulty import Door
from support.harvests.harvesting import Kept, contents, run
from support.sites.pages import bytes_of


@dataclass
class KeptCatalog:
    """The folders, and what an operator sets."""

    folder: Path
    archive: ChangingArchive
    door: Door
    patch: pytest.MonkeyPatch
    settings: Settings = field(default_factory=Settings)
    program: str = "first"
    clock_hours: int = 0
    """How far the clock is off."""
    night: int = 0
    waits: dict[tuple[str, str], int] = field(default_factory=dict)
    """Older versions that were withdrawn and are still shown, by how many runs have passed."""
    between: list[dict[str, bytes]] = field(default_factory=list)
    """The files of the site after each build of the night that was cut short."""
    memory_bytes: list[int] = field(default_factory=list)
    """Of this process, after each night."""

    def __post_init__(self) -> None:
        for name in ("kept", "tmp", "fresh"):
            (self.folder / name).mkdir()
        self.patch.setenv("TMPDIR", str(self.folder / "tmp"))
        self.patch.setattr("tempfile.tempdir", None)
        self.patch.setattr(run_module, "_now_utc", self.now)
        for module in (build_module, output_module):
            self.patch.setattr(module, "program_key", lambda: self.program)

    @property
    def snapshot(self) -> Path:
        return self.folder / "kept/snapshot.sqlite"

    @property
    def site(self) -> Path:
        return self.folder / "kept/site"

    def now(self) -> str:
        """What its clock shows."""
        return f"{self.archive.date + timedelta(hours=self.clock_hours):%Y-%m-%dT%H:%M:%SZ}"

    # -- a night --------------------------------------------------------------------------------------------------

    def harvest(self) -> None:
        report = run(self.door, self.snapshot)
        assert not report.partial, f"night {self.night}: {report.failed}"
        self.waits = {key: runs + 1 for key, runs in self.waits.items()}

    def build(self) -> None:
        old, before = files_of(self.site), states(self.site)
        build(self.snapshot, self.settings, self.site, jobs=1)
        new, after = files_of(self.site), states(self.site)
        rewritten = [a for a, data in new.items() if old.get(a) == data and after[a] != before[a]]
        assert not rewritten, f"night {self.night}: written anew although nothing changed: {rewritten[:5]}"

    def check_between(self, old: dict[str, bytes]) -> None:
        """After each build that was cut short, every file was old or new, and what both sites have was there."""
        new, where = files_of(self.site), f"night {self.night}"
        for now in self.between:
            odd = [a for a, data in now.items() if data not in (old.get(a), new.get(a))]
            assert not odd, f"{where}: neither old nor new: {odd[:5]}"
            lost = [a for a in old.keys() & new.keys() if a not in now]
            assert not lost, f"{where}: gone meanwhile: {lost[:5]}"
        self.between.clear()

    # -- what must be so after it ---------------------------------------------------------------------------------

    def compare(self, before: dict[str, Kept], *, is_behind: bool) -> None:
        where = f"night {self.night}"
        if is_behind:
            self.check_old_or_new(before)
        else:
            self._check_snapshot(where)
        self._check_site(where)
        self._check_leftovers(where)
        assert check_snapshot(self.snapshot, max_age_days=None, now_utc=self.now()).problems == (), where
        assert check_site(self.site, jobs=1).problems == (), where
        self.door.asked.clear()
        gc.collect()
        self.memory_bytes.append(resident_bytes())

    def check_old_or_new(self, before: dict[str, Kept]) -> None:
        """Of each dandiset, after a harvest that was cut short."""
        fresh = self._fresh_contents()
        now = contents(self.snapshot)
        odd = [i for i, kept in now.items() if without_copies(kept) not in self._may_be(i, before, fresh)]
        assert not odd, f"night {self.night}: neither old nor new: {odd}"

    def _may_be(self, identifier: str, *states_of: dict[str, Kept]) -> list[Kept]:
        hidden: Kept = self.archive.states[identifier], b"{}", {}, {}
        found = [kept[identifier] for kept in states_of if identifier in kept]
        return [without_copies(kept) for kept in (*found, hidden)]

    def _fresh_contents(self) -> dict[str, Kept]:
        path = self.folder / "fresh/snapshot.sqlite"
        path.unlink(missing_ok=True)
        run(self.door, path)
        return contents(path)

    def _check_snapshot(self, where: str) -> None:
        fresh, kept = self._fresh_contents(), contents(self.snapshot)
        assert {i: state for i, (state, *_) in kept.items()} == {
            i: state for i, state in self.archive.states.items() if i in kept
        }, where
        shown = {i: value for i, value in kept.items() if value[0] is DandisetState.OPEN}
        late = {key for key in self.waits if key[1] in shown.get(key[0], (0, 0, {}))[2]}
        assert all(self.waits[key] < SHARES for key in late), f"{where}: still shown after a month: {late}"
        self.waits = {key: runs for key, runs in self.waits.items() if key in late}
        assert shown.keys() == fresh.keys(), where
        for identifier, value in shown.items():
            gone = [version for of, version in late if of == identifier]
            assert without_copies(value, gone) == without_copies(fresh[identifier]), f"{where}: {identifier}"
        same = {i for i, value in shown.items() if value == fresh[i]}
        ours, theirs = hashes(self.snapshot), hashes(self.folder / "fresh/snapshot.sqlite")
        assert {i: ours[i] for i in same} == {i: theirs[i] for i in same}, where
        self._check_size(where)

    def _check_size(self, where: str) -> None:
        """A third more than a new one, and what only a catalog with a history has: its log, and what is hidden."""
        size, fresh = (path.stat().st_size for path in (self.snapshot, self.folder / "fresh/snapshot.sqlite"))
        assert size <= fresh * 4 / 3 + 65_536, f"{where}: the snapshot has {size} bytes, a new one {fresh}"

    def _check_site(self, where: str) -> None:
        fresh = self.folder / "fresh/site"
        shutil.rmtree(fresh, ignore_errors=True)
        build(self.snapshot, self.settings, fresh, jobs=1)
        new, old = bytes_of(fresh), bytes_of(self.site)
        odd = sorted(a for a in new.keys() | old.keys() if new.get(a) != old.get(a))
        assert not odd, f"{where}: not as in a new site: {odd[:5]} ({len(odd)})"
        files = files_of(self.site)
        most = 2 * sum(len(data) for a, data in files.items() if a.startswith(("static/", "search/")))
        assert sum(map(len, files.values())) <= sum(map(len, new.values())) + most, where
        self._check_hidden(where, files)

    def _check_hidden(self, where: str, files: dict[str, bytes]) -> None:
        """No file tells anything of what is hidden, and neither do the leftovers between the snapshot's rows."""
        all_of_it, snapshot = b"\n".join(files.values()), self.snapshot.read_bytes()
        for identifier in self.archive.states:
            mark = self.archive.mark_of(identifier).encode()
            is_stored = self._is_stored(identifier)
            assert is_stored or mark not in snapshot, f"{where}: {identifier}"
            told = [address for address, data in files.items() if mark in data] if mark in all_of_it else []
            assert bool(told) == (is_stored and identifier not in self.settings.exclude), (
                f"{where}: {identifier} {told[:5]}"
            )
        assert (b"@example.org" in all_of_it) == self.settings.show_emails, where

    def _is_stored(self, identifier: str) -> bool:
        """After a night of 503s, what was hidden meanwhile still is."""
        with Snapshot.readable(self.snapshot) as snapshot:
            row = snapshot.dandiset(identifier)
        return row is not None and row.state is DandisetState.OPEN

    def _check_leftovers(self, where: str) -> None:
        found = {name: {path.name for path in (self.folder / name).iterdir()} for name in ("kept", "tmp")}
        assert found == {"kept": {"snapshot.sqlite", "site"}, "tmp": set()}, where
        assert not (self.site / WORK).exists(), where
        empty = [path for path in self.site.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert not empty, f"{where}: empty folders: {empty[:5]}"


# -- what is compared ------------------------------------------------------------------------------------------------


def files_of(site: Path) -> dict[str, bytes]:
    """All that hosts and readers see."""
    paths = (path for path in site.rglob("*") if path.is_file())
    found = ((path.relative_to(site).as_posix(), path) for path in paths)
    return {address: path.read_bytes() for address, path in found if not address.startswith(f"{WORK}/")}


def states(site: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of each file."""
    found = {path.relative_to(site).as_posix(): path.stat() for path in site.rglob("*") if path.is_file()}
    return {address: (state.st_ino, state.st_mtime_ns) for address, state in found.items()}


def without_copies(kept: Kept, gone: Any = ()) -> Kept:
    """What is kept of a dandiset but for some versions, and for the copies of its list item within its versions.

    A version that didn't change isn't read again because its dandiset got a star.
    """
    state, listed, versions, lines = kept
    return (
        state,
        listed,
        {v: (_without_copy(info), *rest) for v, (info, *rest) in versions.items() if v not in gone},
        {v: found for v, found in lines.items() if v not in gone},
    )


def _without_copy(info: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(info)
    del answer["dandiset"]
    return answer


def hashes(path: Path) -> dict[str, str]:
    with Snapshot.readable(path) as snapshot:
        return {row.identifier: row.content_hash for row in snapshot.dandisets()}


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
