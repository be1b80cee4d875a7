"""Which subject a file belongs to.

That is the participants that its metadata name, those of the sample it comes from included, else the subject in its
path (`sub-01/…`, `sub-01_….tif`). Paths write identifiers with other signs, so a file without metadata is of the
subject whose other files lie under the same `sub-`; where there are several of them, of the one that is called so,
else of the first. What is called otherwise than its folder, where others are called like it, was mistyped.

What lies in folders of derived data is of a subject that other data name, or of none. The same label under two source
datasets is two subjects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from builder.catalog.schema.asset import Asset, BioSample, Participant
from builder.catalog.text.lines import one_line

_DEEPEST_SAMPLE = 8


class SubjectKey(NamedTuple):
    """What files of one subject have in common."""

    name: str
    """The identifier in the metadata; empty where the path alone tells."""
    label: str
    """The subject in the path; empty where it has none, and where the file names several."""
    folders: str
    """Those above the subject's, as `derivatives/ants`."""
    is_derived: bool

    @property
    def shown(self) -> str:
        return self.name or self.label


def subject_keys(asset: Asset) -> tuple[tuple[SubjectKey, Participant | None], ...]:
    """The subjects that a file speaks of."""
    label, folders, is_derived = _place(asset.path)
    people = asset.metadata.was_attributed_to or tuple(_of_samples(asset.metadata.was_derived_from))
    named = [(name, person) for person in people if (name := _name(person))]
    if not named:
        key = SubjectKey("", label, folders, is_derived)
        return ((key, people[0] if people else None),) if label else ()
    if len(named) > 1 and any(_plain(name) == _plain(label) for name, _ in named):
        label = ""  # the others aren't mistyped
    return tuple((SubjectKey(name, label, folders, is_derived), person) for name, person in named)


_LABEL = re.compile(r"(?:^|/)sub-([^/_]+?)(?=[/_]|\.[A-Za-z][A-Za-z0-9.]{0,99}$)")
_DERIVED = re.compile(r"(?:^|/)(?:derivatives|code|stimuli|sourcedata)(?:/|$)", re.IGNORECASE)


def subject_label(path: str) -> str | None:
    """The subject that a path names, at the beginning of a folder's or the file's name."""
    return _place(path)[0] or None


def is_derived(path: str) -> bool:
    """Whether a file lies in a folder of what was made of recordings, or for them."""
    return _place(path)[2]


@lru_cache(maxsize=16)  # several ask for the same path, one after the other
def _place(path: str) -> tuple[str, str, bool]:
    """Label, the folders above it, and whether these hold derived data."""
    found = _LABEL.search(path)
    if found is None:
        folders = path.rpartition("/")[0]
        return "", folders, _DERIVED.search(folders) is not None
    folders = path[: found.start()]
    return found[1], folders, bool(folders) and _DERIVED.search(folders) is not None


class SubjectNames:
    """What the subjects of a version are called, when all that its files say is known."""

    def __init__(self, keys: Collection[SubjectKey], described: Collection[str] = ()) -> None:
        """`described` are the folders that a dataset_description.json says to be a dataset."""
        self._described = frozenset(folder for folder in described if not _DERIVED.search(folder))
        self._datasets: dict[str, str] = {}
        self._owners: dict[tuple[str, str], str] = {}
        """Dataset and label -> the identifier that metadata give files under it."""
        self._same: dict[tuple[str, str], str] = {}
        """Likewise, where that is the label."""
        raw = [key for key in keys if not key.is_derived]
        self._known = {key.name for key in raw if key.name}
        for key in raw:
            if key.name and key.label:
                place = self._dataset(key.folders), key.label
                self._owners.setdefault(place, key.name)
                if _plain(key.name) == _plain(key.label):
                    self._same.setdefault(place, key.name)
        self._labels: dict[str, set[str]] = defaultdict(set)
        """Label -> the datasets in which it alone names a subject."""
        for key in raw:
            place = self._dataset(key.folders), key.label
            if not key.name and place not in self._owners:
                self._labels[key.label].add(place[0])

    def name(self, key: SubjectKey) -> str | None:
        """None for what no data name but derived ones."""
        place = self._dataset(key.folders), key.label
        if place in self._same and not (key.is_derived and key.name in self._known):
            return self._same[place]
        if key.name and (key.name in self._known or not key.is_derived):
            return key.name
        if place in self._owners:
            return self._owners[place]
        datasets = self._labels.get(key.label, ())
        if place[0] not in datasets:
            return None
        return f"{key.label} ({place[0]})" if len(datasets) > 1 and place[0] else key.label

    def _dataset(self, folders: str) -> str:
        """The source dataset that folders lie in; empty for the version's own."""
        if not folders:
            return ""
        if folders not in self._datasets:
            self._datasets[folders] = self._nearest(folders)
        return self._datasets[folders]

    def _nearest(self, folders: str) -> str:
        while folders:
            above, _, name = folders.rpartition("/")
            if _DATASET.fullmatch(name):
                return name
            if folders in self._described:
                return folders
            folders = above
        return ""


_DATASET = re.compile(
    r"(?:(?:dandi|openneuro)[-_ ]?)?(?:ds)?[0-9]{5,6}|(?:dandiset|dataset|study)[-_ ]?[0-9a-z]*[0-9][\w.-]*"
    r"|(?:dandiset|dataset|study)[-_ ][\w.-]+",
    re.IGNORECASE,
)


def _of_samples(samples: Sequence[BioSample], depth: int = 0) -> Iterator[Participant]:
    """Of a cell of a slice of a subject, the subject."""
    for sample in samples:
        yield from sample.was_attributed_to
        if depth < _DEEPEST_SAMPLE:
            yield from _of_samples(sample.was_derived_from, depth + 1)


def _name(person: Participant) -> str:
    return one_line(person.identifier or next(iter(person.alt_name), "")).strip()


_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=64)
def _plain(name: str) -> str:
    return _SIGNS.sub("-", name.casefold()).strip("-")


def named_once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
