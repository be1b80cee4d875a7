"""Kinds of files by a reader's word, told from their names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

OTHER = "Other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    label: str
    files: int
    size_bytes: int


_SUFFIXES = {
    "NWB": "nwb",
    "NIfTI": "nii nii.gz",
    "TIFF": "tif tiff",
    "Picture": "jpg jpeg png gif bmp svg webp",
    "Video": "avi mp4 mkv mov mpg mpeg webm wmv m4v",
    "Audio": "wav mp3 flac ogg",
    "JSON": "json jsonl ndjson",
    "Table": "tsv csv xlsx xls ods parquet tsv.gz csv.gz",
    "MATLAB": "mat fig mlapp mlx",
    "NumPy": "npy npz",
    "HDF5": "h5 hdf5 hdf",
    "Open Ephys": "continuous openephys events spikes",
    "EDF": "edf bdf",
    "Text": "txt md rst log pdf docx doc rtf html",
    "Code": "py ipynb m r jl c cpp h sh yml yaml toml xml",
    "Archive": "zip tar tar.gz tgz 7z gz bz2 rar",
    "OME-Zarr": "ome.zarr",
    "NWB Zarr": "nwb.zarr",
    "Zarr": "zarr",
    "LINDI": "nwb.lindi.json nwb.lindi.tar lindi.json",
}
_KINDS = {suffix: label for label, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_MOST_PARTS = max(suffix.count(".") for suffix in _KINDS) + 1


@lru_cache(maxsize=16)  # several ask for the same path, one after the other
def suffix_of(path: str) -> str:
    """The longest known suffix of a file's name, in small letters; else what follows its last dot; "" for none.

    Never what follows the first dot: names hold dots of their own, as `sub-1.03.013_icephys.nwb`.
    """
    name = path[path.rfind("/") + 1 :].lower()
    start = at = name.rfind(".")
    if at < 0:
        return ""
    for _ in range(_MOST_PARTS - 1):
        at = name.rfind(".", 0, at)
        if at < 0:
            break
        if name[at + 1 :] in _KINDS:
            start = at
    return name[start + 1 :]


def kind_of(suffix: str) -> str:
    """The reader's word for files with a suffix as `suffix_of` has it."""
    return _KINDS.get(suffix, OTHER)
