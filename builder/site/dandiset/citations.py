"""How to cite a version: what its page shows, and the files beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.version import Version
from builder.records.apa import apa_text
from builder.records.bibtex import bibtex_text
from builder.records.citation import Reference, read_reference
from builder.records.citation_formats import CITATION_FORMATS, CitationFormat
from builder.site.contexts import CiteBox, NavLink
from builder.site.frame import addresses
from builder.site.frame.outputs import TextFile
from builder.site.frame.scope import Scope


def citation_files(scope: Scope, dandiset: Dandiset, version: Version) -> Iterator[TextFile]:
    """The files of a version that has them."""
    reference = read_reference(dandiset, version, scope.instance)
    for form in _fitting(reference):
        yield TextFile(address=_address(dandiset, version, form), text=form.write(reference))


def cite_box(scope: Scope, dandiset: Dandiset, version: Version) -> CiteBox:
    """What the version's page shows; it links the files that there are."""
    reference = read_reference(dandiset, version, scope.instance)
    shown = apa_text(reference)
    formats = _fitting(reference) if scope.has_citation_files(dandiset, version) else ()
    return CiteBox(
        note=_note(dandiset, version),
        before=shown.before,
        title=shown.title,
        after=shown.after,
        bibtex=bibtex_text(reference).rstrip(),
        files=tuple(NavLink(text=form.label, address=_address(dandiset, version, form)) for form in formats),
    )


def _fitting(reference: Reference) -> Iterator[CitationFormat]:
    return (form for form in CITATION_FORMATS if form.fits(reference))


def _address(dandiset: Dandiset, version: Version, form: CitationFormat) -> str:
    return addresses.version_file(dandiset.identifier, version.version, form.file)


def _note(dandiset: Dandiset, version: Version) -> str:
    newest = dandiset.default
    if version.is_draft and not newest.is_draft:
        return f"You are looking at the draft. Cite the published version {newest.version} where you can."
    if version.is_draft:
        return "A draft has no DOI and may change: add the date when you read it."
    if version is not newest:
        return f"This is version {version.version}: cite it if you used its data. The newest is {newest.version}."
    return ""
