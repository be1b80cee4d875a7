"""What the archive's summary of a version says, counted over the files: for versions whose summary is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from builder.catalog.anatomy.mentions import mentioned_areas
from builder.catalog.contents.samples import Samples
from builder.catalog.schema.asset import Asset, Participant
from builder.catalog.schema.metadata import AssetsSummary, Standard, Term, variable_name
from builder.catalog.text.limits import FEW

NWB = Standard(name="Neurodata Without Borders (NWB)", identifier="RRID:SCR_015242")
BIDS = Standard(name="Brain Imaging Data Structure (BIDS)", identifier="RRID:SCR_016124")
OME = Standard(name="OME/NGFF Standard", identifier="DOI:10.25504/FAIRsharing.9af712")
_STANDARDS = {"nwb": NWB, "nwb.zarr": NWB, "nwb.lindi.json": NWB, "ome.zarr": OME}


class Findings:
    """Grows with each file."""

    def __init__(self) -> None:
        self._standards: dict[str, Standard] = {}
        self._told: dict[Standard, None] = {}
        """Standards that files' metadata tell."""
        self._species: Counter[Term] = Counter()
        self._approaches: Counter[Term] = Counter()
        self._techniques: Counter[Term] = Counter()
        self._variables: Counter[str] = Counter()
        self._areas: set[str] = set()
        self._samples = Samples()

    def add(self, asset: Asset, suffix: str) -> None:
        if suffix in _STANDARDS:
            self._standards.setdefault(suffix, _STANDARDS[suffix])
        elif suffix == "json" and asset.path.endswith("dataset_description.json"):
            self._standards.setdefault("", BIDS)
        self._samples.add(asset)
        metadata = asset.metadata
        if metadata.data_standard:
            self._told.update(dict.fromkeys(metadata.data_standard))
        if metadata.approach:
            self._approaches.update(metadata.approach)
        if metadata.measurement_technique:
            self._techniques.update(metadata.measurement_technique)
        if metadata.variable_measured:
            self._variables.update(map(variable_name, metadata.variable_measured))
        for activity in metadata.was_generated_by:
            if activity.description and activity.schema_key == "Session":
                self._areas.update(mentioned_areas(activity.description))

    def _all_standards(self) -> tuple[Standard, ...]:
        """Those that names of files tell, then others; each once, with its version if one is told."""
        by_name = tuple(self._standards[suffix] for suffix in sorted(self._standards))
        found: dict[str, Standard] = {}
        for standard in (*by_name, *sorted(self._told, key=lambda one: (one.name or "", one.version or ""))):
            key = (standard.identifier or standard.name or "").strip().casefold()
            if key and (key not in found or (standard.version and not found[key].version)):
                found[key] = standard
        return tuple(found.values())[:FEW]

    def add_species(self, person: Participant) -> None:
        if person.species:
            self._species[person.species] += 1

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that the descriptions of sessions name."""
        return tuple(sorted(self._areas))

    def summary(self, subjects: int) -> AssetsSummary:
        return AssetsSummary(
            number_of_subjects=subjects or None,
            number_of_samples=len(self._samples.samples) or None,
            number_of_cells=len(self._samples.cells) or None,
            data_standard=self._all_standards(),
            approach=_terms(self._approaches),
            measurement_technique=_terms(self._techniques),
            variable_measured=tuple(sorted(filter(None, self._variables)))[:FEW],
            species=_terms(self._species),
        )


_FILLED = (
    *("number_of_subjects", "number_of_samples", "number_of_cells"),
    *("data_standard", "approach", "measurement_technique", "variable_measured", "species"),
)


def fill_summary(summary: AssetsSummary, found: AssetsSummary) -> AssetsSummary:
    """The archive's summary, with what it lacks as it was found in the files."""
    filled = {name: getattr(found, name) for name in _FILLED if not getattr(summary, name) and getattr(found, name)}
    return replace(summary, **filled) if filled else summary


def lacking(summary: AssetsSummary, found: AssetsSummary) -> AssetsSummary:
    """What was found in the files and the archive's summary lacks."""
    names = [name for name in _FILLED if not getattr(summary, name)]
    return AssetsSummary(**{name: getattr(found, name) for name in names})


def _terms(counted: Counter[Term]) -> tuple[Term, ...]:
    """The commonest first, as many as a summary may have; of several names of one identifier the commonest."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0].name or "", item[0].identifier or ""))
    return _once(term for term, _ in ordered)[:FEW]


def _once(terms: Iterable[Term]) -> tuple[Term, ...]:
    found: dict[str, Term] = {}
    for term in terms:
        if key := term.identifier or term.name:
            found.setdefault(key, term)
    return tuple(found.values())
