"""Which proofs there are. One more is one more `Row`; the tests that only proofs run bear the mark `proof`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    shows: str
    """What it proves, in a line."""
    tests: tuple[str, ...]
    """What pytest is given beside our own options; a pattern of files under tests/ stands for all that are there."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment that make a run a long one."""
    programs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """What it needs: commands, and files or folders, as seen from the project's folder."""

    def paths(self) -> list[str]:
        """The tests, with each pattern replaced by the files that there are."""
        found: list[str] = []
        for word in self.tests:
            found += sorted(str(p.relative_to(ROOT)) for p in ROOT.glob(word)) if "*" in word else [word]
        return found

    def missing(self) -> str:
        """What it needs and isn't here, in words; empty where it can run."""
        lacking = [name for name in self.programs if not shutil.which(name, path=_path())]
        lacking += [name for name in self.files if not (ROOT / name).exists()]
        lacking += [word for word in self.tests if "*" in word and not list(ROOT.glob(word))]
        return ", ".join(lacking)


def _path() -> str:
    """Servers lie where only root looks for commands, and what Python brought may lie beside it."""
    beside = str(Path(sys.executable).parent)
    return os.pathsep.join((os.environ.get("PATH", ""), beside, "/usr/local/sbin", "/usr/sbin"))


_ALL = {"HOSTILE": "all"}
_CORPUS = ("../shared/hostile",)
_REAL = ("../shared/archive", "../shared/tools")


def _walks() -> Iterator[Row]:
    """A walk over a whole hostile site takes over a quarter of an hour: pages, and what readers type, are rows."""
    for corpus, more, files in (("ours", "", ()), ("shared", "-shared", _CORPUS)):
        for place, chosen in (("served", "served"), ("disk", "not served")):
            for what, tests, shows in (
                ("pages", "every_page", "on every page, with all that can be pressed"),
                ("words", "not every_page", "with every payload searched, filtered for, and in addresses"),
            ):
                yield Row(
                    name=f"walk-{place}-{what}{more}",
                    shows=f"Chromium in a hostile site ({corpus}, {chosen}) {shows}: nothing runs, nobody is asked",
                    tests=(
                        *("tests/hostile/test_browser.py", "--numprocesses", "auto", "--dist", "load"),
                        *("-k", f"{corpus} and {chosen} and {tests}"),
                    ),
                    settings=_ALL,
                    files=files,
                )


ROWS = (
    Row(
        name="hostile",
        shows="every payload in every field of an archive: harvest, build, check, API, search, every file parsed",
        tests=("tests/hostile/test_*.py", "--deselect=tests/hostile/test_browser.py"),
        settings=_ALL,
    ),
    *_walks(),
    Row(
        name="examples",
        shows="odd JSON in every field that is read: 10,000 examples a property",
        tests=("tests/catalog/schema/test_odd_json.py",),
        settings={"HYPOTHESIS_PROFILE": "proof"},
    ),
    Row(
        name="builds",
        shows="sites, indexes and comparisons made of odd JSON: 500 builds a property",
        tests=("tests/site/pipeline/test_odd_json.py", "-k", "odd_value", "--numprocesses", "auto", "--dist", "load"),
        settings={"HYPOTHESIS_PROFILE": "proof"},
    ),
    Row(
        name="client",
        shows="the archive's own client downloads from our API what the built-in archive holds",
        tests=("tests/real/test_client.py",),
        programs=("dandi",),
    ),
    Row(
        name="kills",
        shows="harvests, builds, checks and servers that are killed or told to end, at moment after moment",
        tests=("tests/**/test_killed.py", "tests/commands/test_signals.py", "tests/site/folder/test_publishing.py"),
    ),
    Row(
        name="encodings",
        shows="every command, with its output in each of five encodings",
        tests=("tests/commands/test_other_encodings.py",),
    ),
    Row(
        name="places",
        shows="builds where the disk is full, read-only or broken from one write on, at write after write",
        tests=("tests/site/folder/test_places.py",),
    ),
    Row(
        name="real",
        shows="all 351 real dandisets: harvested, built, checked, searched, cited; no address of a person gets out",
        tests=("tests/real/test_*.py", "--deselect=tests/real/test_client.py"),
        files=_REAL,
    ),
    Row(
        name="loading",
        shows="what may come in place of scripts of search and of files: it is told, and may be asked for again",
        tests=("tests/browser/test_*_loading.py",),
    ),
    Row(
        name="nginx",
        shows="two deploys 24 h apart on nginx with the documented block: search, files, scripts and styles work",
        tests=("tests/browser/test_deploys.py",),
        programs=("nginx",),
    ),
    Row(
        name="nights",
        shows="60 nights of a catalog: each site and snapshot equal fresh ones, and nothing creeps",
        tests=("tests/nights/test_*.py",),
    ),
)
