"""The site's folder: staged beside the old one, then swapped in whole."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import msgspec

from builder.catalog.digest import Digest
from builder.catalog.identifiers import is_dandiset
from builder.errors import IntegrityError, UsageError
from builder.program import program_key
from builder.site.addresses import stays_inside
from builder.snapshot.lock import locked

MANIFEST = ".dandi-catalog.json"
"""In the site's folder: what each page was made from, so that the next build can keep what did not change."""

_NOT_MISSED = (MANIFEST, ".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that may go without a word."""


class BuiltDandiset(msgspec.Struct, frozen=True, kw_only=True):
    """What the next build wants to know of a dandiset."""

    key: str
    """Hash of all that its pages were made from."""
    digest: Digest


class BuiltFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest tells every program, whichever wrote it."""

    format: int = 3
    program: str = ""
    """Which one made the site; see `program_key`."""
    sizes: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = msgspec.field(default_factory=dict)
    """Address -> bytes of every file."""


class Manifest(BuiltFiles, frozen=True, kw_only=True):
    """What a build made, and what of it the same program can keep."""

    key: str = ""
    """Hash of all that the site was made from, but for the date of the last harvest."""
    dandisets: dict[str, BuiltDandiset] = msgspec.field(default_factory=dict)
    """By identifier."""
    shared: dict[str, str] = msgspec.field(default_factory=dict)
    """Address of each page that isn't of one dandiset -> hash of what it was made from."""
    marked: dict[str, str] = msgspec.field(default_factory=dict)
    """Pages that tell when the archive was last read, with marks in the date's place; by address."""

    def by_dandiset(self) -> dict[str, dict[str, int]]:
        """The files of each dandiset, by identifier."""
        found: dict[str, dict[str, int]] = {}
        for address, size in self.sizes.items():
            top, _, rest = address.partition("/")
            identifier = rest.partition("/")[0]
            if top == "dandiset" and identifier in self.dandisets:
                found.setdefault(identifier, {})[address] = size
        return found


class Staging:
    """A new site that grows beside the old one. Nothing of the old one changes until `publish`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.new")
        self._old = out.with_name(f".{out.name}.old")
        self._found: dict[str, int] = {}
        """What lies in the old site: address -> bytes."""
        self._folders: set[str] = set()

    def start(self) -> Manifest:
        """Clear what a killed build left; answers what the old site was made from."""
        if self._old.exists() and not self.out.exists():
            self._old.rename(self.out)  # killed between the two renames: the old site is the one that counts
        for left in (self._old, self.folder):
            shutil.rmtree(left, ignore_errors=True)
            if left.exists():
                raise UsageError(f"{left} is left of an earlier build and can't be removed: remove it")
        before = read_manifest(self.out)
        self._found = dict(_files(self.out, "")) if self.out.exists() else {}
        self._refuse_foreign_files(before)
        self.folder.mkdir(parents=True)
        self._folders.add(str(self.folder))
        return before

    def _refuse_foreign_files(self, before: Manifest) -> None:
        """What a build did not write would go with the old site."""
        if not before.format:
            return
        foreign = [name for name in self._found if name not in before.sizes and name not in _NOT_MISSED]
        if foreign:
            raise UsageError(
                f"{self.out} holds files that no build made, and a build would remove them: "
                f"{', '.join(sorted(foreign)[:5])}. Move them, or name another folder"
            )

    def is_whole(self, files: Mapping[str, int]) -> bool:
        """Whether the old site still has these files, each of so many bytes; no where nothing is to be found."""
        return bool(files) and all(self._found.get(address) == size for address, size in files.items())

    def is_just(self, files: Mapping[str, int]) -> bool:
        """Whether the old site is whole and holds nothing else."""
        return self.is_whole(files) and len(files) == len(self._found.keys() - {MANIFEST})

    def keep(self, files: Iterable[str]) -> None:
        """Take files of the old site over, as hard links where the disk has them."""
        for address in files:
            # Texts, since making a Path of each of some ten thousand takes longer than linking them.
            source, target = f"{self.out}/{address}", f"{self.folder}/{address}"
            self._make_folder(target.rpartition("/")[0])
            try:
                os.link(source, target)
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP):
                    raise
                shutil.copy2(source, target)

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            self._make_folder(folder.rpartition("/")[0])
            # There are thousands; one may have been made by whoever wrote a page into it.
            with suppress(FileExistsError):
                os.mkdir(folder)  # noqa: PTH102
            self._folders.add(folder)

    def refresh(self, files: Mapping[str, bytes], manifest: Manifest) -> list[str]:
        """Write files of the old site anew, in place: each at once, by a rename. Answers those that were different.

        The manifest is last: a build that is killed before leaves sizes that don't fit, and so pages to render.
        """
        changed = [address for address, data in files.items() if (self.out / address).read_bytes() != data]
        renewed = {**files, MANIFEST: _encoded(manifest)}
        for address in (*changed, *([MANIFEST] if changed else [])):
            write_file(self.folder, address, renewed[address])
            (self.folder / address).replace(self.out / address)
        return changed

    def publish(self, manifest: Manifest) -> None:
        """Put the new site in the old one's place, by two renames."""
        write_file(self.folder, MANIFEST, _encoded(manifest))
        if self.out.exists():
            self.out.rename(self._old)
        self.folder.rename(self.out)
        shutil.rmtree(self._old, ignore_errors=True)

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def staged(out: Path) -> Iterator[Staging]:
    """A staging folder for `out`; cleared when the build fails. Refuses a folder that isn't a site of ours."""
    out = out.resolve()  # where `out` is a link to a folder, the link stays and the folder is swapped
    if Path.cwd().is_relative_to(out):
        raise UsageError(f"{out} is the current folder, or holds it: name another folder for the site")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_dir():
            raise UsageError(f"{out} is a file: name a folder for the site")
        if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).exists():
            raise UsageError(f"{out} holds files that are not a site of dandi-catalog: name another folder")
        with locked(out):
            staging = Staging(out)
            try:
                yield staging
            finally:
                staging.discard()
    except OSError as error:
        raise UsageError(f"{error.filename or out}: can't be written: {error.strerror}") from error


def write_file(folder: Path, address: str, data: bytes) -> int:
    """Write one new file of the site; answers its size in bytes. Never outside the folder, and not through a link."""
    if not stays_inside(address):
        raise IntegrityError(f"{address!r:.100}: leads out of the site's folder, or to no file: it was not written")
    target = folder / address
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)
    return len(data)


def _encoded(manifest: Manifest) -> bytes:
    return msgspec.json.encode(manifest, order="sorted")


def _files(folder: Path | str, prefix: str) -> Iterator[tuple[str, int]]:
    """All below a folder that is no folder itself, with its size in bytes; -1 for links and devices."""
    with os.scandir(folder) as entries:
        for entry in entries:
            address = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{address}/")
            else:
                yield address, entry.stat().st_size if entry.is_file(follow_symlinks=False) else -1


def read_manifest(site: Path) -> Manifest:
    """What the site was made from; an empty one if there is none, or it is not as this program writes them.

    Of a site that another program made it tells the files alone, so that nothing is kept of them.
    """
    path = site / MANIFEST
    try:
        data = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
        built = msgspec.json.decode(data, type=BuiltFiles)
        if built.format != Manifest().format or not all(map(stays_inside, built.sizes)):
            return Manifest(format=0)
        if built.program != program_key():
            return Manifest(sizes=built.sizes)
        manifest = msgspec.json.decode(data, type=Manifest)
    except (OSError, msgspec.DecodeError, RecursionError):
        return Manifest(format=0)
    return manifest if _is_sound(manifest) else Manifest(format=0)


def _is_sound(manifest: Manifest) -> bool:
    """Whether it tells of what a site has: with a site that was handed on, its manifest was, too."""
    named = manifest.shared.keys() | manifest.marked.keys()
    return named <= manifest.sizes.keys() and all(map(is_dandiset, manifest.dandisets))
