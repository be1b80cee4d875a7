"""What to type to get a version's data."""

from __future__ import annotations

from builder.catalog.instances import KNOWN_INSTANCES, Instance
from builder.catalog.links import archive_dandiset
from builder.catalog.version import Version
from builder.site import formats
from builder.site.contexts import Command


def download_commands(instance: Instance, identifier: str, version: Version) -> tuple[Command, ...]:
    """The archive's own client for the whole version, from the shell and from Python."""
    size = formats.filesize(version.size)
    target = download_target(instance, identifier, version.version)
    return (
        Command(label="Install the client", text='pip install "dandi>=0.74"', note="Python 3.10 or newer."),
        Command(
            label="Download everything",
            text=f"dandi download {target}",
            note=f"{formats.counted(version.asset_count, 'file')}, {size}; what breaks off can be resumed.",
        ),
        Command(
            label="Only list the files",
            text=f"dandi ls -r {archive_dandiset(instance, identifier, version.version)}",
        ),
    )


def download_target(instance: Instance, identifier: str, version: str) -> str:
    """The short form works for the main archive alone; others are named by their address."""
    if instance == KNOWN_INSTANCES["dandi"]:
        return f"DANDI:{identifier}/{version}"
    return archive_dandiset(instance, identifier, version)
