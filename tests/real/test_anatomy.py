"""Areas and species of the real 351, against what was judged by hand (benchmarks/truth/anatomy.yaml)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.catalog.anatomy.areas import area_table
from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.facets.index import FacetIndex, index_facets
from builder.catalog.facets.keys import folded
from builder.catalog.facets.kinds import Facet
from builder.catalog.schema.taxa import SPECIES_NAMES, name_parts
from builder.search.index.search_index import KeptIndex
from builder.search.query.parsing import parse
from builder.search.query.ranking import rank
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.site.parts.lists import dandiset_card
from builder.snapshot import Snapshot
from builder.snapshot.loading import open_dandisets
from support import ROOT

pytest_plugins = ["support.archives.real"]
pytestmark = pytest.mark.proof

LEAST_RIGHT = 0.9


@pytest.fixture(scope="module")
def truth() -> Any:
    return yaml.safe_load((ROOT / "benchmarks" / "truth" / "anatomy.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def stored(real_snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptIndex:
    with Snapshot.readable(real_snapshot) as snapshot:
        return open_index(snapshot, Settings(), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def entries(real_snapshot: Path) -> list[Entry]:
    """By their metadata alone."""
    with Snapshot.readable(real_snapshot) as snapshot:
        return [Entry(dandiset=one, digest=Digest()) for _, _, one in open_dandisets(snapshot, Settings())]


@pytest.fixture(scope="module")
def index(entries: list[Entry]) -> FacetIndex:
    return index_facets(entries)


def found(stored: KeptIndex, query: str) -> list[str]:
    return [stored.index.listed[hit.place].identifier for hit in rank(stored.index, parse(query)).hits]


def test_nine_of_ten_found_for_the_hippocampus_are_about_it(stored: KeptIndex, truth: Any) -> None:
    hits = set(found(stored, "anatomy:hippocampus"))
    right, wrong = (set(truth["hippocampus"][kind]) for kind in ("right", "wrong"))

    assert hits <= right | wrong, "judge these by hand, too"
    assert len(hits & right) >= max(30, LEAST_RIGHT * len(hits))
    assert set(found(stored, "anatomy_exact:CA1")) <= hits


def test_nine_of_ten_mentions_drawn_at_random_are_right(stored: KeptIndex, truth: Any) -> None:
    right, wrong = ({tuple(pair) for pair in truth["mentioned"][kind]} for kind in ("right", "wrong"))
    lost = [(one, area) for one, area in sorted(right) if one not in found(stored, f'anatomy_exact:"{area}"')]

    assert len(right | wrong) == 100
    assert len(right) >= 100 * LEAST_RIGHT
    assert {area for _, area in right | wrong} <= set(area_table().areas)
    assert lost == []


def test_every_area_is_one_entry(index: FacetIndex) -> None:
    labels = Counter(folded(value.label) for value in index.values[Facet.ANATOMY])

    assert max(labels.values()) == 1
    assert labels["hippocampal formation"] == labels["primary motor cortex"] == 1
    assert labels["hippocampus"] == 0


def test_every_species_has_one_label_and_no_other_name_repeats_it(entries: list[Entry], index: FacetIndex) -> None:
    unknown = set()
    for value in index.values[Facet.SPECIES]:
        parts = set(map(folded, name_parts(value.label)))
        assert not parts & {folded(name) for name, _ in value.other_names}, value.label
        unknown |= set() if value.identifier in SPECIES_NAMES else {value.label}
    for entry in entries:
        taxa = {term.identifier or term.name for term in entry.summary.species}
        assert len(dandiset_card(entry).species) == len(taxa), entry.dandiset.identifier

    assert unknown == {"Unidentified"}


def test_no_value_is_also_called_what_it_is_called(index: FacetIndex) -> None:
    for value in (value for facet in Facet for value in index.values[facet]):
        assert folded(value.label) not in {folded(name) for name, _ in value.other_names}, value.label
