"""The site's folder while a build is at work on it: what lies there, and new files until they have their places."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.errors import UsageError
from builder.site.folder.journal import (
    NEW,
    WORK,
    Journal,
    drop_equal,
    end_journal,
    forget,
    has_journal,
    in_order,
    write_journal,
)
from builder.site.folder.manifest import MANIFEST, Manifest, encoded, read_manifest, write_file
from builder.site.frame import addresses
from builder.snapshot.lock import locked

_NOT_MISSED = (MANIFEST, ".DS_Store", "Thumbs.db", "desktop.ini")
"""Files that may go without a word."""
_OF_A_DISK = frozenset({"lost+found", "$RECYCLE.BIN", "System Volume Information", ".Trashes"})
"""Folders at the top of a disk, which the site's folder may be."""
_LAST = (addresses.CURRENT, "_headers", "_redirects", MANIFEST)
"""What tells browsers, hosts and the next build which site this is: once all of it is there."""


class Staging:
    """New files wait in `folder`. Nothing of the old site changes until `publish`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out / WORK / NEW
        self._found: dict[str, int] = {}
        """What lies in the old site: address -> bytes; -1 for what is no plain file."""

    def start(self) -> Manifest:
        """End what a killed build has begun, or clear what it left; answers what the old site was made from."""
        self._look()
        if has_journal(self.out):
            end_journal(self.out)
            self._look()
        forget(self.out)
        self.folder.mkdir()
        before = read_manifest(self.out)
        self._refuse_foreign_files(before)
        return before

    def _look(self) -> None:
        self._found = dict(_files(self.out, ""))
        self._refuse_links()

    def _refuse_links(self) -> None:
        """Files would be moved to where a link leads. One in the place of a file does no harm: it is replaced."""
        work = self.out / WORK
        odd = [self.out / address for address, size in self._found.items() if size < 0]
        odd = [link for link in odd if link.is_dir()]
        odd += [folder for folder in (work, self.folder) if folder.is_symlink()]
        if not odd:  # what waits to be moved, and the journal, are files of ours
            odd = [work / name for name, size in _files(work, "") if size < 0]
        if odd:
            raise UsageError(
                f"{min(odd)} is a link or a device, where a site has files and folders of its own: remove it"
            )

    def _refuse_foreign_files(self, before: Manifest) -> None:
        """What a build did not write would be in the way of the next one.

        Where the manifest can't be read nobody knows what it wrote, but for what no site has.
        """
        is_ours = before.sizes.__contains__ if before.format else addresses.may_be_of_a_site
        foreign = [name for name in self._found if not is_ours(name) and name not in _NOT_MISSED]
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

    def publish(self, manifest: Manifest) -> list[str]:
        """Make the folder what the manifest says: new files into their places, then what is no more away.

        Answers the addresses of the files that are other ones now. What holds the same bytes is left as it is.
        """
        write_file(self.folder, MANIFEST, encoded(manifest))
        changed = drop_equal(self.out, dict(_files(self.folder, "")), self._found)
        gone = self._found.keys() - manifest.sizes.keys() - {MANIFEST}
        if not changed and not gone:
            return []
        journal = Journal(moves=in_order(changed, self._found.keys(), _LAST), removals=tuple(sorted(gone)))
        write_journal(self.out, journal)
        end_journal(self.out)
        return [address for address in changed if address != MANIFEST]


@contextmanager
def staged(out: Path) -> Iterator[Staging]:
    """The folder `out`, made if need be, for one build. Refuses a folder that isn't a site of ours."""
    out = Path(os.path.realpath(out))
    try:
        if out.exists() and not out.is_dir():
            raise UsageError(f"{out} is a file: name a folder for the site")
        _refuse_foreign_folder(out)
        is_new = not out.exists()
        work = out / WORK
        if work.exists() and not work.is_dir():
            raise UsageError(f"{work} is a file, where a build has a folder of its own: remove it")
        work.mkdir(parents=True, exist_ok=True)
        try:
            with locked(work / "build", of=out):
                try:
                    yield Staging(out)
                finally:
                    forget(out)
        finally:
            _clear(out, is_new=is_new)
    except OSError as error:
        what = "free some room" if error.errno == errno.ENOSPC else "let it be written, or name another folder"
        raise UsageError(f"{error.filename or out}: can't be written: {error.strerror}: {what}") from error


def _clear(out: Path, *, is_new: bool) -> None:
    """Take the work's folder away, unless another build has it or a journal in it is to be ended.

    And a new folder, if nothing came into it.
    """
    with suppress(OSError):  # as those are not empty
        (out / WORK).rmdir()
        if is_new:
            out.rmdir()


def _refuse_foreign_folder(out: Path) -> None:
    names = {path.name for path in out.iterdir()} - {WORK} - _OF_A_DISK if out.exists() else set()
    if names and MANIFEST not in names and not has_journal(out):  # of a first build the manifest comes last
        raise UsageError(f"{out} holds files that are not a site of dandi-catalog: name another folder")


def _files(folder: Path | str, prefix: str) -> Iterator[tuple[str, int]]:
    """All below a folder that is no folder itself, with its size in bytes; -1 for links and devices."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not prefix and (entry.name == WORK or entry.name in _OF_A_DISK):
                continue
            address = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{address}/")
            else:
                yield address, entry.stat().st_size if entry.is_file(follow_symlinks=False) else -1
