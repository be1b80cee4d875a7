"""How to cite a version: what its page shows, and the files beside it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.records.apa import apa_text
from builder.records.bibtex import bibtex_text
from builder.records.cff import cff_text, fits_cff
from builder.records.citation import Reference, read_reference
from builder.records.csl import csl_text
from builder.records.ris import ris_text
from builder.site.contexts import CiteBox, NavLink
from builder.site.frame import addresses
from builder.site.frame.outputs import TextFile
from builder.site.frame.scope import Scope

_FORMATS: Mapping[str, tuple[str, Callable[[Reference], str]]] = {
    "citation.bib": ("BibTeX", partial(bibtex_text, is_full=True)),
    "citation.ris": ("RIS", ris_text),
    "citation.csl.json": ("CSL-JSON", csl_text),
    "CITATION.cff": ("CITATION.cff", cff_text),
}
"""Name of each file -> what readers know its format as, and what writes it."""


def citation_files(scope: Scope, dandiset: Dandiset, version: Version) -> Iterator[TextFile]:
    """The files of a version that has twins."""
    reference = read_reference(dandiset, version, scope.instance)
    for name in _files(reference):
        address = addresses.version_file(dandiset.identifier, version.version, name)
        yield TextFile(address=address, text=_FORMATS[name][1](reference))


def cite_box(scope: Scope, dandiset: Dandiset, version: Version) -> CiteBox:
    reference = read_reference(dandiset, version, scope.instance)
    shown = apa_text(reference)
    files = _files(reference) if scope.has_twins(dandiset, version) else ()
    return CiteBox(
        note=_note(dandiset, version),
        before=shown.before,
        title=shown.title,
        after=shown.after,
        bibtex=bibtex_text(reference).rstrip(),
        files=tuple(
            NavLink(
                text=_FORMATS[name][0], address=addresses.version_file(dandiset.identifier, version.version, name)
            )
            for name in files
        ),
    )


def _files(reference: Reference) -> Iterator[str]:
    """Names of the files that can be made of a reference."""
    return (name for name in _FORMATS if name != "CITATION.cff" or fits_cff(reference))


def _note(dandiset: Dandiset, version: Version) -> str:
    newest = dandiset.default
    if version.is_draft and not newest.is_draft:
        return f"You are looking at the draft. Cite the published version {newest.version} where you can."
    if version.is_draft:
        return "A draft has no DOI and may change: add the date when you read it."
    if version is not newest:
        return f"This is version {version.version}: cite it if you used its data. The newest is {newest.version}."
    return ""
