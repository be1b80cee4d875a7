"""The folders of a version, each with what lies in it and below it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.catalog.files.table import ListedFile
from builder.catalog.text.natural import natural


@dataclass(slots=True, kw_only=True)
class Folder:
    path: str
    """Without a slash at the end; empty for the top."""
    parent: int
    """Number of the folder that it lies in; the top lies in itself."""
    own: Sequence[ListedFile] = ()
    """The files that lie in it directly, in natural order."""
    first_child: int = 0
    """Number of the first of its folders, which follow each other."""
    children: int = 0
    files: int = 0
    """In it and below it, like the following."""
    size_bytes: int = 0
    newest: int | None = None
    """Day when the newest of these files came."""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class FolderTree:
    """Folders by number: level by level, each level in natural order; 0 is the top."""

    folders: tuple[Folder, ...]

    @property
    def top(self) -> Folder:
        return self.folders[0]

    def children(self, folder: Folder) -> Sequence[Folder]:
        return self.folders[folder.first_child : folder.first_child + folder.children]

    def files(self) -> Iterator[ListedFile]:
        """All files, folder by folder."""
        return (file for folder in self.folders for file in folder.own)

    def walk(self, start: int = 0) -> Iterator[Folder]:
        """A folder's folders, then itself: in this order readers see the files that lie in them.

        `start` is the number of the folder that is walked through.
        """
        path, waiting = [start], [iter(self.numbers(start))]
        while waiting:
            deeper = next(waiting[-1], None)
            if deeper is None:
                waiting.pop()
                yield self.folders[path.pop()]
            else:
                path.append(deeper)
                waiting.append(iter(self.numbers(deeper)))

    def numbers(self, number: int) -> range:
        """The numbers of the folders in a folder."""
        folder = self.folders[number]
        return range(folder.first_child, folder.first_child + folder.children)


def make_tree(held: Mapping[str, Sequence[ListedFile]]) -> FolderTree:
    """`held` are the files of each folder that has some, by its path."""
    inside: dict[str, dict[str, None]] = {"": {}}
    for path in held:
        while path not in inside:
            inside[path] = {}
            path = path.rpartition("/")[0]
    for path in inside:
        if path:
            inside[path.rpartition("/")[0]][path] = None
    folders = [Folder(path="", parent=0)]
    for number, folder in enumerate(folders):  # grows while it is gone over
        names = sorted(inside[folder.path], key=lambda path: (natural(path.rpartition("/")[2]), path))
        folder.first_child, folder.children = len(folders), len(names)
        folder.own = held.get(folder.path, ())
        folders += [Folder(path=path, parent=number) for path in names]
    for folder in reversed(folders):
        _add_up(folder, folders[folder.first_child : folder.first_child + folder.children])
    return FolderTree(tuple(folders))


def _add_up(folder: Folder, children: Sequence[Folder]) -> None:
    days = [file.created for file in folder.own] + [child.newest for child in children]
    folder.files = len(folder.own) + sum(child.files for child in children)
    folder.size_bytes = sum(file.size or 0 for file in folder.own) + sum(child.size_bytes for child in children)
    folder.newest = max((day for day in days if day is not None), default=None)
