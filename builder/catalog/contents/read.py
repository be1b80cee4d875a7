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
    UNNAMED,
    Session,
    SessionKey,
    SessionTally,
    by_date,
    session_label,
    session_note,
)
from builder.catalog.contents.subjects import Subject, SubjectKey, SubjectTally, subject_keys, subject_label
from builder.catalog.schema.asset import Asset
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
    modalities: tuple[Modality, ...]
    """In order of rank; empty where there are no files, OTHER alone where nothing is known of them."""
    file_kinds: tuple[FileKind, ...]
    """The kind with most bytes first."""
    growth: tuple[tuple[str, int, int], ...]
    """Month as `2021-05`, files and bytes that came in it; by month."""
    found: AssetsSummary
    """What the archive's summary would say, counted over these files."""
    areas: tuple[str, ...]
    """The areas that the descriptions of its sessions name."""
    sample: Asset | None
    """An NWB file for code to try: the smallest of 1 to 500 MB, else the smallest. None without NWB files."""
    zarr_sample: Asset | None
    """The smallest zarr, for the same end."""


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
        sessions = tuple(sorted(tally.sessions(), key=_session_order))
        subjects = tuple(sorted(tally.subjects(sessions), key=lambda subject: _name_order(subject.identifier)))
        return Contents(
            first=examples.first,
            files=self._files,
            size_bytes=self._size_bytes,
            subjects=subjects,
            sessions=sessions,
            modalities=modalities_of(tally.mask) or ((Modality.OTHER,) if self._files else ()),
            file_kinds=tally.file_kinds(),
            growth=tuple((month, files, size) for month, (files, size) in sorted(tally.months.items())),
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
        self._sessions: dict[tuple[SubjectKey, ...], dict[SessionKey, SessionTally]] = {}
        self._owners: dict[str, SubjectKey] = {}
        """Label in the path -> the subject that metadata name for a file under it."""

    def add(self, asset: Asset) -> None:
        size, suffix = asset.size or 0, suffix_of(asset.path)
        mask = self._reader.mask(asset, suffix)
        self.mask |= mask
        _count(self._kinds, suffix, size)
        if asset.created[4:5] == "-":
            _count(self.months, asset.created[:7], size)
        self.findings.add(asset, suffix)
        keys = self._add_to_subjects(asset, size, mask)
        self._add_to_session(asset, keys, size, mask)

    def _add_to_subjects(self, asset: Asset, size: int, mask: Mask) -> tuple[SubjectKey, ...]:
        label = subject_label(asset.path)
        found = subject_keys(asset, label)
        for key, person in found:
            tally = self._subjects[key]
            tally.add(size, mask)
            if person is not None:
                tally.participants[person] = None
                self.findings.add_species(person)
            if label and not key.is_from_path:
                self._owners.setdefault(label, key)
        return tuple(key for key, _ in found)

    def _add_to_session(self, asset: Asset, keys: tuple[SubjectKey, ...], size: int, mask: Mask) -> None:
        note = session_note(asset, session_label(asset.path))
        if note is None and not keys:
            return
        of_subject = self._sessions.setdefault(keys, {})
        tally = of_subject.setdefault(note.key if note else UNNAMED, SessionTally())
        tally.add(size, mask)
        if note:
            tally.identifier = tally.identifier or note.identifier
            tally.label = note.label
            if note.start:
                tally.starts[note.start] = None

    def file_kinds(self) -> tuple[FileKind, ...]:
        totals: dict[str, list[int]] = {}
        for suffix, (files, size) in self._kinds.items():
            total = totals.setdefault(kind_of(suffix), [0, 0])
            total[0] += files
            total[1] += size
        kinds = [FileKind(label=label, files=files, size_bytes=size) for label, (files, size) in totals.items()]
        return tuple(sorted(kinds, key=lambda kind: (-kind.size_bytes, -kind.files, kind.label)))

    def sessions(self) -> Iterator[Session]:
        """Files whose subject only the path tells join the sessions of that subject's other files."""
        merged: dict[tuple[str, ...], dict[SessionKey, SessionTally]] = {}
        for keys, tallies in self._sessions.items():
            into = merged.setdefault(tuple(self._owner(key).name for key in keys), {})
            for key, tally in tallies.items():
                into.setdefault(key, SessionTally()).merge(tally)
        for subjects, tallies in merged.items():
            for key, tally in tallies.items():
                # What lies beside the sessions of a subject, as a table about it, is no session of its own.
                if key != UNNAMED or len(tallies) == 1:
                    yield tally.session(subjects)

    def subjects(self, sessions: Sequence[Session]) -> Iterator[Subject]:
        counts: dict[str, int] = defaultdict(int)
        for session in sessions:
            for name in session.subjects:
                counts[name] += 1
        merged: dict[str, SubjectTally] = {}
        for key, tally in self._subjects.items():
            merged.setdefault(self._owner(key).name, SubjectTally()).merge(tally)
        for name, tally in merged.items():
            yield tally.subject(name, counts[name])

    def _owner(self, key: SubjectKey) -> SubjectKey:
        return self._owners.get(key.name, key) if key.is_from_path else key


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
