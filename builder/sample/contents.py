"""The files that are really there: their bytes are made once and kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib import metadata
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import msgspec

from builder.errors import UsageError
from builder.machine.folders import cache_folder
from builder.sample import vocabulary
from builder.sample.addresses import compute_digests
from builder.sample.assets import Content, session_start
from builder.sample.files import PlannedFile, Subject
from builder.sample.nwb_facts import NwbFacts

_LIBRARIES = ("pynwb", "hdmf", "h5py", "numpy")
_SOURCES = ("addresses.py", "nwb_facts.py", "nwb_files.py")


class Contents:
    """Makes the bytes of files and remembers where they lie.

    The folder is named by what makes the files and by the versions of the libraries that it uses: the same name,
    the same bytes.
    """

    def __init__(self) -> None:
        self.has_pynwb = _is_importable("pynwb")
        self._folder = cache_folder() / "sample"
        self._nwb_folder = self._folder / (_recipe_key() if self.has_pynwb else "no-pynwb")

    def find(self, file: PlannedFile, subjects: Mapping[str, Subject]) -> Path | None:
        """The file's bytes, made where they aren't there yet; None where the file is only described."""
        if file.rule.text is not None:
            return self._text(file.rule.text.encode())
        if file.rule.nwb is not None and self.has_pynwb:
            return self._nwb(_facts(file, subjects))
        return None

    def _text(self, content: bytes) -> Path:
        path = self._folder / "text" / hashlib.sha256(content).hexdigest()
        if not path.is_file():
            _write_whole(path, content)
        return path

    def _nwb(self, facts: NwbFacts) -> Path:
        name = hashlib.sha256(msgspec.json.encode(asdict(facts), order="deterministic")).hexdigest()
        path = self._nwb_folder / f"{name[:32]}.nwb"
        if not path.is_file():
            # PyNWB takes seconds to import, so only where a file is missing.
            from builder.sample.nwb_files import make_nwb_file

            with tempfile.TemporaryDirectory() as scratch:
                made = make_nwb_file(facts, Path(scratch) / "made.nwb")
                _write_whole(path, made.read_bytes())
        return path


def describe(path: Path | None) -> Content | None:
    """Size and digests of a file that is there."""
    if path is None:
        return None
    content = path.read_bytes()
    return Content(size_bytes=len(content), digests=compute_digests(content))


def missing_note(identifiers: Iterable[str]) -> str:
    """What to tell the reader where PyNWB is missing."""
    return (
        f"pynwb is not installed: the NWB files of {', '.join(identifiers)} are absent; "
        "to have them: pip install 'dandi-catalog[nwb]'"
    )


def _facts(file: PlannedFile, subjects: Mapping[str, Subject]) -> NwbFacts:
    subject = subjects[file.names["subject"]]
    session = file.rule.session
    if file.rule.nwb is None or session is None or not subject.species:
        raise ValueError(f"{file.path}: an NWB file needs a session and a subject with a species")
    return NwbFacts(
        kind=file.rule.nwb,
        path=file.path,
        number=file.number,
        session=session.name.format_map(file.names),
        description=(session.description or "").format_map(file.names),
        start=session_start(file),
        subject=subject.identifier,
        species=vocabulary.species(subject.species)["identifier"],
        sex=(subject.sex or "unknown")[0].upper(),
        age=subject.age or "",
        strain=subject.recipe.strain or "",
        genotype=subject.recipe.genotype if isinstance(subject.recipe.genotype, str) else "",
    )


def _recipe_key() -> str:
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(files(__package__).joinpath(name).read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return f"nwb-{digest.hexdigest()[:16]}"


def _is_importable(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and rename, so that nobody ever reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(scratch).replace(path)
    except OSError as error:
        raise UsageError(
            f"{path.parent}: the sample's files can't be kept there ({error.strerror}): "
            "make room, or set XDG_CACHE_HOME to a folder that can be written to"
        ) from error
