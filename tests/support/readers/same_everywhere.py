"""A citation, as other programs read it in every format."""

from __future__ import annotations

from dataclasses import replace

from builder.records.bibtex import bibtex_text
from builder.records.citation import Reference
from builder.records.citation_formats import CITATION_FORMATS
from support.readers.cff_rules import cff_mistakes
from support.readers.importing import READERS, Imported, from_bibtex


def expected(reference: Reference) -> Imported:
    return Imported(
        authors=tuple(author.name for author in reference.authors),
        title=reference.title,
        year=f"{reference.year}" if reference.year else "",
        doi=reference.doi or "",
        url=reference.url,
    )


def assert_same_everywhere(reference: Reference) -> None:
    wanted = expected(reference)

    assert from_bibtex(bibtex_text(reference)) == wanted
    for form in CITATION_FORMATS:
        if not form.fits(reference):
            continue
        text = form.write(reference)
        is_cff = form.file == "CITATION.cff"
        assert READERS[form.file](text) == (replace(wanted, year="") if is_cff and reference.is_draft else wanted)
        assert not is_cff or cff_mistakes(text) == []
