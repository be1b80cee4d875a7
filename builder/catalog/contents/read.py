"""What the files of a version hold, taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.catalog.contents.beyond_summary import Findings
from builder.catalog.contents.examples import Examples
from builder.catalog.contents.file_kinds import FileKind, kind_of, suffix_of
from builder.catalog.contents.modality import Mask, Modality, ModalityReader, modalities_of
from builder.catalog.contents.sessions import (
    Session,
    SessionNote,
    SessionTally,
    by_date,
    gather_sessions,
    session_label,
    session_note,
)
from builder.catalog.contents.subject_keys import SubjectKey, SubjectNames, is_derived, named_once, subject_keys
from builder.catalog.contents.subjects import Subject, SubjectTally
from builder.catalog.schema.asset import Asset
from builder.catalog.schema.dates import Latest
from builder.catalog.schema.metadata import AssetsSummary
from builder.catalog.text.natural import natural


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Made in one go over all assets, which need not be kept."""

    first: tuple[Asset, ...]
    """A few files to begin with: NWB files where there are some; in the order that readers see them in."""
    files: int
    size_bytes: int
    subjects: tuple[Subject, ...]
    """In the order that people expect of their identifiers."""
    sessions: tuple[Session, ...]
    """By subject, then by date."""
    tells_sessions: bool
    """Whether any file's metadata tell a session; else `sessions` are no more than recordings by file name."""
    modalities: tuple[Modality, ...]
    """In order of rank; empty where there are no files, OTHER alone where nothing is known of them."""
    file_kinds: tuple[FileKind, ...]
    """The kind with most bytes first."""
    growth: tuple[tuple[str, int, int], ...]
    """Month as `2021-05`, files and bytes that came in it; by month."""
    newest_file: str
    """When the newest file came to the archive, as it says; empty without files."""
    uncounted: int
    """Zarrs whose bytes the archive has not counted yet."""
    found: AssetsSummary
    """What the archive's summary would say, counted over these files."""
    areas: tuple[str, ...]
    """The areas that the descriptions of its sessions name."""
    sample: Asset | None
    """An NWB file for code to try: the smallest of 1 to 500 MB, else the smallest. None without NWB files."""
    zarr_sample: Asset | None
    """The smallest zarr, for the same end."""

    @property
    def told_sessions(self) -> int:
        """How many sessions count: none where file names alone tell of them."""
        return len(self.sessions) if self.tells_sessions else 0


def read_contents(assets: Iterable[Asset]) -> Contents:
    """The order of the assets makes no difference, but for the first of values that should agree."""
    tally = ContentsTally()
    for asset in assets:
        tally.add(asset)
    return tally.contents()


class ContentsTally:
    """Contents in the making, for whoever goes over the assets for other ends too: they are read once."""

    def __init__(self) -> None:
        self._tally, self._examples = _Tally(), Examples()
        self._files = self._size_bytes = 0

    def add(self, asset: Asset) -> None:
        self._tally.add(asset)
        self._examples.add(asset)
        self._files += 1
        self._size_bytes += asset.size or 0

    def contents(self) -> Contents:
        tally, examples = self._tally, self._examples
        names = tally.names()
        sessions = tuple(sorted(tally.sessions(names), key=_session_order))
        subjects = tuple(sorted(tally.subjects(names, sessions), key=lambda subject: _name_order(subject.identifier)))
        return Contents(
            first=examples.first,
            files=self._files,
            size_bytes=self._size_bytes,
            subjects=subjects,
            sessions=sessions,
            tells_sessions=tally.tells_sessions,
            modalities=modalities_of(tally.mask) or ((Modality.OTHER,) if self._files else ()),
            file_kinds=tally.file_kinds(),
            growth=tuple((month, files, size) for month, (files, size) in sorted(tally.months.items())),
            newest_file=tally.newest.text,
            uncounted=tally.uncounted,
            found=tally.findings.summary(len(subjects)),
            areas=tally.findings.areas,
            sample=examples.sample,
            zarr_sample=examples.zarr_sample,
        )


class _Tally:
    """Everything that grows from file to file."""

    def __init__(self) -> None:
        self.mask: Mask = 0
        self.months: dict[str, list[int]] = {}
        self.findings = Findings()
        self._kinds: dict[str, list[int]] = {}
        self._reader = ModalityReader()
        self._subjects: dict[SubjectKey, SubjectTally] = defaultdict(SubjectTally)
        self._sessions: dict[tuple[SubjectKey, ...], dict[SessionNote, SessionTally]] = {}
        self._described: set[str] = set()
        """Folders of datasets, by the file that describes them."""
        self.tells_sessions = False
        self.newest = Latest()
        self.uncounted = 0

    def add(self, asset: Asset) -> None:
        size, suffix = asset.size or 0, suffix_of(asset.path)
        mask = self._reader.mask(asset, suffix)
        self.mask |= mask
        _count(self._kinds, suffix, size)
        if asset.created[4:5] == "-":
            _count(self.months, asset.created[:7], size)
        if asset.created > self.newest.floor:
            self.newest.add(asset.created)
        if asset.zarr and not size:
            self.uncounted += 1
        self.findings.add(asset, suffix)
        if suffix == "json" and asset.path.endswith("/dataset_description.json"):
            self._described.add(asset.path.rpartition("/")[0])
        keys = self._add_to_subjects(asset, size, mask)
        self._add_to_session(asset, keys, size, mask)

    def _add_to_subjects(self, asset: Asset, size: int, mask: Mask) -> tuple[SubjectKey, ...]:
        found = subject_keys(asset)
        for key, person in found:
            tally = self._subjects[key]
            tally.add(size, mask)
            if person is not None:
                tally.participants[person] = None
                self.findings.add_species(person)
        return tuple(key for key, _ in found)

    def _add_to_session(self, asset: Asset, keys: tuple[SubjectKey, ...], size: int, mask: Mask) -> None:
        note = session_note(asset, session_label(asset.path))
        if note is None:
            return
        if is_derived(asset.path):
            if not keys:
                return
        elif note.is_told:
            self.tells_sessions = True
        self._sessions.setdefault(keys, {}).setdefault(note, SessionTally()).add(size, mask)

    def file_kinds(self) -> tuple[FileKind, ...]:
        totals: dict[str, list[int]] = {}
        for suffix, (files, size) in self._kinds.items():
            total = totals.setdefault(kind_of(suffix), [0, 0])
            total[0] += files
            total[1] += size
        kinds = [FileKind(label=label, files=files, size_bytes=size) for label, (files, size) in totals.items()]
        return tuple(sorted(kinds, key=lambda kind: (-kind.size_bytes, -kind.files, kind.label)))

    def names(self) -> SubjectNames:
        return SubjectNames(self._subjects.keys(), self._described)

    def sessions(self, names: SubjectNames) -> Iterator[Session]:
        gathered: dict[tuple[str, ...], tuple[_Notes, _Notes]] = {}
        for keys, notes in self._sessions.items():
            subjects = named_once(map(names.name, keys))
            if subjects or not keys:
                raw_and_derived = gathered.setdefault(subjects, ({}, {}))
                _merge(raw_and_derived[bool(keys) and keys[0].is_derived], notes)
        for subjects, (raw, derived) in gathered.items():
            yield from gather_sessions(subjects, raw, derived)

    def subjects(self, names: SubjectNames, sessions: Sequence[Session]) -> Iterator[Subject]:
        counts: dict[str, int] = defaultdict(int)
        for session in sessions:
            for name in session.subjects:
                counts[name] += 1
        merged: dict[str, SubjectTally] = {}
        for key, tally in self._subjects.items():
            if owner := names.name(key):
                merged.setdefault(owner, SubjectTally()).merge(tally)
        for name, tally in merged.items():
            yield tally.subject(name, counts[name])


_Notes = dict[SessionNote, SessionTally]


def _merge(into: _Notes, notes: _Notes) -> None:
    for note, tally in notes.items():
        into.setdefault(note, SessionTally()).merge(tally)


def _count(totals: dict[str, list[int]], key: str, size: int) -> None:
    total = totals.get(key)
    if total is None:
        totals[key] = [1, size]
    else:
        total[0] += 1
        total[1] += size


def _name_order(name: str) -> tuple[object, ...]:
    return natural(name), name


def _session_order(session: Session) -> tuple[object, ...]:
    subject = " ".join(session.subjects)
    order = not subject, _name_order(subject), by_date(session), _name_order(session.identifier), session.start
    return *order, -session.files, -session.size_bytes  # those that are told alike
