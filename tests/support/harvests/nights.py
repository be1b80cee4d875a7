"""What may happen in a night of a catalog's life, by the words that tables of nights are written in."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pkgutil import resolve_name
from typing import Any

import pytest

from builder.errors import ArchiveError, UsageError
from builder.settings import Versions
from builder.site.pipeline.build import build
from builder.snapshot import DandisetState, Snapshot
from support.archives.faulty import APPLICATION_ERROR
from support.harvests.harvesting import contents, run
from support.harvests.kept_catalog import KeptCatalog, files_of

FIRST_NIGHT = datetime(2026, 10, 1, 3, tzinfo=UTC)
FULL = OSError(ENOSPC, os.strerror(ENOSPC))


def live_through(catalog: KeptCatalog, night: int, words: str) -> None:
    """Let happen what the words say, run, and compare."""
    happenings = [word.strip() for word in words.split(",") if word.strip()]
    troubles = [word for word in happenings if word in TROUBLES]
    catalog.night, catalog.clock_hours = night, 0
    catalog.archive.date = FIRST_NIGHT + timedelta(days=night - 1)
    for word in happenings:
        if word in OPERATORS:
            OPERATORS[word](catalog)
        elif word not in TROUBLES:
            _change(catalog, word)
    catalog.archive.save()
    before = contents(catalog.snapshot) if catalog.snapshot.exists() else {}
    old = files_of(catalog.site)
    for trouble in troubles:
        TROUBLES[trouble](catalog)
    is_behind = bool(NO_SECOND_RUN & set(troubles))
    if not is_behind:
        catalog.harvest()
    catalog.build()
    catalog.check_between(old)
    catalog.compare(before, is_behind=is_behind)


def _change(catalog: KeptCatalog, verb: str) -> None:
    known = set(catalog.archive.withdrawn)
    getattr(catalog.archive, verb.replace(" ", "_"))()
    if verb == "withdraw older":
        catalog.waits |= dict.fromkeys(catalog.archive.withdrawn - known, 0)


# -- what an operator does -------------------------------------------------------------------------------------------


Change = Callable[[KeptCatalog], None]


def _set(**change: Any) -> Change:
    def apply(catalog: KeptCatalog) -> None:
        catalog.settings = replace(catalog.settings, **change)

    return apply


def _exclude(catalog: KeptCatalog) -> None:
    first = min(i for i, state in catalog.archive.states.items() if state is DandisetState.OPEN)
    catalog.settings = replace(catalog.settings, exclude=(first,))


def _upgrade(catalog: KeptCatalog) -> None:
    catalog.program = f"upgraded in night {catalog.night}"


def _clock(hours: int) -> Change:
    def turn(catalog: KeptCatalog) -> None:
        catalog.clock_hours = hours

    return turn


OPERATORS = {
    "exclude one": _exclude,
    "exclude none": _set(exclude=()),
    "title": _set(title="Another title"),
    "accent": _set(accent="#aa0000"),
    "show e-mails": _set(show_emails=True),
    "hide e-mails": _set(show_emails=False),
    "latest versions": _set(versions=Versions.LATEST),
    "all versions": _set(versions=Versions.ALL),
    "upgrade": _upgrade,
    "clock back": _clock(-24 * 40),
    "clock ahead": _clock(24 * 400),
}


# -- what goes wrong -------------------------------------------------------------------------------------------------


def _all_503(catalog: KeptCatalog) -> None:
    catalog.door.at("/api/", APPLICATION_ERROR, always=True)
    with pytest.raises(ArchiveError):
        run(catalog.door, catalog.snapshot)
    catalog.door.faults.clear()


def _some_503(catalog: KeptCatalog) -> None:
    """Of every second dandiset that is asked for."""
    catalog.door.faults.append(
        lambda asked: APPLICATION_ERROR if asked.path.startswith("/api/dandisets/") and _is_odd(asked.path) else None
    )
    run(catalog.door, catalog.snapshot)
    catalog.door.faults.clear()


def _is_odd(path: str) -> bool:
    identifier = path.removeprefix("/api/dandisets/").partition("/")[0]
    return identifier.isdigit() and int(identifier) % 2 == 1


def _full_harvest(catalog: KeptCatalog) -> None:
    before = contents(catalog.snapshot)

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with catalog.patch.context() as patch:
        patch.setattr(Snapshot, "_put_version", full)
        with pytest.raises(UsageError, match="the disk is full"):
            run(catalog.door, catalog.snapshot)
    catalog.check_old_or_new(before)


def _full(target: str, call: int) -> Change:
    """The disk is full at the nth call of it."""

    def trouble(catalog: KeptCatalog) -> None:
        catalog.harvest()
        with catalog.patch.context() as patch:
            patch.setattr(target, failing(target, call, FULL))
            with pytest.raises(UsageError, match="No space left"):
                build(catalog.snapshot, catalog.settings, catalog.site, jobs=1)
        catalog.between.append(files_of(catalog.site))

    return trouble


def failing(target: str, call: int, error: OSError) -> Callable[..., Any]:
    """The function of that name, which fails from its nth call on."""
    function = resolve_name(target)
    calls = 0

    def counted(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= call:
            raise error
        return function(*args, **named)

    return counted


_KILLED_BUILD = """
import os, pickle, sys
from pkgutil import resolve_name
from builder.site.folder import journal, manifest, staging
from builder.site.pipeline import build as build_module, worker
snapshot, settings, site, program, target, left = pickle.load(open(sys.argv[1], "rb"))
def counted(call):
    def made(*args, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return call(*args, **named)
    return made
holder, _, name = target.rpartition(".")
setattr(resolve_name(holder), name, counted(resolve_name(target)))
build_module.program_key = manifest.program_key = lambda: program
build_module.build(snapshot, settings, site, jobs=1)
"""


def _killed_build(target: str, call: int) -> Change:
    """Killed at the nth call of it."""

    def trouble(catalog: KeptCatalog) -> None:
        catalog.harvest()
        order = catalog.folder / "order"
        given = (catalog.snapshot, catalog.settings, catalog.site, catalog.program, target, call)
        order.write_bytes(pickle.dumps(given))
        done = subprocess.run([sys.executable, "-c", _KILLED_BUILD, str(order)], check=False, capture_output=True)
        assert done.returncode == -9, f"night {catalog.night}: not killed: {done.stderr.decode()}"
        catalog.between.append(files_of(catalog.site))

    return trouble


def _killed_harvest(catalog: KeptCatalog) -> None:
    before = contents(catalog.snapshot)
    command = [sys.executable, "-m", "builder", "harvest", "--workers", "2"]
    left = 6

    def kill(asked: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            process.kill()

    catalog.door.faults.append(kill)
    options = ["--api", catalog.door.api, "--snapshot", str(catalog.snapshot)]
    with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        process.wait(timeout=120)
    catalog.door.faults.clear()
    assert process.returncode == -9, f"night {catalog.night}: the harvest ended before it could be killed"
    catalog.check_old_or_new(before)


TROUBLES = {
    "503 for all": _all_503,
    "503 for some": _some_503,
    "disk full at the harvest": _full_harvest,
    "disk full at rendering": _full("builder.site.pipeline.worker.write_file", 5),
    "disk full at the journal": _full("builder.site.folder.journal.os.fsync", 1),
    "disk full at moving": _full("builder.site.folder.journal.os.replace", 4),
    "killed at the harvest": _killed_harvest,
    "killed at rendering": _killed_build("builder.site.pipeline.worker.write_file", 5),
    "killed at the journal": _killed_build("builder.site.folder.journal.os.fsync", 0),
    "killed at moving": _killed_build("builder.site.folder.journal.os.replace", 4),
    "killed at removing": _killed_build("builder.site.folder.journal.os.unlink", 20),
}
NO_SECOND_RUN = {"503 for all", "503 for some"}
"""The next run is that of the next night; meanwhile the site is built from what is there."""
