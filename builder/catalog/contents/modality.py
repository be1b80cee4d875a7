"""How data were recorded: the few kinds that a reader tells apart at a glance, and what in a file speaks for each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from builder.catalog.schema.asset import Asset
from builder.catalog.schema.metadata import variable_name


class Modality(StrEnum):
    """In order of rank: where a session has several and there is room for one colour, the first counts."""

    EXTRACELLULAR = "extracellular"
    INTRACELLULAR = "intracellular"
    OPTICAL = "optical"
    MICROSCOPY = "microscopy"
    MRI = "mri"
    BEHAVIOR = "behavior"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def label(self) -> str:
        """Its words where they begin a line."""
        return self.words[:1].upper() + self.words[1:]


_WORDS = {
    Modality.EXTRACELLULAR: "extracellular electrophysiology",
    Modality.INTRACELLULAR: "intracellular electrophysiology",
    Modality.OPTICAL: "optical physiology",
    Modality.MICROSCOPY: "microscopy",
    Modality.MRI: "MRI",
    Modality.BEHAVIOR: "behavior",
    Modality.OTHER: "other recordings",
}

Mask = int
"""Modalities as bits, since a large dandiset asks for them half a million times."""

_BITS = {modality: 1 << rank for rank, modality in enumerate(Modality)}
_E, _I, _O, _MICROSCOPY, _MRI, _B, _ = _BITS.values()
_OF_CELLS = _E | _I | _O

_TYPES = {
    _E: """ElectricalSeries LFP SpikeEventSeries ElectrodeGroup FilteredEphys FeatureExtraction EventDetection
        EventWaveform Clustering ClusterWaveforms""",
    _I: """CurrentClampSeries CurrentClampStimulusSeries VoltageClampSeries VoltageClampStimulusSeries
        IZeroClampSeries PatchClampSeries IntracellularElectrode IntracellularRecordingsTable""",
    _O: """TwoPhotonSeries OnePhotonSeries PlaneSegmentation ImageSegmentation ImagingPlane OpticalChannel
        Fluorescence DfOverF RoiResponseSeries FiberPhotometry FiberPhotometryResponseSeries""",
    _B: """Position SpatialSeries CompassDirection BehavioralTimeSeries BehavioralEvents BehavioralEpochs
        PupilTracking EyeTracking PoseEstimation PoseEstimationSeries""",
}
"""NWB's types of data, which metadata call variables."""

_NAMES: dict[str, Mask] = {
    **{name: mask for mask, names in _TYPES.items() for name in names.split()},
    "multi electrode extracellular electrophysiology recording technique": _E,
    "current clamp technique": _I,
    "voltage clamp technique": _I,
    "patch clamp technique": _I,
    "two-photon microscopy technique": _O,
    "one-photon microscopy technique": _O,
    "microscopy approach; cell population imaging": _O,
    "behavioral technique": _B,
    "behavioral approach": _B,
}
"""Variables, techniques and approaches."""

_WEAK_NAMES: dict[str, Mask] = {"Units": _E, "spike sorting technique": _E, "electrophysiological approach": _E}
"""Spikes may also come from cells that were patched or imaged: they count where nothing else says how."""

_NAME_PARTS: dict[str, Mask] = {"ecephys": _E, "icephys": _I, "ophys": _O, "behavior": _B, "ieeg": _E, "beh": _B}
"""Last part of a file's name, as `dandi organize` and BIDS write it: `_behavior+ecephys.nwb`. They count where the
metadata say nothing. `_image` is none of them: it stands for any picture, most often a stimulus or a video."""

_MICROSCOPE = re.compile(
    r"_(?:tem|sem|uct|bf|df|pc|dic|fluo|conf|pli|cars|2pe|mpe|sr|nlo|oct|spim|xpct|lsfm)\.|/micr/"
)
"""In the path of a picture of tissue, as BIDS writes it."""

_SUFFIXES: dict[str, Mask] = {
    **dict.fromkeys(("ome.zarr", "tif", "tiff"), _MICROSCOPY),
    **dict.fromkeys(("nii", "nii.gz"), _MRI),
    **dict.fromkeys(("avi", "mp4", "mkv", "mov", "wmv", "m4v"), _B),
    **dict.fromkeys(("continuous", "spikes", "openephys"), _E),
}
"""Kinds of file that tell how they were recorded; a video of a session shows the animal."""

_OF_IMAGES = re.compile(r"_(?:[a-z]+\+)*image(?:\+[a-z]+)*/")
"""In the path of what an NWB file shows beside it, as `dandi organize` names its folder. It may be a stimulus."""


class ModalityReader:
    """Tells the modalities of files; remembers what it has seen, since files of a dandiset are much alike."""

    def __init__(self) -> None:
        self._seen: dict[tuple[tuple[str, ...], str], Mask] = {}

    def mask(self, asset: Asset, suffix: str) -> Mask:
        """`suffix` is that of the file's name; 0 where nothing is known."""
        if suffix in _SUFFIXES:
            mask = _SUFFIXES[suffix]
            if mask == _MRI and _MICROSCOPE.search(f"/{asset.path.lower()}"):
                return _MICROSCOPY  # which is kept in MRI's format, too
            return 0 if mask == _B and _OF_IMAGES.search(asset.path) else mask
        metadata = asset.metadata
        names = tuple(variable_name(variable) for variable in metadata.variable_measured)
        names += tuple(term.name or "" for term in (*metadata.measurement_technique, *metadata.approach))
        last = asset.path[asset.path.rfind("/") + 1 :].rpartition("_")[2].partition(".")[0]
        key = (names, last)
        if key not in self._seen:
            self._seen[key] = _mask(names, last.split("+"))
        return self._seen[key]


def modalities_of(mask: Mask) -> tuple[Modality, ...]:
    """In order of rank."""
    return tuple(modality for modality, bit in _BITS.items() if mask & bit)


def _mask(names: Iterable[str], parts: Iterable[str]) -> Mask:
    """What the metadata say; where they don't say how cells were recorded, or nothing at all, what the name says."""
    told, named = _joined(_NAMES, names), _joined(_NAME_PARTS, parts)
    if told & _OF_CELLS:
        return told
    of_cells = named & _OF_CELLS or _joined(_WEAK_NAMES, names)
    return told | of_cells if told else named | of_cells


def _joined(table: dict[str, Mask], words: Iterable[str]) -> Mask:
    mask = 0
    for word in words:
        mask |= table.get(word, 0)
    return mask
