"""Media types by the end of a file's name, as the archive's client gives them."""

from __future__ import annotations

_BY_ENDING = {
    ".zarr": "application/x-zarr",
    ".nwb": "application/x-nwb",
    ".nii.gz": "application/gzip",
    ".json": "application/json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".bidsignore": "text/plain",
    ".avi": "video/x-msvideo",
    ".mp4": "video/mp4",
    ".tif": "image/tiff",
    ".png": "image/png",
    ".edf": "application/octet-stream",
}


def encoding_format(path: str) -> str:
    """The media type of what has this path; plain text for BIDS's bare README and CHANGES."""
    for ending, media_type in _BY_ENDING.items():
        if path.endswith(ending):
            return media_type
    is_bare = path.rsplit("/", 1)[-1] in ("README", "CHANGES")
    return "text/plain" if is_bare else "application/octet-stream"
