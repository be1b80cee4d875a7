"""Make the sample's NWB files with PyNWB: a second or so of believable data each.

Only this module needs PyNWB. Nothing in a file comes from the clock or from chance: two runs under the same versions
of the libraries give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from pynwb import NWBHDF5IO, NWBFile, TimeSeries
from pynwb.behavior import Position, SpatialSeries
from pynwb.ecephys import LFP, ElectricalSeries
from pynwb.file import Subject
from pynwb.icephys import CurrentClampSeries, CurrentClampStimulusSeries
from pynwb.ophys import (
    Fluorescence,
    ImageSegmentation,
    ImagingPlane,
    OpticalChannel,
    RoiResponseSeries,
    TwoPhotonSeries,
)

from builder.sample.addresses import make_uuid
from builder.sample.nwb_facts import NwbFacts

Array = NDArray[Any]


def make_nwb_file(facts: NwbFacts, path: Path) -> Path:
    """Write the file that the facts describe."""
    with _seeded_object_ids(facts.path):
        nwbfile = _describe(facts)
        _FILLERS[facts.kind](nwbfile, facts.number)
        with NWBHDF5IO(path, "w") as stream:
            stream.write(nwbfile)
    return path


@contextmanager
def _seeded_object_ids(name: str) -> Iterator[None]:
    """HDMF gives each object a random id and offers no way to choose it, so its source of ids is exchanged."""
    numbers = count()

    def next_id() -> UUID:
        return UUID(make_uuid("nwb object", name, str(next(numbers))))

    with patch("hdmf.container.uuid4", next_id):
        yield


def _describe(facts: NwbFacts) -> NWBFile:
    start = datetime.fromisoformat(facts.start)
    nwbfile = NWBFile(
        session_description=facts.description,
        identifier=make_uuid("nwb file", facts.path),
        session_start_time=start,
        timestamps_reference_time=start,
        file_create_date=start + timedelta(days=1),
        session_id=facts.session,
        keywords=["sample", facts.kind],
    )
    nwbfile.subject = Subject(
        subject_id=facts.subject,
        species=facts.species,
        sex=facts.sex,
        age=facts.age or None,
        strain=facts.strain or None,
        genotype=facts.genotype or None,
        description="An invented animal.",
    )
    return nwbfile


def _fill_extracellular(nwbfile: NWBFile, number: int) -> None:
    """Eight channels of LFP, position on a track, six sorted units, twelve trials of a choice task."""
    rng = np.random.default_rng(1000 + number)
    _add_lfp(nwbfile, rng)
    _add_position(nwbfile)
    starts = 2.0 + 5.0 * np.arange(12)
    _add_trials(nwbfile, rng, starts)
    nwbfile.add_unit_column(name="quality", description="Whether it is one neuron")
    for unit in range(6):
        nwbfile.add_unit(
            spike_times=_spike_times(rng, starts, base_hz=1.5 + unit, peak_s=0.3 + 0.25 * unit),
            electrodes=[unit],
            quality="good" if unit < 4 else "multi-unit",
        )


def _add_lfp(nwbfile: NWBFile, rng: np.random.Generator) -> None:
    device = nwbfile.create_device(name="probe", description="Eight-channel silicon probe")
    group = nwbfile.create_electrode_group(
        name="shank0", description="The only shank", location="CA1 field of hippocampus", device=device
    )
    for channel in range(8):
        nwbfile.add_electrode(
            x=2.0, y=1.2 + 0.02 * channel, z=1.8, location="CA1 field of hippocampus", group=group, filtering="none"
        )
    region = nwbfile.create_electrode_table_region(region=list(range(8)), description="All channels")
    seconds = np.arange(2000) / 1000
    theta = 180 * np.sin(2 * np.pi * 8 * seconds)[:, None] * np.linspace(0.4, 1.0, 8)
    traces = (theta + rng.normal(0, 25, size=(2000, 8))).astype("int16")
    series = ElectricalSeries(
        name="ElectricalSeries", data=traces, electrodes=region, starting_time=0.0, rate=1000.0, conversion=1e-6
    )
    module = nwbfile.create_processing_module(name="ecephys", description="Filtered recordings")
    lfp = LFP()
    module.add(lfp)
    lfp.add_electrical_series(series)


def _add_position(nwbfile: NWBFile) -> None:
    seconds = np.arange(600) / 10
    along = 1.0 - np.abs((seconds / 6) % 2 - 1.0)
    track = SpatialSeries(
        name="linear_track",
        data=np.column_stack([2.0 * along, np.full(600, 0.05)]),
        reference_frame="The track's left end",
        unit="meters",
        starting_time=0.0,
        rate=10.0,
    )
    module = nwbfile.create_processing_module(name="behavior", description="Where the animal was")
    module.add(Position(spatial_series=track))


def _add_trials(nwbfile: NWBFile, rng: np.random.Generator, starts: Array) -> None:
    nwbfile.add_trial_column(name="choice", description="Which arm the animal chose")
    nwbfile.add_trial_column(name="rewarded", description="Whether the choice was rewarded")
    for start in starts:
        choice = "left" if rng.random() < 0.5 else "right"
        nwbfile.add_trial(
            start_time=float(start), stop_time=float(start + 3.0), choice=choice, rewarded=bool(rng.random() < 0.8)
        )


def _spike_times(rng: np.random.Generator, starts: Array, *, base_hz: float, peak_s: float) -> Array:
    """A background of spikes, and a burst at some time after each trial's start."""
    background = rng.uniform(0.0, 62.0, size=int(62 * base_hz))
    bursts = (starts[:, None] + peak_s + rng.normal(0, 0.06, size=(len(starts), 9))).ravel()
    return np.sort(np.concatenate([background, bursts]))


def _fill_two_photon(nwbfile: NWBFile, number: int) -> None:
    """Twenty-five frames of a tiny field of view, six regions in it with their traces, running speed."""
    rng = np.random.default_rng(2000 + number)
    plane = _add_imaging_plane(nwbfile)
    masks = _round_masks(size=32, centers=[(7, 8), (10, 22), (16, 15), (22, 6), (24, 25), (28, 16)])
    activity = _calcium(rng, regions=len(masks), samples=250)
    frames = 90 + np.tensordot(activity[::10], masks, axes=1) * 400 + rng.normal(0, 8, size=(25, 32, 32))
    nwbfile.add_acquisition(
        TwoPhotonSeries(
            name="TwoPhotonSeries",
            data=frames.clip(0).astype("uint16"),
            imaging_plane=plane,
            unit="n.a.",
            starting_time=0.0,
            rate=1.0,
        )
    )
    _add_regions(nwbfile, plane, masks, activity)
    speed = 12 * np.abs(np.sin(np.arange(250) / 40)) + rng.normal(0, 0.3, size=250)
    nwbfile.add_acquisition(
        TimeSeries(name="running_speed", data=speed.clip(0), unit="cm/s", starting_time=0.0, rate=10.0)
    )


def _add_imaging_plane(nwbfile: NWBFile) -> ImagingPlane:
    device = nwbfile.create_device(name="microscope", description="Two-photon microscope")
    channel = OpticalChannel(name="green", description="GCaMP6f", emission_lambda=513.0)
    return nwbfile.create_imaging_plane(
        name="ImagingPlane",
        optical_channel=channel,
        description="Layer 2/3",
        device=device,
        excitation_lambda=920.0,
        indicator="GCaMP6f",
        location="primary visual cortex",
        imaging_rate=1.0,
    )


def _round_masks(*, size: int, centers: list[tuple[int, int]]) -> Array:
    rows, columns = np.mgrid[:size, :size]
    return np.stack([(np.hypot(rows - y, columns - x) < 3.2).astype("float32") for y, x in centers])


def _calcium(rng: np.random.Generator, *, regions: int, samples: int) -> Array:
    """Rare events that decay, one column per region."""
    events = (rng.random((samples, regions)) < 0.02).astype(float)
    traces = np.zeros_like(events)
    for sample in range(1, samples):
        traces[sample] = 0.93 * traces[sample - 1] + events[sample]
    return traces


def _add_regions(nwbfile: NWBFile, plane: ImagingPlane, masks: Array, activity: Array) -> None:
    segmentation = ImageSegmentation()
    regions = segmentation.create_plane_segmentation(
        name="PlaneSegmentation", description="Drawn by rule", imaging_plane=plane
    )
    for mask in masks:
        regions.add_roi(image_mask=mask)
    module = nwbfile.create_processing_module(name="ophys", description="Regions and their traces")
    module.add(segmentation)
    every = regions.create_roi_table_region(region=list(range(len(masks))), description="All regions")
    traces = RoiResponseSeries(
        name="RoiResponseSeries", data=activity, rois=every, unit="n.a.", starting_time=0.0, rate=10.0
    )
    fluorescence = Fluorescence()
    module.add(fluorescence)
    fluorescence.add_roi_response_series(traces)


def _fill_intracellular(nwbfile: NWBFile, number: int) -> None:
    """Three sweeps of a step protocol in current clamp, at growing current."""
    device = nwbfile.create_device(name="amplifier", description="Patch-clamp amplifier")
    electrode = nwbfile.create_icephys_electrode(
        name="electrode0",
        description="Patch pipette, 5 MOhm",
        device=device,
        location="primary motor cortex, layer 5",
    )
    for sweep in range(3):
        current_pa = 60.0 * (sweep + 1) + 10.0 * number
        command, voltage = _step_response(current_pa)
        stimulus = CurrentClampStimulusSeries(
            name=f"stimulus{sweep}",
            data=command,
            electrode=electrode,
            gain=1.0,
            conversion=1e-12,
            starting_time=2.0 * sweep,
            rate=5000.0,
            sweep_number=np.uint32(sweep),
        )
        response = CurrentClampSeries(
            name=f"response{sweep}",
            data=voltage,
            electrode=electrode,
            gain=1.0,
            conversion=1e-3,
            starting_time=2.0 * sweep,
            rate=5000.0,
            sweep_number=np.uint32(sweep),
        )
        nwbfile.add_intracellular_recording(electrode=electrode, stimulus=stimulus, response=response)


def _step_response(current_pa: float) -> tuple[Array, Array]:
    """One second at 5 kHz: a leaky neuron that spikes while the current lasts."""
    command = np.zeros(5000, dtype="float32")
    command[1000:4000] = current_pa
    voltage = np.empty(5000, dtype="float32")
    membrane_mv = -70.0
    for sample, current in enumerate(command):
        membrane_mv += 0.2 * (-(membrane_mv + 70.0) + 0.25 * current) / 15.0
        voltage[sample] = membrane_mv
        if membrane_mv > -48.0:
            voltage[sample], membrane_mv = 32.0, -66.0
    return command, voltage


_FILLERS: dict[str, Callable[[NWBFile, int], None]] = {
    "extracellular": _fill_extracellular,
    "two-photon": _fill_two_photon,
    "intracellular": _fill_intracellular,
}
