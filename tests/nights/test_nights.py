"""A year in the life of a catalog: an archive that changes by rule, and an operator to whom much happens.

After each night the snapshot and the site equal new ones, and nothing else is left. catalog_nights.py tells what the
words mean, kept_catalog.py what is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.harvest.plan import SHARES
from builder.serve import AS_HARVESTED, create_api
from support.archives.changing import ChangingArchive
from support.archives.faulty import open_door
from support.harvests.kept_catalog import KeptCatalog
from support.harvests.nights import OPERATORS, TROUBLES, live_through

pytest_plugins = ["support.harvests.fixtures"]

Keep = Callable[..., KeptCatalog]

FEW = ("000004", "000692", "900105", "900113")
MANY = (
    *("000003", "000004", "000008", "000147", "000692", "001695", "900101", "900102", "900105", "900107"),
    *("900108", "900109", "900112", "900113", "900114", "900115", "900116", "900117"),
)
LATER = ("900103", "900106", "900111")

EIGHT_NIGHTS = (
    "",
    "add, edit metadata, edit assets, disk full at the harvest, disk full at rendering",
    "publish, star, withdraw older, killed at the harvest, disk full at the journal, show e-mails",
    "embargo, title, 503 for some, clock ahead",
    "edit metadata, killed at rendering, disk full at moving, hide e-mails, clock back",
    "unembargo, retitle, upgrade, killed at moving",
    "delete, rename files, exclude one, killed at the journal, killed at removing",
    "withdraw newest, new schema, 503 for all, exclude none",
)

SIXTY_NIGHTS = (
    "",
    "add",
    "edit metadata",
    "edit assets",
    "",
    "publish",
    "star, withdraw older",
    "embargo",
    "edit metadata, edit metadata, 503 for some",
    "retitle",
    "edit assets, publish, disk full at the harvest",
    "unembargo",
    "delete",
    "edit assets, killed at the harvest",
    "withdraw newest",
    "rename files",
    "new schema",
    "edit metadata, 503 for all",
    "",
    "upgrade",
    "title, edit metadata",
    "edit assets, disk full at rendering",
    "publish, exclude one",
    "exclude none",
    "withdraw older, add",
    "edit metadata, edit assets, killed at rendering",
    "show e-mails",
    "embargo, retitle, killed at moving",
    "hide e-mails",
    "edit metadata, clock back",
    "edit metadata",
    "latest versions",
    "publish, disk full at the journal",
    "all versions, killed at moving",
    "unembargo, rename files",
    "edit assets, edit assets, edit assets, publish, killed at the journal",
    "delete, 503 for some",
    "edit metadata, 503 for all",
    "edit metadata, 503 for some",
    "accent",
    "upgrade, edit assets, disk full at moving",
    "star, star, star",
    "clock ahead, edit metadata",
    "",
    "new schema, publish, killed at the harvest, killed at rendering",
    "withdraw older, withdraw newest",
    "add, embargo, killed at removing",
    "edit metadata, upgrade, killed at moving",
    "edit assets, 503 for some",
    "edit assets, disk full at the harvest, disk full at rendering, disk full at moving",
    "unembargo, delete",
    "retitle, rename files, publish",
    "delete, exclude one, killed at removing",
    "embargo, exclude none",
    "edit metadata, edit assets, star",
    "show e-mails, publish, killed at the journal",
    "embargo, hide e-mails, killed at moving",
    "withdraw newest, edit assets",
    "edit metadata",
    "",
)


@pytest.fixture
def keep(tmp_path: Path, served, no_waits: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keep]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_door(served.url) as door:

        def make(*identifiers: str, later: tuple[str, ...]) -> KeptCatalog:
            archive = ChangingArchive(tmp_path / "archive.sqlite", identifiers, later)
            served.app = create_api(archive.path, settings=AS_HARVESTED)
            return KeptCatalog(folder=tmp_path, archive=archive, door=door, patch=monkeypatch)

        yield make


@pytest.mark.parametrize("nights", [EIGHT_NIGHTS, SIXTY_NIGHTS], ids=["eight", "sixty"])
def test_all_that_may_happen_is_in_the_nights(nights: tuple[str, ...]) -> None:
    happens = {word.strip() for words in nights for word in words.split(",")}
    verbs = {name.replace("_", " ") for name in vars(ChangingArchive) if not name.startswith("_")}

    assert verbs - {"save", "mark of"} <= happens
    assert TROUBLES.keys() <= happens
    assert nights is EIGHT_NIGHTS or OPERATORS.keys() <= happens


def test_after_each_of_eight_nights_snapshot_and_site_equal_new_ones(keep: Keep) -> None:
    catalog = keep(*FEW, later=LATER)
    for night, words in enumerate(EIGHT_NIGHTS, 1):
        live_through(catalog, night, words)
    run_until_all_were_asked(catalog, len(FEW + LATER))


@pytest.mark.proof
def test_after_each_of_sixty_nights_snapshot_and_site_equal_new_ones(keep: Keep) -> None:
    catalog = keep(*MANY, later=LATER)
    for night, words in enumerate(SIXTY_NIGHTS, 1):
        live_through(catalog, night, words)
    # A sixth more was measured: sessions of harvests in one process, and what this test keeps itself.
    warm, last = max(catalog.memory_bytes[15:25]), max(catalog.memory_bytes[-10:])
    assert last <= warm * 1.25, f"memory grew from {warm} to {last} bytes"
    run_until_all_were_asked(catalog, SHARES)


def run_until_all_were_asked(catalog: KeptCatalog, runs: int) -> None:
    """After so many runs, older versions that were withdrawn last are gone, too."""
    catalog.night += 1
    for _ in range(runs):
        catalog.harvest()
    catalog.build()
    catalog.compare({}, is_behind=False)
    assert not catalog.waits, f"withdrawn, and still shown: {catalog.waits}"
