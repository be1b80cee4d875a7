"""What a build writes into the site's folder: files, and the manifest that tells the next build of them."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Annotated

import msgspec

from builder.catalog.contents.digest import Digest
from builder.errors import IntegrityError
from builder.identifiers import is_dandiset
from builder.machine.program import program_key
from builder.site.frame import addresses
from builder.site.frame.addresses import stays_inside

MANIFEST = ".dandi-catalog.json"
"""In the site's folder: what each page was made from, so that the next build can keep what did not change."""


class BuiltDandiset(msgspec.Struct, frozen=True, kw_only=True):
    """What the next build wants to know of a dandiset."""

    key: str
    """Hash of all that its pages were made from."""
    digest: Digest


class BuiltFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest tells every program, whichever wrote it."""

    format: int = 4
    program: str = ""
    """Which one made the site; see `program_key`."""
    sizes: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = msgspec.field(default_factory=dict)
    """Address -> bytes of every file."""
    retained: tuple[str, ...] = ()
    """Those of them that only pages of the site before need; see retained.py."""
    searched: dict[str, str] = msgspec.field(default_factory=dict)
    """Identifier of each dandiset that search tells of -> the version."""
    show_emails: bool = False
    """Whether e-mail addresses of people are told."""


class Manifest(BuiltFiles, frozen=True, kw_only=True):
    """What a build made, and what of it the same program can keep."""

    key: str = ""
    """Hash of all that the site was made from, but for the date of the last harvest."""
    search_key: str = ""
    """Hash of all that search was made from."""
    search_list: str = ""
    """The address of its list."""
    dandisets: dict[str, BuiltDandiset] = msgspec.field(default_factory=dict)
    """By identifier."""
    shared: dict[str, str] = msgspec.field(default_factory=dict)
    """Address of each page that isn't of one dandiset -> hash of what it was made from."""
    dated: dict[str, str] = msgspec.field(default_factory=dict)
    """Pages that tell when the archive was last read, with a placeholder for the date; by address."""

    def by_dandiset(self) -> dict[str, dict[str, int]]:
        """The files of each dandiset, by identifier."""
        found: dict[str, dict[str, int]] = {}
        for address, size in self.sizes.items():
            identifier = addresses.dandiset_of(address)
            if identifier in self.dandisets:
                found.setdefault(identifier, {})[address] = size
        return found


def write_file(folder: Path, address: str, data: bytes) -> int:
    """Write one new file of the site; answers its size in bytes. Never outside the folder, and not through a link."""
    if not stays_inside(address):
        raise IntegrityError(f"{address!r:.100}: leads out of the site's folder, or to no file: it was not written")
    target = folder / address
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)
    return len(data)


def encoded(manifest: Manifest) -> bytes:
    """As it lies in the site's folder."""
    return msgspec.json.encode(manifest, order="sorted")


def read_manifest(site: Path) -> Manifest:
    """What the site was made from; an empty one if there is none, or it is not as this program writes them.

    Of a site that another program made it tells the files alone, so that nothing is kept of them.
    """
    path = site / MANIFEST
    try:
        data = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
        built = msgspec.json.decode(data, type=BuiltFiles)
        if not all(map(stays_inside, built.sizes)):
            return Manifest(format=0)
        if built.format != Manifest().format:
            return Manifest(sizes=built.sizes)
        if built.program != program_key():
            return Manifest(**{name: getattr(built, name) for name in BuiltFiles.__struct_fields__[2:]})
        manifest = msgspec.json.decode(data, type=Manifest)
    except (OSError, msgspec.DecodeError, RecursionError):
        return Manifest(format=0)
    return manifest if _is_sound(manifest) else Manifest(format=0)


def _is_sound(manifest: Manifest) -> bool:
    """Whether it tells of what a site has: with a site that was handed on, its manifest was, too."""
    named = manifest.shared.keys() | manifest.dated.keys() | {manifest.search_list, *manifest.retained}
    return named <= manifest.sizes.keys() and all(map(is_dandiset, manifest.dandisets))
