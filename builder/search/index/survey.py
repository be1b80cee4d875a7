"""What search reads of a version's files: the keys of their names, beside what they hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.catalog.contents.read import Contents, ContentsTally
from builder.catalog.files.table import ListedFile
from builder.catalog.schema.asset import Asset
from builder.identifiers import is_uuid
from builder.search.index.file_keys import LABELED, name_key, pack_keys, plain_name


class FileKeys:
    """The keys of a version's files and assets, its subjects and sessions; grows with each file."""

    def __init__(self) -> None:
        self._keys: set[int] = set()

    def add(self, file: Asset | ListedFile) -> None:
        self._add_name(file.path)
        if is_uuid(file.asset_id):
            self._add_name(file.asset_id)
        # A folder's labels may differ from what the metadata call subject and session.
        for part in file.path.split("/")[:-1]:
            if LABELED.match(part):
                self._add_name(part)

    def packed(self, contents: Contents) -> bytes:
        """With those of the subjects and sessions; 8 bytes each, in order."""
        for subject in contents.subjects:
            self._add_name(subject.identifier)
        for session in contents.sessions:
            for name in session.names:
                self._add_name(name)
        return pack_keys(sorted(self._keys))

    def _add_name(self, name: str) -> None:
        if name:
            self._keys.add(name_key(plain_name(name)))


def survey_files(assets: Iterable[Asset]) -> tuple[Contents, bytes]:
    """What the files of a version hold, and their keys as `FileKeys` packs them, in one go over the assets."""
    tally, keys = ContentsTally(), FileKeys()
    for asset in assets:
        tally.add(asset)
        keys.add(asset)
    contents = tally.contents()
    return contents, keys.packed(contents)
